//! The catalogue as readers get it: how many tasks, in words of its own, nothing said twice, who approves what, and
//! contradictory answers told apart.

use std::collections::{BTreeMap, BTreeSet};

use nachweis::load::builtin;
use nachweis::model::{Answer, Condition, FactType, Facts, Pack, Task, Truth};
use nachweis::name::{FactId, RoleId};
use nachweis::rule::{Lang, Rule};
use serde_json::Value;

use crate::support::desk::Desk;
use crate::support::program::{expect, text};
use crate::support::{Scene, found, judged, texts_below};

const DAY: &str = "2026-11-22";

fn pack() -> &'static Pack {
    builtin("arbeitshilfe").expect("the pack is built in")
}

#[test]
fn each_phase_has_its_tasks() {
    let count = |phase: &str| pack().tasks.values().filter(|task| task.phase.as_str() == phase).count();
    let phases = ["ideenbewertung", "planung", "entwicklung", "inbetriebnahme", "betrieb", "deaktivierung"];
    assert_eq!(phases.map(count), [11, 20, 20, 12, 11, 8]);
}

/// What carries the meaning of a German or English sentence: its longer words, cut to their stems.
fn stems(text: &str) -> BTreeSet<String> {
    const EMPTY: &str = "der die das des dem den ein eine einer eines einem einen und oder ist sind wird werden wurde \
                         wurden für mit von zum zur aus bei nach vor über unter nicht auch wer wie was sich als dass \
                         durch kein keine hat haben man ihr ihre sein seine noch nur steht stehen gibt the and are was \
                         were has have been for with from into that this which who does did not any its their than";
    let empty: BTreeSet<&str> = EMPTY.split(' ').collect();
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphabetic());
    let words = words.filter(|word| word.chars().count() > 2 && !empty.contains(word));
    words.map(|word| word.chars().take(6).collect()).collect()
}

/// The goals, steps and questions of a task in a language; steps are German only.
fn sentences(task: &Task, lang: Lang) -> Vec<&str> {
    let steps = task.steps.iter().filter(|_| lang == Lang::De).map(String::as_str);
    let questions = task.checklist.iter().map(|item| item.get(lang));
    [task.goals.get(lang)].into_iter().chain(steps).chain(questions).collect()
}

#[test]
fn nothing_is_empty_and_nothing_rewords_its_title() {
    for lang in Lang::ALL {
        for task in pack().tasks.values() {
            let title = stems(task.title.get(lang));
            for sentence in sentences(task, lang) {
                let own = stems(sentence);
                let taken = own.intersection(&title).count();
                assert!(own.len() >= 2, "{}: {sentence}", task.id);
                // At most half of what it says may come from the title, and two things must be new.
                assert!(taken * 2 <= own.len() && own.len() - taken >= 2, "{}: {sentence}", task.id);
            }
        }
    }
}

#[test]
fn nothing_is_said_twice() {
    for lang in Lang::ALL {
        let said: Vec<(&Task, &str, BTreeSet<String>)> = pack()
            .tasks
            .values()
            .flat_map(|task| sentences(task, lang).into_iter().map(move |text| (task, text, stems(text))))
            .collect();
        for (at, (task, sentence, own)) in said.iter().enumerate() {
            for (other, like, words) in &said[at + 1..] {
                let (both, all) = (own.intersection(words).count(), own.union(words).count());
                assert!(both * 10 < all * 7, "{} and {}: {sentence} {like}", task.id, other.id);
            }
        }
    }
}

#[test]
fn the_measure_of_repetition_finds_repetition() {
    let alike = |one: &str, other: &str| {
        let (one, other) = (stems(one), stems(other));
        one.intersection(&other).count() * 10 >= one.union(&other).count() * 7
    };
    assert!(alike("Steht der nächste Termin fest?", "Steht der Termin der nächsten Kontrolle fest?"));
    assert!(!alike("Hat jede Maßnahme eine Frist?", "Hat jede Maßnahme einen Eigner, der sie umsetzt?"));
    let title = stems("Testplan erstellen");
    assert!(stems("Einen Testplan erstellen.").iter().all(|stem| title.contains(stem)), "a rewording");
}

