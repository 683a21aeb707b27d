// Lets a finger or a mouse slide along the stops of a sign: the stop beneath it is chosen, as if it were touched. The stops are
// radio buttons, which tap, keys and screen readers use without this module.

const chooseAt = (slider, { clientX, clientY }) => {
  const stop = document.elementFromPoint(clientX, clientY)?.closest("label");
  if (!stop || !slider.contains(stop) || stop.control.checked) return;
  stop.control.checked = true;
  stop.control.dispatchEvent(new Event("change", { bubbles: true }));
};

for (const slider of document.querySelectorAll("[data-slide]")) {
  slider.addEventListener("pointerdown", (event) => {
    // Beside the stops a finger scrolls the page.
    if (!event.target.matches("input")) return;
    slider.setPointerCapture(event.pointerId);
    chooseAt(slider, event);
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId)) chooseAt(slider, event);
  });
}
