// Judges the grading of photographs by somebody who knows neither order nor person, in a real browser: by keyboard alone, at
// a phone and a desk, in light and dark, in two languages; what the pages and addresses tell; and what comes of the grades.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { PHONE, TABLET, WIDE, broken, chartOf, clinicOfPart, launch, rawKeys, tabTo, tooWide, unfold, visit } from "./clinic.mjs";

const CLINICIAN = "vera.brandt";
const PHYSICIAN = "ida.frei";
const PRESCRIBER = "paul.stein";

let browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** Judges a page as it is: accessibility, width at a tablet and a phone, keys of texts. */
async function judge(page) {
  await unfold(page);
  const told = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const size of [WIDE, TABLET, PHONE]) {
      await page.setViewportSize(size);
      told.push(...(await broken(page)), ...(await tooWide(page)));
    }
  }
  told.push(...(await rawKeys(page)));
  assert.deepEqual(told, []);
}

/** Addresses that the page names or asks for, without those of the head. */
async function addresses(page) {
  return page.locator("main").evaluate((main) => {
    const named = [...main.querySelectorAll("[href], [src], [action]")];
    return named.map((one) => one.getAttribute("href") ?? one.getAttribute("src") ?? one.getAttribute("action"));
  });
}

describe("grading photographs blind", () => {
  const part = clinicOfPart();

  test("goes by the keyboard alone, and tells neither name nor day", async () => {
    await visit(browser, part.clinic, { as: PHYSICIAN, viewport: WIDE }, async (page) => {
      await page.goto("/blinded");
      await judge(page);
      await page.setViewportSize(WIDE);
      await tabTo(page, "form[action='/blinded'] button");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/blinded\/[0-9a-f-]+$/);
      const pair = new URL(page.url()).pathname;
      const words = await page.locator("body").innerText();
      for (const telling of [/Huber/, /Anna/, /20\d\d/, /before the course/]) assert.doesNotMatch(words, telling);
      for (const address of await addresses(page)) assert.ok(address.startsWith(pair), address);
      for (const picture of await page.locator(".pair img").all()) {
        assert.ok(await picture.evaluate(async (one) => (await one.decode(), one.naturalWidth > 0)));
      }
      await judge(page);
      await page.setViewportSize(WIDE);
      await page.reload();
      for (const [field, presses] of [["first", 3], ["second", 2], ["looks_better", 1]]) {
        await tabTo(page, `input[name=${field}]`);
        await page.keyboard.press("Space");
        for (let pressed = 0; pressed < presses; pressed += 1) await page.keyboard.press("ArrowDown");
      }
      assert.equal(await page.locator("input[name=first]:checked").inputValue(), "3");
      assert.equal(await page.locator("input[name=second]:checked").inputValue(), "2");
      await tabTo(page, `form[action='${pair}'] button`);
      await page.keyboard.press("Enter");
      await page.getByRole("status").getByText("Saved. Thank you.").waitFor();
      await judge(page);
    });
  });

  test("asks for both grades before it sends, and takes the second zone", async () => {
    await visit(browser, part.clinic, { as: PHYSICIAN }, async (page) => {
      await page.goto("/blinded");
      await press(page, "Show the next pair");
      await page.locator("input[name=first][value='2']").check();
      await press(page, "Save the grades");
      assert.ok(await page.locator("input[name=second]").first().evaluate((one) => !one.validity.valid));
      await page.locator("input[name=second][value='2']").check();
      await press(page, "Save the grades");
      // Two more views of both zones were photographed before and after.
      await page.getByText("4 pairs of photographs wait").waitFor();
    });
  });

  test("leaves a pair that cannot be judged, with a reason, in Spanish", async () => {
    await visit(browser, part.clinic, { as: PRESCRIBER, viewport: PHONE }, async (page) => {
      await page.goto("/account");
      await page.getByLabel("Español").check();
      await page.locator("form[action='/account/language'] button").click();
      await page.locator("html[lang=es]").waitFor();
      await page.goto("/blinded");
      await judge(page);
      await press(page, "Mostrar el siguiente par");
      await judge(page);
      await page.getByLabel("La luz es demasiado distinta").check();
      await press(page, "Guardar que no se puede valorar");
      await page.getByRole("status").getByText("Guardado. Gracias.").waitFor();
    });
  });

  test("stands beside the grades of the clinician, who treated and gets no pair", async () => {
    await visit(browser, part.clinic, { as: CLINICIAN }, async (page) => {
      await page.goto("/blinded");
      await page.getByText("No pair of photographs waits for you.").waitFor();
      await page.goto(`${await chartOf(page, "Huber")}/results`);
      const beside = page.getByRole("table", { name: "Cheeks: wrinkles" });
      assert.equal(await beside.getByRole("rowheader").count(), 2);
      await judge(page);
      await page.goto("/registry");
      await page.getByText("Gradings: 2. People: 1. Too few").waitFor();
      const decision = page.locator("#overrides ~ .scroll tbody tr").first();
      await decision.locator("a").first().click();
      await page.locator(".bar-name", { hasText: "Imhof, Daria" }).waitFor();
    });
  });
});
