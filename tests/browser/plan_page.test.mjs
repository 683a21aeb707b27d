// Judges rendered plans in a real browser: accessibility, small screens, silence towards the network, paper.
//
// NEEDLEWORK_PLANS    a folder; every plan.html in it or one level below is judged
// NEEDLEWORK_CHROMIUM the browser, /usr/bin/chromium when absent

import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import AxeBuilder from "@axe-core/playwright";

import { launch } from "./clinic.mjs";

const DESKTOP = { width: 1200, height: 900 };
const PHONE = { width: 390, height: 844 };
const SMALL_PHONE = { width: 320, height: 640 };
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SECTIONS = ["eligibility", "how", "sessions", "care", "days", "improvement", "skin", "risks", "consent", "sure"];
// The patient's part alone, and what a clinician gets who ticks the box.
const MOST_PAGES = { A4: 5, Letter: 6 };
const FEWEST_PAGES = 3;
const MOST_PAGES_OF_ALL = 24;
const ON_PAPER = ["eligibility", "sessions", "care", "days", "improvement", "risks"];
const NOT_ON_PAPER = ["how", "skin", "consent", "sure"];

function plans() {
  const folder = process.env.NEEDLEWORK_PLANS;
  assert.ok(folder, "set NEEDLEWORK_PLANS to a folder of rendered plans, or run cargo xtask test");
  const candidates = readdirSync(folder).flatMap((name) => {
    const path = join(resolve(folder), name);
    return statSync(path).isDirectory() ? [join(path, "plan.html")] : [path];
  });
  const found = candidates.filter((path) => basename(path) === "plan.html" && statSync(path, { throwIfNoEntry: false }));
  assert.ok(found.length > 0, `${folder} holds no plan.html`);
  return found;
}

let browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

/** Opens a plan in a window of this size and hands its page to `judge`. */
async function open(path, viewport, judge) {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    const heard = { requests: [], complaints: [] };
    page.on("request", (request) => heard.requests.push(request.url()));
    page.on("console", (message) => heard.complaints.push(message.text()));
    page.on("pageerror", (error) => heard.complaints.push(error.message));
    await page.goto(pathToFileURL(path).href);
    await judge(page, heard);
  } finally {
    await context.close();
  }
}

/** Unfolds everything, so that what is folded is judged as well. */
async function unfold(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

function pagesOf(pdf) {
  return pdf.toString("latin1").match(/\/Type\s*\/Page(?!s)/g)?.length ?? 0;
}

for (const path of plans()) {
  describe(`the plan ${basename(dirname(path))}`, () => {
    for (const [viewport, unfolded] of [[DESKTOP, false], [PHONE, true]]) {
      test(`breaks no accessibility rule at ${viewport.width} px, ${unfolded ? "unfolded" : "as it opens"}`, async () => {
        await open(path, viewport, async (page) => {
          if (unfolded) await unfold(page);
          const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
          const told = violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
          assert.deepEqual(told, []);
        });
      });
    }

    for (const viewport of [PHONE, SMALL_PHONE]) {
      test(`does not scroll sideways at ${viewport.width} px`, async () => {
        await open(path, viewport, async (page) => {
          await unfold(page);
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(width <= viewport.width, `the page is ${width} px wide`);
        });
      });
    }

    test("asks the network for nothing and complains about nothing", async () => {
      await open(path, DESKTOP, async (page, heard) => {
        await page.waitForLoadState("networkidle");
        assert.deepEqual(heard.requests, [pathToFileURL(path).href]);
        assert.deepEqual(heard.complaints, []);
      });
    });

    test("has every part as a named landmark", async () => {
      await open(path, DESKTOP, async (page) => {
        for (const name of ["banner", "navigation", "main", "contentinfo"]) {
          assert.equal(await page.getByRole(name).count(), 1, `one ${name}`);
        }
        for (const section of SECTIONS) {
          const label = await page.locator(`section#${section} > h2`).innerText();
          assert.equal(await page.getByRole("region", { name: label, exact: true }).count(), 1, `the part ${section}`);
        }
      });
    });

    test("every fold opens by keyboard", async () => {
      await open(path, PHONE, async (page) => {
        const summary = page.locator("section#sure summary").first();
        await summary.focus();
        await page.keyboard.press("Enter");
        assert.equal(await summary.evaluate((element) => element.parentElement.open), true);
      });
    });

    test("a link to a source unfolds the list of sources", async () => {
      await open(path, DESKTOP, async (page) => {
        await unfold(page);
        const link = page.locator('a[href^="#source-"]').first();
        const target = (await link.getAttribute("href")).slice(1);
        await page.evaluate(() => {
          for (const details of document.querySelectorAll("section#sure details")) details.open = false;
        });
        await link.click();
        await page.locator(`[id="${target}"]`).waitFor({ state: "visible" });
      });
    });

    for (const [format, most] of Object.entries(MOST_PAGES)) {
      test(`prints the patient's part on ${FEWEST_PAGES} to ${most} pages of ${format}, and all of it on request`, async () => {
        await open(path, DESKTOP, async (page) => {
          const print = async () => pagesOf(await page.pdf({ format, printBackground: true, preferCSSPageSize: false }));
          const pages = await print();
          assert.ok(pages >= FEWEST_PAGES && pages <= most, `${pages} pages`);
          await page.locator("#print-all").check();
          const all = await print();
          assert.ok(all > pages && all <= MOST_PAGES_OF_ALL, `${all} pages of everything`);
        });
      });
    }

    test("leaves the clinician's part off paper and says where it is", async () => {
      await open(path, DESKTOP, async (page) => {
        await page.emulateMedia({ media: "print" });
        const isShown = (id) => page.locator(`section#${id}`).isVisible();
        for (const id of ON_PAPER) assert.ok(await isShown(id), `${id} is not printed`);
        for (const id of NOT_ON_PAPER) assert.ok(!(await isShown(id)), `${id} is printed`);
        assert.ok(await page.getByText("This is the patient’s part").isVisible());
      });
    });
  });
}
