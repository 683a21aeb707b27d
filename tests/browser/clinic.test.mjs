// Judges the pages of a clinic in a real browser: a whole treatment at a tablet, accessibility of every page in light and
// dark, the keyboard alone, no script at all, two clinicians at once, and the second language.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import {
  PHONE,
  TABLET,
  WIDE,
  answerCalmly,
  broken,
  chartOf,
  chooseEquipment,
  clinicOfPart,
  describePerson,
  drawSignature,
  everythingCame,
  fillGate,
  launch,
  rawKeys,
  saidInEnglish,
  signIn,
  tabTo,
  tooWide,
  unfold,
  visit,
} from "./clinic.mjs";

const CLINICIAN = "vera.brandt";
const PHYSICIAN = "ida.frei";
const OWNER = "ruth.weber";
const FRONT_DESK = "kim.roth";
const ON_TABLET = { viewport: TABLET, hasTouch: true, isMobile: true };

let browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

const heading = (page) => page.locator("main h1").first().innerText();
const press = (page, name) => page.getByRole("button", { name, exact: true }).first().click();
const parent = (page) => new URL(page.url()).pathname.replace(/\/[^/]*$/, "");
const follow = (page, name) => page.locator("main").getByRole("link", { name, exact: true }).first().click();

describe("a treatment at a tablet", () => {
  const part = clinicOfPart();

  test("goes from the first visit to the amendment of a signed session", async () => {
    await visit(browser, part.clinic, { as: CLINICIAN, ...ON_TABLET }, async (page, heard) => {
      const chart = await registers(page);
      await screens(page);
      const plan = await plans(page, chart);
      await approves(part.clinic, plan);
      await agrees(page, chart, "treatment");
      await agrees(page, chart, "photograph");
      await startsSession(page, chart);
      await recordsZones(page);
      await signsAndAmends(page, heard);
      await readsTimeline(page, chart);
    });
  });
});

/** Somebody with name and birthday of a made-up person comes: pointed out, then registered all the same. */
async function registers(page) {
  await page.goto("/patients/new");
  await page.getByLabel("Family name").fill("Egger");
  await page.getByLabel("Given names").fill("Jana");
  await page.getByLabel("Day of birth").fill("1982-09-12");
  await press(page, "Save");
  const alike = page.getByRole("alert");
  await alike.getByText("Is it one of them?").waitFor();
  assert.match(await alike.locator(".row-link").innerText(), /Egger, Jana/);
  await page.getByLabel("Given names").fill("Johanna");
  await page.getByLabel("Telephone").fill("+41 44 555 7001");
  await page.getByLabel("It is somebody else").check();
  await press(page, "Save");
  await page.getByText("Nobody has asked the screening questions yet.").waitFor();
  assert.match(await page.locator(".bar").innerText(), /Egger, Johanna/);
  return new URL(page.url()).pathname;
}

async function screens(page) {
  await follow(page, "To the screening");
  await follow(page, "Ask the questions");
  await describePerson(page);
  await page.getByRole("checkbox", { name: "Cheeks", exact: true }).check();
  await page.getByRole("checkbox", { name: "Around the eyes", exact: true }).check();
  await answerCalmly(page);
  await press(page, "Save the answers");
  await page.locator("section.say.yes").getByText("May this skin be needled?").waitFor();
  assert.equal(await page.getByRole("heading", { name: "Findings" }).count(), 0);
}

async function plans(page, chart) {
  await page.goto(`${chart}/plans/new`);
  await page.evaluate(() => {
    window.isSamePage = true;
  });
  const outlook = page.locator("[data-outlook]");
  const days = () => outlook.locator("dl.pairs dd").first().innerText();
  const techniques = () => outlook.locator("table").first().innerText();
  const redrawn = (change) => Promise.all([page.waitForResponse((answer) => answer.url().endsWith("/plans/redraw")), change()]);
  const [techniquesBefore, daysBefore] = [await techniques(), await days()];
  await redrawn(() => page.getByLabel("Setting, mm: Cheeks").fill("0.8"));
  await page.waitForFunction((old) => document.querySelector("[data-outlook] table").innerText !== old, techniquesBefore);
  await redrawn(() => page.getByLabel("Sessions", { exact: true }).fill("5"));
  await page.waitForFunction((old) => document.querySelector("[data-outlook] dl.pairs dd").innerText !== old, daysBefore);
  assert.equal((await days()).split("·").length, 5);
  assert.match(await techniques(), /0\.80?\b/);
  assert.ok((await outlook.locator("figure.picture svg").count()) > 0, "no picture of the bands");
  assert.ok(await page.evaluate(() => window.isSamePage), "the page was loaded again");
  await press(page, "Save the draft");
  await page.getByRole("button", { name: "Save and submit for review" }).waitFor();
  assert.equal(await page.getByLabel("Sessions", { exact: true }).inputValue(), "5");
  await press(page, "Save and submit for review");
  await page.locator("h1 .tag", { hasText: "in review" }).waitFor();
  await page.getByText("You wrote this plan: somebody else approves it.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Approve and lock" }).count(), 0);
  return new URL(page.url()).pathname;
}

