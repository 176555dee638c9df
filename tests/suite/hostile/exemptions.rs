//! Exemptions that are none.

use super::case::{Case, REVIEWED, errors, whole};
use crate::support::evidence::*;

#[test]
fn an_exemption_for_a_rule_that_does_not_exist_is_a_wrong_yardstick() {
    for (more, value) in [("rule = \"missing-evidense\"\n", "missing-evidense"), ("rule = \"*\"\n", "*")] {
        let mut files = whole();
        files[0] = exempt(settings("planung"), "I-02", "2026-03-02", "2026-05-01", more);
        let report = Case::of(&files).check(2);
        let found = errors(&report);
        assert!(
            found.iter().all(|found| found.1 == "nachweis.toml") && !found.is_empty(),
            "{value}: {found:?}"
        );
    }
}

#[test]
fn an_exemption_for_ever_covers_nothing() {
    for expires in ["2099-12-31", "9999-12-31"] {
        let mut files = whole();
        files.retain(|file| file.0 != BENEFITS);
        files[0] = exempt(settings("planung"), "I-02", REVIEWED, expires, "");
        let case = Case::of(&files);
        for report in [case.check(1), case.gate(1)] {
            let found: Vec<String> = errors(&report).into_iter().map(|found| found.0).collect();
            for rule in ["missing-evidence", "overlong-exemption"] {
                assert!(found.iter().any(|found| found == rule), "{expires}: {found:?}");
            }
        }
    }
}
