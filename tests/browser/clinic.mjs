// A clinic of made-up people of its own, and visits to it in a real browser. A visit hears everything that a page complains
// about or asks of the network.
//
// NEEDLEWORK_PROGRAM  the built program
// NEEDLEWORK_CHROMIUM the browser, /usr/bin/chromium when absent

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before } from "node:test";

import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright-core";

export const TABLET = { width: 820, height: 1180 };
export const WIDE = { width: 1180, height: 820 };
export const PHONE = { width: 390, height: 844 };
export const SMALL_PHONE = { width: 320, height: 640 };
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// The browser's own lines: about an answer that is no success (the answers themselves are heard, too), and about a worker that a
// visit does not want.
const OWN_LINES = ["Failed to load resource", "Service Worker registration blocked"];
// To open a clinic and look around in it, on a slow machine.
export const PATIENCE_MS = 180_000;
// Chromium sometimes crashes while it starts, before it has seen a page: that judges nothing.
const MOST_LAUNCHES = 3;
// Where it is open, and the folder of its mails.
const OPEN_AT = /(http:\/\/[0-9.]+:[0-9]+).* files in (.+)\.$/;
// A key of a text that shows itself.
const RAW_KEY = /\[[a-z][a-z0-9-]*\]/g;

/** The browser. */
export async function launch() {
  const executablePath = process.env.NEEDLEWORK_CHROMIUM ?? "/usr/bin/chromium";
  for (let tries = 1; ; tries += 1) {
    try {
      return await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    } catch (error) {
      if (tries === MOST_LAUNCHES) throw error;
    }
  }
}

/** Starts the program with these arguments; gives what the pattern finds in what it prints, and a way to end it. */
export async function start(programArguments, pattern) {
  const program = process.env.NEEDLEWORK_PROGRAM;
  assert.ok(program, "set NEEDLEWORK_PROGRAM to the built program, or run cargo xtask test");
  const running = spawn(program, programArguments, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(running, "exit");
  const log = [];
  createInterface({ input: running.stderr }).on("line", (line) => log.push(line));
  const match = await new Promise((found, failed) => {
    createInterface({ input: running.stdout }).on("line", (line) => {
      const match = line.match(pattern);
      if (match) found(match);
    });
    running.on("error", failed);
    running.on("exit", (code) => failed(new Error(`${program} ended with ${code} before it was open: ${log.join("\n")}`)));
  });
  return {
    match,
    async end() {
      running.kill("SIGTERM");
      await ended;
    },
  };
}

/** Starts a demonstration on a free port; ends when `end` is called. */
export async function openClinic() {
  const { match, end } = await start(["serve", "--demonstration", "--listen", "127.0.0.1:0"], OPEN_AT);
  return { address: match[1], mails: match[2], end };
}

/** A clinic for all tests of one part. */
export function clinicOfPart(furnish = async () => {}) {
  const part = {};
  before(
    async () => {
      part.clinic = await openClinic();
      await furnish(part);
    },
    { timeout: PATIENCE_MS },
  );
  after(async () => part.clinic?.end());
  return part;
}

/** Somebody who is signed in, to be used for many visits. */
export async function signIn(browser, clinic, name) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await enter(page, clinic, name);
    return await context.storageState();
  } finally {
    await context.close();
  }
}

/** A made-up patient who is signed in, to be used for many visits. */
export async function signInAsPatient(browser, clinic, name, language) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await enterAsPatient(page, clinic, name);
    if (language) {
      await page.goto(`${clinic.address}/mine/more`);
      await page.getByLabel(language).check();
      await page.locator("form[action='/mine/language'] button").click();
      await page.locator("html:not([lang=en])").waitFor();
    }
    return await context.storageState();
  } finally {
    await context.close();
  }
}

/** Signs a made-up patient in on this page. */
export async function enterAsPatient(page, clinic, name) {
  await page.goto(`${clinic.address}/sign-in`);
  await page.locator("form[action='/demonstration'] button", { hasText: name }).click();
  await page.waitForURL("**/mine");
}

async function enter(page, clinic, name) {
  await page.goto(`${clinic.address}/sign-in`);
  await page.locator(`button[value="${name}"]`).click();
  await page.locator("form[action='/sign-out']").waitFor();
}

