//! Every template of the pack: fresh it fails its own task, filled in it satisfies it.

use nachweis::finding::{Report, State};
use nachweis::load::builtin_packs;
use nachweis::model::{Pack, Piece, Task};
use nachweis::rule::Lang;

use crate::support::fill::{DAY, filled, fresh, place};
use crate::support::{Scene, judged};

const SETTINGS: &str = "version = 1
language = \"de\"
[project]
name = \"Vorlagen\"
phase = \"deaktivierung\"
[policy]
packs = [\"arbeitshilfe@2026.1\"]
profile = \"voll\"
[roles.leitung]
members = [\"leitung@behoerde.example\"]
";

/// Who approves the DSFA, the one piece that asks for it.
const APPROVAL: &str = "task = \"P-10\"
path = \"nachweise/datenschutz/dsfa.md\"
hash = \"c1:sha256:@\"
reviewed = 2026-02-01
role = \"leitung\"
person = \"leitung@behoerde.example\"
date = 2026-02-01
";

fn pack() -> &'static Pack {
    builtin_packs().first().expect("a pack is built in")
}

fn pieces() -> impl Iterator<Item = (&'static Task, &'static Piece)> {
    pack().tasks.values().flat_map(|task| task.evidence.iter().map(move |piece| (task, piece)))
}

/// A project with one file for each piece, all of one commit, judged a few days later.
fn report(text: impl Fn(&Task, &Piece) -> String, approval: Option<&str>) -> Report {
    let files: Vec<(String, String)> =
        pieces().map(|(task, piece)| (place(piece).to_string(), text(task, piece))).collect();
    let mut write: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    write.push(("nachweis.toml", SETTINGS));
    write.extend(approval.map(|text| ("nachweise/freigaben/P-10.leitung.toml", text)));
    let mut scene = Scene::new();
    let root = scene.commit(DAY, &write, &[]).build().to_owned();
    judged(&root, "2026-02-10", None, Lang::De)
}

/// The pieces whose state is not the one expected, with what was found of them.
fn others(report: &Report, expected: State) -> Vec<String> {
    let evidence = report.tasks.iter().flat_map(|task| &task.evidence);
    let wrong = evidence.filter(|piece| piece.state != expected);
    let found = |address: &nachweis::name::Address| {
        let own =
            report.findings.iter().filter(|judged| judged.finding.about.address.as_ref() == Some(address));
        own.map(|judged| format!("{} {}", judged.finding.rule, judged.finding.about.requirement))
            .collect::<Vec<_>>()
    };
    wrong.map(|piece| format!("{} {:?} {:?}", piece.address, piece.state, found(&piece.address))).collect()
}

#[test]
fn a_fresh_template_fails_its_own_task() {
    let report = report(|_, piece| fresh(pack(), piece).to_owned(), None);
    let wrong = others(&report, State::Untouched);
    assert!(wrong.is_empty(), "{} pieces\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_template_that_is_filled_in_satisfies_its_task() {
    let report = report(|task, piece| filled(pack(), task, piece), Some(APPROVAL));
    let judged: usize = report.tasks.iter().map(|task| task.evidence.len()).sum();
    assert_eq!(judged, pieces().count());
    let wrong = others(&report, State::Satisfied);
    assert!(wrong.is_empty(), "{} of {judged} pieces\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn nothing_is_said_twice_and_nothing_merely_repeats_its_title() {
    let mut seen = std::collections::BTreeMap::new();
    for task in pack().tasks.values() {
        let goals = [&task.goals.de].into_iter().chain(&task.goals.en);
        let checklist = task.checklist.iter().flat_map(|item| std::iter::once(&item.de).chain(&item.en));
        for text in goals.chain(&task.steps).chain(checklist) {
            let folded = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            assert!(folded.split(' ').count() >= 2, "{}: {text}", task.id);
            assert_ne!(folded.trim_end_matches('.'), task.title.de.to_lowercase(), "{}", task.id);
            if let Some(other) = seen.insert(folded, &task.id) {
                panic!("{} and {other}: {text}", task.id);
            }
        }
    }
}
