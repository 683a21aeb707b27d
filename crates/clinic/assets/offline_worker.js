// Opens the questions of a check-in where there is no connection. It keeps that one page and what it is made of, and nothing that
// anybody answered; every other page needs a connection, and leads to the questions without one.

const STORE = "check-in-form";
const FORM = "/mine/check-in";
const PART = /\/assets\/[0-9a-f]+\/[a-z_]+\.(?:css|js|svg)/g;
// Of the form that was kept: two reports of two days are not one that was sent twice.
const KEY = /(name="key" value=")[0-9a-f-]{36}/;
const NOTE = "data-without-connection hidden";
// After this a connection is as good as none.
const PATIENCE_MS = 8_000;

const keep = async () => {
  const answer = await fetch(FORM);
  const page = await answer.clone().text();
  // Whoever is not signed in is led to the door, and whoever was not treated yet has nothing to report.
  if (!answer.ok || answer.redirected || !page.includes("data-check-in")) return;
  const parts = new Set(page.match(PART));
  await caches.delete(STORE);
  const store = await caches.open(STORE);
  await store.addAll([...parts]);
  await store.put(FORM, answer);
};

// A key that says when it was made, as those of the server do: answers count from when they were given.
const newKey = () => {
  const at = Date.now().toString(16).padStart(12, "0");
  return `${at.slice(0, 8)}-${at.slice(8)}-7${crypto.randomUUID().slice(15)}`;
};

const keptForm = async () => {
  const kept = await caches.match(FORM);
  if (!kept) return undefined;
  const page = await kept.text();
  const now = page.replace(KEY, `$1${newKey()}`).replace(NOTE, "data-without-connection");
  return new Response(now, { headers: kept.headers });
};

// Nothing, where nothing came in time.
const inTime = (request) =>
  Promise.race([fetch(request), new Promise((_, refuse) => setTimeout(() => refuse(new Error("no answer in time")), PATIENCE_MS))]).catch(() => undefined);

const form = async (request) => (await inTime(request)) ?? (await keptForm()) ?? fetch(request);

const other = async (request) => {
  try {
    return await fetch(request);
  } catch (error) {
    if (await caches.match(FORM)) return Response.redirect(FORM);
    throw error;
  }
};

const part = async (request) => (await caches.match(request)) ?? fetch(request);

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  // What cannot be kept now is tried again on the next visit.
  if (event.data === "keep") event.waitUntil(keep().catch(() => undefined));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(pathname === FORM ? form(request) : other(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(part(request));
});
