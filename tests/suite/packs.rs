//! The shipped pack: what it has to hold, that its templates prove nothing, and how it judges the repositories of the
//! fixtures.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use nachweis::engine::{Exit, Story};
use nachweis::finding::{Counts, Problems, Report, State};
use nachweis::load::{builtin, builtin_packs, pack};
use nachweis::model::{Origin, Pack, Words};
use nachweis::rule::Lang;

use crate::support::{Scene, judged, path, root, texts_below};

fn arbeitshilfe() -> &'static Pack {
    builtin("arbeitshilfe").expect("the shipped pack")
}

#[test]
fn the_shipped_pack_is_the_folder_and_has_no_problems() {
    let mut problems = Problems::default();
    let read = pack(&path("policies/arbeitshilfe"), &texts_below("policies/arbeitshilfe"), &mut problems)
        .expect("a sound pack");
    assert!(problems.is_empty());
    assert_eq!(read.digest, arbeitshilfe().digest);
    let folders: Vec<String> = fs::read_dir(root().join("policies"))
        .expect("the policies")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(builtin_packs().len(), folders.len(), "{folders:?}");
}

fn in_both(words: &Words) -> bool {
    [Some(&words.de), words.en.as_ref()].iter().all(|text| text.is_some_and(|text| !text.trim().is_empty()))
}

