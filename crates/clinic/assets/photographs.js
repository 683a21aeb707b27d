// Takes a photograph with the camera behind an outline and the last photograph of the view, and moves the slider of a
// comparison. Without this module a file is chosen, and photographs stand side by side.

const QUALITY = 0.95;
// Width by height of the frame, as in clinic.css.
const SHAPE = 3 / 4;
// As the server says; asked here too, since a browser shows no answer to what was sent only in part.
const LARGEST_BYTES = 12 * 1024 * 1024;

let shut = () => {};

// What is seen in the frame, and nothing around it.
const draw = (video, canvas) => {
  canvas.width = Math.round(Math.min(video.videoWidth, video.videoHeight * SHAPE));
  canvas.height = Math.round(canvas.width / SHAPE);
  const left = (video.videoWidth - canvas.width) / 2;
  const top = (video.videoHeight - canvas.height) / 2;
  canvas.getContext("2d").drawImage(video, -left, -top);
};

for (const file of document.querySelectorAll("input[data-too-large]")) {
  file.addEventListener("change", () => {
    const isTooLarge = file.files[0]?.size > LARGEST_BYTES;
    file.setCustomValidity(isTooLarge ? file.dataset.tooLarge : "");
  });
}

for (const form of document.querySelectorAll("form[data-camera]")) {
  if (!navigator.mediaDevices?.getUserMedia) break;
  const part = (name) => form.querySelector(name);
  const [viewfinder, video, canvas, status, file] = ["[data-viewfinder]", "video", "canvas", "[data-status]", "input[type=file]"].map(part);
  const [open, take, close, send] = ["[data-open]", "[data-take]", "[data-close]", "[data-send]"].map(part);
  const show = (isOpen, isTaken) => {
    viewfinder.hidden = !isOpen && !isTaken;
    viewfinder.classList.toggle("taken", isTaken);
    video.hidden = !isOpen;
    canvas.hidden = !isTaken;
    open.hidden = isOpen;
    take.hidden = close.hidden = !isOpen;
  };
  const stop = () => {
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };

  // The camera has its own button here: the file may come from anywhere.
  file.removeAttribute("capture");
  part("[data-controls]").hidden = false;

  open.addEventListener("click", async () => {
    shut();
    status.textContent = "";
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 2560 }, height: { ideal: 1920 } } });
    } catch {
      status.textContent = status.dataset.refused;
      return;
    }
    shut = () => {
      stop();
      show(false, false);
    };
    show(true, false);
    await video.play();
    take.focus();
  });
  take.addEventListener("click", () => {
    if (!video.videoWidth) return;
    draw(video, canvas);
    canvas.toBlob((blob) => {
      const chosen = new DataTransfer();
      chosen.items.add(new File([blob], "photograph.jpg", { type: blob.type }));
      file.files = chosen.files;
      file.setCustomValidity("");
      stop();
      show(false, true);
      shut = () => {};
      status.textContent = status.dataset.taken;
      send.focus();
    }, "image/jpeg", QUALITY);
  });
  close.addEventListener("click", () => {
    shut();
    open.focus();
  });
  // Nobody is filmed by what is folded away.
  form.closest("details").addEventListener("toggle", (event) => {
    if (!event.target.open && video.srcObject) shut();
  });
}

for (const slider of document.querySelectorAll("[data-slider]")) {
  const range = slider.querySelector("input[type=range]");
  const move = () => slider.style.setProperty("--cut", `${range.value}%`);
  range.addEventListener("input", move);
  slider.hidden = false;
  move();
}
