//! Counts of passed and failed tests and the names of failed ones, read from what the test programs print.

use std::ops::AddAssign;

/// Numbers of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: u32,
    /// Tests that failed.
    pub(crate) failed: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Whose words a step prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judge {
    /// `cargo test`: one line `test result: ...` per test program.
    Cargo,
    /// `node --test --test-reporter=tap`: a line `# pass N` and a line `# fail N`.
    Node,
    /// `python -m unittest`: `Ran N tests in ...`, then `OK` or `FAILED (failures=N, errors=N)`.
    Unittest,
    /// A program that only succeeds or fails: it counts as a failed test when it fails.
    ExitStatus,
}

impl Judge {
    /// What the printed text says; lines that say nothing about counts are passed over.
    pub(crate) fn count<'a>(self, lines: impl IntoIterator<Item = &'a str>) -> Tally {
        let mut tally = Tally::default();
        for line in lines {
            match self {
                Self::Cargo => count_cargo(line, &mut tally),
                Self::Node => count_node(line, &mut tally),
                Self::Unittest => count_unittest(line, &mut tally),
                Self::ExitStatus => {}
            }
        }
        tally
    }
}

impl Judge {
    /// The names of the tests that the printed text calls failed, in the order of the text, each once.
    pub(crate) fn failed_names<'a>(self, lines: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let mut names = Vec::new();
        for name in lines.into_iter().filter_map(|line| self.failed_name(line)) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    fn failed_name(self, line: &str) -> Option<&str> {
        match self {
            Self::Cargo => line.strip_prefix("test ")?.strip_suffix(" ... FAILED"),
            Self::Node => {
                let (number, name) = line
                    .trim_start()
                    .strip_prefix("not ok ")?
                    .split_once(" - ")?;
                number.parse::<u32>().ok().map(|_| name)
            }
            Self::Unittest => line
                .strip_prefix("FAIL: ")
                .or_else(|| line.strip_prefix("ERROR: ")),
            Self::ExitStatus => None,
        }
    }
}

fn count_cargo(line: &str, tally: &mut Tally) {
    let Some(counts) = line.strip_prefix("test result: ") else {
        return;
    };
    for part in counts.split([';', '.']) {
        let mut words = part.split_whitespace();
        match (words.next().and_then(number), words.next()) {
            (Some(count), Some("passed")) => tally.passed += count,
            (Some(count), Some("failed")) => tally.failed += count,
            _ => {}
        }
    }
}

fn count_node(line: &str, tally: &mut Tally) {
    if let Some(count) = line.strip_prefix("# pass ").and_then(number) {
        tally.passed += count;
    }
    for kind in ["# fail ", "# cancelled "] {
        if let Some(count) = line.strip_prefix(kind).and_then(number) {
            tally.failed += count;
        }
    }
}

fn count_unittest(line: &str, tally: &mut Tally) {
    if let Some(count) = line
        .strip_prefix("Ran ")
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(number)
    {
        tally.passed += count;
    }
    let outcome = line
        .strip_prefix("FAILED (")
        .or_else(|| line.strip_prefix("OK ("));
    let Some(details) = outcome.and_then(|rest| rest.strip_suffix(')')) else {
        return;
    };
    for (name, count) in details
        .split(", ")
        .filter_map(|part| part.split_once('='))
        .filter_map(|(name, count)| Some((name, number(count)?)))
    {
        tally.passed = tally.passed.saturating_sub(count);
        if name == "failures" || name == "errors" {
            tally.failed += count;
        }
    }
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(judge: Judge, text: &str) -> (u32, u32) {
        let tally = judge.count(text.lines());
        (tally.passed, tally.failed)
    }

    #[test]
    fn cargo_results_of_several_programs_add_up() {
        let text = "\
running 2 tests
test result: of_a_test_with_this_name ... ok
test result: ok. 13 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.14s
test result: FAILED. 11 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.02s
";
        assert_eq!(counted(Judge::Cargo, text), (24, 1));
    }

    #[test]
    fn node_counts_cancelled_tests_as_failed() {
        let text = "\
# Subtest: no violations
ok 1 - no violations
# tests 6
# suites 0
# pass 3
# fail 2
# cancelled 1
# skipped 0
";
        assert_eq!(counted(Judge::Node, text), (3, 3));
    }

    #[test]
    fn every_judge_names_what_failed_once() {
        let cargo = "\
test day::is_kept ... ok
test hour::is_kept ... FAILED
test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.02s
";
        let node = "\
    not ok 15 - works without any script
    ok 16 - reaches the clinic - by name
not ok 1 - a check-in - at a telephone
not ok 1 - a check-in - at a telephone
not ok, said the test
";
        let unittest =
            "ERROR: test_due (calendar.Due.test_due)\nFAIL: test_zone (calendar.Zone.test_zone)\n";
        for (judge, text, names) in [
            (Judge::Cargo, cargo, vec!["hour::is_kept"]),
            (
                Judge::Node,
                node,
                vec!["works without any script", "a check-in - at a telephone"],
            ),
            (
                Judge::Unittest,
                unittest,
                vec![
                    "test_due (calendar.Due.test_due)",
                    "test_zone (calendar.Zone.test_zone)",
                ],
            ),
            (Judge::ExitStatus, cargo, vec![]),
        ] {
            assert_eq!(judge.failed_names(text.lines()), names, "{judge:?}");
        }
    }

    #[test]
    fn unittest_counts_neither_failures_nor_skips_as_passed() {
        assert_eq!(
            counted(Judge::Unittest, "Ran 5 tests in 0.010s\n\nOK\n"),
            (5, 0)
        );
        assert_eq!(
            counted(Judge::Unittest, "Ran 1 test in 0.010s\n\nOK (skipped=1)\n"),
            (0, 0)
        );
        let failed = "Ran 7 tests in 0.010s\n\nFAILED (failures=1, errors=2, skipped=1)\n";
        assert_eq!(counted(Judge::Unittest, failed), (3, 3));
    }

    #[test]
    fn subtests_may_fail_more_often_than_tests_ran() {
        let text = "Ran 1 test in 0.010s\n\nFAILED (failures=4)\n";
        assert_eq!(counted(Judge::Unittest, text), (0, 4));
    }

    #[test]
    fn other_words_count_nothing() {
        for judge in [
            Judge::Cargo,
            Judge::Node,
            Judge::Unittest,
            Judge::ExitStatus,
        ] {
            let text = "5 passed\npass 4\nRan out of memory\nFAILED (\ntest result:\n# pass many\n";
            assert_eq!(counted(judge, text), (0, 0), "{judge:?}");
        }
    }
}