#[test]
fn every_task_holds_what_the_model_demands() {
    let pack = arbeitshilfe();
    let mut wrong = Vec::new();
    for task in pack.tasks.values() {
        let mut demand = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{}: {what}", task.id));
            }
        };
        demand(in_both(&task.title) && in_both(&task.goals), "title and goals in both languages");
        demand((5..=10).contains(&task.checklist.len()), "five to ten questions");
        demand(task.checklist.iter().all(in_both), "questions in both languages");
        let question =
            |words: &Words| words.de.ends_with('?') && words.en.as_ref().is_some_and(|en| en.ends_with('?'));
        demand(task.checklist.iter().all(question), "questions end in a question mark");
        demand(
            !task.basis.is_empty() && task.basis.iter().all(|basis| !basis.citation.is_empty()),
            "a citation",
        );
        let effort = [task.effort.small, task.effort.large];
        demand(effort.iter().all(|[from, to]| 0.0 < *from && from <= to), "an effort from less to more");
        demand(task.effort.small <= task.effort.large, "a small project takes no more than a large one");
        demand(
            !task.steps.is_empty() && !task.methods.is_empty() && !task.resources.is_empty(),
            "steps, methods, resources",
        );
        demand(!task.reading.is_empty(), "further reading");
        let reasons = task.profiles.values().all(|reason| reason.len() > 40 && reason.ends_with('.'));
        demand(reasons, "a reason for each profile");
        demand(task.official_ref.is_empty(), "nobody has seen the official text");
        let may = |role: &str, owns: bool| {
            pack.role(role).is_some_and(|role| if owns { role.may_own } else { role.may_approve })
        };
        demand(may(task.responsible.as_str(), true), "the responsible role may own tasks");
        demand(!task.contributing.contains(&task.responsible), "who is responsible does not help");
        demand(task.evidence.first().is_some_and(|piece| piece.piece.is_none()), "a main piece first");
        for piece in &task.evidence {
            let roles = piece.approved.iter().flat_map(|approved| &approved.roles);
            demand(roles.into_iter().all(|role| may(role.as_str(), false)), "approving roles may approve");
            demand(
                in_both(&piece.title) && matches!(piece.article.as_str(), "der" | "die" | "das"),
                "a titled piece",
            );
            demand(piece.template.is_some(), "a template");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn phases_gates_and_their_records_go_together() {
    let pack = arbeitshilfe();
    let phases: Vec<&str> = pack.phases.iter().map(|phase| phase.id.as_str()).collect();
    let order = ["ideenbewertung", "planung", "entwicklung", "inbetriebnahme", "betrieb", "deaktivierung"];
    assert_eq!(phases, order);
    let gates: Vec<&str> = pack.gates.iter().map(|gate| gate.id.as_str()).collect();
    assert_eq!(gates, order);
    let mut records = BTreeSet::new();
    for gate in &pack.gates {
        let (task, piece) = pack.piece(&gate.record).expect("the record is a piece");
        let of = piece.decision.as_ref().map(|decision| decision.gate.as_str());
        assert_eq!(of, Some(gate.id.as_str()), "{}", gate.record);
        assert_eq!(task.due_of(piece).as_str(), gate.id.as_str(), "{}", gate.record);
        records.insert(&gate.record);
        for other in &gate.not_conditionable {
            assert!(pack.tasks.contains_key(other), "{}: {other}", gate.id);
        }
    }
    let decisions =
        pack.tasks.values().flat_map(|task| &task.evidence).filter(|piece| piece.decision.is_some());
    assert_eq!((records.len(), decisions.count()), (6, 6));
}

#[test]
fn the_catalogue_has_82_tasks_a_core_of_28_and_the_three_announced_titles() {
    let pack = arbeitshilfe();
    let profiles: Vec<&str> = pack.profiles.iter().map(|profile| profile.id.as_str()).collect();
    assert_eq!(profiles, ["kern", "voll"]);
    assert_eq!(pack.tasks.len(), 82);
    assert_eq!(pack.tasks.values().filter(|task| task.profiles.contains_key("kern")).count(), 28);
    let announced: BTreeMap<&str, &str> = pack
        .tasks
        .values()
        .filter(|task| task.origin == Origin::Announced)
        .map(|task| (task.id.as_str(), task.title.de.as_str()))
        .collect();
    let titles = [
        ("E-19", "Nachnutzbarkeit sicherstellen"),
        ("I-02", "Mehrwerte für Nutzer*innen bewerten"),
        ("P-15", "Bias-Workshop konzipieren"),
    ];
    assert_eq!(announced, BTreeMap::from(titles));
    for (_, title) in titles {
        assert!(pack.notice.de.contains(title) && in_both(&pack.notice), "the notice names {title}");
    }
}

/// Settings in the last phase, so that everything is due, and without answers, so that everything applies.
const LAST_PHASE: &str = r#"version = 1

[project]
name  = "Vorlagen"
phase = "deaktivierung"

[policy]
packs   = ["arbeitshilfe@2026.1"]
profile = "voll"

[roles.leitung]
members = ["leitung@behoerde.example"]
"#;

#[test]
fn no_fresh_template_proves_anything() {
    untouched(|template| template.to_owned());
}

#[test]
fn a_template_with_nothing_but_its_metadata_filled_in_proves_nothing() {
    untouched(|template| {
        template
            .replace("status: draft", "status: final")
            .replace("reviewed:\n", "reviewed: 2026-11-20\n")
            .replace("decision:\n", "decision: go\n")
            // Long ago, so that the tasks of operation are due again.
            .replace("decided:\n", "decided: 2020-01-06\n")
    });
}

/// Writes every template to the place of its piece; all pieces and tasks must be untouched.
fn untouched(fill: impl Fn(&str) -> String) {
    let pack = arbeitshilfe();
    let mut written = vec![("nachweis.toml".to_owned(), LAST_PHASE.to_owned())];
    let mut used = BTreeSet::new();
    for task in pack.tasks.values() {
        for piece in &task.evidence {
            let template = piece.template.as_ref().expect("a template");
            assert!(used.insert(template), "{template} serves twice");
            let text = pack.templates.get(template).unwrap_or_else(|| panic!("{template} is not there"));
            let line = format!("task: {}", task.address(piece));
            let named = text.lines().any(|found| found.trim() == line);
            assert!(named || template.ends_with(".csv"), "{template} does not hold {line}");
            written.push((format!("nachweise/{}", piece.path.replace('*', "1")), fill(text)));
        }
    }
    assert_eq!(used, pack.templates.keys().collect(), "a template that serves nothing");
    let written: Vec<(&str, &str)> =
        written.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut scene = Scene::new();
    scene.commit("2026-11-20", &written, &[]);
    let report = judged(scene.build(), "2026-11-22", None, Lang::De);
    assert_eq!(Exit::of(&report), Exit::Fail);
    let pieces: Vec<_> = report.tasks.iter().flat_map(|task| &task.evidence).collect();
    assert_eq!((pieces.len(), report.tasks.len()), (used.len(), pack.tasks.len()));
    for piece in pieces {
        assert!(piece.claimed_by.is_some(), "{} is not claimed", piece.address);
        assert_eq!(piece.state, State::Untouched, "{}", piece.address);
    }
    for task in &report.tasks {
        assert_eq!(task.state, State::Untouched, "{}", task.id);
    }
}

/// A repository of the fixtures: exit, errors, warnings, exempt findings, judged pieces and the states of tasks for
/// `check` and for every gate in order.
type Judgement = (&'static str, u8, [usize; 4], &'static str);

/// What is found in each of them on the day on which its story is looked at.
const JUDGEMENTS: [(&str, &str, [Judgement; 7]); 1] = [(
    "demo",
    "2026-11-22",
    [
        (
            "check",
            1,
            [7, 13, 1, 31],
            "missing 5, incomplete 2, outdated 1, overdue 1, changed 1, exempt 1, later 10, satisfied 7",
        ),
        ("gate ideenbewertung", 1, [2, 0, 0, 6], "overdue 1, changed 1, later 24, satisfied 2"),
        (
            "gate planung",
            1,
            [11, 0, 0, 18],
            "missing 2, incomplete 2, outdated 2, overdue 1, changed 1, later 16, satisfied 4",
        ),
        (
            "gate entwicklung",
            1,
            [20, 0, 1, 31],
            "missing 5, incomplete 2, outdated 1, overdue 1, changed 1, exempt 1, later 10, satisfied 7",
        ),
        (
            "gate inbetriebnahme",
            1,
            [32, 0, 1, 43],
            "missing 11, incomplete 2, outdated 1, overdue 1, changed 1, exempt 1, later 4, satisfied 7",
        ),
        (
            "gate betrieb",
            1,
            [36, 0, 1, 47],
            "missing 13, incomplete 2, outdated 1, overdue 1, changed 1, exempt 1, later 2, satisfied 7",
        ),
        (
            "gate deaktivierung",
            1,
            [39, 0, 1, 50],
            "missing 15, incomplete 2, outdated 1, overdue 1, changed 1, exempt 1, satisfied 7",
        ),
    ],
)];

#[test]
fn every_pack_judges_every_repository_of_the_fixtures() {
    let folder = root().join("fixtures/repos");
    let names: BTreeSet<String> = fs::read_dir(&folder)
        .expect("the repositories")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, JUDGEMENTS.iter().map(|(name, ..)| (*name).to_owned()).collect());
    // A second pack needs a table of its own: the settings of the repositories name this one.
    assert_eq!(builtin_packs().iter().map(|pack| pack.id.as_str()).collect::<Vec<_>>(), ["arbeitshilfe"]);
    for (name, day, judgements) in JUDGEMENTS {
        let folder = folder.join(name);
        let content = |name: &str| fs::read(folder.join(name)).ok();
        let story = fs::read_to_string(folder.join("story.toml")).expect("a story");
        let target = tempfile::tempdir().expect("a temporary folder");
        let story = Story::parse(&story).expect("a story");
        story.unpack(target.path(), &content).expect("the repository is written");
        for (question, code, counts, states) in judgements {
            let gate = question.strip_prefix("gate ");
            let report = judged(target.path(), day, gate, Lang::De);
            let Counts { errors, warnings, exempt, borrowed: _, judged, since: _ } = report.counts;
            let found = (Exit::of(&report).code(), [errors, warnings, exempt, judged], states_of(&report));
            assert_eq!(found, (code, counts, states.to_owned()), "{name}: {question}");
        }
    }
}

/// How many tasks are in which state, worst first.
fn states_of(report: &Report) -> String {
    let mut states: BTreeMap<State, usize> = BTreeMap::new();
    for task in &report.tasks {
        *states.entry(task.state).or_default() += 1;
    }
    let states: Vec<String> = states.iter().map(|(state, count)| format!("{} {count}", state.id())).collect();
    states.join(", ")
}