/// Wherever the published document is named, it is a source or something this is not. Nothing here is said to be its
/// text.
#[test]
fn no_sentence_claims_to_be_the_published_text() {
    const ALLOWED: [&str; 9] = [
        "nicht der Text der Arbeitshilfe.",
        "not the text of the Arbeitshilfe.",
        "die Ankündigung der Arbeitshilfe nennt keine",
        "\"Regelwerk nach der Arbeitshilfe KI in der Arbeits- und Sozialverwaltung\"",
        "\"Pack after the working aid on AI in labour and social administration\"",
        "\"Ankündigung der Arbeitshilfe\"",
        "\"Ankündigung Arbeitshilfe\"",
        "\"Arbeitshilfen zur DSFA mit Modulen M1 bis M4\"",
        "# ---- Arbeitshilfe und Leitlinien",
    ];
    let mut seen = BTreeSet::new();
    for (file, text) in texts_below("policies/arbeitshilfe") {
        // Lines are joined, so that no sentence hides behind a line end.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let count = |word: &str| text.matches(word).count();
        let named = count("Arbeitshilfe") + count("orking aid");
        let forms: Vec<&str> = ALLOWED.into_iter().filter(|form| count(form) > 0).collect();
        assert_eq!(forms.iter().map(|form| count(form)).sum::<usize>(), named, "{file}");
        seen.extend(forms);
    }
    assert_eq!(seen.len(), ALLOWED.len(), "every allowed form is in use: {seen:?}");
    assert!(pack().tasks.values().all(|task| task.official_ref.is_empty()));
}

/// The roles that approve something of a task.
fn approving(task: &Task) -> BTreeSet<&RoleId> {
    task.evidence.iter().filter_map(|piece| piece.approved.as_ref()).flat_map(|by| &by.roles).collect()
}

#[test]
fn every_result_is_approved_by_others_than_its_authors() {
    const OFTEN: u16 = 3;
    let records: BTreeSet<_> = pack().gates.iter().map(|gate| &gate.record).collect();
    let mut without = BTreeSet::new();
    for task in pack().tasks.values() {
        for piece in &task.evidence {
            let address = task.address(piece);
            let roles = piece.approved.as_ref().map(|approved| approved.roles.as_slice()).unwrap_or_default();
            if records.contains(&address) {
                assert!(roles.iter().any(|role| role.as_str() == "leitung"), "{address}");
                assert!(!piece.may_be_exempt(), "{address}");
            } else {
                assert!(!roles.contains(&task.responsible), "{address} would control itself");
            }
            let often = piece.review.as_ref().is_some_and(|review| review.every.months <= OFTEN);
            assert!(!often || roles.is_empty(), "{address} changes too often to be approved each time");
            assert_eq!(roles.iter().collect::<BTreeSet<_>>().len(), roles.len(), "{address}");
        }
        let main = task.evidence.first().and_then(|piece| piece.review.as_ref());
        let rolling = main.is_some_and(|review| review.every.months <= OFTEN);
        if approving(task).is_empty() && !rolling {
            without.insert(task.id.as_str());
        }
    }
    // What the business owner helps to write and the decision on the idea reads as a whole.
    assert_eq!(without, BTreeSet::from(["I-01", "I-02", "I-04", "I-07", "I-08", "I-09", "I-10"]));
}

#[test]
fn answers_that_exclude_each_other_are_found() {
    for contradiction in &pack().contradictions {
        let facts = meeting(&contradiction.when);
        let word = |id: &str, other: &str| match facts.get(&FactId::new(id).expect("an id")) {
            Some(answer) => answer.to_string(),
            None => other.to_owned(),
        };
        let answers: String = facts
            .iter()
            .filter(|(id, _)| pack().fact(id.as_str()).is_some())
            .map(|(id, answer)| match answer {
                Answer::Boolean(value) => format!("{id} = {value}\n"),
                Answer::Word(word) => format!("{id} = \"{word}\"\n"),
            })
            .collect();
        let settings = format!(
            "version = 1\n[project]\nname = \"Probe\"\nphase = \"{}\"\n[policy]\npacks = [\"arbeitshilfe@2026.1\"]\n\
             profile = \"{}\"\n[facts]\n{answers}",
            word("phase", "planung"),
            word("profil", "voll")
        );
        let mut scene = Scene::new();
        let root = scene.commit(DAY, &[("nachweis.toml", &settings)], &[]).build().to_owned();
        let report = judged(&root, DAY, None, Lang::De);
        let named = found(&report, Rule::ConflictingFacts);
        let own = named.iter().find(|judged| {
            judged.finding.args.get("text").is_some_and(|text| text.get(Lang::De) == contradiction.message.de)
        });
        assert!(own.is_some(), "{}: {settings}", contradiction.id);
    }
    assert!(pack().contradictions.len() > 20);
}

