// Judges passkeys in a real browser with a device that the browser plays: added in the account, used at the sign-in, chosen at
// the first time. The clinic is a real one, opened as localhost: at a number browsers allow no passkeys.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { PATIENCE_MS, PHONE, TABLET, broken, launch, rawKeys, start, tooWide, unfold, visit } from "./clinic.mjs";

const PASSWORD = "four words in a row";
const INVITATION = /http:\/\/127\.0\.0\.1:([0-9]+)(\/invitation\?token=\S+)/;

let browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

/** A clinic in which nobody can sign in yet, with the link for its owner. */
async function openEmptyClinic() {
  const folder = await mkdtemp(join(tmpdir(), "needlework-passkeys-"));
  const { match, end } = await start(["serve", "--data", folder, "--listen", "127.0.0.1:0"], INVITATION);
  const [, port, invitation] = match;
  return {
    address: `http://localhost:${port}`,
    byNumber: `http://127.0.0.1:${port}`,
    invitation,
    async end() {
      await end();
      await rm(folder, { recursive: true });
    },
  };
}

/** A device inside the browser: it finds the person present and verified, or not. */
async function plugIn(page, isUserVerified = true) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified,
      automaticPresenceSimulation: true,
    },
  });
  return {
    credentials: async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    give: (credential) => session.send("WebAuthn.addCredential", { authenticatorId, credential }),
  };
}