/** The physician finds the plan on the page of the day, in a browser of her own. */
async function approves(clinic, plan) {
  await visit(browser, clinic, { as: PHYSICIAN, ...ON_TABLET }, async (page) => {
    await page.locator("a.row-link", { hasText: "Egger, Johanna" }).first().click();
    if (new URL(page.url()).pathname !== plan) await page.goto(plan);
    await press(page, "Approve and lock");
    await page.locator("h1 .tag", { hasText: "approved" }).waitFor();
  });
}

async function agrees(page, chart, kind) {
  await page.goto(`${chart}/consents/${kind}`);
  await drawSignature(page);
  assert.match(await page.locator("#path").inputValue(), /^M\d+ \d+(L\d+ \d+){5,}/);
  await press(page, "I agree and sign");
  await page.locator(`#consent-${kind} .tag.yes`, { hasText: "holds" }).waitFor();
}

async function startsSession(page, chart) {
  await page.goto(`${chart}/sessions`);
  await follow(page, "Start a session");
  await forgetsAnotherDay(page);
  await press(page, "Cream on");
  await chooseEquipment(page, "0901");
  await press(page, "Start needling");
  await page.getByText("The session has not started: something below is not met.").waitFor();
  const missing = await page.locator(".gate").innerText();
  for (const words of ["the name was not asked", "date of birth was not asked", "Phone and address were not checked", "sterile pack", "views are missing"]) {
    assert.ok(missing.includes(words), `the gate does not say: ${words}\n${missing}`);
  }
  assert.equal(await page.getByLabel("Unit", { exact: true }).inputValue(), "0901");
  assert.notEqual(await page.locator("#numbing_on").inputValue(), "", "the timer did not survive the refusal");
  await page.locator("#numbing_on").fill("");
  await fillGate(page, "0901");
  const photographs = page.locator(".gate > li.overridable", { hasText: "Photographs of all views" });
  await photographs.getByLabel("Start all the same, because").fill("The camera is at the other site today.");
  await press(page, "Start needling");
  await page.locator("h1 .tag", { hasText: "open, not signed" }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0, "the timer of the gate outlives it");
}

/** A timer that somebody began yesterday is none of today. */
async function forgetsAnotherDay(page) {
  await page.evaluate(() => sessionStorage.setItem(`timer ${location.pathname}`, String(Date.now() - 13 * 60 * 60 * 1000)));
  await page.reload();
  assert.equal(await page.locator("#numbing_on").inputValue(), "");
}

// What the plan names is filled in by one tap; what it does not name is counted and tapped.
async function recordsAsPlanned(zone) {
  await fillsAsPlanned(zone);
  await zone.getByLabel("Passes").fill("4");
  await zone.getByLabel("redness").check();
  await zone.getByRole("button", { name: "Record this zone" }).click();
  await zone.locator("h2 .tag.yes", { hasText: "done" }).waitFor();
}

async function fillsAsPlanned(zone) {
  await zone.getByRole("button", { name: "As planned" }).click();
  await zone.getByRole("status").getByText("Filled in as planned").waitFor();
}

