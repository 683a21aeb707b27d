// Sends a check-in, and keeps it on this device while it is not taken: without a connection, when the sign-in ran out, when the
// server fails. It lies in localStorage until it was taken or given anew, and not a moment longer. The form has a key, so that
// what is sent twice is recorded once. Without this module the form is sent by the browser itself.

import { againAndAgain, alone, send, sendKept, storeOf } from "./kept_answers.js";

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

const again = async () => {
  const before = store.kept();
  // It was said when the page was opened.
  if (before?.isRefused) return;
  const { fate, address, answers } = await sendKept(action, store);
  if (fate === "none") return;
  if (fate === "taken") {
    location.assign(address);
    return;
  }
  if (fate === "refused") putBack(answers.fields);
  say(fate, { isGrave: Boolean(answers.isEmergency) });
};

const keyIn = (fields) => fields.find(([name]) => name === "key")?.[1];

const sendForm = async () => {
  const data = new FormData(form);
  const fields = textsOf(data);
  const photograph = data.get("photograph");
  const hasLostPhotograph = photograph instanceof File && photograph.size > 0;
  const isMultipart = form.enctype === "multipart/form-data";
  say("sending");
  const { fate, address } = await send(action, isMultipart ? data : new URLSearchParams(fields));
  if (fate === "taken") {
    // Another form that still waits is sent when the questions are opened next.
    const before = store.kept();
    if (before?.isRefused || keyIn(before?.fields ?? []) === keyIn(fields)) store.forget();
    location.assign(address);
  } else if (fate === "refused") {
    // The server says why, on a page of its own.
    form.submit();
  } else {
    const kept = { fields: [...fields, ["kept_at", new Date().toISOString()]], isMultipart, isEmergency: isEmergency() };
    if (store.keep(kept)) say(fate, { hasLostPhotograph });
    else say("notKept");
  }
};

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    alone(sendForm);
  });
  const before = store.kept();
  if (before?.isRefused) {
    putBack(before.fields);
    say("refused", { isGrave: Boolean(before.isEmergency) });
  }
  againAndAgain(again);
}
