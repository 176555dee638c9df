//! Time: it only ever makes evidence older.

use nachweis::engine::report;
use nachweis::finding::{Report, Severity};
use nachweis::name::{Date, Interval};
use nachweis::rule::{Group, Rule};
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq};

use super::house::{day, house};
use super::{holds, shipped};
use crate::support::{ask, date};

/// What is no longer current in a report: errors of that group, and whatever says that something is old.
fn stale(report: &Report) -> Vec<(String, Rule, Severity)> {
    let old = |rule: Rule| {
        let soon = [
            Rule::ReviewDueSoon,
            Rule::DecisionLapsesSoon,
            Rule::UnmappedSubject,
            Rule::FutureDate,
            Rule::UnbackedDate,
        ];
        rule.group() == Group::Current && !soon.contains(&rule)
    };
    let found = report.findings.iter().filter(|judged| judged.finding.rule.group() == Group::Current);
    let found = found.filter(|judged| judged.severity == Severity::Error || old(judged.finding.rule));
    found.map(|judged| (judged.fingerprint.clone(), judged.finding.rule, judged.severity)).collect()
}

fn only_older(reports: [Report; 2]) -> super::Held {
    let [early, late] = reports;
    let later = stale(&late);
    for (fingerprint, rule, severity) in stale(&early) {
        let still = later.iter().find(|(other, ..)| *other == fingerprint);
        prop_assert!(still.is_some(), "{}: {rule} is gone on {}", early.command, late.as_of.date);
        prop_assert!(
            still.is_some_and(|(.., other)| *other <= severity),
            "{}: {rule} weighs less on {}",
            early.command,
            late.as_of.date
        );
    }
    Ok(())
}

#[test]
fn a_later_day_never_makes_stale_evidence_fresh() {
    holds(64, 4, (house(), 1..120_u8), |(house, later), tally| {
        let scene = house.scene();
        let then = house.today.saturating_add(later);
        for gate in [None, Some("idee"), Some("bau")] {
            let reports = [house.today, then].map(|on| report(&ask(&scene.root(), &day(on), gate)));
            if !stale(&reports[0]).is_empty() {
                tally.counts();
            }
            only_older(reports)?;
        }
        Ok(())
    });
}

#[test]
fn nor_under_the_shipped_pack() {
    holds(16, 2, (shipped::project(), 1..1_500_i64), |(project, later), tally| {
        let scene = project.scene();
        let today = project.today();
        let then = date(&today).plus_days(later).to_string();
        for gate in [None, Some("ideenbewertung")] {
            let reports = [&today, &then].map(|on| report(&ask(&scene.root(), on, gate)));
            if !stale(&reports[1]).is_empty() {
                tally.counts();
            }
            only_older(reports)?;
        }
        Ok(())
    });
}

/// Days from the year 1 to 9998, the ends of months among them more often than chance would have it.
fn any_date() -> impl Strategy<Value = Date> {
    (1..9_998_i16, 1..13_i8, 1..32_i8).prop_filter_map("a day that the calendar has", |(year, month, day)| {
        Date::parse(&format!("{year:04}-{month:02}-{day:02}"))
    })
}

#[test]
fn a_later_anchor_or_a_longer_interval_is_never_due_earlier() {
    let of = (any_date(), any_date(), 1..600_u16, 1..600_u16);
    holds(512, 2, of, |(one, other, short, long), tally| {
        let (early, late) = (one.min(other), one.max(other));
        let (short, long) = (short.min(long), short.max(long));
        let due = |date: Date, months| date.plus(Interval { months });
        tally.counts();
        prop_assert!(due(early, short) <= due(late, short));
        prop_assert!(due(early, short) <= due(early, long));
        prop_assert!(early < due(early, short));
        Ok(())
    });
}

#[test]
fn a_date_and_an_interval_are_read_as_they_are_written() {
    holds(512, 2, (any_date(), any_date(), 1..=600_u16), |(one, other, months), tally| {
        tally.counts();
        prop_assert_eq!(Date::parse(&one.to_string()), Some(one));
        let interval = Interval { months };
        prop_assert_eq!(Interval::parse(&interval.to_string()), Some(interval));
        prop_assert_eq!(one.plus_days(one.days_until(other)), other);
        prop_assert_eq!(one < other, one.days_until(other) > 0);
        Ok(())
    });
}
