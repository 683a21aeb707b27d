// What a patient gets back from the clinic and what goes for ever, on both sides in a real browser: a release after a session, and
// an erasure that the patient asks for on a telephone and the owner carries out.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { PATIENCE_MS, PHONE, TABLET, broken, chartOf, clinicOfPart, launch, lookFor, rawKeys, signInAsPatient, tooWide, unfold, visit } from "./clinic.mjs";

const CLINICIAN = "vera.brandt";
const OWNER = "ruth.weber";
const FRONT_DESK = "kim.roth";
const ON_PHONE = { viewport: PHONE, hasTouch: true, isMobile: true };

let browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

async function judged(page) {
  await unfold(page);
  assert.deepEqual([...(await broken(page)), ...(await tooWide(page)), ...(await rawKeys(page))], []);
}

describe("a release", () => {
  const part = clinicOfPart();

  test("is given by a clinician and shows on the telephone", { timeout: PATIENCE_MS }, async () => {
    const storageState = await signInAsPatient(browser, part.clinic, "Anna Huber");
    const asPatient = (act) => visit(browser, part.clinic, { storageState, ...ON_PHONE }, act);
    await asPatient(async (page) => {
      await page.goto("/mine/clearances");
      await page.getByText("Nothing yet.").waitFor();
      assert.ok((await page.locator("section[aria-labelledby=locked]").innerText()).includes("No make-up"));
    });
    await visit(browser, part.clinic, { as: CLINICIAN }, async (page) => {
      await page.goto(`${await chartOf(page, "Huber")}/releases`);
      await page.getByLabel("no make-up").check();
      await page.getByRole("button", { name: "Release what is chosen" }).click();
      await page.locator("section[aria-labelledby=released]").getByText("no make-up").waitFor();
      await judged(page);
    });
    await asPatient(async (page) => {
      await page.goto("/mine/clearances");
      await page.locator("section[aria-labelledby=released]").getByText("by Vera Brandt").waitFor();
      assert.ok(!(await page.locator("section[aria-labelledby=locked]").innerText()).includes("No make-up"));
      await judged(page);
    });
  });
});

describe("everything that waits for the clinic", () => {
  const part = clinicOfPart();

  test("is chosen and released on one page, on a telephone too", { timeout: PATIENCE_MS }, async () => {
    await visit(browser, part.clinic, { as: CLINICIAN, ...ON_PHONE }, async (page) => {
      await page.goto(`${await chartOf(page, "Huber")}/releases`);
      const boxes = await page.locator("input[name=rule]").all();
      assert.equal(boxes.length, 4);
      for (const box of boxes) await box.check();
      await judged(page);
      await page.getByRole("button", { name: "Release what is chosen" }).click();
      await page.getByText("Nothing waits for a release.").waitFor();
      await page.locator("section[aria-labelledby=released]").getByText("no vitamin C product").waitFor();
      await judged(page);
    });
  });
});

describe("an erasure", () => {
  const part = clinicOfPart();

  for (const colorScheme of ["light", "dark"]) {
    test(`is asked for on a telephone, and its pages are accessible in ${colorScheme}`, { timeout: PATIENCE_MS }, async () => {
      const storageState = await signInAsPatient(browser, part.clinic, "Nora Aebi");
      await visit(browser, part.clinic, { storageState, ...ON_PHONE, colorScheme }, async (page) => {
        await page.goto("/mine/data");
        await page.getByRole("link", { name: "Have my data erased" }).click();
        await page.waitForURL("**/mine/erasure");
        await judged(page);
        await page.getByRole("button", { name: "Ask the clinic to erase my data" }).click();
        await page.getByText("The clinic has not decided yet.").waitFor();
        await judged(page);
        await page.setViewportSize(TABLET);
        await judged(page);
      });
      await visit(browser, part.clinic, { as: OWNER, colorScheme }, async (page) => {
        await page.getByRole("link", { name: "Erasures" }).click();
        await page.getByRole("heading", { name: "Aebi, Nora" }).waitFor();
        await judged(page);
        await page.setViewportSize(PHONE);
        await judged(page);
      });
      await visit(browser, part.clinic, { storageState, ...ON_PHONE }, async (page) => {
        await page.goto("/mine/erasure");
        await page.getByRole("button", { name: "I have changed my mind" }).click();
        await page.getByRole("button", { name: "Ask the clinic to erase my data" }).waitFor();
      });
    });
  }

  test("takes the person out of the telephone and out of the clinic", { timeout: PATIENCE_MS }, async () => {
    const storageState = await signInAsPatient(browser, part.clinic, "Anna Huber");
    let chart;
    await visit(browser, part.clinic, { as: FRONT_DESK }, async (page) => {
      chart = await chartOf(page, "Huber");
      await page.goto(chart);
      await page.getByRole("link", { name: "Patient's own pages" }).click();
      await page.getByRole("link", { name: "Erase this person" }).click();
      await judged(page);
      await page.getByLabel("The person wants it.").check();
      await page.getByRole("button", { name: "Ask the owner" }).click();
      await page.getByText("The owner has not decided yet.").waitFor();
      await judged(page);
    });
    await visit(browser, part.clinic, { as: OWNER }, async (page) => {
      await page.goto("/erasures");
      const request = page.locator("section", { has: page.getByRole("heading", { name: "Huber, Anna" }) });
      await request.getByText("Erase for ever").click();
      await request.getByLabel("No law and no open matter").check();
      await request.getByRole("button", { name: "Erase this person now" }).click();
      await page.getByRole("status").waitFor();
      await judged(page);
    });
    await visit(browser, part.clinic, { storageState, ...ON_PHONE }, async (page) => {
      await page.goto("/mine");
      await page.waitForURL("**/mine/sign-in");
    });
    await visit(browser, part.clinic, { as: CLINICIAN }, async (page, heard) => {
      await lookFor(page, "Huber");
      assert.ok(!(await page.locator("main").innerText()).includes("Huber, Anna"));
      heard.expected.push(422);
      await page.goto(chart);
      await page.getByText("This person was erased").waitFor();
    });
  });
});
