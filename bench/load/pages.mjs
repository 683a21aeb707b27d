// Asks a running clinic for its pages at a steady rate, and tells how long the answers took.
//
//   node bench/load/pages.mjs LINK [RATE [SECONDS]]
//
// LINK is the link for the owner that `needlework serve` prints on its first start; it works once. With NEEDLEWORK_COOKIE=FILE the
// sign-in is kept in that file, and a later run takes it from there. With NEEDLEWORK_PID=PID, the process of the server, the
// processor time of each request is told, too. Made for the people of `clinic_data make`; another clinic lacks some of the pages.
//
// Requests go out by the clock, whether or not earlier ones were answered: an answer that is late is counted from when it should
// have been asked for. What the model runs for follows its page: these parts are asked for one after another, in a table of their
// own. Some plans are written and submitted first, as a clinician does, so that there are plans which were drawn by it.

import { HEAD, agent, ask, processorMs, signedIn, steadily, tell } from "./clinic.mjs";

const [rate = "200", seconds = "4"] = process.argv.slice(3);
/** People of each kind whose pages are asked for. */
const PEOPLE = 100;
/** Numbers at the clinic: the first one; every so many has a whole plan, every so many an open session and photographs. */
const FIRST_NUMBER = 10_000;
const WHOLE = 10;
const OPEN = 500;
/** Times that a page is asked for, for which the model runs. */
const MODEL_RUNS = 20;

/** Asks for a page by the clock; with a form, by sending it. */
async function measure(name, path, form, mayBePacked = false) {
  if (!path) return console.log(`| ${name} | 0 | nobody has such a page here |||||`);
  const look = async (at) => (await ask(form ? "POST" : "GET", path(at), { cookie, form: form?.(at), mayBePacked })).status;
  await steadily(name, Number(rate) * Number(seconds), 1000 / Number(rate), look);
}

/** Asks for a page of some people, one after another. */
async function measureOneByOne(name, addresses, form) {
  const spent = processorMs();
  const times = [];
  let failed = 0;
  for (const address of addresses.slice(0, MODEL_RUNS)) {
    const began = performance.now();
    const answer = await ask(form ? "POST" : "GET", address, { cookie, form });
    // A plan that another version wrote shows its locked numbers without calculating anything.
    if (answer.status !== 200 || answer.text.includes("cannot be drawn again")) failed += 1;
    times.push(performance.now() - began);
  }
  tell(name, times, failed, spent);
}

const cookie = await signedIn();
const json = async (path) => JSON.parse((await ask("GET", path, { cookie })).text);

/** The chart with a number at the clinic; undefined: nobody has it. */
async function numbered(number) {
  const asked = { search: String(number), at_most: 20 };
  const found = JSON.parse((await ask("POST", "/api/v1/patients/search", { cookie, json: asked })).text);
  const one = found.patients.find((patient) => patient.clinic_number === String(number));
  return one && `/patients/${one.id}`;
}

/** Charts of every so many patients, spread over the whole clinic. */
async function everySoMany(step, total) {
  const all = Math.ceil(total / step);
  const stride = Math.max(1, Math.floor(all / PEOPLE));
  const charts = [];
  for (let at = 0; at < all && charts.length < PEOPLE; at += stride) {
    const chart = await numbered(FIRST_NUMBER + at * step);
    if (chart) charts.push(chart);
  }
  return charts;
}

/** What the pages of some charts link to. */
async function linked(charts, page, pattern) {
  const addresses = [];
  for (const chart of charts) {
    const answer = await ask("GET", chart + page, { cookie });
    const found = answer.text.match(pattern);
    if (found) addresses.push(found[1]);
  }
  return addresses;
}

const ID = "[0-9a-f]{8}-[0-9a-f-]{27}";
const { total, patients } = await json("/api/v1/patients?at_most=200");
const plain = patients.map((patient) => `/patients/${patient.id}`);
const whole = await everySoMany(WHOLE, total);
const open = await everySoMany(OPEN, total);
const plans = await linked(whole, "/plans", new RegExp(`href="(/patients/${ID}/plans/${ID})"`));
const signed = await linked(whole, "/sessions", new RegExp(`href="(/patients/${ID}/sessions/${ID})"`));
const consoles = await linked(open, "/sessions", new RegExp(`href="(/patients/${ID}/sessions/${ID})"`));
const pictures = await linked(open, "/photographs", new RegExp(`src="(/patients/${ID}/photographs/${ID})"`));
const of = (addresses, end = "") => addresses.length > 0 && ((at) => addresses[at % addresses.length] + end);
const one = (address) => () => address;
const typed = (at) => {
  const name = patients[(at * 7) % patients.length].family;
  return { q: name.slice(0, 1 + (at % name.length)) };
};

const PLANNED = {
  sex: "female",
  phototype: "II",
  photodamage: "moderate",
  indication: "facial-wrinkles",
  device: "exceed-unlimited",
  zone: "cheek",
  main_zone: "cheek",
  lemperle_cheek: "3",
};

/** What a visitor sends who has nothing to report. */
async function calm() {
  const { text } = await ask("GET", "/before/questions?lang=en");
  const form = { ...PLANNED, lang: "en", age: "52" };
  for (const [, name, word] of text.matchAll(/name="(answer_[^"]*)" value="([^"]*)"/g)) {
    if (["no", "never", "negative"].includes(word)) form[name] ??= word;
  }
  return form;
}

