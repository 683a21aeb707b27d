// One moment at a time, moved by a slider. Without this module all of them stand side by side.

for (const place of document.querySelectorAll("[data-days]")) {
  const moments = [...place.querySelectorAll("figure")];
  const slider = place.querySelector("input[type=range]");
  const show = () => {
    const at = Number(slider.value);
    moments.forEach((moment, index) => {
      moment.hidden = index !== at;
    });
    slider.setAttribute("aria-valuetext", moments[at].dataset.name);
  };
  place.querySelector("[data-slider]").hidden = false;
  place.classList.add("one-at-a-time");
  slider.addEventListener("input", show);
  show();
}
