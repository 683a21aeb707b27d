// Judges check-ins in a real browser: a patient at a telephone with and without a connection, with and without script; the
// clinic that answers; and the accessibility of every page that comes after a session, in light and dark.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import {
  PHONE,
  SMALL_PHONE,
  WIDE,
  broken,
  chartOf,
  clinicOfPart,
  enterAsPatient,
  launch,
  rawKeys,
  signInAsPatient,
  swipe,
  tooWide,
  unfold,
  visit,
} from "./clinic.mjs";

const CLINICIAN = "vera.brandt";
const PATIENT = "Giulia Fontana";
const ON_PHONE = { viewport: PHONE, hasTouch: true, isMobile: true };
const FORM = "/mine/check-in";

let browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

/** A clinic for all tests of one part, with the made-up patient signed in. */
const clinicWithPatient = () =>
  clinicOfPart(async (part) => {
    part.patient = await signInAsPatient(browser, part.clinic, PATIENT);
  });

/** Answers every sign with one grade, and no pain. */
async function grade(page, number) {
  const names = await page.locator("fieldset.graded input[type=radio]").evaluateAll((all) => [...new Set(all.map((one) => one.name))]);
  assert.equal(names.length, 9, names.join(", "));
  for (const name of names) await page.locator(`input[name="${name}"][value="${name === "pain" ? 0 : number}"]`).check();
}

const send = (page) => page.getByRole("button", { name: "Send", exact: true }).click();
const heading = (page) => page.locator("main h1").innerText();
const answered = (page) => page.waitForURL(/\/mine\/check-in\/[0-9a-f-]{36}/);
const said = (page, text) => page.locator("[data-status]", { hasText: text }).waitFor();
const kept = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("check-in ")));

/** Waits until the questions are kept on the device, or are not any more. */
const untilFormIs = (page, wanted) =>
  page.evaluate(async (isWanted) => {
    while (Boolean(await caches.match("/mine/check-in")) !== isWanted) await new Promise(requestAnimationFrame);
  }, wanted);

/** Reports in the chart, as the clinic sees them. */
async function reports(clinic) {
  let count;
  await visit(browser, clinic, { as: CLINICIAN }, async (page) => {
    await page.goto(`${await chartOf(page, "Fontana")}/check-ins`);
    count = await page.locator("section[id^=check-in-]").count();
  });
  return count;
}

