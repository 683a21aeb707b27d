// Lets a mouse or a pen slide along the stops of a sign, and a finger along those of pain: the nearest stop is chosen, as if it
// were touched. The stops are radio buttons, which tap, keys and screen readers use without this module.

const distance = ({ left, right, top, bottom }, { clientX, clientY }) =>
  Math.hypot(Math.max(left - clientX, 0, clientX - right), Math.max(top - clientY, 0, clientY - bottom));

const nearest = (slider, pointer) => {
  const away = (stop) => distance(stop.closest("label").getBoundingClientRect(), pointer);
  return [...slider.querySelectorAll("input")].reduce((best, stop) => (away(stop) < away(best) ? stop : best));
};

const chosenOf = (slider) => slider.querySelector("input:checked");

const choose = (slider, stop) => {
  const chosen = chosenOf(slider);
  if (chosen === stop) return;
  (stop ?? chosen).checked = Boolean(stop);
  (stop ?? chosen).dispatchEvent(new Event("change", { bubbles: true }));
};

for (const slider of document.querySelectorAll("[data-slide]")) {
  let sliding = null;
  let chosenBefore = null;
  slider.addEventListener("pointerdown", (event) => {
    const isFinger = event.pointerType === "touch";
    if (!event.target.matches("input") || event.button !== 0) return;
    // Down the page a finger scrolls: it must not change a grade that it passes.
    if (isFinger && slider.dataset.slide === "down") return;
    sliding = event.pointerId;
    chosenBefore = chosenOf(slider);
    // A finger that has not moved yet may be about to scroll, and a tap chooses by itself.
    if (isFinger) return;
    slider.setPointerCapture(event.pointerId);
    choose(slider, nearest(slider, event));
  });
  slider.addEventListener("pointermove", (event) => {
    if (event.pointerId === sliding) choose(slider, nearest(slider, event));
  });
  slider.addEventListener("pointerup", () => {
    sliding = null;
  });
  slider.addEventListener("pointercancel", (event) => {
    if (event.pointerId === sliding) choose(slider, chosenBefore);
    sliding = null;
  });
}
