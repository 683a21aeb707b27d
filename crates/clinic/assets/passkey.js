// Passkeys: shows what is offered only to browsers that know them, asks the browser, and sends its answer as a form.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer ?? []))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

if (window.PublicKeyCredential) {
  for (const offer of document.querySelectorAll("[data-passkeys]")) offer.hidden = false;
  for (const excuse of document.querySelectorAll("[data-no-passkeys]")) excuse.hidden = true;
}

// A button that takes a passkey in the place of a field: the field may then stay empty.
for (const button of document.querySelectorAll("button[data-instead-of]")) {
  const field = button.form.elements[button.dataset.insteadOf];
  button.addEventListener("click", () => {
    field.value = "";
    field.required = false;
  });
  button.form.addEventListener("invalid", () => (field.required = true), true);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const failed = form.querySelector("[data-failed]");
  const button = form.querySelector("button");
  const ask = async () => {
    failed.hidden = true;
    button.disabled = true;
    try {
      const options = JSON.parse(form.dataset.options);
      options.challenge = bytes(options.challenge);
      if (options.user) options.user.id = bytes(options.user.id);
      options.excludeCredentials = known(options.excludeCredentials);
      options.allowCredentials = known(options.allowCredentials);
      const passkey = await navigator.credentials[form.dataset.passkey]({ publicKey: options });
      for (const field of form.querySelectorAll("[data-answer]")) {
        const name = field.dataset.answer;
        field.value = text(passkey.response[name] ?? passkey[name]);
      }
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  if (form.dataset.passkey === "get") ask();
}