/** Writes a plan for somebody and submits it; its address. */
async function submitted(chart) {
  let address = `${chart}/plans`;
  for (const what of ["save", "submit"]) {
    const page = await ask("GET", what === "save" ? `${address}/new` : address, { cookie });
    const seen = page.text.match(/name="seen" value="(\d+)"/)[1];
    const answer = await ask("POST", address, { cookie, form: { ...PLANNED, seen, do: what } });
    if (answer.status !== 303) throw new Error(`${what}: ${address} answered ${answer.status}`);
    address = answer.headers.location;
  }
  return address;
}

console.log(`${total} patients, ${rate} requests/s for ${seconds} s each\n`);
console.log("Parts of pages for which the model runs, one after another\n");
console.log(HEAD);
await measureOneByOne("outlook of a locked plan, never drawn", plans.map((plan) => `${plan}?part=outlook`));
await measureOneByOne("a plan on paper, never drawn", plans.map((plan) => `${plan}/document`).slice(0, 5));
await measureOneByOne("outlook of a new plan", whole.map((chart) => `${chart}/plans/new?part=outlook`));
await measureOneByOne("an outlook redrawn", whole.map((chart) => `${chart}/plans/redraw`), PLANNED);
const compared = plans.map((plan) => plan.replace(/\/([^/]*)$/, "/compare?plan=$1"));
await measureOneByOne("a plan compared with the usual course", compared.map((page) => `${page}&part=table`));
await measureOneByOne("a visitor's answers, with a forecast", Array(MODEL_RUNS).fill("/before/questions"), await calm());
const drawn = [];
for (const chart of whole.slice(-MODEL_RUNS)) drawn.push(await submitted(chart));

const beganToRead = performance.now();
// Until all charts were read the page says so; it reads some itself.
let seen;
do seen = await ask("GET", "/registry", { cookie });
while (seen.text.includes("have been read so far"));
if (seen.status !== 200) throw new Error(`/registry answered ${seen.status}`);
const readFor = performance.now() - beganToRead;
await measureOneByOne("registry, once its charts are read", Array(MODEL_RUNS).fill("/registry"));
console.log(`\nThe registry read all charts in ${(readFor / 1000).toFixed(1)} s.`);

console.log(`\nAll other pages, ${rate} requests/s\n`);
console.log(HEAD);
await measure("search as one types", one("/patients/rows"), typed);
await measure("today", one("/"));
await measure("appointments", one("/appointments"));
await measure("patients", one("/patients"));
await measure("a new patient", one("/patients/new"));
await measure("chart with its timeline", of(plain));
await measure("chart with a whole plan", of(whole));
await measure("identity", of(plain, "/identity"));
await measure("a new appointment", of(plain, "/appointments/new"));
await measure("screening", of(whole, "/screening"));
await measure("screening questions", of(whole, "/screening/new"));
await measure("plans", of(whole, "/plans"));
await measure("a new plan", of(whole, "/plans/new"));
await measure("a locked plan", of(plans));
await measure("a locked plan, drawn by its submission", of(drawn));
await measure("a plan on paper, 750 kB", of(drawn, "/document"));
await measure("a plan on paper, packed as for a browser", of(drawn, "/document"), undefined, true);
await measure("plans compared", of(compared));
await measure("consents", of(whole, "/consents"));
await measure("a consent to sign", of(whole, "/consents/research"));
await measure("a consent to the treatment", of(whole, "/consents/treatment"));
await measure("sessions", of(whole, "/sessions"));
await measure("start gate", of(whole, "/sessions/start"));
await measure("a signed session", of(signed));
await measure("console of an open session", of(consoles));
await measure("photographs", of(open, "/photographs"));
await measure("two photographs compared", of(open, "/photographs/compare"));
await measure("a photograph", of(pictures));
await measure("a rule with its sources", one("/rules/herpes-history"));
await measure("stock", one("/stock"));
await measure("recall of a lot", (at) => `/stock?article=cartridge&lot=L-${at % 600}`);
await measure("recall of a device", (at) => `/stock?article=device&lot=SP-${String(at % 40).padStart(4, "0")}`);
await measure("settings", one("/settings"));
await measure("healing watch", one("/watch"));
await measure("check-ins", of(whole, "/check-ins"));
await measure("ratings", of(whole, "/ratings"));
await measure("results", of(whole, "/results"));
await measure("nightly checks", one("/checks"));
await measure("trail", one("/trail"));
await measure("trail of a patient", (at) => `/trail?patient=${whole[at % whole.length].split("/")[2]}`);
await measure("own account", one("/account"));
await measure("the public page", one("/before?lang=en"));
await measure("the questions of the public page", one("/before/questions?lang=en"));
await measure("API: patients", one("/api/v1/patients?at_most=50"));
await measure("API: a chart", of(plain.map((chart) => `/api/v1${chart}`)));
await measure("API: events of a chart", of(plain.map((chart) => `/api/v1${chart}`), "/events"));
await measure("API: description", one("/api/v1/openapi.json"));
agent.destroy();
