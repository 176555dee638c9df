//! Dates and clocks that say what their author would like.

use super::case::{Case, LATER, REVIEWED, TODAY, errors, only, paths_of, spoilt, whole};
use super::forge::Forge;
use crate::support::desk::run;
use crate::support::evidence::*;
use crate::support::noon;

/// The evidence with another review date, as it is written.
fn reviewed(date: &str) -> Case {
    Case::of(&spoilt(BENEFITS, |text| text.replace("reviewed: 2026-03-02", &format!("reviewed: {date}"))))
}

#[test]
fn a_review_in_the_far_future_is_refused_however_it_is_committed() {
    for date in ["2026-03-04", "2099-01-01", "9999-12-31"] {
        assert_eq!(paths_of(&reviewed(date).check(0), "future-date"), [BENEFITS], "{date}: check warns");
        only(&reviewed(date).gate(1), "future-date", BENEFITS);
    }
    // Nor does it help to put the commit there too.
    let case = reviewed("2099-01-01");
    let forge = Forge::of(&case);
    let tree = forge.at("");
    forge.commit(&forge.header(tree, "2099-01-01").replace(&format!("parent {}\n", forge.head()), ""));
    assert_eq!(paths_of(&case.check(0), "future-date"), [BENEFITS]);
    let gate = case.report(2, &["gate", "ideenbewertung"]);
    assert!(errors(&gate).iter().any(|found| found.0 == "wrong-value"), "{gate:#}");
}

#[test]
fn a_day_that_does_not_exist_is_no_date() {
    for date in [
        "2026-02-30",
        "2026-13-01",
        "0000-00-00",
        "2026-3-2",
        "2026-03-02T00:00:00Z",
        "+12026-03-02",
        "٢٠٢٦-٠٣-٠٢",
    ] {
        let report = reviewed(date).check(1);
        let found = errors(&report);
        assert!(
            found.contains(&("malformed-evidence/date".to_owned(), BENEFITS.to_owned())),
            "{date}: {found:?}"
        );
    }
}

#[test]
fn a_commit_whose_time_nobody_can_read_leaves_it_undecided() {
    let good = noon(LATER).to_string();
    for time in ["99999999999999999999", "999999999999999", "-5000", "0123456789", "1e9", ""] {
        let case = Case::of(&whole());
        let forge = Forge::of(&case);
        forge.commit(&forge.header(forge.at(""), LATER).replace(&good, time));
        for report in case.everywhere(3) {
            assert_eq!(report["verdict"], "undetermined", "{time}");
        }
    }
}

#[test]
fn a_time_zone_that_does_not_exist_moves_no_day() {
    let plain = Case::of(&whole());
    for zone in ["+9999", "-9999", "+1400", "-1200", "-0000"] {
        let case = Case::of(&whole());
        let forge = Forge::of(&case);
        forge.commit(&forge.header(forge.at(""), REVIEWED).replace("+0000", zone));
        assert_eq!(errors(&case.check(0)), errors(&plain.check(0)), "{zone}");
        assert_eq!(errors(&case.gate(0)), [], "{zone}");
    }
}

#[test]
fn the_day_of_a_commit_is_that_of_utc() {
    // Half past midnight of the fourth in Berlin is still the third in UTC; a review may bear the day after.
    for (seconds, zone, good) in [(84_600, "+0100", false), (88_200, "+0100", true), (84_600, "-0500", false)]
    {
        let case = reviewed("2026-03-04");
        let forge = Forge::of(&case);
        let midnight = noon("2026-03-02") - 43_200;
        let header = forge.header(forge.at(""), "2026-03-02");
        let header = header
            .replace(&format!("{} +0000", noon("2026-03-02")), &format!("{} {zone}", midnight + seconds));
        forge.commit(&header.replace(&format!("parent {}\n", forge.head()), ""));
        let found = paths_of(&case.check(0), "future-date");
        assert_eq!(found.is_empty(), good, "{seconds} {zone}");
    }
}

#[test]
fn a_day_of_the_environment_that_is_none_is_a_wrong_yardstick() {
    let case = Case::of(&whole());
    let day = |value: &std::ffi::OsStr, arguments: &[&str]| {
        run(case.desk.program(&case.root(), arguments).env("SOURCE_DATE_EPOCH", value))
    };
    let words =
        ["gestern", "", " ", "1e9", "12.5", "-1", "99999999999999999999", "0x10", "2026-04-01", "1\n2"];
    for word in words {
        let outcome = day(word.as_ref(), &["check"]);
        assert_eq!(outcome.code, 2, "{word:?}: {}{}", outcome.out, outcome.err);
        assert!(outcome.err.contains("SOURCE_DATE_EPOCH") && outcome.out.is_empty(), "{}", outcome.err);
        assert_eq!(day(word.as_ref(), &["check", "--as-of", TODAY]).code, 0, "{word:?}: the argument counts");
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(day(std::ffi::OsStr::from_bytes(b"\xff"), &["check"]).code, 2);
    }
    assert_eq!(day(noon(TODAY).to_string().as_ref(), &["check"]).code, 0);
}
