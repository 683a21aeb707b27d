// Sends a check-in, and keeps it on this device while it is not taken: without a connection, when the sign-in ran out, when the
// server fails. It lies in localStorage until it was taken or given anew, and not a moment longer. The form has a key, so that
// what is sent twice is recorded once. Without this module the form is sent by the browser itself.

const KEPT = "check-in ";
const AGAIN_MS = 15_000;
const REFUSED = 422;

const form = document.querySelector("form[data-check-in]");
const action = form?.getAttribute("action");
const status = form?.querySelector("[data-status]");

// What stands there already is not read out again.
const say = (name, hasLostPhotograph = false) => {
  const text = [form.dataset[name], ...(hasLostPhotograph ? [form.dataset.withoutPhotograph] : [])].join(" ");
  if (!status || status.textContent === text) return;
  status.textContent = text;
  status.scrollIntoView({ block: "center" });
};

// A device may let nobody store anything: then nothing comes back.
const inStore = (act) => {
  try {
    // By whom it is about: whoever signs in next on this device sends nothing for somebody else.
    return act(localStorage, `${KEPT}${action} ${form.elements.whose.value}`);
  } catch {
    return undefined;
  }
};
const keep = (answers) =>
  inStore((store, key) => {
    store.setItem(key, JSON.stringify(answers));
    return true;
  }) ?? false;
const kept = () => inStore((store, key) => JSON.parse(store.getItem(key)));
const forget = () => inStore((store, key) => store.removeItem(key));

// Only text is kept: a photograph may be larger than the store, and is better not left on a device.
const textsOf = (data) => [...data].filter(([, value]) => typeof value === "string");

const bodyOf = (fields, isMultipart) => {
  if (!isMultipart) return new URLSearchParams(fields);
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
};

// What became of it, by the name of the text that says so, and where the answer stands.
const send = async (body) => {
  try {
    const response = await fetch(action, { method: "POST", body, redirect: "follow" });
    const isTaken = response.redirected && new URL(response.url).pathname.startsWith(`${action}/`);
    if (isTaken) return { fate: "taken", address: response.url };
    // Whoever is not signed in is led to the door.
    if (response.redirected) return { fate: "signedOut" };
    return { fate: response.status === REFUSED ? "refused" : "waiting" };
  } catch {
    return { fate: "kept" };
  }
};

// Puts refused answers back, unless somebody is answering already.
const putBack = (fields) => {
  const controls = [...form.elements];
  if (controls.some((one) => one.checked)) return;
  for (const [name, value] of fields) {
    for (const one of controls.filter((one) => one.name === name)) {
      if (one.type === "radio" || one.type === "checkbox") one.checked ||= one.value === value;
      else if (one.type === "textarea") one.value = value;
    }
  }
};

let isSending = false;
const alone = async (act) => {
  if (isSending) return;
  isSending = true;
  try {
    await act();
  } finally {
    isSending = false;
  }
};

const sendKept = async () => {
  const answers = kept();
  // What was refused will be refused again: it waits until the form is sent anew.
  if (!answers || answers.isRefused) return;
  const { fate, address } = await send(bodyOf(answers.fields, answers.isMultipart));
  if (fate === "taken") {
    forget();
    location.assign(address);
    return;
  }
  if (fate === "refused") {
    keep({ ...answers, isRefused: true });
    putBack(answers.fields);
  }
  say(fate);
};

const keyIn = (fields) => fields.find(([name]) => name === "key")?.[1];

const sendForm = async () => {
  const data = new FormData(form);
  const fields = textsOf(data);
  const photograph = data.get("photograph");
  const hasPhotograph = photograph instanceof File && photograph.size > 0;
  const isMultipart = form.enctype === "multipart/form-data";
  say("sending");
  const { fate, address } = await send(isMultipart ? data : new URLSearchParams(fields));
  if (fate === "taken") {
    // Another form that still waits is sent when the questions are opened next.
    const before = kept();
    if (before?.isRefused || keyIn(before?.fields ?? []) === keyIn(fields)) forget();
    location.assign(address);
  } else if (fate === "refused") {
    // The server says why, on a page of its own.
    form.submit();
  } else if (keep({ fields: [...fields, ["kept_at", new Date().toISOString()]], isMultipart })) {
    say(fate, hasPhotograph);
  } else {
    say("notKept");
  }
};

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    alone(sendForm);
  });
  const again = () => alone(sendKept);
  addEventListener("online", again);
  setInterval(again, AGAIN_MS);
  const before = kept();
  if (before?.isRefused) {
    putBack(before.fields);
    say("refused");
  }
  again();
}