/**
 * Opens a browser of its own at the clinic, as this colleague or with this sign-in, and hands its page to `act`. Afterwards
 * nothing may have been complained about, no other host asked, and no answer refused but those in `heard.expected`.
 */
export async function visit(browser, clinic, { as, storageState, ...options }, act) {
  // A worker answers in place of the server, where a test means the server.
  const context = await browser.newContext({ viewport: TABLET, baseURL: clinic.address, storageState, serviceWorkers: "block", ...options });
  const heard = { complaints: [], expected: [] };
  try {
    const page = await context.newPage();
    listen(page, clinic, heard);
    if (as) await enter(page, clinic, as);
    await act(page, heard);
    assert.deepEqual(heard.complaints, []);
    assert.deepEqual(heard.expected, [], "these refusals were expected and did not come");
  } finally {
    await context.close();
  }
}

function listen(page, clinic, heard) {
  page.on("console", (message) => {
    const isGrave = ["error", "warning"].includes(message.type());
    if (isGrave && !OWN_LINES.some((line) => message.text().startsWith(line))) heard.complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => heard.complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "blob:" && url.origin !== clinic.address) heard.complaints.push(`another host: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() < 400) return;
    const at = heard.expected.indexOf(response.status());
    if (at >= 0) heard.expected.splice(at, 1);
    else heard.complaints.push(`${response.status()}: ${response.url()}`);
  });
}

/** Waits for the parts that follow the page. */
export async function everythingCame(page) {
  await page.waitForFunction(() => !document.querySelector("[data-later]"));
}

/** Unfolds everything, so that what is folded is judged as well. */
export async function unfold(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

/** Rules of accessibility that the page breaks. */
export async function broken(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 200)).slice(0, 3).join(" | ")}`);
}

/** What makes a page scroll sideways or sticks out of its sheet: empty when nothing does. */
export async function tooWide(page) {
  return page.evaluate(() => {
    const rightOf = (element) => element.getBoundingClientRect().right;
    const isCut = (element) => getComputedStyle(element).overflowX !== "visible" || (!element.matches(".sheet") && isCut(element.parentElement));
    const isBeyond = (element) => element.checkVisibility() && rightOf(element) > rightOf(element.closest(".sheet")) + 1 && !element.closest("svg") && !isCut(element.parentElement);
    const beyond = [...document.querySelectorAll(".sheet *")].filter((one) => !one.matches(".only-read") && isBeyond(one));
    if (beyond.length > 0) return beyond.slice(0, 3).map((one) => `beyond its sheet: ${one.outerHTML.slice(0, 160)}`);
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const isInside = (element) => element.closest(".scroll, svg, .only-read, .skip") && !element.matches(".scroll");
    const guilty = [...document.body.querySelectorAll("*")].filter((one) => !isInside(one) && one.getBoundingClientRect().right > width + 1);
    return guilty.slice(-3).map((one) => `${width} px: ${one.outerHTML.slice(0, 160)}`).concat(`${width} px: ${document.documentElement.scrollWidth} px wide`);
  });
}

/**
 * Moves a finger over the page, from one point to another; gives how far the page went up beneath it, px. The browser itself
 * decides whether it scrolls, as it does under a real finger.
 */
export async function swipe(page, from, to) {
  const before = await page.evaluate(() => scrollY);
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...touchPoints) => session.send("Input.dispatchTouchEvent", { type, touchPoints });
  const steps = 12;
  await touch("touchStart", from);
  for (let step = 1; step <= steps; step += 1) {
    await touch("touchMove", { x: from.x + ((to.x - from.x) * step) / steps, y: from.y + ((to.y - from.y) * step) / steps });
  }
  await touch("touchEnd");
  await session.detach();
  // Until the page has come to rest.
  return page.evaluate(async (start) => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let still = 0, last = scrollY; still < 10; last = scrollY) {
      await frame();
      still = scrollY === last ? still + 1 : 0;
    }
    return scrollY - start;
  }, before);
}

/** Keys of texts that the page shows instead of a text. */
export async function rawKeys(page) {
  return (await page.content()).match(RAW_KEY) ?? [];
}

// Words that stand in nearly every English sentence and in no Spanish one.
const ENGLISH = "the and of from days not your with is are session about to or than skin this that hours people which after before by must".split(" ");

