//! The bar: whoever asks for more never lets more pass, and whoever changes the bar is judged by the old one too.

use nachweis::engine::{Ask, View, report};
use nachweis::finding::Report;
use nachweis::rule::Rule;
use proptest::prelude::{Strategy, any, prop_assert};
use proptest::sample::Index;

use super::house::{House, Owed, day, house};
use super::{blocking, holds, passes};
use crate::support::{Scene, ask};

/// What `check` and both gates say of HEAD.
fn answers(scene: &Scene, today: u8) -> [Report; 3] {
    [None, Some("idee"), Some("bau")].map(|gate| report(&ask(&scene.root(), &day(today), gate)))
}

/// A demand more, of a task that the pack has or of a new one; nothing where the pack makes it already.
fn stricter(house: &House, which: u8, at: Index) -> Option<House> {
    let mut more = house.clone();
    let owed = &mut more.tasks[at.index(house.tasks.len())];
    let asked = &mut owed.asked;
    match which {
        0 if asked.sections < 3 => asked.sections += 1,
        1 if asked.fields < 2 => asked.fields += 1,
        2 if !asked.checklist => asked.checklist = true,
        3 if asked.review.is_none_or(|months| months > 1) => {
            asked.review = asked.review.map(|m| m - 1).or(Some(6))
        }
        4 if !asked.subject => asked.subject = true,
        5 if !asked.follows => asked.follows = true,
        6 if asked.roles < 2 => asked.roles += 1,
        7 if asked.at_least == 0 => asked.at_least = 1,
        8 if asked.conditional => asked.conditional = false,
        9 if asked.phase == 1 => asked.phase = 0,
        10 if asked.advice => asked.advice = false,
        11 => {
            let owed = Owed { written: None, ..owed.clone() };
            more.tasks.push(owed);
        }
        _ => return None,
    }
    Some(more)
}

/// A property of projects of one kind alone would hold of anything.
#[test]
fn the_projects_that_are_made_up_pass_and_fail() {
    for wanted in [true, false] {
        for which in 0..3 {
            holds(32, 8, house(), |house, tally| {
                if passes(&answers(&house.scene(), house.today)[which]) == wanted {
                    tally.counts();
                }
                Ok(())
            });
        }
    }
}

#[test]
fn a_further_demand_never_turns_fail_into_pass() {
    let of = (house(), 0..12_u8, any::<Index>());
    holds(96, 4, of, |(house, which, at), tally| {
        let Some(more) = stricter(&house, which, at) else { return Ok(()) };
        let (before, after) = (answers(&house.scene(), house.today), answers(&more.scene(), house.today));
        for (before, after) in before.iter().zip(&after) {
            // Whoever passes may fail afterwards: nothing is said of that.
            if !passes(before) {
                tally.counts();
            }
            prop_assert!(passes(before) || !passes(after), "{} passes once more is asked", before.command);
            for (fingerprint, rule) in blocking(before) {
                // What is asked of everybody no longer hangs on an answer.
                if which == 8 && rule == Rule::UnansweredFact {
                    continue;
                }
                let still = blocking(after).iter().any(|(other, _)| *other == fingerprint);
                prop_assert!(still, "{}: {rule} no longer blocks", before.command);
            }
        }
        Ok(())
    });
}

/// Three settings: those of the target, and two heads with the same evidence, one with a bar of its own and one with
/// that of the target.
fn changed() -> impl Strategy<Value = (House, House)> {
    (house(), house(), 0..6_u8).prop_map(|(base, mut head, same)| {
        head.today = base.today.max(head.today);
        if same > 0 {
            // As a rule the evidence is what it was, but for what is new.
            head.tasks = base
                .tasks
                .iter()
                .zip(head.tasks.iter().cycle())
                .map(|(base, head)| head_of(base, head))
                .collect();
            head.decisions = base.decisions;
        }
        (base, head)
    })
}

fn head_of(base: &Owed, head: &Owed) -> Owed {
    Owed { asked: head.asked.clone(), written: base.written.clone() }
}

#[test]
fn no_bar_of_its_own_lets_a_change_pass_that_fails_by_the_bar_of_its_target() {
    holds(64, 8, changed(), |(base, head), tally| {
        let honest =
            House { phase: base.phase, fact: base.fact, exempt: base.exempt, ..with_pack_of(&head, &base) };
        let by_target = judged_against(&base, &honest);
        let by_own = judged_against(&base, &head);
        // Without the target the bar of its own is the only one.
        let alone = answers(&head.scene(), head.today);
        for ((by_target, by_own), alone) in by_target.iter().zip(&by_own).zip(&alone) {
            if !passes(by_target) && passes(alone) {
                tally.counts();
            }
            prop_assert!(
                passes(by_target) || !passes(by_own),
                "{} passes by a bar of its own",
                by_own.command
            );
        }
        Ok(())
    });
}

/// The evidence of one under the pack of another.
fn with_pack_of(evidence: &House, pack: &House) -> House {
    let tasks = pack.tasks.iter().enumerate().map(|(at, owed)| Owed {
        asked: owed.asked.clone(),
        written: evidence.tasks.get(at).and_then(|owed| owed.written.clone()),
    });
    House { tasks: tasks.collect(), ..evidence.clone() }
}

/// What `check` and the gate of the first phase say of a change: the history of `base` with the tree of `head` on top.
fn judged_against(base: &House, head: &House) -> [Report; 2] {
    let mut scene = base.commits();
    let target = scene.last();
    let last = head.last_tree();
    let gone: Vec<String> = base.last_tree().into_keys().filter(|name| !last.contains_key(name)).collect();
    let write: Vec<(&str, &str)> = last.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
    scene.commit(&day(head.today), &write, &gone).build_in_memory();
    [None, Some("idee")].map(|gate| {
        let view = View::Revision("HEAD".to_owned());
        report(&Ask { view, base: Some(scene.id(target)), ..ask(&scene.root(), &day(head.today), gate) })
    })
}
