// Redraws the outlook while the form changes. The last change wins; an older answer that comes late is dropped.

const WAIT_MS = 60;

for (const form of document.querySelectorAll("form[data-redraw]")) {
  const place = document.querySelector("[data-outlook]");
  let timer;
  let asked = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked;
      place.setAttribute("aria-busy", "true");
      const open = [...place.querySelectorAll("details")].map((one) => one.open);
      const answer = await fetch(form.dataset.redraw, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin",
      });
      if (mine !== asked) return;
      place.removeAttribute("aria-busy");
      if (!answer.ok) return;
      place.innerHTML = await answer.text();
      [...place.querySelectorAll("details")].forEach((one, at) => {
        if (at in open) one.open = open[at];
      });
    }, WAIT_MS);
  });
}