async function recordsZones(page) {
  const zones = page.locator("section[aria-labelledby^=zone-]");
  const count = await zones.count();
  assert.equal(count, 2);
  for (let at = 0; at < count; at += 1) {
    const zone = zones.nth(at);
    await recordsAsPlanned(zone);
    assert.equal(await zone.locator("p > .tag").innerText(), "as planned");
  }
  const zone = zones.first();
  await zone.getByText("Another entry for this zone").click();
  await fillsAsPlanned(zone);
  await zone.getByLabel("Passes").fill("4");
  const depth = zone.getByLabel("Depth set, mm");
  const before = Number(await depth.inputValue());
  await zone.getByRole("button", { name: "more", exact: true }).first().click();
  assert.ok(Math.abs(Number(await depth.inputValue()) - before - 0.1) < 1e-9, "one press is a tenth of a millimetre");
  await depth.fill(await depth.getAttribute("max"));
  await zone.getByLabel("redness").check();
  await zone.getByRole("button", { name: "Record this zone" }).click();
  const asked = zone.getByRole("alert");
  await asked.getByText("Far from the plan: a reason and a second name are needed.").waitFor();
  assert.equal(await zone.locator("p > .tag").count(), 1, "nothing is recorded yet");
  await zone.getByLabel("Reason", { exact: true }).fill("A scar that the plan did not know.");
  await zone.getByLabel("Second name").selectOption({ label: "Dr. Ida Frei" });
  await zone.getByRole("button", { name: "Record this zone" }).click();
  await zone.locator("p > .tag.no", { hasText: "far from the plan" }).waitFor();
  await recordsUnplannedZone(page);
}

async function recordsUnplannedZone(page) {
  const form = page.locator("details", { has: page.getByText("A zone that the plan does not name") });
  await form.locator("summary").click();
  await form.getByLabel("Zone").selectOption({ label: "Forehead" });
  await form.getByLabel("Depth set, mm").fill("0.3");
  await form.getByLabel("Passes").fill("3");
  await form.getByLabel("redness").check();
  await form.getByRole("button", { name: "Record this zone" }).click();
  const zone = page.locator("section", { has: page.getByRole("alert") });
  await zone.getByText("Far from the plan: a reason and a second name are needed.").waitFor();
  await zone.getByLabel("Reason", { exact: true }).fill("She asked for it at the chair.");
  await zone.getByLabel("Second name").selectOption({ label: "Dr. Paul Stein" });
  await zone.getByRole("button", { name: "Record this zone" }).click();
  await page.locator(".entry > p", { hasText: "Forehead: 0.30 mm" }).waitFor();
}

