// What a patient gets back from the clinic and what goes for ever, on both sides in a real browser: a release after a session, and
// an erasure that the patient asks for on a telephone and the owner carries out.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { PATIENCE_MS, PHONE, TABLET, broken, chartOf, clinicOfPart, launch, rawKeys, signInAsPatient, tooWide, unfold, visit } from "./clinic.mjs";

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

  test("is given by a clinician after the report was answered, and shows on the telephone", { timeout: PATIENCE_MS }, async () => {
    const storageState = await signInAsPatient(browser, part.clinic, "Giulia Fontana");
    const asPatient = (act) => visit(browser, part.clinic, { storageState, ...ON_PHONE }, act);
    await asPatient(async (page) => {
      await page.goto("/mine/clearances");
      await page.getByText("Nothing yet.").waitFor();
      assert.ok((await page.locator("main").innerText()).includes("nothing new is released"));
    });
    let label;
    await visit(browser, part.clinic, { as: CLINICIAN }, async (page) => {
      const chart = await chartOf(page, "Fontana");
      await page.goto(`${chart}/releases`);
      assert.equal(await page.locator("input[name=rule]").count(), 0, "a report waits for its answer");
      await page.goto(`${chart}/check-ins`);
      for (const address of await page.locator("a[href*='/check-ins/']:not([href$='/new'])").evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute("href")))])) {
        await page.goto(address);
        const answer = page.locator("form[action$='/answer'] textarea");
        if ((await answer.count()) === 0) continue;
        await answer.fill("Looked at on a photograph; as expected.");
        await page.locator("form[action$='/answer'] button").click();
      }
      await page.goto(`${chart}/releases`);
      const first = page.locator("label.choice", { has: page.locator("input[name=rule]") }).first();
      label = (await first.innerText()).trim();
      await first.locator("input").check();
      await page.getByRole("button", { name: "Release what is chosen" }).click();
      await page.locator("section[aria-labelledby=released]").getByText(label).waitFor();
      await judged(page);
    });
    await asPatient(async (page) => {
      await page.goto("/mine/clearances");
      const released = page.locator("section[aria-labelledby=released]");
      await released.getByText("by Vera Brandt").waitFor();
      assert.ok(!(await released.innerText()).includes("Nothing yet."));
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
      await page.goto("/patients?q=Huber");
      assert.ok(!(await page.locator("main").innerText()).includes("Huber, Anna"));
      heard.expected.push(422);
      await page.goto(chart);
      await page.getByText("This person was erased").waitFor();
    });
  });
});
