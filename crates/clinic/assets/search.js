// Search as one types: the rows are asked for and put in place of the old ones. Without this module the button does it.
// What is typed goes out in the body and never in an address, and the page stays where it is: an address lies in histories.

const WAIT_MS = 80;

for (const form of document.querySelectorAll("form[data-search]")) {
  const field = form.querySelector("input[type=search]");
  const place = document.querySelector("[data-found]");
  let timer;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const body = new URLSearchParams({ q: field.value });
    const answer = await fetch(form.dataset.search, { method: "POST", body, credentials: "same-origin" });
    if (answer.redirected || answer.status === 401) return location.reload();
    const rows = await answer.text();
    if (mine === asked && answer.ok) place.innerHTML = rows;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    ask();
  });
  // What was typed before this module was there, or was put back by the browser on the way back, is looked for too.
  if (field.value !== field.defaultValue) ask();
}
