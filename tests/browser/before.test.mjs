// Before the first visit, in a real browser: the public page on a telephone, light and dark, without script; and the way from it to
// the screening of the clinic.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { PHONE, TABLET, WIDE, broken, clinicOfPart, launch, lookFor, rawKeys, rowOf, signIn, tabTo, tooWide, unfold, visit } from "./clinic.mjs";

const ON_PHONE = { viewport: PHONE, hasTouch: true, isMobile: true };
// What the page with everything that it loads may weigh, bytes.
const MOST_BYTES = 200_000;
const CALM = ["no", "never", "negative"];

let browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

/** Says who one is and what one wishes, and nothing of health. */
async function describePerson(page, { age = "52" } = {}) {
  await page.locator("#age").fill(age);
  for (const [name, value] of [["sex", "female"], ["phototype", "III"], ["photodamage", "moderate"], ["indication", "facial-wrinkles"], ["zone", "cheek"]]) {
    await page.locator(`input[name=${name}][value="${value}"]`).check();
  }
}

async function answerHealth(page, others = {}) {
  const questions = await page.locator("#health ~ fieldset").all();
  assert.ok(questions.length > 20, `${questions.length} questions`);
  for (const question of questions) {
    const radios = question.locator("input[type=radio]");
    const rule = (await radios.first().getAttribute("name")).replace("answer_", "");
    const words = await radios.evaluateAll((all) => all.map((one) => one.value));
    const word = others[rule] ?? words.find((one) => CALM.includes(one));
    assert.ok(word, `no calm word for ${rule} among ${words.join(", ")}`);
    await question.locator(`input[value="${word}"]`).check();
  }
}

const send = (page) => page.locator("form[action='/before/questions'] button").last().click();

