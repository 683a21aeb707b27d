// The console: steppers for a gloved finger, and the timer of the numbing cream, which survives a reload of the page.

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

for (const timer of document.querySelectorAll("[data-timer]")) {
  const shown = timer.querySelector("[data-shown]");
  const on = document.getElementById("numbing_on");
  const off = document.getElementById("numbing_off");
  const key = `timer ${location.pathname}`;
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: timer.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  let ticking;
  const tick = () => {
    const began = Number(sessionStorage.getItem(key));
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
  const began = Number(sessionStorage.getItem(key));
  if (began) {
    on.value = clock.format(began);
    run();
  }
}