async function signsAndAmends(page, heard) {
  const address = new URL(page.url()).pathname;
  await press(page, "to the sharps");
  await page.locator(".tag.yes", { hasText: "in the sharps" }).waitFor();
  await press(page, "Sign and lock");
  await page.locator("h1 .tag.yes", { hasText: "signed" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Record this zone" }).count(), 0);
  heard.expected.push(409);
  const status = await page.evaluate(
    async (to) => (await fetch(to, { method: "POST", body: new URLSearchParams({ zone: "cheek", depth_set_mm: "0.8", passes: "4", endpoint: "erythema" }) })).status,
    `${address}/zones`,
  );
  assert.equal(status, 409, "a signed session is edited");
  const entry = page.locator(".entry", { hasText: "Cheek" }).first();
  await entry.getByText("Correct this entry").click();
  await entry.locator("input[name=passes]").fill("3");
  await entry.getByLabel("Why it is corrected").fill("Miscounted.");
  await entry.getByRole("button", { name: "Amend" }).click();
  await entry.getByText("Passes: 3 (Miscounted.)").waitFor();
  await entry.getByText("First recorded", { exact: true }).waitFor();
  await page.getByText("Correct the session as a whole").click();
  const whole = page.locator("section[aria-labelledby=amendments]");
  await whole.getByLabel("What is true instead").fill("It was the other room.");
  await whole.getByLabel("Why it is corrected").fill("Mistyped.");
  await whole.getByRole("button", { name: "Amend" }).click();
  await page.getByText("It was the other room. (Mistyped.)").waitFor();
  assert.equal(await page.locator(".entry > p > .tag").count(), 4, "every entry stays");
}

async function readsTimeline(page, chart) {
  await page.goto(chart);
  const lines = await page.locator("ol.events > li").evaluateAll((all) => all.map((one) => one.innerText.split("\n")[1].trim()));
  assert.deepEqual(lines.reverse(), [
    "Registered",
    "Screening answered",
    "Plan drafted",
    "Draft changed",
    "Plan submitted for review",
    "Plan approved",
    "Consent given",
    "Consent given",
    "Decision against a rule",
    "Session started",
    "Cartridge opened",
    "Zone needled",
    "Zone needled",
    "Decision against a rule",
    "Zone needled",
    "Decision against a rule",
    "Zone needled",
    "Cartridge discarded",
    "Session signed",
    "Session amended",
    "Session amended",
  ]);
}

/** Name of a page, who sees it, and its address, from the charts of the made-up people. */
const PAGES = [
  ["sign-in", null, () => "/sign-in"],
  ["today", PHYSICIAN, () => "/"],
  ["patients", PHYSICIAN, () => "/patients"],
  ["a new patient", PHYSICIAN, () => "/patients/new"],
  ["a chart after the first session", PHYSICIAN, (at) => at.fontana],
  ["a chart with an adverse event", PHYSICIAN, (at) => at.imhof],
  ["a chart without anything", PHYSICIAN, (at) => at.aebi],
  ["identity", PHYSICIAN, (at) => `${at.egger}/identity`],
  ["screening with a decision to take", PHYSICIAN, (at) => `${at.brunner}/screening`],
  ["screening that refuses", PHYSICIAN, (at) => `${at.jung}/screening`],
  ["the first questions", PHYSICIAN, (at) => `${at.aebi}/screening/new`],
  ["the questions of a return", PHYSICIAN, (at) => `${at.fontana}/screening/new`],
  ["plans", PHYSICIAN, (at) => `${at.caruso}/plans`],
  ["a new plan", PHYSICIAN, (at) => `${at.aebi}/plans/new`],
  ["a new revision", PHYSICIAN, (at) => `${at.egger}/plans/new`],
  ["a draft", PHYSICIAN, (at) => at.draft],
  ["a plan in review", PHYSICIAN, (at) => at.review],
  ["a plan in force", PHYSICIAN, (at) => at.force],
  ["a comparison of plans", PHYSICIAN, (at) => at.compare],
  ["consents", PHYSICIAN, (at) => `${at.egger}/consents`],
  ["consent to a treatment", PHYSICIAN, (at) => `${at.egger}/consents/treatment`],
  ["consent to photographs", PHYSICIAN, (at) => `${at.egger}/consents/photograph`],
  ["consent to advertising", PHYSICIAN, (at) => `${at.huber}/consents/marketing`],
  ["consent to research", PHYSICIAN, (at) => `${at.huber}/consents/research`],
  ["a consent that is not asked today", PHYSICIAN, (at) => `${at.egger}/consents/marketing`],
  ["a patient's access", FRONT_DESK, (at) => `${at.egger}/access`],
  ["a request for erasure at the front desk", FRONT_DESK, (at) => `${at.egger}/erasure`],
  ["the day at the front desk", FRONT_DESK, () => "/"],
  ["sessions", PHYSICIAN, (at) => `${at.huber}/sessions`],
  ["the start gate", PHYSICIAN, (at) => `${at.egger}/sessions/start`],
  ["the console", PHYSICIAN, (at) => at.console],
  ["a signed session", PHYSICIAN, (at) => at.signed],
  ["photographs", PHYSICIAN, (at) => `${at.egger}/photographs`],
  ["photographs without consent", PHYSICIAN, (at) => `${at.aebi}/photographs`],
  ["a comparison of photographs", PHYSICIAN, (at) => `${at.egger}/photographs/compare`],
  ["stock with a recall", PHYSICIAN, () => "/stock?article=cartridge&lot=A2611"],
  ["stock with its lots and devices", PHYSICIAN, () => "/stock"],
  ["a recall that finds nobody", PHYSICIAN, () => "/stock?article=cartridge&lot=Z0000"],
  ["the sources of the models", PHYSICIAN, () => "/sources"],
  ["account", PHYSICIAN, () => "/account"],
  ["a rule of the screening", PHYSICIAN, () => "/rules/herpes-history"],
  ["a rule with a number", PHYSICIAN, () => "/rules/start-screening"],
  ["appointments", PHYSICIAN, () => "/appointments"],
  ["a new appointment", PHYSICIAN, (at) => `${at.egger}/appointments/new`],
  ["no such page", PHYSICIAN, () => "/nowhere"],
  ["not allowed", PHYSICIAN, () => "/settings"],
  ["a patient at the front desk", FRONT_DESK, (at) => at.egger],
  ["results of a course", PHYSICIAN, (at) => `${at.huber}/results`],
  ["results of a course that goes on", PHYSICIAN, (at) => `${at.fontana}/results`],
  ["the registry", PHYSICIAN, () => "/registry"],
  ["blind grading", PHYSICIAN, () => "/blinded"],
  ["the healing watch", PHYSICIAN, () => "/watch"],
  ["the nightly checks", PHYSICIAN, () => "/checks"],
  ["reminders sent", PHYSICIAN, () => "/mails"],
  ["how a patient is reminded", PHYSICIAN, (at) => `${at.egger}/reminders`],
  ["ratings", PHYSICIAN, (at) => `${at.huber}/ratings`],
  ["a report of an adverse event", PHYSICIAN, (at) => at.report],
  ["adverse events", PHYSICIAN, (at) => `${at.imhof}/adverse-events`],
  ["reports of a patient", PHYSICIAN, (at) => `${at.fontana}/check-ins`],
  ["the registry for research", OWNER, () => "/registry"],
  ["the words of consents", OWNER, () => "/settings/consents"],
  ["the words of instructions", OWNER, () => "/settings/care"],
  ["the words of one instruction", OWNER, () => "/settings/care/no-sauna"],
  ["settings", OWNER, () => "/settings"],
  ["the clinic", OWNER, () => "/settings/clinics/00000000-0000-0000-0000-000000000001"],
  ["another clinic", OWNER, () => "/settings/clinics/new"],
  ["who read what", OWNER, () => "/trail"],
];
const REFUSED = { "no such page": 404, "not allowed": 403, "a consent that is not asked today": 422 };

/** Signs everybody in, speaks their language, and finds the pages that a made-up person's chart leads to. */
async function lookAround(part, language) {
  part.as = {};
  for (const name of [PHYSICIAN, FRONT_DESK, OWNER]) part.as[name] = await signIn(browser, part.clinic, name);
  part.at = {};
  await visit(browser, part.clinic, { storageState: part.as[PHYSICIAN] }, async (page) => {
    for (const family of ["Aebi", "Brunner", "Caruso", "Demir", "Egger", "Fontana", "Graf", "Huber", "Imhof", "Jung"]) {
      part.at[family.toLowerCase()] = await chartOf(page, family);
    }
    const first = async (list) => {
      await page.goto(list);
      return page.locator("main .rows a.row-link").first().getAttribute("href");
    };
    const { at } = part;
    at.draft = await first(`${at.caruso}/plans`);
    at.review = await first(`${at.demir}/plans`);
    at.force = await first(`${at.egger}/plans`);
    at.console = await first(`${at.graf}/sessions`);
    at.signed = await first(`${at.fontana}/sessions`);
    at.report = `${await first(`${at.imhof}/adverse-events`)}/report`;
    await page.goto(`${at.caruso}/plans`);
    const options = await page.locator("input[name=plan]").evaluateAll((all) => all.map((one) => `plan=${one.value}`));
    at.compare = `${at.caruso}/plans/compare?${options.join("&")}`;
    await addPhotographs(page, at.egger);
  });
  if (language) {
    for (const storageState of Object.values(part.as)) {
      await visit(browser, part.clinic, { storageState }, (page) => speak(page, language));
    }
  }
}

async function speak(page, language) {
  await page.goto("/account");
  await page.getByLabel(language).check();
  await page.locator("form[action='/account/language'] button").click();
  await page.locator("html:not([lang=en])").waitFor();
}

/** Two photographs of one view, of the page itself each. */
async function addPhotographs(page, chart) {
  for (let taken = 0; taken < 2; taken += 1) {
    await page.goto(`${chart}/photographs`);
    await unfold(page);
    const before = await page.locator("section[aria-labelledby=view-front] .album > li").count();
    const picture = await page.screenshot({ type: "jpeg" });
    await page.locator("#file-front").setInputFiles({ name: "picture.jpg", mimeType: "image/jpeg", buffer: picture });
    await page.locator("form[data-camera]").first().getByRole("button", { name: "Save photograph" }).click();
    await page.locator(`section[aria-labelledby=view-front] .album > li:nth-child(${before + 1})`).waitFor();
  }
}

/** Visits one of the pages and hands it to `judge`. */
async function visitPage(part, [name, who, find], options, judge) {
  await visit(browser, part.clinic, { storageState: who ? part.as[who] : undefined, ...options }, async (page, heard) => {
    if (name in REFUSED) heard.expected.push(REFUSED[name]);
    await page.goto(find(part.at));
    await everythingCame(page);
    await judge(page);
  });
}

describe("every page", () => {
  const part = clinicOfPart((part) => lookAround(part));

  for (const entry of PAGES) {
    for (const colorScheme of ["light", "dark"]) {
      test(`breaks no accessibility rule in ${colorScheme}: ${entry[0]}`, async () => {
        await visitPage(part, entry, { viewport: WIDE, colorScheme }, async (page) => {
          await unfold(page);
          assert.deepEqual(await broken(page), []);
        });
      });
    }

    test(`fits a phone and a tablet, is accessible there, and shows no key of a text: ${entry[0]}`, async () => {
      await visitPage(part, entry, { viewport: TABLET }, async (page) => {
        await unfold(page);
        const told = await tooWide(page);
        await page.setViewportSize(PHONE);
        told.push(...(await tooWide(page)), ...(await broken(page)), ...(await rawKeys(page)));
        assert.deepEqual(told, []);
      });
    });
  }
});

describe("the keyboard alone", () => {
  const part = clinicOfPart();

  test("skips to the page", async () => {
    await visit(browser, part.clinic, { as: PHYSICIAN }, async (page) => {
      await page.goto("/appointments");
      await page.keyboard.press("Tab");
      const skip = page.getByRole("link", { name: "Skip to the page" });
      assert.ok(await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().left >= 0), "the link is not in sight");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => Boolean(document.activeElement.closest("main"))), "the focus is not in the page");
    });
  });

  test("finds somebody as one types and opens the chart", async () => {
    await visit(browser, part.clinic, { as: PHYSICIAN }, async (page) => {
      await page.goto("/patients");
      // The browser moves the focus when it first draws the page, which may be after it has loaded.
      await page.locator("#q:focus").waitFor();
      await page.keyboard.type("fonta");
      await page.locator("[data-found]").getByText("1 patient", { exact: true }).waitFor();
      await tabTo(page, "[data-found] a.row-link");
      await page.keyboard.press("Enter");
      await page.locator(".bar-name", { hasText: "Fontana, Giulia" }).waitFor();
    });
  });

  test("writes a plan", async () => {
    await visit(browser, part.clinic, { as: PHYSICIAN, viewport: WIDE }, async (page) => {
      await page.goto(`${await chartOf(page, "Caruso")}/plans`);
      const before = await page.locator("main .rows > li").count();
      await tabTo(page, "a[href$='/plans/new']");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/plans/new");
      await tabTo(page, "#name");
      await page.keyboard.type("By keyboard");
      await tabTo(page, "#sessions");
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type("7");
      await tabTo(page, "button[value=save]");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Save and submit for review" }).waitFor();
      assert.match(await heading(page), /By keyboard/);
      assert.equal(await page.locator("#sessions").inputValue(), "7");
      await page.goto(parent(page));
      assert.equal(await page.locator("main .rows > li").count(), before + 1);
    });
  });

  test("moves a slider of a plan, changes its device and is told when nobody is signed in any more", async () => {
    await visit(browser, part.clinic, { as: PHYSICIAN, viewport: { width: 820, height: 1180 } }, async (page) => {
      await page.goto(`${await chartOf(page, "Caruso")}/plans/new`);
      await everythingCame(page);
      const outlook = page.locator("[data-outlook]");
      const glance = page.locator("[data-glance] p");
      const before = await glance.innerText();
      assert.equal(before, await outlook.locator("[data-main]").innerText());
      const [bar, window] = [await glance.boundingBox(), page.viewportSize()];
      assert.ok(bar.y + bar.height <= window.height, "the main figure is not in view");
      const slider = page.getByLabel("Slider: Sessions");
      await slider.focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.locator("#sessions").inputValue(), await slider.inputValue());
      await page.waitForFunction((old) => document.querySelector("[data-glance] p").textContent !== old, before);
      await page.getByLabel("Pen time, s/cm²: Cheeks").fill("4");
      await page.locator("#device").selectOption("roller-192");
      await page.getByLabel("Passes: Cheeks").waitFor();
      assert.equal(await page.getByLabel("Passes: Cheeks").inputValue(), "");
      await page.waitForFunction(() => !document.querySelector("[data-outlook] [role=alert]"));
      await page.context().clearCookies();
      await page.locator("#sessions").fill("3");
      await page.locator("[data-signed-out]").getByRole("link", { name: "Sign in again" }).waitFor();
      assert.equal(await outlook.locator("form").count(), 0, "the door stands in the outlook");
      assert.ok(await outlook.evaluate((place) => place.classList.contains("stale")));
    });
  });

  test("unfolds and answers a decision of the screening", async () => {
    await visit(browser, part.clinic, { as: PHYSICIAN }, async (page) => {
      await page.goto(`${await chartOf(page, "Brunner")}/screening`);
      await tabTo(page, "summary");
      await page.keyboard.press("Enter");
      await tabTo(page, "input[name=reason]");
      await page.keyboard.type("Valaciclovir is prescribed.");
      await page.keyboard.press("Enter");
      await page.getByText("Decided:").waitFor();
    });
  });
});

