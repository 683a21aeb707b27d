// Redraws the outlook while the form changes. The last change wins; an older answer that comes late is dropped. Numbers that are
// not those of the form are marked as such. Fields that depend on device or wish follow them; sliders stand beside their fields.

const WAIT_MS = 60;

for (const form of document.querySelectorAll("form[data-redraw]")) {
  const place = document.querySelector("[data-outlook]");
  const fields = form.querySelector("[data-fields]");
  const glance = form.querySelector("[data-glance]");
  const notDrawn = document.querySelector("[data-not-drawn]");
  const signedOut = document.querySelector("[data-signed-out]");
  let timer;
  let asked = 0;
  // Whether device or wish was changed and the fields have not followed yet.
  let areFieldsOld = false;

  /** Asks for a part of the page as the form stands; null where there is none. */
  async function ask(part) {
    const body = new URLSearchParams(new FormData(form));
    if (part) body.set("part", part);
    // Who is signed out is sent to the door, which is no outlook.
    const answer = await fetch(form.dataset.redraw, { method: "POST", body, credentials: "same-origin", redirect: "manual" }).catch(() => null);
    return { isSignedOut: answer?.type === "opaqueredirect", text: answer?.ok ? await answer.text() : null };
  }

  function mark({ isSignedOut, text }) {
    const isStale = text === null;
    signedOut.hidden = !isSignedOut;
    notDrawn.hidden = !isStale || isSignedOut;
    place.classList.toggle("stale", isStale);
    if (isStale) look((isSignedOut ? signedOut : notDrawn).firstChild.textContent);
  }

  /** The main figure in a few words, where the outlook itself is out of sight. */
  function look(words) {
    const told = place.querySelector("[data-main]") ?? place.querySelector("[role=alert]");
    const text = words ?? told?.textContent ?? "";
    glance.hidden = text === "";
    const line = glance.querySelector("p");
    if (line.textContent !== text) line.textContent = text;
  }

  async function redraw() {
    const mine = ++asked;
    place.setAttribute("aria-busy", "true");
    const fresh = areFieldsOld ? await ask("fields") : null;
    if (mine !== asked) return;
    if (fresh && fresh.text !== null) {
      fields.innerHTML = fresh.text;
      areFieldsOld = false;
      showSliders();
    }
    const answer = areFieldsOld ? fresh : await ask();
    if (mine !== asked) return;
    place.removeAttribute("aria-busy");
    mark(answer);
    if (answer.text === null) return;
    const open = [...place.querySelectorAll("details")].map((one) => one.open);
    place.innerHTML = answer.text;
    [...place.querySelectorAll("details")].forEach((one, at) => {
      if (at in open) one.open = open[at];
    });
    look();
  }

  const slider = (name) => form.querySelector(`[data-of="${CSS.escape(name)}"]`);

  function showSliders() {
    for (const range of form.querySelectorAll("[data-of]")) {
      const number = form.elements[range.dataset.of];
      range.value = number.value || number.placeholder;
      range.hidden = false;
    }
  }

  form.addEventListener("input", (event) => {
    const changed = event.target;
    if (changed.dataset.of) form.elements[changed.dataset.of].value = changed.value;
    else if (changed.name && slider(changed.name)) slider(changed.name).value = changed.value || changed.placeholder;
    if ("changesFields" in changed.dataset) areFieldsOld = true;
    // An answer that is under way tells of the form as it was: it must not overwrite what is typed now.
    asked++;
    clearTimeout(timer);
    timer = setTimeout(redraw, WAIT_MS);
  });
  // The first outlook may follow the page.
  place.addEventListener("drawn", () => look());
  showSliders();
  look();
}
