// Answers of a check-in that wait on this device: where they lie, and how they are sent. On a page of the patient without the
// questions it says that they wait, an emergency first, and sends them: whoever told something without a connection may never open
// the questions again.

const KEPT = "check-in ";
const REFUSED = 422;
const AGAIN_MS = 15_000;

// Where answers lie: by where they are sent and whom they are about, so that whoever signs in next on this device sends nothing for
// somebody else. A device may let nobody store anything: then nothing comes back.
export const storeOf = (action, whose) => {
  const inStore = (act) => {
    try {
      return act(localStorage, `${KEPT}${action} ${whose}`);
    } catch {
      return undefined;
    }
  };
  return {
    keep: (answers) =>
      inStore((store, key) => {
        store.setItem(key, JSON.stringify(answers));
        return true;
      }) ?? false,
    kept: () => inStore((store, key) => JSON.parse(store.getItem(key))),
    forget: () => inStore((store, key) => store.removeItem(key)),
  };
};

const bodyOf = (fields, isMultipart) => {
  if (!isMultipart) return new URLSearchParams(fields);
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
};

// What became of it, by the name of the text that says so, and where the answer stands.
export const send = async (action, body) => {
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

// Sends what waits. What was refused will be refused again: it waits until the form is sent anew.
export const sendKept = async (action, store) => {
  const answers = store.kept();
  if (!answers) return { fate: "none" };
  if (answers.isRefused) return { fate: "refused", answers };
  const { fate, address } = await send(action, bodyOf(answers.fields, answers.isMultipart));
  if (fate === "taken") store.forget();
  if (fate === "refused") store.keep({ ...answers, isRefused: true });
  return { fate, address, answers };
};

let isSending = false;
export const alone = async (act) => {
  if (isSending) return;
  isSending = true;
  try {
    await act();
  } finally {
    isSending = false;
  }
};

// At once, when the connection is back, and again and again: a server that fails tells nobody when it is well.
export const againAndAgain = (act) => {
  const again = () => alone(act);
  addEventListener("online", again);
  setInterval(again, AGAIN_MS);
  again();
};

const note = document.querySelector("[data-kept-answers]");

const tell = (fate, isEmergency, address) => {
  note.querySelector("[data-emergency]").hidden = !isEmergency;
  note.classList.toggle("no", isEmergency);
  const text = note.querySelector("[data-text]");
  // What stands there already is not read out again.
  if (text.textContent !== note.dataset[fate]) text.textContent = note.dataset[fate];
  const link = note.querySelector("[data-link]");
  link.href = address;
  link.textContent = fate === "taken" ? note.dataset.read : note.dataset.open;
  note.hidden = false;
};

if (note && !document.querySelector("form[data-check-in]")) {
  const { action, whose } = note.dataset;
  const store = storeOf(action, whose);
  const before = store.kept();
  // What an older page kept does not say whether it is one.
  const isEmergency = (answers) => Boolean(answers.isEmergency);
  if (before) tell(before.isRefused ? "refused" : "waiting", isEmergency(before), action);
  againAndAgain(async () => {
    const { fate, address, answers } = await sendKept(action, store);
    if (fate === "none") return;
    // Nobody is led away who may be typing: the answer is one touch away.
    tell(fate === "kept" ? "waiting" : fate, isEmergency(answers), address ?? action);
  });
}
