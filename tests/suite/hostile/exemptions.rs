//! Exemptions that are none.

use super::case::{Case, errors, whole};
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
