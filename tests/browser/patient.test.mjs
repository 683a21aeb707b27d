// Judges the pages of a patient in a real browser: a telephone and a tablet, light and dark, both languages, no script; and the
// way from the desk of the clinic into the own chart.

import assert from "node:assert/strict";
import { readFile, readdir, watch } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { PATIENCE_MS, PHONE, TABLET, broken, chartOf, clinicOfPart, everythingCame, launch, rawKeys, signInAsPatient, tooWide, unfold, visit } from "./clinic.mjs";

const FRONT_DESK = "kim.roth";
const ON_PHONE = { viewport: PHONE, hasTouch: true, isMobile: true };
// Smallest height of what a finger touches, px (WCAG 2.2, 2.5.8).
const FINGER_PX = 24;

let browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

const PATIENTS = { aebi: "Nora Aebi", egger: "Jana Egger", fontana: "Giulia Fontana", huber: "Anna Huber" };
const PAGES = [
  ["the card before a plan", "aebi", "/mine"],
  ["the card before the first session", "egger", "/mine"],
  ["the card two days after a session", "fontana", "/mine"],
  ["the card after a course", "huber", "/mine"],
  ["no plan", "aebi", "/mine/plan"],
  ["a plan", "egger", "/mine/plan"],
  ["the question about the result", "huber", "/mine/rating"],
  ["no question about a result", "fontana", "/mine/rating"],
  ["releases", "fontana", "/mine/clearances"],
  ["photographs", "huber", "/mine/photographs"],
  ["consents", "huber", "/mine/consents"],
  ["the calendar", "egger", "/mine/calendar"],
  ["reminders", "egger", "/mine/reminders"],
  ["readers", "egger", "/mine/readers"],
  ["own data", "egger", "/mine/data"],
  ["more", "egger", "/mine/more"],
  ["outside", null, "/mine/sign-in"],
];

async function signEverybodyIn(part, language) {
  part.as = {};
  for (const [key, name] of Object.entries(PATIENTS)) part.as[key] = await signInAsPatient(browser, part.clinic, name, language);
}

function visitPage(part, [, who, address], options, judge) {
  return visit(browser, part.clinic, { storageState: who ? part.as[who] : undefined, ...options }, async (page) => {
    await page.goto(address);
    if (options.javaScriptEnabled !== false) await everythingCame(page);
    await judge(page);
  });
}

describe("every page of a patient", () => {
  const part = clinicOfPart((part) => signEverybodyIn(part));

  for (const entry of PAGES) {
    for (const colorScheme of ["light", "dark"]) {
      test(`is accessible and fits a phone and a tablet in ${colorScheme}: ${entry[0]}`, async () => {
        await visitPage(part, entry, { ...ON_PHONE, colorScheme }, async (page) => {
          await unfold(page);
          const told = [...(await tooWide(page)), ...(await broken(page)), ...(await rawKeys(page))];
          await page.setViewportSize(TABLET);
          told.push(...(await tooWide(page)), ...(await broken(page)));
          assert.deepEqual(told, []);
        });
      });
    }

    test(`says the same without script: ${entry[0]}`, async () => {
      let spoken;
      await visitPage(part, entry, ON_PHONE, async (page) => {
        spoken = await page.locator("main").innerText();
      });
      await visitPage(part, entry, { ...ON_PHONE, javaScriptEnabled: false }, async (page) => {
        const silent = await page.locator("main").innerText();
        // Who reads adds a line to the list of readers.
        if (entry[0] === "readers") assert.ok(silent.length > 0);
        else assert.equal(silent, spoken);
      });
    });
  }

  test("has letters that are large enough and ways that a finger hits", async () => {
    await visitPage(part, PAGES[2], ON_PHONE, async (page) => {
      const small = await page.evaluate(
        (least) => [...document.querySelectorAll("nav a, main button, main a.button, main .worry")].filter((one) => one.getBoundingClientRect().height < least).map((one) => one.outerHTML),
        FINGER_PX,
      );
      assert.deepEqual(small, []);
      const letters = await page.locator("main li").first().evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize));
      assert.ok(letters >= 16, `${letters} px`);
    });
  });
});

