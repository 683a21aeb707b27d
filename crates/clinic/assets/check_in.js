// Sends a check-in, and keeps it on this device when the connection is away: in localStorage, until it was sent, and not a
// moment longer. The form has a key, so that what is sent twice is recorded once. Without this module the form is sent by the
// browser itself.

const KEPT = "check-in ";
const AGAIN_MS = 15_000;

const form = document.querySelector("form[data-check-in]");
const status = form?.querySelector("[data-status]");
const say = (text) => {
  if (status) status.textContent = text;
};
// By whom it is about: whoever signs in next on this device sends nothing for somebody else.
const keyOf = (action) => `${KEPT}${action} ${form.elements.whose.value}`;

// Only text is kept: a photograph may be larger than the store, and is better not left on a device.
const textsOf = (data) => [...data].filter(([, value]) => typeof value === "string");

const bodyOf = (action, fields, isMultipart) => {
  if (!isMultipart) return new URLSearchParams(fields);
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
};

// Where the answer stands; nothing when the server has not taken it, for example since nobody is signed in any longer.
const send = async (action, body) => {
  const response = await fetch(action, { method: "POST", body, redirect: "follow" });
  const isTaken = response.ok && response.redirected && new URL(response.url).pathname.startsWith(`${action}/`);
  return { isTaken, response };
};

const keep = (fields) => {
  const action = form.getAttribute("action");
  const kept = { fields: [...fields, ["kept_at", new Date().toISOString()]], isMultipart: form.enctype === "multipart/form-data" };
  localStorage.setItem(keyOf(action), JSON.stringify(kept));
};

let isSending = false;

const sendKept = async () => {
  const action = form.getAttribute("action");
  const text = localStorage.getItem(keyOf(action));
  if (!text || isSending) return;
  isSending = true;
  try {
    const kept = JSON.parse(text);
    const { isTaken, response } = await send(action, bodyOf(action, kept.fields, kept.isMultipart));
    // What the server refuses will be refused again; what it has taken is not needed here any longer.
    if (isTaken || response.status === 422) localStorage.removeItem(keyOf(action));
    if (isTaken) location.assign(response.url);
  } catch {
    say(form.dataset.kept);
  } finally {
    isSending = false;
  }
};

if (form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    const data = new FormData(form);
    const fields = textsOf(data);
    const photograph = data.get("photograph");
    const hasPhotograph = photograph instanceof File && photograph.size > 0;
    say(form.dataset.sending);
    try {
      const isMultipart = form.enctype === "multipart/form-data";
      const { isTaken, response } = await send(form.getAttribute("action"), isMultipart ? data : new URLSearchParams(fields));
      if (isTaken) {
        location.assign(response.url);
        return;
      }
      // The server says why, on a page of its own.
      form.submit();
    } catch {
      keep(fields);
      say(hasPhotograph ? form.dataset.withoutPhotograph : form.dataset.kept);
    } finally {
      isSending = false;
    }
  });
  addEventListener("online", sendKept);
  setInterval(sendKept, AGAIN_MS);
  sendKept();
}
