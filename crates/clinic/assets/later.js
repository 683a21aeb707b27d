// Brings the parts of a page for which the model runs, one after another, and puts them where their places are. What was drawn
// anew meanwhile has no such place any more.

async function bring(place) {
  const answer = await fetch(place.dataset.later, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
  const text = answer?.ok ? await answer.text() : null;
  if (!place.isConnected) return;
  if (text === null) {
    place.removeAttribute("aria-busy");
    place.querySelector("[data-coming]").hidden = true;
    place.querySelector("[role=alert]").hidden = false;
    return;
  }
  const around = place.parentElement;
  if (text.trim() === "") place.closest("[data-of-later]")?.remove();
  else place.outerHTML = text;
  around.dispatchEvent(new Event("drawn"));
}

for (const place of document.querySelectorAll("[data-later]")) await bring(place);