describe("without any script", () => {
  const part = clinicOfPart();
  const bare = { as: PHYSICIAN, javaScriptEnabled: false };

  test("searches by the button", async () => {
    await visit(browser, part.clinic, bare, async (page) => {
      await page.goto("/patients");
      await page.getByLabel("Search").fill("fontana");
      await press(page, "Search");
      await page.locator("[data-found]").getByText("1 patient", { exact: true }).waitFor();
      assert.match(await page.locator("[data-found] a.row-link").innerText(), /Fontana, Giulia/);
    });
  });

  test("takes screening answers", async () => {
    await visit(browser, part.clinic, bare, async (page) => {
      await page.goto(`${await chartOf(page, "Aebi")}/screening/new`);
      await describePerson(page);
      await answerCalmly(page);
      await press(page, "Save the answers");
      await page.locator("section.say.yes").getByText("May this skin be needled?").waitFor();
    });
  });

  test("shows what a plan predicts, by a link to the whole page", async () => {
    await visit(browser, part.clinic, bare, async (page) => {
      await page.goto(`${await chartOf(page, "Caruso")}/plans/new`);
      await page.getByRole("link", { name: "Show the whole page" }).click();
      await page.locator("[data-outlook] figure").first().waitFor();
      assert.equal(await page.locator("[data-later]").count(), 0);
    });
  });

  test("takes a consent on paper, and none without a signature", async () => {
    await visit(browser, part.clinic, bare, async (page, heard) => {
      const chart = await chartOf(page, "Fontana");
      const says = async () => {
        await page.goto(`${chart}/consents/marketing`);
        await page.getByLabel("What for, which photographs").fill("Our page on the internet, the photographs of today");
        await page.getByLabel("Last day on which it holds").fill(`${new Date().getFullYear() + 1}-12-31`);
      };
      await says();
      heard.expected.push(422);
      await press(page, "I agree and sign");
      await page.getByText("There is no signature").waitFor();
      await says();
      await page.getByText("Signed on paper instead").click();
      await page.getByLabel("Where the paper lies").fill("Folder 12");
      await press(page, "I agree and sign");
      await page.locator("#consent-marketing .tag.yes").waitFor();
    });
  });

  test("starts a session and records a zone", async () => {
    await visit(browser, part.clinic, bare, async (page) => {
      await page.goto(`${await chartOf(page, "Egger")}/sessions/start`);
      await fillGate(page, "0902");
      await page.locator("#override-start-photographs").fill("No camera today.");
      await press(page, "Start needling");
      await page.locator("h1 .tag", { hasText: "open, not signed" }).waitFor();
      const zone = page.locator("section[aria-labelledby^=zone-]").first();
      await recordsAsPlanned(zone);
    });
  });
});

