// Asks a running clinic for its pages at a steady rate, and tells how long the answers took.
//
//   node bench/load/pages.mjs LINK [RATE [SECONDS]]
//
// LINK is the link for the owner that `needlework serve` prints on its first start. Requests go out by the clock, whether or not
// earlier ones were answered: an answer that is late is counted from when it should have been asked for.

import { createHmac } from "node:crypto";
import http from "node:http";

const [link, rate = "200", seconds = "10"] = process.argv.slice(2);
if (!link) {
  console.error("Name the link for the owner that `needlework serve` printed.");
  process.exit(2);
}
const base = new URL(link);
const agent = new http.Agent({ keepAlive: true, maxSockets: 128 });
const PASSWORD = "measured by the clock, not felt";

function ask(method, path, { cookie, form } = {}) {
  const body = form && new URLSearchParams(form).toString();
  const headers = { origin: base.origin };
  if (cookie) headers.cookie = cookie;
  if (body) headers["content-type"] = "application/x-www-form-urlencoded";
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, base), { method, agent, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** The six digits of an authenticator (RFC 6238). */
function code(secret) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function enter() {
  const page = await ask("GET", base.pathname + base.search);
  const secret = page.text.match(/<code>([A-Z2-7]+)<\/code>/)?.[1];
  if (!secret) throw new Error("the link was used already; start with an empty folder, or restore one");
  const form = { token: base.searchParams.get("token"), password: PASSWORD, code: code(secret) };
  const entered = await ask("POST", "/invitation", { form });
  return entered.headers["set-cookie"][0].split(";")[0];
}

async function measure(name, cookie, path) {
  const total = Number(rate) * Number(seconds);
  const began = performance.now();
  const times = [];
  let failed = 0;
  const asked = [];
  for (let at = 0; at < total; at += 1) {
    const due = began + (at * 1000) / Number(rate);
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    asked.push(
      ask("GET", path(at), { cookie }).then((answer) => {
        if (answer.status !== 200) failed += 1;
        times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(asked);
  times.sort((one, other) => one - other);
  const point = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(1);
  console.log(`| ${name} | ${total} | ${failed} | ${point(0.5)} | ${point(0.99)} | ${point(1)} |`);
}

const cookie = await enter();
const { total, patients } = JSON.parse((await ask("GET", "/api/v1/patients?at_most=200", { cookie })).text);
const chart = (end) => (at) => `/patients/${patients[at % patients.length].id}${end}`;
const typed = (at) => {
  const name = patients[(at * 7) % patients.length].family;
  return `/patients/rows?q=${encodeURIComponent(name.slice(0, 1 + (at % name.length)))}`;
};
console.log(`${total} patients, ${rate} requests/s for ${seconds} s each\n`);
console.log("| page | requests | failed | p50, ms | p99, ms | longest, ms |\n|---|---|---|---|---|---|");
await measure("search as one types", cookie, typed);
await measure("today", cookie, () => "/");
await measure("patients", cookie, () => "/patients");
await measure("chart", cookie, chart(""));
await measure("screening", cookie, chart("/screening"));
await measure("plans", cookie, chart("/plans"));
await measure("consents", cookie, chart("/consents"));
await measure("sessions", cookie, chart("/sessions"));
await measure("photographs", cookie, chart("/photographs"));
agent.destroy();