/** The six digits of this moment (RFC 6238). */
function codeOf(secret) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((one) => alphabet.indexOf(one).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const isIn = (page) => page.locator("form[action='/sign-out']").waitFor();

async function judge(page) {
  await unfold(page);
  assert.deepEqual(await broken(page), []);
  assert.deepEqual(await tooWide(page), []);
  assert.deepEqual(await rawKeys(page), []);
}

async function typeName(page) {
  await page.goto("/sign-in");
  await page.getByLabel("Name to sign in").fill("owner");
  await page.getByLabel("Password").fill(PASSWORD);
}

async function beginToAdd(page, name) {
  await page.goto("/account");
  await page.getByLabel("Name of the passkey").fill(name);
  await page.locator("#passkey-password").fill(PASSWORD);
  await press(page, "Add a passkey");
  await page.getByRole("heading", { name: "Add a passkey" }).waitFor();
}

/** Takes up the invitation with an authenticator. */
async function takeUp(page, clinic) {
  await page.goto(clinic.invitation);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByLabel("Code").fill(codeOf(await page.locator("code").innerText()));
  await press(page, "Start");
  await isIn(page);
}

async function signInByPasskey(page) {
  await typeName(page);
  await press(page, "Sign in with a passkey");
}

describe("a passkey beside an authenticator", () => {
  const part = {};
  /** The passkey on the phone, as it is after many uses, each time more. */
  const phone = () => ({ ...part.credential, signCount: (part.uses += 100) });

  before(
    async () => {
      part.clinic = await openEmptyClinic();
      await visit(browser, part.clinic, {}, async (page) => {
        await takeUp(page, part.clinic);
        part.storageState = await page.context().storageState();
        const device = await plugIn(page);
        await beginToAdd(page, "Phone");
        await press(page, "Make the passkey");
        await page.getByText("not used yet").waitFor();
        [part.credential] = await device.credentials();
        await signInByPasskey(page);
        await isIn(page);
        part.uses = (await device.credentials())[0].signCount;
      });
    },
    { timeout: PATIENCE_MS },
  );
  after(async () => part.clinic?.end());

  test("is added in the account and lets somebody in, in the place of the code", async () => {
    await visit(browser, part.clinic, { storageState: part.storageState }, async (page) => {
      const device = await plugIn(page);
      await beginToAdd(page, "Tablet");
      await judge(page);
      await press(page, "Make the passkey");
      await page.locator("summary", { hasText: "Tablet" }).waitFor();
      await judge(page);
      const [credential] = await device.credentials();
      assert.equal(credential.rpId, "localhost");
      await page.context().clearCookies();
      await typeName(page);
      await judge(page);
      await press(page, "Sign in with a passkey");
      await isIn(page);
      await page.goto("/account");
      await page.getByText(/Tablet.*last used/).waitFor();
    });
  });

  test("is not made twice on one device", async () => {
    await visit(browser, part.clinic, { storageState: part.storageState }, async (page) => {
      const device = await plugIn(page);
      await device.give(phone());
      await beginToAdd(page, "Phone again");
      await press(page, "Make the passkey");
      await page.getByRole("alert").waitFor();
      await judge(page);
      assert.equal((await device.credentials()).length, 1);
      await page.getByRole("link", { name: "Back, without a passkey" }).click();
      await page.getByRole("heading", { name: "My account" }).waitFor();
      assert.equal(await page.getByText("Phone again").count(), 0);
    });
  });

  test("does not let in whom the device has not verified, or who has another device", async () => {
    for (const [isVerified, hasPasskey] of [[false, true], [true, false]]) {
      await visit(browser, part.clinic, {}, async (page) => {
        const device = await plugIn(page, isVerified);
        if (hasPasskey) await device.give(phone());
        await signInByPasskey(page);
        await page.getByRole("alert").getByText("No passkey came.").waitFor();
        await page.getByRole("link", { name: "Back, without a passkey" }).click();
        await page.getByLabel("Code").waitFor();
      });
    }
  });

  test("counts, so that a copy of it is noticed", async () => {
    await visit(browser, part.clinic, {}, async (page, heard) => {
      const device = await plugIn(page);
      await device.give({ ...phone(), signCount: 0 });
      heard.expected.push(422);
      await signInByPasskey(page);
      await page.getByText("The passkey counts backwards").waitFor();
    });
  });

  test("speaks Spanish on a telephone, in the dark", async () => {
    await visit(browser, part.clinic, { viewport: PHONE, locale: "es-ES", colorScheme: "dark" }, async (page) => {
      const device = await plugIn(page);
      await page.goto("/sign-in");
      await judge(page);
      const signIn = async () => {
        await page.goto("/sign-in");
        await page.getByLabel("Nombre de usuario").fill("owner");
        await page.getByLabel("Contraseña").fill(PASSWORD);
        await press(page, "Entrar con una llave de acceso");
      };
      await signIn();
      await page.getByRole("alert").getByText("No llegó ninguna llave de acceso.").waitFor();
      await judge(page);
      await device.give(phone());
      await press(page, "Mostrar la llave de acceso");
      await isIn(page);
    });
  });

  test("may be left for the code: what was asked for then is the code again", async () => {
    await visit(browser, part.clinic, {}, async (page) => {
      await page.goto("/sign-in");
      await page.getByLabel("Name to sign in").fill("owner");
      await press(page, "Sign in with a passkey");
      assert.equal(await page.locator("#password").evaluate((field) => field.matches(":invalid")), true);
      assert.equal(await page.locator("#code").evaluate((field) => field.required), true);
      assert.equal(new URL(page.url()).pathname, "/sign-in");
    });
  });

  test("is offered to nobody without scripts or at a number", async () => {
    for (const [address, options] of [[part.clinic.address, { javaScriptEnabled: false }], [part.clinic.byNumber, {}]]) {
      await visit(browser, { ...part.clinic, address }, options, async (page) => {
        await page.goto("/sign-in");
        await page.getByLabel("Code").waitFor();
        assert.equal(await page.getByRole("button", { name: "Sign in with a passkey" }).count(), 0);
      });
    }
  });
});

describe("a passkey instead of an authenticator", () => {
  const part = {};
  before(
    async () => {
      part.clinic = await openEmptyClinic();
    },
    { timeout: PATIENCE_MS },
  );
  after(async () => part.clinic?.end());

  test("is chosen when an invitation is taken up, and lets somebody in afterwards", async () => {
    await visit(browser, part.clinic, { viewport: TABLET }, async (page) => {
      await plugIn(page);
      await page.goto(part.clinic.invitation);
      await judge(page);
      await press(page, "Start with a passkey");
      await page.getByLabel("Name of the passkey").fill("Tablet");
      await judge(page);
      await page.getByLabel("New password").fill(PASSWORD);
      await press(page, "Make the passkey");
      await isIn(page);
      await press(page, "Sign out");
      await signInByPasskey(page);
      await isIn(page);
      await page.goto("/account");
      await page.getByText(/Tablet.*last used/).waitFor();
    });
  });
});