describe("two clinicians at once", () => {
  const part = clinicOfPart();

  /** Two browsers at the same address, one of each colleague. */
  async function both(find, act) {
    await visit(browser, part.clinic, { as: CLINICIAN }, async (first) => {
      await visit(browser, part.clinic, { as: PHYSICIAN }, async (second, heard) => {
        const address = await find(first);
        await Promise.all([first.goto(address), second.goto(address)]);
        await act(first, second, heard);
      });
    });
  }

  test("do not overwrite each other's draft", async () => {
    const draft = async (page) => {
      await page.goto(`${await chartOf(page, "Caruso")}/plans`);
      return page.locator("main .rows a.row-link").last().getAttribute("href");
    };
    await both(draft, async (first, second, heard) => {
      await first.locator("#name").fill("Written first");
      await second.locator("#name").fill("Written second");
      await press(first, "Save the draft");
      await first.locator("h1", { hasText: "Written first" }).waitFor();
      heard.expected.push(409);
      await press(second, "Save the draft");
      await second.getByRole("heading", { name: "Somebody else wrote meanwhile" }).waitFor();
      assert.equal(await second.locator("#name").inputValue(), "Written second");
      assert.equal(await second.getByRole("button", { name: "Save the draft" }).count(), 0);
      await press(second, "Save mine as another option");
      await second.locator("h1", { hasText: "Written second" }).waitFor();
      await first.reload();
      assert.equal(await first.locator("#name").inputValue(), "Written first");
    });
  });

  test("do not start the same session twice", async () => {
    const gate = async (page) => `${await chartOf(page, "Egger")}/sessions/start`;
    await both(gate, async (first, second, heard) => {
      for (const [page, unit] of [[first, "0903"], [second, "0904"]]) {
        await fillGate(page, unit);
        await page.locator("#override-start-photographs").fill("No camera today.");
      }
      await press(first, "Start needling");
      await first.locator("h1 .tag", { hasText: "open, not signed" }).waitFor();
      heard.expected.push(422);
      await press(second, "Start needling");
      assert.match(await second.getByRole("alert").innerText(), /session.* open/i);
      await second.goto(parent(first));
      assert.equal(await second.locator("main .rows > li").count(), 1);
    });
  });
});