describe("the card of the day", () => {
  const part = clinicOfPart((part) => signEverybodyIn(part));

  test("names on the first screen of a telephone all that is to do and not to do, and soon what is expected and what comes next", async () => {
    await visitPage(part, PAGES[2], ON_PHONE, async (page) => {
      // The names of what not to do may run on below the screen, what is expected and what comes next half a screen further.
      for (const [heading, screens] of [["do", 1], ["do-not", 1], ["normal", 1.5], ["coming", 1.5]]) {
        const first = page.locator(`section[aria-labelledby=${heading}] li`).first();
        const { y, height } = await first.boundingBox();
        assert.ok(y + height <= screens * PHONE.height, `${heading} ends at ${y + height} px`);
      }
      // What is folded is a touch away, and all of it is named.
      const more = page.locator("section[aria-labelledby=do-not] summary");
      const [, count, names] = (await more.innerText()).match(/(\d+) more: (.*)$/s);
      assert.ok(names.split(",").length >= Number(count), names);
      const isCut = await more.locator(".named").evaluate((one) => one.scrollWidth > one.clientWidth + 1);
      assert.ok(!isCut, "a name is cut off");
      const hidden = page.locator("section[aria-labelledby=do-not] details li").first();
      assert.ok(!(await hidden.isVisible()));
      await more.click();
      assert.ok(await hidden.isVisible());
    });
  });

  for (const [family, heading] of [["egger", "do-not"], ["huber", "rating"]]) {
    test(`begins on that screen with what matters to ${family}`, async () => {
      const entry = PAGES.find(([, who, address]) => who === family && address === "/mine");
      await visitPage(part, entry, ON_PHONE, async (page) => {
        const { y, height } = await page.locator(`section[aria-labelledby=${heading}] h2`).boundingBox();
        assert.ok(y + height <= PHONE.height, `${y + height} px`);
      });
    });
  }
});

describe("what the patient says of the result", () => {
  const part = clinicOfPart((part) => signEverybodyIn(part));

  test("is asked on the card, given in words, corrected in Spanish, and read by the clinic beside the forecast", async () => {
    await visit(browser, part.clinic, { storageState: part.as.huber, ...ON_PHONE }, async (page) => {
      await page.goto("/mine");
      await page.getByRole("link", { name: "Answer now" }).click();
      await page.getByRole("button", { name: "Send", exact: true }).click();
      assert.ok(await page.locator("input[name=whole]").first().evaluate((one) => !one.validity.valid), "an answer is asked for");
      await page.getByRole("group", { name: "All treated places together" }).getByLabel("No change.").check();
      await page.locator("summary").click();
      await page.getByRole("group", { name: "Cheeks" }).getByLabel("Better. I can clearly see a change.", { exact: true }).check();
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByRole("status").getByText("Thank you.").waitFor();
      await page.getByText("Cheeks: “Better.").waitFor();
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await unfold(page);
        assert.deepEqual([...(await tooWide(page)), ...(await broken(page)), ...(await rawKeys(page))], []);
      }
      await page.goto("/mine");
      await page.getByText("“No change. It looks the same as before.”").waitFor();
      assert.deepEqual([...(await tooWide(page)), ...(await broken(page)), ...(await rawKeys(page))], []);
    });
    const storageState = await signInAsPatient(browser, part.clinic, PATIENTS.huber, "Español");
    await visit(browser, part.clinic, { storageState, ...ON_PHONE }, async (page) => {
      await page.goto("/mine/rating");
      const whole = page.getByRole("group", { name: "Todas las zonas tratadas juntas" });
      assert.ok(await whole.getByLabel("Sin cambios.").isChecked(), "what was said before stands there");
      await whole.getByLabel("Mucho mejor.").check();
      await page.getByRole("button", { name: "Enviar" }).click();
      await page.getByRole("status").getByText("Gracias.").waitFor();
      await unfold(page);
      assert.deepEqual([...(await tooWide(page)), ...(await broken(page)), ...(await rawKeys(page))], []);
    });
    await visit(browser, part.clinic, { as: "ida.frei" }, async (page) => {
      await page.goto(`${await chartOf(page, "Huber")}/results`);
      const said = page.locator("section", { hasText: "What the patient said" });
      await said.getByText("“Much better. It could still be a little better.”").waitFor();
      await said.getByText("Cheeks: “Better.").waitFor();
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual([...(await tooWide(page)), ...(await broken(page)), ...(await rawKeys(page))], []);
      }
    });
  });
});

describe("every page of a patient in Spanish", () => {
  const part = clinicOfPart((part) => signEverybodyIn(part, "Español"));

  for (const entry of PAGES.filter(([, who]) => who)) {
    test(`fits a phone and is accessible: ${entry[0]}`, async () => {
      await visitPage(part, entry, ON_PHONE, async (page) => {
        await unfold(page);
        assert.equal(await page.locator("html").getAttribute("lang"), "es");
        assert.deepEqual([...(await tooWide(page)), ...(await broken(page)), ...(await rawKeys(page))], []);
      });
    });
  }
});

