// The console: steppers for a gloved finger, and the timer of the numbing cream, which survives a reload of the page.

// No cream stays on for longer: an older start is of another visit.
const LONGEST_MS = 12 * 60 * 60 * 1000;
const keyOf = (path) => `timer ${path}`;

for (const stepper of document.querySelectorAll("[data-step]")) {
  const field = stepper.querySelector("input");
  const step = Number(stepper.dataset.step);
  const move = (by) => {
    const next = Math.round(((Number(field.value) || 0) + by) * 100) / 100;
    const least = field.min === "" ? -Infinity : Number(field.min);
    const most = field.max === "" ? Infinity : Number(field.max);
    field.value = Math.min(most, Math.max(least, next));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  stepper.querySelector("[data-less]").addEventListener("click", () => move(-step));
  stepper.querySelector("[data-more]").addEventListener("click", () => move(step));
}

// A session that is open has left its gate behind, and the gate is asked again at the next visit.
const gate = location.pathname.replace(/[^/]*$/, "start");
if (location.pathname !== gate) sessionStorage.removeItem(keyOf(gate));

for (const timer of document.querySelectorAll("[data-timer]")) {
  const shown = timer.querySelector("[data-shown]");
  const on = document.getElementById("numbing_on");
  const off = document.getElementById("numbing_off");
  const key = keyOf(location.pathname);
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: timer.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const kept = () => {
    const began = Number(sessionStorage.getItem(key));
    return Date.now() - began < LONGEST_MS ? began : 0;
  };
  let ticking;
  const tick = () => {
    const began = kept();
    if (!began) return;
    const seconds = Math.floor((Date.now() - began) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    shown.value = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  };
  const run = () => {
    clearInterval(ticking);
    ticking = setInterval(tick, 1000);
    tick();
  };
  timer.querySelector("[data-start]").addEventListener("click", () => {
    const now = Date.now();
    sessionStorage.setItem(key, String(now));
    on.value = clock.format(now);
    off.value = "";
    run();
  });
  timer.querySelector("[data-stop]").addEventListener("click", () => {
    tick();
    clearInterval(ticking);
    sessionStorage.removeItem(key);
    off.value = clock.format(Date.now());
  });
  // Whoever sends the form with an end typed by hand has stopped the timer as well.
  timer.closest("form").addEventListener("submit", () => {
    if (off.value) sessionStorage.removeItem(key);
  });
  const began = kept();
  if (began) {
    on.value = clock.format(began);
    run();
  }
}
