// Answers of a check-in that wait on this device: where they lie, and how they are sent. On a page of the patient without the
// questions it says that they wait, an emergency first, and sends them: whoever told something without a connection may never open
// the questions again.

const KEPT = "check-in ";
const REFUSED = 422;
const AGAIN_MS = 15_000;

// The key of a form: an id that says when it was made.
export const newKey = () => {
  const hex = (number, digits) => number.toString(16).padStart(digits, "0");
  const at = hex(Date.now(), 12);
  const random = [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => hex(byte, 2)).join("");
  return `${at.slice(0, 8)}-${at.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`;
};

export const keyOf = (answers) => answers.fields.find(([name]) => name === "key")?.[1];

// An emergency stands before what was ticked, and that before what was only graded; only the clinic knows the level.
const gravity = ({ isEmergency, fields }) => {
  const grades = fields.filter(([name]) => name === "pain" || name.startsWith("grade_")).map(([, value]) => Number(value));
  const ticked = fields.filter(([name]) => name === "symptom").length;
  return [Number(Boolean(isEmergency)), ticked, Math.max(0, ...grades)];
};

const gravestFirst = (one, other) => {
  const [of, than] = [gravity(one), gravity(other)];
  const place = of.findIndex((number, at) => number !== than[at]);
  return place < 0 ? 0 : than[place] - of[place];
};

// Where answers lie: by where they are sent, whom they are about and the key of their form, so that one form takes the place of no
// other one, and whoever signs in next on this device sends nothing for somebody else. A device may let nobody store anything: then
// nothing comes back.
export const storeOf = (action, whose) => {
  const name = `${KEPT}${action} ${whose}`;
  const inStore = (act) => {
    try {
      return act(localStorage);
    } catch {
      return undefined;
    }
  };
  // What an older page kept has no key in its name.
  const names = (store) => Object.keys(store).filter((one) => one === name || one.startsWith(`${name} `));
  // What is no form of ours keeps no other one from being sent.
  const read = (store, one) => {
    try {
      return JSON.parse(store.getItem(one));
    } catch {
      store.removeItem(one);
      return undefined;
    }
  };
  const forget = (store, key, but) => {
    for (const one of names(store)) {
      const answers = read(store, one);
      if (one !== but && answers && keyOf(answers) === key) store.removeItem(one);
    }
  };
  return {
    keep: (answers) =>
      inStore((store) => {
        const own = `${name} ${keyOf(answers)}`;
        store.setItem(own, JSON.stringify(answers));
        forget(store, keyOf(answers), own);
        return true;
      }) ?? false,
    // The gravest first.
    all: () => inStore((store) => names(store).map((one) => read(store, one)).filter(Boolean).sort(gravestFirst)) ?? [],
    forget: (key) => inStore((store) => forget(store, key)),
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

// Sends all that waits, each by itself, and says what became of the gravest. What was refused will be refused again: it waits until
// the form is sent anew, and is told where nothing else waits.
export const sendKept = async (action, store) => {
  const all = store.all();
  const sent = [];
  for (const answers of all.filter((one) => !one.isRefused)) {
    const { fate, address } = await send(action, bodyOf(answers.fields, answers.isMultipart));
    if (fate === "taken") store.forget(keyOf(answers));
    if (fate === "refused") store.keep({ ...answers, isRefused: true });
    sent.push({ fate, address, answers });
  }
  const [refused] = all;
  return sent[0] ?? (refused ? { fate: "refused", answers: refused } : { fate: "none" });
};

let sending;
export const alone = async (act) => {
  if (sending) return;
  sending = act();
  try {
    await sending;
  } finally {
    sending = undefined;
  }
};

// Whoever presses a button while something else is sent is not forgotten over it.
export const next = async (act) => {
  await Promise.allSettled([sending]);
  await alone(act);
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
  // What an older page kept does not say whether it is one.
  const isEmergency = (answers) => Boolean(answers.isEmergency);
  const [before] = store.all();
  if (before) tell(before.isRefused ? "refused" : "waiting", isEmergency(before), action);
  // The answer to the gravest stays, whatever is sent after it.
  let taken;
  againAndAgain(async () => {
    const { fate, address, answers } = await sendKept(action, store);
    if (fate === "none" || (taken && gravestFirst(taken, answers) <= 0)) return;
    if (fate === "taken") taken = answers;
    // Nobody is led away who may be typing: the answer is one touch away.
    tell(fate === "kept" ? "waiting" : fate, isEmergency(answers), address ?? action);
  });
}