describe("a check-in at a telephone", () => {
  const part = clinicWithPatient();
  const at = (options = {}) => ({ storageState: part.patient, ...ON_PHONE, ...options });

  test("is answered at once: as expected, to be watched, and an emergency", async () => {
    await visit(browser, part.clinic, at(), async (page) => {
      await page.goto(FORM);
      await grade(page, 0);
      await send(page);
      await answered(page);
      assert.equal(await heading(page), "This is expected at this time");

      await page.goto(FORM);
      await grade(page, 0);
      await page.getByLabel("Darker patches", { exact: true }).check();
      await send(page);
      await answered(page);
      assert.equal(await heading(page), "We will look at it");
      await page.getByText(/A clinician will look at this/).first().waitFor();

      await page.goto(FORM);
      await page.getByLabel("Trouble breathing", { exact: true }).check();
      await page.getByRole("button", { name: "Tell the clinic now" }).click();
      await answered(page);
      assert.equal(await heading(page), "Get help now");
      assert.equal(await page.locator("main a:not([href='tel:144'])").count(), 0, "something stands beside the call");
    });
  });

  test("shows drawn examples on lighter and on darker skin where a sign is seen", async () => {
    await visit(browser, part.clinic, at(), async (page) => {
      await page.goto(FORM);
      const ticked = ["Blisters", "Blisters in a group", "A cold sore", "A large crust", "A crust the colour of honey"];
      for (const sign of ticked) {
        const label = page.locator("label", { has: page.getByLabel(sign, { exact: true }) });
        assert.equal(await label.locator("svg.example g").count(), 2, sign);
      }
      assert.equal(await page.locator("svg.example").count(), 5 * 4 + ticked.length);
      const patches = await page.locator("fieldset.graded").first().locator("svg.example g").count();
      assert.equal(patches, 4 * 2);
    });
  });

  test("has sliders along which a mouse chooses, and over which a finger scrolls and loses nothing that was chosen", async () => {
    await visit(browser, part.clinic, at(), async (page) => {
      await page.goto(FORM);
      const chosen = (name) => page.locator(`input[name=${name}]:checked`).evaluateAll(([one]) => one?.value);
      const slide = async (name, from, to) => {
        const [first, last] = [from, to].map((value) => page.locator(`input[name=${name}][value="${value}"]`));
        await first.scrollIntoViewIfNeeded();
        const [start, end] = [await first.boundingBox(), await last.boundingBox()];
        await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
        await page.mouse.down();
        await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 8 });
        await page.mouse.up();
      };
      await slide("grade_redness", 0, 2);
      assert.equal(await chosen("grade_redness"), "2");
      await slide("grade_redness", 2, 1);
      assert.equal(await chosen("grade_redness"), "1");
      await slide("pain", 2, 7);
      assert.equal(await chosen("pain"), "7");
      assert.equal(await chosen("grade_swelling"), undefined);

      const middleOf = async (name, value) => {
        const stop = page.locator(`input[name=${name}][value="${value}"]`);
        await stop.evaluate((one) => one.scrollIntoView({ block: "center" }));
        const { x, y, width, height } = await stop.boundingBox();
        return { x: x + width / 2, y: y + height / 2 };
      };
      const above = ({ x, y }) => ({ x, y: y - 250 });
      await page.locator("input[name=grade_redness][value='3']").tap();
      assert.equal(await chosen("grade_redness"), "3");
      for (const [name, began, still] of [["grade_redness", 3, "3"], ["grade_itch", 2, undefined], ["pain", 7, "7"], ["pain", 3, "7"]]) {
        const from = await middleOf(name, began);
        assert.ok((await swipe(page, from, above(from))) > 100, `the page does not scroll beneath ${name}`);
        assert.equal(await chosen(name), still, `a finger that scrolled over ${name} changed it`);
      }
      await page.locator("input[name=pain][value='9']").tap();
      assert.equal(await chosen("pain"), "9");
      const start = await middleOf("pain", 9);
      assert.equal(await swipe(page, start, await middleOf("pain", 2)), 0);
      assert.equal(await chosen("pain"), "2");
    });
  });

  test("that is sent twice is recorded once, and with other answers as another report", async () => {
    const before = await reports(part.clinic);
    await visit(browser, part.clinic, at(), async (page) => {
      await page.goto(FORM);
      await grade(page, 0);
      const key = await page.locator("input[name=key]").inputValue();
      const fields = await page.evaluate(() => [...new FormData(document.querySelector("form[data-check-in]"))].filter(([, value]) => typeof value === "string"));
      await send(page);
      await answered(page);
      const sendAgain = (more) =>
        page.evaluate(async (all) => {
          const data = new FormData();
          for (const [name, value] of all) data.append(name, value);
          return (await fetch("/mine/check-in", { method: "POST", body: data })).url;
        }, [...fields, ...more]);
      const again = await sendAgain([]);
      assert.ok(again.endsWith(key), again);
      const fever = await sendAgain([["symptom", "fever"]]);
      assert.ok(!fever.endsWith(key), fever);
      assert.equal(await sendAgain([["symptom", "fever"]]), fever);
    });
    assert.equal(await reports(part.clinic), before + 2);
  });

  test("that was kept stays beside the next one without a connection: both are sent, and the graver is told", async () => {
    const before = await reports(part.clinic);
    await visit(browser, part.clinic, at(), async (page) => {
      const context = page.context();
      const other = await context.newPage();
      for (const one of [page, other]) await one.goto(`${part.clinic.address}${FORM}`);
      await context.setOffline(true);
      await grade(page, 0);
      await page.getByLabel("Fever", { exact: true }).check();
      await send(page);
      await said(page, "Your answers are kept on this device");
      await page.close();
      await grade(other, 0);
      await send(other);
      await said(other, "Your answers are kept on this device");
      assert.equal((await kept(other)).length, 2);
      await context.setOffline(false);
      await answered(other);
      assert.notEqual(await heading(other), "This is expected at this time");
      assert.deepEqual(await kept(other), []);
    });
    assert.equal(await reports(part.clinic), before + 2);
  });

  test("that was kept and then answered otherwise is two reports, whichever is sent first", async () => {
    const before = await reports(part.clinic);
    await visit(browser, part.clinic, at(), async (page) => {
      await page.goto(FORM);
      await grade(page, 0);
      await page.context().setOffline(true);
      await send(page);
      await said(page, "Your answers are kept on this device");
      await page.getByLabel("Fever", { exact: true }).check();
      await send(page);
      await page.waitForFunction(() => Object.keys(localStorage).filter((key) => key.startsWith("check-in ")).length === 2);
      await page.context().setOffline(false);
      await answered(page);
      assert.notEqual(await heading(page), "This is expected at this time");
      assert.deepEqual(await kept(page), []);
    });
    assert.equal(await reports(part.clinic), before + 2);
  });

  test("is kept without a connection and sent once when it is back", async () => {
    const before = await reports(part.clinic);
    await visit(browser, part.clinic, at(), async (page) => {
      await page.goto(FORM);
      await grade(page, 1);
      await page.context().setOffline(true);
      await send(page);
      await page.getByText("Your answers are kept on this device").waitFor();
      assert.equal((await kept(page)).length, 1);
      await page.context().setOffline(false);
      await answered(page);
      assert.deepEqual(await kept(page), []);
      await page.goto(FORM);
      assert.equal(await page.locator("[data-status]").innerText(), "");
    });
    assert.equal(await reports(part.clinic), before + 1);
  });

  test("opens without a connection once any own page was read, each time as a report of its own", async () => {
    const before = await reports(part.clinic);
    await visit(browser, part.clinic, at({ serviceWorkers: "allow", storageState: undefined }), async (page) => {
      const context = page.context();
      await enterAsPatient(page, part.clinic, PATIENT);
      const note = page.getByText("There is no connection now");
      await page.goto("/mine");
      await untilFormIs(page, true);
      const keys = [];
      for (const address of [FORM, "/mine/plan"]) {
        await context.setOffline(true);
        await page.goto(address);
        await note.waitFor();
        assert.equal(new URL(page.url()).pathname, FORM);
        keys.push(await page.locator("input[name=key]").inputValue());
        await grade(page, 1);
        await send(page);
        await said(page, "Your answers are kept on this device");
        await context.setOffline(false);
        await answered(page);
        assert.deepEqual(await kept(page), []);
      }
      assert.notEqual(keys[0], keys[1]);
      await page.goto(FORM);
      assert.ok(await note.isHidden());
      assert.notEqual(await page.locator("input[name=key]").inputValue(), keys[1]);

      await page.getByRole("button", { name: "Sign out" }).click();
      await untilFormIs(page, false);
    });
    assert.equal(await reports(part.clinic), before + 2);
  });

  test("with an emergency and no connection gives the emergency number first, and goes there", async () => {
    await visit(browser, part.clinic, at(), async (page, heard) => {
      await page.goto(FORM);
      await page.getByLabel("Trouble breathing", { exact: true }).check();
      await page.context().setOffline(true);
      await page.getByRole("button", { name: "Tell the clinic now" }).click();
      const words = page.locator("[data-status-grave]", { hasText: "Your answers are kept on this device" });
      await words.waitFor();
      assert.match(await words.innerText(), /^Call the emergency number now\./);
      assert.doesNotMatch(await page.locator("form.check-in").innerText(), /call the clinic/i);
      assert.equal(await page.locator("[data-status]").innerText(), "");
      await page.waitForFunction(() => {
        const { top } = document.querySelector("[data-emergency-signs]").getBoundingClientRect();
        return top >= -1 && top < innerHeight / 2;
      });
      // The server fails when the connection is back: the number stays first.
      await page.route(`**${FORM}`, (route) => route.fulfill({ status: 503 }));
      heard.expected.push(503);
      await page.context().setOffline(false);
      await page.locator("[data-status-grave]", { hasText: "The clinic could not take your answers" }).waitFor();
      assert.match(await page.locator("[data-status-grave]").innerText(), /^Call the emergency number now\./);
      assert.deepEqual(await broken(page), []);
    });
  });

  test("that was kept is sent from any own page, which says so", async () => {
    const before = await reports(part.clinic);
    await visit(browser, part.clinic, at(), async (page) => {
      const context = page.context();
      await page.goto(FORM);
      await page.getByLabel("Trouble breathing", { exact: true }).check();
      await context.setOffline(true);
      await page.getByRole("button", { name: "Tell the clinic now" }).click();
      await page.locator("[data-status-grave]", { hasText: "Your answers are kept on this device" }).waitFor();
      await page.close();
      await context.setOffline(false);
      const other = await context.newPage();
      await other.goto(`${part.clinic.address}/mine`);
      const note = other.locator("[data-kept-answers]");
      await note.getByText("Get help now.").waitFor();
      await note.getByText("have reached the clinic").waitFor();
      assert.deepEqual(await kept(other), []);
      assert.deepEqual([...(await broken(other)), ...(await tooWide(other))], []);
      await note.getByRole("link", { name: "Read the answer" }).click();
      await answered(other);
      assert.equal(await heading(other), "Get help now");
      await other.goto(`${part.clinic.address}/mine`);
      assert.ok(await note.isHidden());
    });
    assert.equal(await reports(part.clinic), before + 1);
  });

  test("of which half was answered without a connection is refused aloud, and kept until it is sent whole", async () => {
    const before = await reports(part.clinic);
    await visit(browser, part.clinic, at(), async (page, heard) => {
      await page.goto(FORM);
      const redness = page.locator("input[name=grade_redness][value='0']");
      await redness.check();
      await page.getByLabel("Anything else").fill("It stings a little.");
      await page.context().setOffline(true);
      // The first button of the form asks for no whole answer, so that an emergency can be told at once; Enter presses it.
      await redness.press("Enter");
      await said(page, "Your answers are kept on this device");
      heard.expected.push(422);
      await page.context().setOffline(false);
      await said(page, "most likely because some are missing");
      assert.equal((await kept(page)).length, 1);

      // Another day: what was answered stands there again, and is sent with the rest.
      await page.goto(FORM);
      await said(page, "most likely because some are missing");
      assert.ok(await redness.isChecked());
      await page.waitForFunction(() => {
        const { top, bottom } = document.querySelector("[data-status]").getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
      assert.equal(await page.getByLabel("Anything else").inputValue(), "It stings a little.");
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      await grade(page, 1);
      await send(page);
      await answered(page);
      assert.deepEqual(await kept(page), []);
    });
    assert.equal(await reports(part.clinic), before + 1);
  });

  test("is kept when the sign-in ran out, and sent after the next one", async () => {
    const before = await reports(part.clinic);
    await visit(browser, part.clinic, { ...at(), storageState: undefined }, async (page) => {
      await enterAsPatient(page, part.clinic, PATIENT);
      await page.goto(FORM);
      await grade(page, 1);
      await page.context().clearCookies();
      await send(page);
      await said(page, "You are no longer signed in");
      assert.equal((await kept(page)).length, 1);
      await enterAsPatient(page, part.clinic, PATIENT);
      await page.locator("[data-kept-answers]").getByText("have reached the clinic").waitFor();
      assert.deepEqual(await kept(page), []);
    });
    assert.equal(await reports(part.clinic), before + 1);
  });

  test("is kept when the server fails, and sent again", async () => {
    const before = await reports(part.clinic);
    await visit(browser, part.clinic, at(), async (page, heard) => {
      await page.goto(FORM);
      await grade(page, 1);
      await page.route(`**${FORM}`, (route) => route.fulfill({ status: 503 }), { times: 1 });
      heard.expected.push(503);
      await send(page);
      await said(page, "The clinic could not take your answers just now");
      assert.equal((await kept(page)).length, 1);
      await answered(page);
      assert.deepEqual(await kept(page), []);
    });
    assert.equal(await reports(part.clinic), before + 1);
  });

  test("says so where the device keeps nothing, and is sent when it is sent again", async () => {
    const before = await reports(part.clinic);
    await visit(browser, part.clinic, at(), async (page) => {
      await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } }));
      await page.goto(FORM);
      await grade(page, 1);
      await page.context().setOffline(true);
      await send(page);
      await said(page, "this device does not let the page keep them");
      await page.context().setOffline(false);
      await send(page);
      await answered(page);
    });
    assert.equal(await reports(part.clinic), before + 1);
  });

  test("works without any script", async () => {
    await visit(browser, part.clinic, at({ javaScriptEnabled: false }), async (page) => {
      await page.goto(FORM);
      for (const field of await page.locator("fieldset.graded").all()) await field.locator("input[type=radio]").first().check();
      await page.getByLabel("Fever", { exact: true }).check();
      await send(page);
      await answered(page);
      // The demonstration clinic keeps opening hours, and this may run at night.
      assert.match(await heading(page), /^(Call the clinic|Go to urgent care) today$/);
    });
  });

  test("reaches the clinic, which answers by name", async () => {
    await visit(browser, part.clinic, { as: CLINICIAN, viewport: WIDE }, async (page) => {
      await page.goto("/watch");
      const first = page.locator(".watch a.row-link").first();
      assert.match(await first.innerText(), /Emergency/);
      const emergencies = page.locator(".watch a.row-link", { hasText: "Emergency" });
      const waiting = await emergencies.count();
      await first.click();
      await page.getByLabel("What was done").fill("The ambulance was called; seen by Dr. Frei.");
      await page.getByLabel("Words to the patient").fill("We are glad that you are better.");
      await page.getByRole("button", { name: "Record the answer" }).click();
      await page.getByText("The ambulance was called").waitFor();
      await page.getByText("We are glad that you are better.").first().waitFor();
      await page.goto("/watch");
      assert.equal(await emergencies.count(), waiting - 1);
    });
    await visit(browser, part.clinic, at(), async (page) => {
      await page.goto("/mine");
      await page.getByText("We are glad that you are better.").waitFor();
      assert.doesNotMatch(await page.locator("main").innerText(), /ambulance/);
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      await page.getByRole("link", { name: "Open the report" }).click();
      await page.getByRole("button", { name: "I have read this" }).click();
      await page.goto("/mine/reports");
      await page.getByText("We are glad that you are better.").waitFor();
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page)), ...(await rawKeys(page))], []);
      await page.goto("/mine");
      assert.doesNotMatch(await page.locator("main").innerText(), /We are glad/);
    });
  });

  test("stands on the board of a colleague who has it open, who keeps the focus", async () => {
    await visit(browser, part.clinic, { as: CLINICIAN, viewport: WIDE }, async (page) => {
      await page.clock.install();
      await page.goto("/watch");
      const link = page.locator(".watch a.row-link").first();
      const href = await link.getAttribute("href");
      await link.focus();
      const rows = await page.locator(".watch a.row-link").count();
      await visit(browser, part.clinic, at(), async (own) => {
        await own.goto(FORM);
        await grade(own, 0);
        await own.getByLabel("Fever", { exact: true }).check();
        await send(own);
        await answered(own);
      });
      await page.clock.runFor(61_000);
      await page.locator(".watch a.row-link").nth(rows).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), href);
      assert.match(await page.locator("[data-as-of]").innerText(), /As of \d/);
    });
  });
});

