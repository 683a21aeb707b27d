// Sends a check-in, and keeps it on this device while it is not taken: without a connection, when the sign-in ran out, when the
// server fails. It lies in localStorage until it was taken or given anew, and not a moment longer. The form has a key, so that
// what is sent twice is recorded once; other answers get another key. Without this module the form is sent by the browser itself.

import { againAndAgain, keyOf, newKey, next, send, sendKept, storeOf } from "./kept_answers.js";

const form = document.querySelector("form[data-check-in]");
const action = form?.getAttribute("action");
const status = form?.querySelector("[data-status]");
const emergency = form?.querySelector("[data-emergency-signs]");
const store = form && storeOf(action, form.elements.whose.value);

// Whoever ticked one of the gravest signs is told the emergency number first, whatever became of the form, where it stands.
const isEmergency = () => Boolean(emergency?.querySelector("input:checked"));

const say = (name, { isGrave = isEmergency(), hasLostPhotograph = false } = {}) => {
  const place = isGrave ? emergency.querySelector("[data-status-grave]") : status;
  const other = isGrave ? status : emergency.querySelector("[data-status-grave]");
  const words = [form.dataset[name], ...(hasLostPhotograph ? [form.dataset.withoutPhotograph] : [])];
  if (isGrave) words.unshift(form.dataset.emergency);
  else if (name !== "sending") words.push(form.dataset.worried);
  const text = words.join(" ");
  other.textContent = "";
  // What stands there already is not read out again.
  if (place.textContent === text) return;
  place.textContent = text;
  if (isGrave) emergency.scrollIntoView({ block: "start" });
  else place.scrollIntoView({ block: "center" });
};

// Only text is kept: a photograph may be larger than the store, and is better not left on a device.
const textsOf = (data) => [...data].filter(([, value]) => typeof value === "string");

// What was sent from this page and may have arrived; and the key of what was refused and stands in the form again.
let tried;
let putBackKey;

// Puts refused answers back, unless somebody is answering already.
const putBack = ({ fields }) => {
  const controls = [...form.elements];
  if (controls.some((one) => one.checked)) return;
  putBackKey = keyOf({ fields });
  for (const [name, value] of fields) {
    for (const one of controls.filter((one) => one.name === name)) {
      if (one.type === "radio" || one.type === "checkbox") one.checked ||= one.value === value;
      else if (one.type === "textarea") one.value = value;
    }
  }
};

// What is answered in a form, whatever its key is.
const contentOf = (fields) => JSON.stringify(fields.filter(([name]) => name !== "key"));
const contentNow = () => contentOf(textsOf(new FormData(form)));

// Whether somebody is answering something that was not sent yet.
const isAnswering = () => contentNow() !== tried && [...form.elements].some((one) => one.checked || (one.type === "textarea" && one.value));

const again = async () => {
  const { fate, address, answers } = await sendKept(action, store);
  // What was refused before was said when the page was opened.
  if (fate === "none" || answers.isRefused) return;
  if (fate === "taken") {
    // Nobody is led away from other answers, which may be graver; the next page tells of these.
    if (!isAnswering()) location.assign(address);
    return;
  }
  if (fate === "refused") {
    putBack(answers);
    // It was not recorded: the key is free for the rest of the answers.
    if (keyOf(answers) === form.elements.key.value) tried = undefined;
  }
  say(fate, { isGrave: Boolean(answers.isEmergency) });
};

const sendForm = async () => {
  // The first answers may have been recorded under the key of the page.
  if (tried && tried !== contentNow()) form.elements.key.value = newKey();
  const data = new FormData(form);
  const fields = textsOf(data);
  const photograph = data.get("photograph");
  const hasLostPhotograph = photograph instanceof File && photograph.size > 0;
  const isMultipart = form.enctype === "multipart/form-data";
  say("sending");
  tried = contentOf(fields);
  const { fate, address } = await send(action, isMultipart ? data : new URLSearchParams(fields));
  if (fate === "taken") {
    // Other forms that still wait are sent from the page of the answer.
    for (const key of [keyOf({ fields }), putBackKey]) store.forget(key);
    location.assign(address);
  } else if (fate === "refused") {
    tried = undefined;
    // The server says why, on a page of its own.
    form.submit();
  } else {
    const kept = { fields: [...fields, ["kept_at", new Date().toISOString()]], isMultipart, isEmergency: isEmergency() };
    if (store.keep(kept)) say(fate, { hasLostPhotograph });
    else say("notKept");
  }
};

if (form) {
  // A page that was kept opens again and again: two reports of two days are not one that was sent twice.
  if (document.querySelector("[data-without-connection]:not([hidden])")) form.elements.key.value = newKey();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    next(sendForm);
  });
  const refused = store.all().find((answers) => answers.isRefused);
  if (refused) {
    putBack(refused);
    say("refused", { isGrave: Boolean(refused.isEmergency) });
  }
  againAndAgain(again);
}