/** What a page says in its frame, headings, fields and buttons, except what it declares as English. */
const words = (page) =>
  page
    .locator("h1, h2, h3, h4, nav a, legend, caption, thead th, button, label, summary, dt, .button, .say p")
    .evaluateAll((all) =>
      all
        .filter((one) => !document.documentElement.matches("[lang=es]") || one.closest("[lang]").lang === "es")
        .map((one) => one.innerText.replace(/\s+/g, " ").trim())
        .filter((text) => /[a-z]{3}/i.test(text)),
    );

describe("in Spanish", () => {
  const english = clinicOfPart((part) => lookAround(part));
  const spanish = clinicOfPart((part) => lookAround(part, "Español"));

  for (const entry of PAGES.filter(([, who]) => who)) {
    test(`speaks Spanish and shows no key of a text: ${entry[0]}`, async () => {
      const said = {};
      for (const [part, code] of [[english, "en"], [spanish, "es"]]) {
        await visitPage(part, entry, { viewport: WIDE }, async (page) => {
          await unfold(page);
          assert.equal(await page.locator("html").getAttribute("lang"), code);
          said[code] = await words(page);
          assert.deepEqual(await rawKeys(page), []);
          if (code === "es") assert.deepEqual(await saidInEnglish(page, TYPED), []);
        });
      }
      const same = new Set(said.en);
      const untranslated = said.es.filter((text) => same.has(text) && !isSameInBoth(text));
      assert.deepEqual([...new Set(untranslated)], []);
    });
  }
});

/** Names, and words that both languages share. */
function isSameInBoth(text) {
  return SAME_IN_BOTH.has(text) || NAMES.test(text);
}
const SAME_IN_BOTH = new Set(["No", "no", "melasma", "English", "Español", "Original", "Clinic at the Linden"]);
// What made-up people typed.
const TYPED = [
  "Clinic at the Linden", "Three sessions", "Six sessions", "Still rather red on the left.",
  "Old marks, stable for two years; informed about darkening.", "Darker patches on both cheeks since two weeks.",
  "Darkening after the first session.",
  // Names of time zones.
  "Port of Spain", "Isle of Man",
];
// Of people, of plans as they were named, of rules, and of consents, whose words stand in every language beside each other.
const NAMES = /^Consentimiento |Vera Brandt|Ida Frei|Paul Stein|Kim Roth|Noa Lind|Ruth Weber|Tom Adler|^(Three|Six) sessions|^[a-z]+(-[a-z]+)+$/;
