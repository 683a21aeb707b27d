// Opens the questions of a check-in where there is no connection. It keeps that one page and what it is made of, and nothing that
// anybody answered; every other page needs a connection, and leads to the questions without one.

const STORE = "check-in-form";
const FORM = "/mine/check-in";
const PART = /\/assets\/[0-9a-f]+\/[a-z_]+\.(?:css|js|svg)/g;
const NOTE = "data-without-connection hidden";
// After this a connection is as good as none.
const PATIENCE_MS = 8_000;

// All parts are there before the form of an earlier visit goes; of whoever was not treated yet nothing stays, not even of somebody else.
const keep = async () => {
  const answer = await fetch(FORM);
  // Whoever is not signed in is led to the door.
  if (!answer.ok || answer.redirected) return;
  const page = await answer.clone().text();
  const hasForm = page.includes("data-check-in");
  const addresses = hasForm ? [...new Set(page.match(PART))] : [];
  const parts = await Promise.all(addresses.map((address) => fetch(address)));
  if (parts.some((part) => !part.ok)) return;
  await caches.delete(STORE);
  if (!hasForm) return;
  const store = await caches.open(STORE);
  await Promise.all(parts.map((part, at) => store.put(addresses[at], part)));
  await store.put(FORM, answer);
};

const keptForm = async () => {
  const kept = await caches.match(FORM);
  if (!kept) return undefined;
  const page = await kept.text();
  const now = page.replace(NOTE, "data-without-connection");
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
  if (event.data !== "keep") return;
  const kept = keep().then(() => event.source?.postMessage("kept"));
  event.waitUntil(kept.catch(() => undefined));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(pathname === FORM ? form(request) : other(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(part(request));
});