/// Answers that meet a condition.
fn meeting(condition: &Condition) -> Facts {
    let named: BTreeMap<&FactId, Vec<Answer>> =
        condition.named().into_iter().map(|(fact, _)| (fact, answers(fact))).collect();
    let mut all = vec![Facts::new()];
    for (fact, answers) in named {
        let with = |facts: &Facts, answer: &Answer| {
            let mut facts = facts.clone();
            facts.insert(fact.clone(), answer.clone());
            facts
        };
        all = all.iter().flat_map(|facts| answers.iter().map(|answer| with(facts, answer))).collect();
    }
    all.into_iter().find(|facts| condition.truth(facts) == Truth::Yes).expect("some answers meet it")
}

fn answers(id: &FactId) -> Vec<Answer> {
    let words = |words: Vec<&str>| words.into_iter().map(|word| Answer::Word(word.to_owned())).collect();
    match (id.as_str(), pack().fact(id.as_str())) {
        ("phase", _) => words(pack().phases.iter().map(|phase| phase.id.as_str()).collect()),
        ("profil", _) => words(pack().profiles.iter().map(|profile| profile.id.as_str()).collect()),
        (_, Some(fact)) if fact.kind == FactType::OneOf => {
            words(fact.values.iter().map(String::as_str).collect())
        }
        (_, Some(_)) => vec![Answer::Boolean(true), Answer::Boolean(false)],
        (id, None) => panic!("{id} is no fact"),
    }
}

#[test]
fn the_program_lists_tasks_by_phase_role_and_profile_in_every_form() {
    let desk = Desk::on(DAY);
    let listed =
        |arguments: &[&str]| expect(&desk, &desk.work(), 0, &[&["list", "tasks"], arguments].concat()).out;
    let json = |arguments: &[&str]| -> Vec<Value> {
        serde_json::from_str(&listed(&[arguments, &["--format", "json"]].concat())).expect("a list")
    };
    let filters: [(&[&str], Holds); 5] = [
        (&[], |_| true),
        (&["--phase", "betrieb"], |task| task.phase.as_str() == "betrieb"),
        (&["--role", "haushalt"], |task| has_part(task, "haushalt")),
        (&["--profile", "kern"], |task| task.profiles.keys().any(|profile| profile.as_str() == "kern")),
        (&["--phase", "planung", "--role", "leitung", "--profile", "voll"], |task| {
            task.phase.as_str() == "planung" && has_part(task, "leitung")
        }),
    ];
    for (arguments, holds) in filters {
        let expected: Vec<&str> =
            pack().tasks.values().filter(|task| holds(task)).map(|task| task.id.as_str()).collect();
        let tasks = json(arguments);
        let found: BTreeSet<&str> = tasks.iter().map(|task| text(task, "id")).collect();
        assert_eq!(found, expected.iter().copied().collect(), "{arguments:?}");
        let book = listed(&[arguments, &["--format", "markdown"]].concat());
        let chapters = book.lines().filter(|line| line.starts_with("### ")).count();
        assert_eq!(chapters, expected.len(), "{arguments:?}");
        let lines = listed(arguments);
        assert!(expected.iter().all(|id| lines.contains(&format!(" {id} "))), "{arguments:?}: {lines}");
    }
    // Who approves stands in each of them.
    let tasks = json(&[]);
    for task in pack().tasks.values() {
        let shape = tasks.iter().find(|shape| text(shape, "id") == task.id.as_str()).expect("the task");
        for (piece, shape) in task.evidence.iter().zip(shape["evidence"].as_array().expect("evidence")) {
            let roles = piece.approved.as_ref().map(|approved| &approved.roles);
            assert_eq!(shape["approved"]["roles"], serde_json::json!(roles), "{}", task.address(piece));
            assert_eq!(shape["exemptible"], piece.may_be_exempt(), "{}", task.address(piece));
        }
    }
    let book = listed(&["--format", "markdown"]);
    assert_eq!(
        book.matches("- **Freigabe:** ").count(),
        approved_pieces(),
        "one line for each piece that is approved"
    );
}

/// Whether a filter leaves a task.
type Holds = fn(&Task) -> bool;

/// Whether a role is responsible for a task, contributes to it, or approves something of it.
fn has_part(task: &Task, role: &str) -> bool {
    let mut roles = task.contributing.iter().chain([&task.responsible]).chain(approving(task));
    roles.any(|other| other.as_str() == role)
}

fn approved_pieces() -> usize {
    pack().tasks.values().flat_map(|task| &task.evidence).filter(|piece| piece.approved.is_some()).count()
}