describe("reminders by mail", () => {
  const part = clinicOfPart();

  async function* namesOfMails() {
    const coming = watch(part.clinic.mails);
    yield* await readdir(part.clinic.mails);
    for await (const { filename } of coming) yield filename;
  }

  /** The link in a mail that stops mails; mails come soon after the clinic has opened. */
  async function stopLink() {
    for await (const name of namesOfMails()) {
      if (!name?.endsWith(".eml")) continue;
      const text = (await readFile(join(part.clinic.mails, name), "utf8")).replaceAll("=\r\n", "").replaceAll("=3D", "=");
      return text.match(/<(http[^>]*\/reminders\/stop\/[^>]+)>/)[1];
    }
  }

  test("are stopped by the link in one of them, on a telephone", { timeout: PATIENCE_MS }, async () => {
    const link = await stopLink();
    await visit(browser, part.clinic, ON_PHONE, async (page) => {
      await page.goto(link);
      assert.equal(await page.locator("html").getAttribute("lang"), "es");
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page)), ...(await rawKeys(page))], []);
      await page.getByRole("button", { name: "Detener los recordatorios" }).click();
      await page.getByRole("status").waitFor();
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
    });
    const graf = await signInAsPatient(browser, part.clinic, "Miriam Graf");
    await visit(browser, part.clinic, { storageState: graf, ...ON_PHONE }, async (page) => {
      await page.goto("/mine/reminders");
      await page.getByText("No reminders.").waitFor();
    });
  });
});

describe("the way into the own chart", () => {
  const part = clinicOfPart();

  /** The desk makes a link for somebody: its path. */
  async function link(family) {
    let path;
    await visit(browser, part.clinic, { as: FRONT_DESK }, async (page) => {
      await page.goto(await chartOf(page, family));
      await page.getByRole("link", { name: "Patient's own pages" }).click();
      await page.getByRole("button", { name: "Make a link" }).click();
      const url = await page.locator(".slip-link code").innerText();
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      path = url.replace(part.clinic.address, "");
      await page.getByRole("link", { name: "Back to the patient" }).click();
      await page.getByText("A link was given and not used yet.").waitFor();
      assert.deepEqual(await broken(page), []);
    });
    return path;
  }

  async function typeBirth(page, [day, month, year]) {
    await page.getByLabel("Day", { exact: true }).fill(day);
    await page.getByLabel("Month", { exact: true }).fill(month);
    await page.getByLabel("Year", { exact: true }).fill(year);
    await page.getByRole("button", { name: "Open", exact: true }).click();
  }

  test("goes from the desk to the card, and the link works once", async () => {
    const path = await link("Fontana");
    await visit(browser, part.clinic, ON_PHONE, async (page, heard) => {
      await page.goto(path);
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      heard.expected.push(422);
      await typeBirth(page, ["9", "2", "1975"]);
      await page.getByRole("alert").waitFor();
      assert.deepEqual(await broken(page), []);
      await typeBirth(page, ["8", "2", "1975"]);
      await page.waitForURL("**/mine");
      await page.getByRole("heading", { name: "Do not", exact: true }).waitFor();
      assert.ok((await page.locator("main").innerText()).includes("2 days ago"));
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.waitForURL("**/mine/sign-in");
      heard.expected.push(404);
      await page.goto(path);
      await page.getByRole("alert").waitFor();
    });
  });

  test("lets a patient take a consent back, and the chart of the clinic says so", async () => {
    const storageState = await signInAsPatient(browser, part.clinic, PATIENTS.huber);
    await visit(browser, part.clinic, { storageState, ...ON_PHONE }, async (page) => {
      await page.goto("/mine/consents");
      const section = page.locator("section", { hasText: "photographs" }).first();
      await section.locator("summary", { hasText: "Take it back" }).click();
      await section.getByRole("button", { name: "Take it back" }).click();
      await page.getByText("You took this back on").waitFor();
    });
  });

  test("gives a calendar that is read without signing in, until it is made void", async () => {
    const storageState = await signInAsPatient(browser, part.clinic, PATIENTS.egger);
    await visit(browser, part.clinic, { storageState, ...ON_PHONE }, async (page) => {
      await page.goto("/mine/calendar");
      await page.getByRole("button", { name: "Make a new address" }).click();
      const address = await page.locator(".secret code").innerText();
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      const read = await fetch(address);
      assert.equal(read.status, 200);
      assert.ok((await read.text()).includes("SUMMARY:Appointment"));
      await page.getByRole("button", { name: "Make the address void" }).click();
      await page.waitForURL("**/mine/calendar");
      assert.equal((await fetch(address)).status, 404);
    });
  });
});
