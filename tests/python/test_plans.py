"""Judges the rendered plans by programs of other people: a JSON Schema validator and an iCalendar reader."""

import datetime
import json
import math
import os
import pathlib
import unittest

import icalendar
import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLANS = sorted(pathlib.Path(os.environ["NEEDLEWORK_PLANS"]).iterdir())


def read(folder):
    def refuse(constant):
        raise ValueError(f"{constant} is no JSON")

    return json.loads((folder / "plan.json").read_text(encoding="utf-8"), parse_constant=refuse)


def numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from numbers(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value


def bases(value, path=""):
    """Every `basis` list of a document with the path that leads to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "basis" and isinstance(item, list):
                yield path, item
            yield from bases(item, f"{path}.{key}")
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from bases(item, f"{path}[{at}]")


class Plans(unittest.TestCase):
    def each(self):
        self.assertTrue(PLANS, "no plan was rendered")
        for folder in PLANS:
            with self.subTest(folder.name):
                yield folder, read(folder)

    def test_every_plan_follows_the_published_schema(self):
        schema = json.loads((ROOT / "docs/plan.schema.json").read_text(encoding="utf-8"))
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        for _, plan in self.each():
            errors = [f"{e.json_path}: {e.message[:200]}" for e in validator(schema).iter_errors(plan)]
            self.assertEqual(errors, [])

    def test_every_number_is_finite(self):
        for _, plan in self.each():
            self.assertTrue(all(math.isfinite(number) for number in numbers(plan)))

    def test_every_basis_leads_to_a_source_or_an_assumption(self):
        for _, plan in self.each():
            known = {**plan["rows"], **plan["parameters"]}
            for path, basis in bases(plan):
                for name in basis:
                    reached = [row for key, row in known.items() if key == name or key.startswith(name + ".")]
                    self.assertTrue(reached, f"{path}: {name} is neither a row nor a parameter")
                    for row in reached:
                        self.assertTrue(row["sources"] or row["confidence"] == "assumption", f"{path}: {name}")
                        for source in row["sources"]:
                            self.assertIn(source, plan["sources"], f"{path}: {name}")

    def test_the_calendar_holds_every_session_in_a_known_time_zone(self):
        for folder, plan in self.each():
            calendar = icalendar.Calendar.from_ical((folder / "care.ics").read_bytes())
            self.assertEqual(calendar.get_missing_tzids(), set())
            sessions = [event for event in calendar.events if event["SUMMARY"] == "Appointment"]
            starts = sorted(event.start.timestamp() for event in sessions)
            planned = sorted(instant(session["starts"]) for session in plan["sessions"])
            self.assertEqual(starts, planned)

    def test_the_calendar_confirms_nothing_that_screening_does_not_permit(self):
        seen = set()
        for folder, plan in self.each():
            permitted = plan["first_session"]["grade"] in (None, "precaution")
            kinds = {instant(session["starts"]): session["kind"] for session in plan["sessions"]}
            calendar = icalendar.Calendar.from_ical((folder / "care.ics").read_bytes())
            for event in calendar.events:
                status = str(event["STATUS"])
                seen.add(status)
                if event["SUMMARY"] == "Appointment":
                    treatment = kinds[event.start.timestamp()] == "treatment"
                    self.assertEqual(status, "CONFIRMED" if permitted and treatment else "TENTATIVE")
                elif not permitted:
                    self.assertEqual(status, "TENTATIVE")
        self.assertEqual(seen, {"CONFIRMED", "TENTATIVE"})

    def test_the_calendar_reminds_of_every_moment_of_care(self):
        for folder, plan in self.each():
            calendar = icalendar.Calendar.from_ical((folder / "care.ics").read_bytes())
            self.assertEqual([error for part in calendar.walk() for error in part.errors], [])
            self.assertEqual({str(event["SUMMARY"]) for event in calendar.events}, {"Appointment", "Reminder"})
            identifiers = [str(event["UID"]) for event in calendar.events]
            self.assertEqual(len(identifiers), len(set(identifiers)))
            hours = sorted(
                event.start.timestamp()
                for event in calendar.events
                if event["SUMMARY"] == "Reminder" and isinstance(event.start, datetime.datetime)
            )
            planned = sorted(instant(one["at"]) for one in plan["care"]["moments"] if not one["whole_day"])
            self.assertEqual(hours, planned)

    def test_aftercare_counts_elapsed_hours(self):
        for _, plan in self.each():
            ends = {one["number"]: instant(one["needling_ends"]) for one in plan["care"]["sessions"]}
            for one in plan["care"]["instructions"]:
                if one["rule"] == "first-wash":
                    hours = (instant(one["until"]) - ends[one["session"]]) / 3600
                    self.assertEqual(hours, 6)

    def test_the_page_loads_nothing_from_elsewhere(self):
        for folder, _ in self.each():
            page = (folder / "plan.html").read_text(encoding="utf-8")
            for loading in ("<script", "<link", "<iframe", "@import", "url(http", 'src="http'):
                self.assertNotIn(loading, page)


def instant(zoned):
    """Seconds since 1970 of a time such as `2026-12-01T10:00:00+01:00[Europe/Zurich]`."""
    return datetime.datetime.fromisoformat(zoned.split("[")[0]).timestamp()


if __name__ == "__main__":
    unittest.main()