describe("before the first visit", () => {
  const part = clinicOfPart();
  const PAGES = [
    ["the public page", async (page) => page.goto("/before?lang=en")],
    ["the public page in Spanish", async (page) => page.goto("/before?lang=es")],
    ["the questions", async (page) => page.goto("/before/questions?lang=en")],
    [
      "an answer",
      async (page) => {
        await page.goto("/before/questions?lang=es");
        await describePerson(page);
        await send(page);
        await page.locator("#against").waitFor();
      },
    ],
    ["what was sent", async (page) => page.goto("/before/sent?lang=en")],
  ];

  for (const [name, open] of PAGES) {
    for (const colorScheme of ["light", "dark"]) {
      test(`is accessible and fits a phone, a tablet and a desk in ${colorScheme}: ${name}`, async () => {
        await visit(browser, part.clinic, { ...ON_PHONE, colorScheme }, async (page) => {
          await open(page);
          await unfold(page);
          const told = [...(await tooWide(page)), ...(await broken(page)), ...(await rawKeys(page))];
          for (const viewport of [TABLET, WIDE]) {
            await page.setViewportSize(viewport);
            told.push(...(await tooWide(page)));
          }
          assert.deepEqual(told, []);
        });
      });
    }
  }

  test("weighs less than 200 kB with everything that it loads, asks no other host and sets no cookie", async () => {
    await visit(browser, part.clinic, ON_PHONE, async (page) => {
      let bytes = 0;
      const bodies = [];
      page.on("response", (response) => bodies.push(response.body().then((body) => (bytes += body.length))));
      await page.goto("/before?lang=en");
      await page.waitForLoadState("networkidle");
      await Promise.all(bodies);
      assert.ok(bytes > 50_000 && bytes < MOST_BYTES, `${bytes} bytes`);
      assert.deepEqual(await page.context().cookies(), []);
    });
  });

  test("moves through the days by keyboard, one at a time", async () => {
    await visit(browser, part.clinic, {}, async (page) => {
      await page.goto("/before?lang=en");
      const shown = () => page.locator("[data-days] figure:not([hidden])");
      assert.equal(await shown().count(), 1);
      const first = await shown().innerText();
      await tabTo(page, "#day-slider");
      await page.keyboard.press("ArrowRight");
      assert.equal(await shown().count(), 1);
      assert.notEqual(await shown().innerText(), first);
      assert.equal(await page.locator("#day-slider").getAttribute("aria-valuetext"), "Day 1");
      await page.keyboard.press("End");
      assert.match(await shown().innerText(), /collagen are new/);
    });
  });

  test("tells the same without script, with all days side by side, and answers", async () => {
    await visit(browser, part.clinic, { ...ON_PHONE, javaScriptEnabled: false }, async (page) => {
      await page.goto("/before?lang=en");
      assert.equal(await page.locator("[data-days] figure:visible").count(), 7);
      assert.equal(await page.locator("#day-slider:visible").count(), 0);
      await page.locator("main a.button").first().click();
      await describePerson(page);
      await send(page);
      await page.locator("#against").waitFor();
      assert.ok((await page.locator("main").innerText()).includes("of 100 forecasts a change can be seen"));
    });
  });

  test("puts what stops it first, without a forecast, and lets answers be changed", async () => {
    await visit(browser, part.clinic, ON_PHONE, async (page) => {
      await page.goto("/before/questions?lang=en");
      await describePerson(page);
      await page.locator("input[name=answer_isotretinoin-current][value=yes]").check();
      await send(page);
      await page.getByText("speaks against needling now").waitFor();
      assert.equal(await page.locator("#when").count(), 0);
      assert.equal(new URL(page.url()).search, "");
      await page.getByRole("button", { name: "Change my answers" }).click();
      assert.equal(await page.locator("#age").inputValue(), "52");
      assert.ok(await page.locator("input[name=answer_isotretinoin-current][value=yes]").isChecked());
    });
  });

  test("goes from the page to an intake that the clinician confirms", async () => {
    await visit(browser, part.clinic, ON_PHONE, async (page, heard) => {
      await page.goto("/before?lang=en");
      await page.locator("main a.button").first().click();
      await describePerson(page);
      await answerHealth(page, { "herpes-history": "yes" });
      await send(page);
      await page.locator("#against").waitFor();
      const order = await page.locator("main h2").evaluateAll((all) => all.map((one) => one.id));
      assert.equal(order[0], "against");
      assert.ok((await page.locator("main").innerText()).includes("A clinician decides"));
      await page.getByLabel("Given names").fill("Rosalinde");
      await page.getByLabel("Family name").fill("Zwetschgenbaum");
      for (const [label, value] of [["Day", "9"], ["Month", "3"], ["Year", "1974"]]) await page.getByLabel(label, { exact: true }).fill(value);
      heard.expected.push(422);
      await page.getByRole("button", { name: "Send to the clinic" }).click();
      await page.getByRole("alert").waitFor();
      assert.deepEqual(await broken(page), []);
      await page.getByLabel("E-mail").fill("rosalinde@example.org");
      await page.getByRole("button", { name: "Send to the clinic" }).click();
      await page.getByRole("heading", { name: "Sent" }).waitFor();
      assert.deepEqual(await page.context().cookies(), []);
    });
    const desk = await signIn(browser, part.clinic, "kim.roth");
    await visit(browser, part.clinic, { storageState: desk }, async (page) => {
      await page.goto("/");
      await page.getByRole("link", { name: "Inquiries" }).click();
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      await page.getByRole("link", { name: /Zwetschgenbaum/ }).click();
      await unfold(page);
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      assert.ok(!(await page.locator("main").innerText()).includes("cold sores"));
      await page.getByRole("button", { name: "Take it into a chart" }).click();
      await page.waitForURL("**/patients/*");
    });
    const clinician = await signIn(browser, part.clinic, "vera.brandt");
    await visit(browser, part.clinic, { storageState: clinician }, async (page) => {
      await lookFor(page, "Zwetschgenbaum");
      await rowOf(page, "Zwetschgenbaum").click();
      await page.getByRole("link", { name: "Screening", exact: true }).first().click();
      await page.getByText("They count for nothing until").waitFor();
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      await page.getByRole("link", { name: "Ask the questions" }).click();
      const herpes = page.locator("fieldset", { has: page.locator("input[name=answer_herpes-history]") });
      await herpes.getByText("as the person wrote: yes").click();
      assert.equal(await page.locator("input[value=same]:checked").count(), 1);
      assert.equal(await page.locator("#phototype").inputValue(), "III");
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      await page.getByRole("button", { name: /Save/ }).click();
      await page.getByText("history of herpes").first().waitFor();
    });
  });

  test("offers what somebody with a chart sends anew beside what was recorded", async () => {
    await visit(browser, part.clinic, ON_PHONE, async (page) => {
      await page.goto("/before/questions?lang=en");
      await describePerson(page);
      await page.locator("input[name=answer_herpes-history][value=yes]").check();
      await send(page);
      await page.getByLabel("Given names").fill("Miriam");
      await page.getByLabel("Family name").fill("Graf");
      for (const [label, value] of [["Day", "5"], ["Month", "12"], ["Year", "1969"]]) await page.getByLabel(label, { exact: true }).fill(value);
      await page.getByLabel("E-mail").fill("miriam.graf@example.org");
      await page.getByRole("button", { name: "Send to the clinic" }).click();
      await page.getByRole("heading", { name: "Sent" }).waitFor();
    });
    const desk = await signIn(browser, part.clinic, "kim.roth");
    await visit(browser, part.clinic, { storageState: desk }, async (page) => {
      await page.goto("/inquiries");
      await page.getByRole("link", { name: /Graf/ }).click();
      await page.getByLabel(/It is this person: Graf, Miriam/).check();
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      await page.getByRole("button", { name: "Take it into a chart" }).click();
      await page.waitForURL("**/patients/*");
    });
    const clinician = await signIn(browser, part.clinic, "vera.brandt");
    for (const colorScheme of ["light", "dark"]) {
      await visit(browser, part.clinic, { ...ON_PHONE, colorScheme, storageState: clinician }, async (page) => {
        await lookFor(page, "Graf");
        await rowOf(page, "Graf").click();
        await page.getByRole("link", { name: "Screening", exact: true }).first().click();
        await page.getByRole("link", { name: "Ask again for the next appointment" }).click();
        const herpes = page.locator("fieldset", { has: page.locator("input[name=answer_herpes-history]") });
        await herpes.getByText("as the person wrote: yes").waitFor();
        await herpes.getByText("The clinic recorded before: no").waitFor();
        assert.deepEqual([...(await broken(page)), ...(await tooWide(page)), ...(await rawKeys(page))], []);
      });
    }
  });
});
