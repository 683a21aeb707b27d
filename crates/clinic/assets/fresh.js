// Refreshes what a page shows while it stands open, without leading anybody away: what is focused stays focused, and where somebody
// types nothing is changed. The server does not count it as use, so that a page that is left open signs nobody in for longer.

const EVERY_MS = 60_000;

const region = document.querySelector("[data-fresh]");

const isTyping = () => {
  const at = document.activeElement;
  const fields = [...region.querySelectorAll("input, textarea, select")];
  const isChanged = (one) => (one.type === "checkbox" || one.type === "radio" ? one.checked !== one.defaultChecked : "defaultValue" in one && one.value !== one.defaultValue);
  return fields.includes(at) || fields.some(isChanged);
};

const hour = (within) => within.querySelector("[data-as-of]");

// The same link in what is new: by where it leads, and which of those it is.
const focusAgain = (href, place) => {
  const same = [...region.querySelectorAll("a[href]")].filter((one) => one.getAttribute("href") === href);
  (same[place] ?? same[0])?.focus({ preventScroll: true });
};

const put = (fresh) => {
  const at = document.activeElement;
  const href = region.contains(at) ? at.getAttribute("href") : null;
  const place = href === null ? 0 : [...region.querySelectorAll("a[href]")].filter((one) => one.getAttribute("href") === href).indexOf(at);
  region.replaceChildren(...fresh.childNodes);
  if (href !== null) focusAgain(href, place);
};

const isOlder = () => {
  const told = hour(region);
  if (!told.textContent.includes(region.dataset.stale)) told.textContent += ` ${region.dataset.stale}`;
};

const refresh = async () => {
  if (document.hidden || isTyping()) return;
  try {
    const response = await fetch(location.href, { headers: { "needlework-refresh": "yes" } });
    // Whoever is not signed in any more is led to the door: the page stays, and says that it is old.
    if (!response.ok || response.redirected) return isOlder();
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-fresh]");
    if (!fresh || isTyping()) return;
    put(fresh);
  } catch {
    isOlder();
  }
};

if (region) {
  setInterval(refresh, EVERY_MS);
  document.addEventListener("visibilitychange", refresh);
}