describe("pages after a session", () => {
  const part = clinicWithPatient();
  const PAGES = {
    "the healing watch": async () => "/watch",
    "the nightly checks": async () => "/checks",
    "the check-ins of a chart": async (page) => `${await chartOf(page, "Fontana")}/check-ins`,
    "a check-in by telephone": async (page) => `${await chartOf(page, "Fontana")}/check-ins/new`,
    "one check-in": async (page) => {
      await page.goto(`${await chartOf(page, "Fontana")}/check-ins`);
      return page.locator("section[id^=check-in-] a.button").first().getAttribute("href");
    },
    releases: async (page) => `${await chartOf(page, "Fontana")}/releases`,
    ratings: async (page) => `${await chartOf(page, "Huber")}/ratings`,
    "adverse events": async (page) => `${await chartOf(page, "Fontana")}/adverse-events`,
    "a new adverse event": async (page) => `${await chartOf(page, "Fontana")}/adverse-events/new`,
  };

  for (const [name, find] of Object.entries(PAGES)) {
    for (const colorScheme of ["light", "dark"]) {
      test(`break no accessibility rule in ${colorScheme}, wide and at a telephone: ${name}`, async () => {
        await visit(browser, part.clinic, { as: CLINICIAN, viewport: WIDE, colorScheme }, async (page) => {
          await page.goto(await find(page));
          await unfold(page);
          const told = await broken(page);
          await page.setViewportSize(PHONE);
          told.push(...(await broken(page)), ...(await tooWide(page)), ...(await rawKeys(page)));
          assert.deepEqual(told, []);
        });
      });
    }
  }

  for (const colorScheme of ["light", "dark"]) {
    test(`break no accessibility rule in ${colorScheme} for the patient: the form and its answer`, async () => {
      await visit(browser, part.clinic, { storageState: part.patient, ...ON_PHONE, colorScheme }, async (page) => {
        await page.goto(FORM);
        const told = [...(await broken(page)), ...(await tooWide(page)), ...(await rawKeys(page))];
        await grade(page, 2);
        await send(page);
        await answered(page);
        told.push(...(await broken(page)), ...(await tooWide(page)), ...(await rawKeys(page)));
        assert.deepEqual(told, []);
      });
    });
  }

  test("break no accessibility rule at the smallest telephone: the form", async () => {
    await visit(browser, part.clinic, { storageState: part.patient, ...ON_PHONE, viewport: SMALL_PHONE }, async (page) => {
      await page.goto(FORM);
      assert.deepEqual([...(await broken(page)), ...(await tooWide(page))], []);
      const beyond = await page.locator("form.check-in .sheet").evaluateAll((all) =>
        all.flatMap((sheet) => [...sheet.querySelectorAll("label, span, svg")].filter((one) => one.getBoundingClientRect().right > sheet.getBoundingClientRect().right).map((one) => one.textContent)),
      );
      assert.deepEqual(beyond, []);
    });
  });

  test("an adverse event is opened, followed up, drafted for the authority, reported and closed", async () => {
    await visit(browser, part.clinic, { as: CLINICIAN, viewport: WIDE }, async (page) => {
      await page.goto(`${await chartOf(page, "Fontana")}/adverse-events/new`);
      await page.getByLabel("What was seen").fill("Darker patch on the left cheek.");
      await page.getByLabel("Sign").selectOption("pigment-change");
      await page.getByLabel("Grade").selectOption("1");
      await page.getByRole("button", { name: "Open an adverse event" }).click();
      await page.getByLabel("What was found and done").fill("Paler after a week.");
      await page.getByRole("button", { name: "Note the follow-up" }).click();
      await page.getByText("Paler after a week. (grade 1 of 5)").waitFor();
      const address = page.url();
      await page.getByRole("link", { name: "Draft of the report" }).click();
      const draft = await page.locator("main").innerText();
      for (const words of ["EX-2071", "A2611 / 0101", "Darker patch on the left cheek.", "Still missing", "Sent on"]) assert.ok(draft.includes(words), words);
      assert.ok(!draft.includes("Fontana"), "a name is in the draft");
      await page.goto(address);
      await page.getByLabel("Recipient").fill("The maker");
      await page.getByRole("button", { name: "Record that it was sent" }).click();
      await page.getByText("Reported to The maker").waitFor();
      await page.getByLabel("How it ended").fill("Gone.");
      await page.getByRole("button", { name: "Close it" }).click();
      await page.locator("h1 .tag", { hasText: "closed" }).waitFor();
      assert.deepEqual(await broken(page), []);
    });
  });
});
