// Sends check-ins of patients to a running clinic at a steady rate, and tells how long the answers took.
//
//   node bench/load/check_ins.mjs LINK [PER_MINUTE [SECONDS]]
//
// LINK, NEEDLEWORK_COOKIE and NEEDLEWORK_PID as for pages.mjs. The owner makes links for patients, who come in by them and then report
// again and again: redness as the tenth hour has it, every hundredth time with a blister. The server must trust this machine as a
// proxy (`--trusted-proxy 127.0.0.1`), since so many people do not come from one address. An answer is whole when the page with
// what to do was read: the report and the page after it are two requests, and both count as one answer. Afterwards the own pages of
// these patients are asked for.

import { randomBytes } from "node:crypto";
import { HEAD, agent, ask, signedIn, steadily } from "./clinic.mjs";

const [perMinute = "5000", seconds = "60"] = process.argv.slice(3);
/** People who report. */
const PEOPLE = 100;
/** Every so many people of this clinic have a whole plan with sessions; the first of them has this number. */
const FIRST_NUMBER = 10_000;
const STEP = 10;
/** Requests a second for the own pages, and for how long each is asked for. */
const RATE = 200;
const PAGE_SECONDS = 2;
/** Every so many reports tell a blister. */
const BLISTER = 100;

const owner = await signedIn();

/** Lets a patient in; undefined: nobody has this number, or no session has begun. */
async function patientIn(number) {
  const asked = { search: String(number), at_most: 20 };
  const found = JSON.parse((await ask("POST", "/api/v1/patients/search", { cookie: owner, json: asked })).text);
  const one = found.patients.find((patient) => patient.clinic_number === String(number));
  if (!one) return undefined;
  const slip = await ask("POST", `/patients/${one.id}/access/link`, { cookie: owner, form: {} });
  const token = slip.text.match(/mine\/enter\?token=([\w-]+)/)?.[1];
  const [year, month, day] = one.birth_date.split("-");
  const from = `198.51.100.${number % 250}`;
  const entered = await ask("POST", "/mine/enter", { form: { token, day, month, year }, from });
  const cookie = entered.headers["set-cookie"]?.[0].split(";")[0];
  const form = (await ask("GET", "/mine/check-in", { cookie, from })).text;
  const graded = [...form.matchAll(/name="(grade_[\w-]+)"/g)].map((match) => match[1]);
  if (graded.length === 0) return undefined;
  return { cookie, from, graded: [...new Set(graded)], whose: form.match(/name="whose" value="([^"]+)"/)[1] };
}

/** An id that says when it was made (RFC 9562, version 7). */
function key() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function report(patient, at) {
  const parts = { key: key(), whose: patient.whose, pain: "1" };
  for (const name of patient.graded) parts[name] = name === "grade_redness" ? "1" : "0";
  if (at % BLISTER === 0) parts.symptom = "blistering";
  const { cookie, from } = patient;
  const sent = await ask("POST", "/mine/check-in", { cookie, from, parts });
  if (sent.status !== 303) return sent.status;
  return (await ask("GET", sent.headers.location, { cookie, from })).status;
}

const patients = [];
for (let number = FIRST_NUMBER; patients.length < PEOPLE && number < FIRST_NUMBER + 10 * STEP * PEOPLE; number += STEP) {
  const patient = await patientIn(number);
  if (patient) patients.push(patient);
}
console.log(`${patients.length} patients, ${perMinute} check-ins a minute for ${seconds} s, then their pages at ${RATE} requests/s\n`);
console.log(HEAD);
/** The patient whose turn it is. */
const turn = (at) => patients[at % patients.length];
const reports = Math.round((Number(perMinute) * Number(seconds)) / 60);
await steadily("a report and its answer", reports, 60_000 / Number(perMinute), (at) => report(turn(at), at));
for (const page of ["/mine", "/mine/plan", "/mine/check-in", "/mine/clearances", "/mine/reports", "/mine/consents", "/mine/photographs", "/mine/calendar", "/mine/reminders", "/mine/readers", "/mine/data", "/mine/rating", "/mine/more"]) {
  const look = async (at) => {
    const { cookie, from } = turn(at);
    return (await ask("GET", page, { cookie, from })).status;
  };
  await steadily(page, RATE * PAGE_SECONDS, 1000 / RATE, look);
}
agent.destroy();