/** What a page in Spanish says in English, except what it declares as English and what somebody typed. */
export async function saidInEnglish(page, typed) {
  const said = await page.evaluate(() => {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: around, data } = walker.currentNode;
      if (around.closest("[lang]").lang === "es" && !around.closest("code, script, style")) texts.push(data.trim());
    }
    return texts;
  });
  const own = said.map((text) => typed.reduce((rest, one) => rest.replaceAll(one, ""), text));
  // Ids and addresses are no words.
  const isNameOfData = (piece) => piece.includes("://") || /^[a-z0-9]+(-[a-z0-9]+)+$/.test(piece.replace(/^\W+|\W+$/g, ""));
  const words = (text) => text.split(/\s+/).filter((piece) => !isNameOfData(piece)).flatMap((piece) => piece.split(/[^\p{L}]+/u));
  return own.filter((text) => words(text).some((word) => ENGLISH.includes(word.toLowerCase())));
}

/** Looks for somebody; with script the rows come in place, without it the button brings the page of those who fit. */
export async function lookFor(page, family) {
  await page.goto("/patients");
  await page.locator("input[type=search]").fill(family);
  const answered = page.waitForResponse((answer) => /\/patients\/(rows|search)$/.test(answer.url()));
  await page.locator("form[role=search] button").click();
  await (await answered).finished();
  assert.ok(!page.url().includes(family), "what was typed is in the address");
}

/** The first row of somebody who was looked for. */
export function rowOf(page, family) {
  return page.locator("[data-found] a.row-link", { hasText: family }).first();
}

/** Address of the chart of somebody made up. */
export async function chartOf(page, family) {
  await lookFor(page, family);
  return rowOf(page, family).getAttribute("href");
}

/** Says of the person what the form asks and does not assume. */
export async function describePerson(page) {
  for (const [field, value] of [["sex", "female"], ["phototype", "II"], ["photodamage", "moderate"]]) {
    assert.equal(await page.locator(`#${field}`).inputValue(), "", `${field} is assumed`);
    await page.locator(`#${field}`).selectOption(value);
  }
}

/** Answers every screening question with nothing to report. */
export async function answerCalmly(page) {
  const calm = new Set(["no", "never", "negative", "on-label"]);
  await unfold(page);
  const questions = await page.locator("fieldset:has(input[name^=answer_])").all();
  assert.ok(questions.length > 20, `${questions.length} questions`);
  for (const question of questions) {
    const words = await question.locator("input[type=radio]").evaluateAll((all) => all.map((one) => one.value));
    const word = words.find((one) => calm.has(one));
    assert.ok(word, `no calm word among ${words.join(", ")}`);
    await question.locator(`input[value="${word}"]`).check();
  }
}

/** Draws a signature with the mouse. */
export async function drawSignature(page) {
  const pad = page.locator("svg[data-signature]");
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(0.1, 0.6));
  await page.mouse.down();
  for (const [x, y] of [[0.2, 0.3], [0.3, 0.7], [0.4, 0.4], [0.55, 0.6], [0.7, 0.35]]) await page.mouse.move(...at(x, y), { steps: 4 });
  await page.mouse.up();
}

/** Ticks and chooses everything at the chair. */
export async function fillGate(page, unit) {
  for (const name of ["name_confirmed", "birth_date_confirmed", "contact_verified", "pack_intact", "opened_before_patient", "single_use"]) {
    await page.locator(`input[name=${name}]`).check();
  }
  await chooseEquipment(page, unit);
}

export async function chooseEquipment(page, unit) {
  await page.getByLabel("Device", { exact: true }).selectOption({ index: 1 });
  const lots = page.getByLabel("Cartridge, lot", { exact: true });
  const lot = await lots.locator("option", { hasText: "A2611" }).getAttribute("value");
  await lots.selectOption(lot);
  await page.getByLabel("Unit", { exact: true }).fill(unit);
  await page.locator("#supervisor").selectOption("Dr. Ida Frei");
  await page.locator("#room").selectOption("1");
  const reason = page.locator("#off_label_reason");
  if (await reason.count()) await reason.fill("Lines there trouble her most.");
}

/** Presses Tab until something that fits has the focus. */
export async function tabTo(page, selector, most = 150) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`${selector} is not reached by ${most} presses of Tab`);
}
