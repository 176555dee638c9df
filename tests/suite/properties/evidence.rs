//! Evidence: taking it away never helps, and saying a thing twice changes nothing.

use nachweis::check::judge;
use nachweis::engine::{Exit, View, World, report};
use nachweis::finding::{Finding, Report};
use nachweis::render::{Format, Options, render};
use nachweis::repo::Repository;
use nachweis::rule::{Group, Lang};
use nachweis::verdict::{Run, decide};
use proptest::collection::vec;
use proptest::prelude::{any, prop_assert, prop_assert_eq};
use proptest::sample::Index;

use super::house::{House, day, house, id, ledger, place};
use super::{blocking, holds, passes};
use crate::support::ask;

/// What belongs to the piece of a task: the file, or one of its approvals.
fn taken(house: &House, at: Index, what: u8) -> Option<(usize, String)> {
    let at = at.index(house.tasks.len());
    let written = house.tasks[at].written.as_ref()?;
    match what {
        0 => Some((at, place(at))),
        1 if written.approved[0].is_some() => Some((at, ledger(&id(at), "leitung"))),
        2 if written.approved[1].is_some() => Some((at, ledger(&id(at), "dsb"))),
        _ => None,
    }
}

/// `check` calls what contradicts itself an error at once, and what is not there yet only when its phase is over; so
/// there, and for what a pack leaves to choice, a file that contradicts itself may be taken back.
#[test]
fn taking_evidence_away_never_turns_fail_into_pass() {
    holds(96, 4, (house(), any::<Index>(), 0..3_u8), |(house, at, what), tally| {
        let Some((at, file)) = taken(&house, at, what) else { return Ok(()) };
        let asked = &house.tasks[at].asked;
        let whole = house.scene();
        let mut less = house.commits();
        less.commit(&day(house.today), &[], &[&file]).build_in_memory();
        for gate in [None, Some("idee"), Some("bau")] {
            let [before, after] =
                [&whole, &less].map(|scene| report(&ask(&scene.root(), &day(house.today), gate)));
            let own = |report: &Report| {
                let found = report.findings.iter().filter(|judged| judged.blocking);
                let of = |judged: &&nachweis::finding::Judged| {
                    judged.finding.about.address.as_ref().is_some_and(|address| address.to_string() == id(at))
                };
                found.filter(of).map(|judged| judged.finding.rule.group()).collect::<Vec<Group>>()
            };
            let optional = asked.at_least == 0;
            let early = gate.is_none() && asked.phase == house.phase;
            let of_others = blocking(&before).len() > own(&before).len();
            let by_choice = (optional || early) && !of_others;
            if !passes(&before) && !by_choice {
                tally.counts();
                prop_assert!(!passes(&after), "{} passes without {file}", after.command);
            }
            // Only the piece's own findings may go with it; all that it owed others stays.
            for (fingerprint, rule) in blocking(&before) {
                let still = blocking(&after).iter().any(|(other, _)| *other == fingerprint);
                let is_own = before.findings.iter().any(|judged| {
                    judged.fingerprint == fingerprint
                        && judged.finding.about.address.as_ref().is_none_or(|address| {
                            address.to_string() == id(at) || judged.finding.rule.group() == Group::Current
                        })
                });
                prop_assert!(still || is_own, "{}: {rule} no longer blocks", before.command);
            }
        }
        Ok(())
    });
}

#[test]
fn findings_told_twice_or_in_another_order_come_to_the_same() {
    holds(48, 4, (house(), vec((any::<Index>(), any::<Index>()), 1..8)), |(house, twins), tally| {
        let scene = house.scene();
        let repository = Repository::open(&scene.root()).expect("opens");
        for gate in [None, Some("bau")] {
            let ask = ask(&scene.root(), &day(house.today), gate);
            let world = World::load(&repository, &ask).expect("loads");
            let told = |twice: bool| {
                let pictures = world.pictures(&ask, &mut Vec::new());
                let judged: Vec<_> = pictures
                    .into_iter()
                    .map(|picture| {
                        let mut found: Vec<Finding> = judge(&picture);
                        let twins = if twice && !found.is_empty() { twins.as_slice() } else { &[] };
                        for (one, other) in twins {
                            let twin = found[one.index(found.len())].clone();
                            found.insert(other.index(found.len() + 1), twin);
                        }
                        (picture, found)
                    })
                    .collect();
                let source = report(&ask).source;
                let run = Run {
                    command: ask.command.clone(),
                    gate: ask.gate.clone(),
                    as_of: ask.as_of,
                    lang: Lang::De,
                    source,
                };
                decide(run, &judged, Vec::new())
            };
            let (once, twice) = (told(false), told(true));
            if !once.findings.is_empty() {
                tally.counts();
            }
            prop_assert_eq!(Exit::of(&once), Exit::of(&twice));
            let json = |report| render(report, Format::Json, &Options::default());
            prop_assert_eq!(json(&once), json(&twice));
            prop_assert_eq!(matches!(ask.view, View::Worktree), gate.is_none());
        }
        Ok(())
    });
}
