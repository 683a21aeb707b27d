// A running clinic as a browser that is in a hurry meets it: asking, signing in as the owner, and telling how long it took.

import { createHmac } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";

const PASSWORD = "measured by the clock, not felt";
/** Clock ticks per second in /proc. */
const TICKS = 100;

const [link] = process.argv.slice(2);
if (!link) {
  console.error("Name the link for the owner that `needlework serve` printed.");
  process.exit(2);
}
export const base = new URL(link);
export const agent = new http.Agent({ keepAlive: true, maxSockets: 128 });

const MARK = "needlework-part";

/** A form as parts, the way a form with a file is sent. */
function inParts(form) {
  const parts = Object.entries(form).map(([name, value]) => `--${MARK}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  return `${parts.join("")}--${MARK}--\r\n`;
}

/**
 * Asks, and sends a form or its parts if there are any; `from` is the address that a proxy on this machine would tell. Where the answer
 * may be packed, as it is for every browser, it is not unpacked.
 */
export function ask(method, path, { cookie, form, json, parts, from, mayBePacked } = {}) {
  const body = (form && new URLSearchParams(form).toString()) ?? (json && JSON.stringify(json)) ?? (parts && inParts(parts));
  const headers = { origin: base.origin };
  if (from) headers["x-forwarded-for"] = from;
  if (mayBePacked) headers["accept-encoding"] = "gzip";
  if (cookie) headers.cookie = cookie;
  if (form) headers["content-type"] = "application/x-www-form-urlencoded";
  if (json) headers["content-type"] = "application/json";
  if (parts) headers["content-type"] = `multipart/form-data; boundary=${MARK}`;
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, base), { method, agent, headers }, (answer) => {
      const read = [];
      answer.on("data", (part) => read.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(read).toString() }));
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
  if (!secret) throw new Error("the link was used already; name the file with the sign-in in NEEDLEWORK_COOKIE, or make the clinic anew");
  const form = { token: base.searchParams.get("token"), password: PASSWORD, code: code(secret) };
  const entered = await ask("POST", "/invitation", { form });
  return entered.headers["set-cookie"][0].split(";")[0];
}

/** The cookie of the owner. */
export async function signedIn() {
  const file = process.env.NEEDLEWORK_COOKIE;
  if (file && existsSync(file)) return readFileSync(file, "utf8");
  const cookie = await enter();
  if (file) writeFileSync(file, cookie, { mode: 0o600 });
  return cookie;
}

/** Processor time of the server so far, ms; NaN where its process was not named. */
export function processorMs() {
  const pid = process.env.NEEDLEWORK_PID;
  if (!pid) return NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

export const shown = (number, digits) => (Number.isNaN(number) ? "" : number.toFixed(digits));

/** A line of the table of times. */
export function tell(name, times, failed, began) {
  const spent = (processorMs() - began) / times.length;
  times.sort((one, other) => one - other);
  const point = (share) => shown(times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN, 1);
  console.log(`| ${name} | ${times.length} | ${failed} | ${point(0.5)} | ${point(0.99)} | ${point(1)} | ${shown(spent, 2)} |`);
}

/** What stands above the lines of `tell`. */
export const HEAD = "| what | requests | failed | p50, ms | p99, ms | longest, ms | processor, ms |\n|---|---|---|---|---|---|---|";

/**
 * Does something so many times by the clock, whether or not it was answered before, and tells how long the answers took: one that is
 * late is counted from when it should have been asked for. `act` gives the status of the answer.
 */
export async function steadily(name, times, everyMs, act) {
  const spent = processorMs();
  const began = performance.now();
  const took = [];
  const refused = new Map();
  const asked = [];
  for (let at = 0; at < times; at += 1) {
    const due = began + at * everyMs;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    asked.push(
      act(at).then((status) => {
        if (status !== 200) refused.set(status, (refused.get(status) ?? 0) + 1);
        took.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(asked);
  tell(name, took, [...refused.values()].reduce((sum, one) => sum + one, 0), spent);
  if (refused.size > 0) console.log("failed:", Object.fromEntries(refused));
}
