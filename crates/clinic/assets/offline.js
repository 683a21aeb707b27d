// Keeps the questions of a check-in on this device, so that they open without a connection, as soon as a page of the patient was
// read; whoever signs out takes them along. What does the keeping is offline_worker.js.

const STORE = "check-in-form";
const KEPT_FOR = "check-in-form kept for";

const { worker, whose } = document.querySelector("[data-worker]").dataset;

const keep = async () => {
  await navigator.serviceWorker.register(worker, { scope: "/mine" });
  const { active } = await navigator.serviceWorker.ready;
  // Once for each visit: the questions and the telephone numbers beside them change seldom.
  if (sessionStorage.getItem(KEPT_FOR) === whose) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data === "kept") sessionStorage.setItem(KEPT_FOR, whose);
  });
  active.postMessage("keep");
};

// A browser may keep nothing, and its owner may forbid it: then the questions need a connection.
if ("serviceWorker" in navigator) keep().catch(() => undefined);

document.querySelector("form[action='/sign-out']")?.addEventListener("submit", () => {
  sessionStorage.removeItem(KEPT_FOR);
  caches.delete(STORE);
});
