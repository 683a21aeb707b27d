// A signature drawn with finger, pen or mouse, as the path of an SVG.

for (const pad of document.querySelectorAll("svg[data-signature]")) {
  const path = pad.querySelector("path");
  const field = document.getElementById(pad.dataset.signature);
  let drawing = false;
  const place = (event) => {
    const box = pad.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * 600);
    const y = Math.round(((event.clientY - box.top) / box.height) * 200);
    return `${x} ${y}`;
  };
  const add = (text) => {
    field.value += text;
    path.setAttribute("d", field.value);
  };
  pad.addEventListener("pointerdown", (event) => {
    drawing = true;
    pad.setPointerCapture(event.pointerId);
    add(`M${place(event)}`);
  });
  pad.addEventListener("pointermove", (event) => {
    if (drawing) add(`L${place(event)}`);
  });
  for (const name of ["pointerup", "pointercancel"]) pad.addEventListener(name, () => (drawing = false));
  document.querySelector(`[data-clear="${pad.dataset.signature}"]`)?.addEventListener("click", () => {
    field.value = "";
    path.setAttribute("d", "");
  });
}
