//! Code review: what a change makes worse blocks, what was there before is counted, and everyday changes pass unharmed.

use std::fs;
use std::path::Path;

use nachweis::engine::{Ask, Exit, View, report};
use nachweis::finding::{Grade, Report, Severity, Since, State, Verdict};
use nachweis::render::{Format, Options, render};
use nachweis::rule::Rule;

use crate::support::change::*;
use crate::support::desk::Desk;
use crate::support::evidence::*;
use crate::support::{Scene, ask, found, git, json, program, save, state, text};

const REVIEWED: &str = "2026-03-02";
const LATER: &str = "2026-03-06";
const TODAY: &str = "2026-04-01";

/// A project in planning in which nothing blocks.
fn project() -> Vec<File> {
    let mut files = idea_phase("planung", REVIEWED);
    files.extend([model("7B"), dpia(REVIEWED), dpia_risks(), dpia_approval(REVIEWED, REVIEWED)]);
    files
}

/// The same without the talks of I-02: an error since planning began.
fn red() -> Vec<File> {
    let mut files = project();
    files.retain(|file| file.0 != BENEFITS);
    files
}

/// One commit, and one after it.
fn two(first: &[File], second: &[File]) -> Scene {
    let mut scene = Scene::new();
    let base = scene.on(&[], REVIEWED, first);
    scene.on(&[base], LATER, second);
    scene.build();
    scene
}

fn passes(report: &Report) {
    assert_eq!((brought(report), weakened(report)), (vec![], vec![]), "{}", text(report));
    assert_eq!(Exit::of(report), Exit::Pass, "{}", text(report));
}

/// Holds that this blocks and nothing else.
fn blocks(report: &Report, expected: &[(Rule, &str)]) {
    let expected: Vec<(Rule, String)> =
        expected.iter().map(|(rule, piece)| (*rule, (*piece).to_owned())).collect();
    assert_eq!(brought(report), expected, "{}", text(report));
    assert_eq!(Exit::of(report), Exit::Fail);
}

#[test]
fn a_harmless_change_passes() {
    let scene = two(&project(), &[("docs/notizen.md", "Notizen\n".to_owned())]);
    let report = scene.change(1, 0, TODAY);
    passes(&report);
    assert_eq!(report.grade, Grade::L1);
    assert_eq!(found(&report, Rule::BehindBase).len(), 0);
    let base = report.source.base.as_ref().expect("a base");
    assert_eq!((base.commit.to_string(), base.compared), (scene.id(0), true));
    assert_eq!(report.projects[0].policy.base.as_ref().map(ToString::to_string), Some(scene.id(0)));
}

#[test]
fn a_mapped_file_moves_together_with_its_mapping() {
    let mut files = project();
    files[0] = mapped(settings("planung"), "I-02", "docs/mehrwerte.md");
    let text = files.iter().find(|file| file.0 == BENEFITS).expect("the talks").1.clone();
    files.retain(|file| file.0 != BENEFITS);
    files.push(("docs/mehrwerte.md", text.clone()));
    let scene = two(
        &files,
        &[
            mapped(settings("planung"), "I-02", "akten/nutzen/gespraeche.md"),
            gone("docs/mehrwerte.md"),
            ("akten/nutzen/gespraeche.md", text),
        ],
    );
    let report = scene.change(1, 0, TODAY);
    passes(&report);
    assert_eq!(state(&report, "I-02"), State::Satisfied);
    assert_eq!(report.counts.since.map(|since| since.new), Some(0), "{}", crate::support::text(&report));
}

#[test]
fn the_evidence_folder_moves_with_the_patterns_that_lead_into_it() {
    let mut scene = Scene::new();
    scene.on(&[], REVIEWED, &project());
    let files: Vec<(String, String)> = project()
        .into_iter()
        .map(|(path, text)| match path {
            "nachweis.toml" => (path.to_owned(), text.replace("\"nachweise", "\"akten")),
            _ => (path.replacen("nachweise/", "akten/", 1), text.replace("\"nachweise/", "\"akten/")),
        })
        .collect();
    let write: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let old = project();
    let delete: Vec<&str> =
        old.iter().map(|file| file.0).filter(|path| path.starts_with("nachweise/")).collect();
    scene.commit(LATER, &write, &delete).build();
    passes(&scene.change(1, 0, TODAY));
}

#[test]
fn a_branch_is_not_to_blame_for_what_the_target_did_since() {
    let mut scene = Scene::new();
    let parted = scene.on(&[], "2026-02-20", &[settings("ideenbewertung"), use_case("2026-02-20")]);
    let target = scene.on(&[parted], REVIEWED, &project());
    let notes = ("docs/notizen.md", "Notizen\n".to_owned());
    let branch = scene.on(&[parted], LATER, &[notes]);
    let defect = scene.on(&[parted], LATER, &[gone("nachweise/idee/anwendungsfall.md")]);
    let merged = scene.on(&[branch, target], "2026-03-07", &project());
    scene.build();

    let report = scene.change(branch, target, TODAY);
    passes(&report);
    let behind = found(&report, Rule::BehindBase);
    assert_eq!(behind.len(), 1, "one for the project: {}", text(&report));
    assert_eq!((behind[0].severity, behind[0].blocking), (Severity::Warning, false));
    let place = &behind[0].finding.place;
    assert_eq!((place.path().as_str(), place.span.clone()), ("nachweis.toml", 0..0));
    let told = text(&report);
    assert!(told.contains(&format!("git merge {}", &scene.id(target)[..7])), "{told}");
    assert!(told.contains("I-02"), "{told}");
    // By the phase that the branch knows nothing is late; only its own warnings are told.
    assert!(report.findings.iter().all(|judged| judged.severity == Severity::Warning), "{told}");

    blocks(&scene.change(defect, target, TODAY), &[(Rule::MissingEvidence, "I-01")]);
    let report = scene.change(merged, target, TODAY);
    passes(&report);
    assert!(found(&report, Rule::BehindBase).is_empty());
}

#[test]
fn repairing_an_overdue_review_is_welcome() {
    let day = "2029-06-01";
    let mut scene = Scene::new();
    scene.on(&[], REVIEWED, &project());
    let repaired = [dpia(day), dpia_approval(day, day), benefits(day)];
    scene.on(&[0], day, &repaired);
    scene.build();
    let plain = report(&Ask { view: View::Revision(scene.id(0)), ..ask(&scene.root(), day, None) });
    let overdue = |report: &Report, piece: &str| {
        found(report, Rule::OverdueReview).iter().any(|judged| {
            judged.finding.about.address.as_ref().is_some_and(|address| address.to_string() == piece)
        })
    };
    assert!(overdue(&plain, "P-10") && overdue(&plain, "I-02"), "{}", text(&plain));
    let report = scene.change(1, 0, "2029-06-02");
    passes(&report);
    assert!(!overdue(&report, "P-10") && !overdue(&report, "I-02"), "{}", text(&report));
    assert!(overdue(&report, "I-06"), "the others were overdue before and still are");
    assert_eq!(report.counts.since.map(|since| (since.new, since.worse)), Some((0, 0)));
}

#[test]
fn whoever_begins_what_was_missing_makes_nothing_worse() {
    let draft = with(benefits(LATER), "status: final", "status: draft");
    for begun in [
        (BENEFITS, template("I-02.md").to_owned()),
        draft.clone(),
        with(benefits(LATER), "## Ergebnis", "## Etwas anderes"),
    ] {
        let scene = two(&red(), std::slice::from_ref(&begun));
        passes(&scene.change(1, 0, TODAY));
    }
    // From a draft on its gaps are known: one more is one more.
    let mut drafted = red();
    drafted.push(draft.clone());
    let scene = two(&drafted, &[with(draft, "Acht Gespräche", "TODO")]);
    blocks(&scene.change(1, 0, TODAY), &[(Rule::PlaceholderText, "I-02")]);
    // And what was there is not excused by what was missing beside it.
    let scene = two(&red(), &[with(use_case(REVIEWED), "status: final", "status: draft")]);
    blocks(&scene.change(1, 0, TODAY), &[(Rule::DraftEvidence, "I-01")]);
}

#[test]
fn a_new_defect_blocks_and_only_it_is_named() {
    let scene = two(&red(), &[with(practices(REVIEWED), "ergebnis: nicht_beruehrt", "ergebnis: TODO")]);
    let report = scene.change(1, 0, TODAY);
    let new: Vec<Rule> = since(&report, Since::New).into_iter().map(|(rule, _)| rule).collect();
    assert!(new.contains(&Rule::PlaceholderText), "{new:?}");
    assert!(brought(&report).iter().all(|(_, piece)| piece == "I-06"), "{}", text(&report));
    assert!(since(&report, Since::Before).contains(&(Rule::MissingEvidence, "I-02".to_owned())));
    let told = text(&report);
    assert!(told.contains("Fehler[placeholder-text] (neu): "), "{told}");
    assert!(!told.contains("Fehler[missing-evidence]"), "what was there before is only counted: {told}");
    let all = render(&report, Format::Text, &Options { verbose: true, ..Options::default() });
    assert!(all.contains("Fehler[missing-evidence] (vorher schon da): "), "{all}");
}

#[test]
fn an_old_red_wall_stops_no_harmless_change() {
    let scene = two(&red(), &[("docs/notizen.md", "Notizen\n".to_owned())]);
    let report = scene.change(1, 0, TODAY);
    passes(&report);
    let counts = report.counts.since.expect("counts");
    assert_eq!((counts.new, counts.worse, report.counts.errors), (0, 0, 1));
    let told = text(&report);
    let line = format!("(0 neu, 0 schlimmer); {} Befunde gab es vorher schon", counts.before);
    assert!(told.contains(&format!("Prüfung: bestanden.  0 Fehler, 0 Warnungen {line}")), "{told}");
    let shown = json(&report);
    assert_eq!(
        (shown["verdict"].as_str(), shown["counts"]["since"]["before"].as_u64()),
        (Some("pass"), Some(counts.before as u64))
    );
    let schema = nachweis::render::schema();
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let wrong: Vec<String> = validator.iter_errors(&shown).map(|error| error.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
    // The plain check sees the wall.
    assert_eq!(Exit::of(&scene.check(TODAY)), Exit::Fail);
}

#[test]
fn what_is_made_worse_blocks() {
    // Two placeholders where there was one.
    let one = with(benefits(REVIEWED), "Acht Gespräche", "TODO");
    let mut files = red();
    files.push(one.clone());
    let scene = two(&files, &[with(one.clone(), "vier Minuten", "TBD")]);
    let report = scene.change(1, 0, TODAY);
    blocks(&report, &[(Rule::PlaceholderText, "I-02")]);
    assert_eq!(since(&report, Since::Worse), [(Rule::PlaceholderText, "I-02".to_owned())]);
    assert!(text(&report).contains("Fehler[placeholder-text] (schlimmer): "));
    // One for another is neither.
    let scene = two(&files, &[with(with(one, "vier Minuten", "TBD"), "TODO", "Neun")]);
    passes(&scene.change(1, 0, TODAY));
    // An exemption taken away is a finding again.
    let mut files = red();
    files[0] = exempt(settings("planung"), "I-02", REVIEWED, "2026-05-29", "");
    let scene = two(&files, &[settings("planung")]);
    let report = scene.change(1, 0, TODAY);
    blocks(&report, &[(Rule::MissingEvidence, "I-02")]);
    assert_eq!(since(&report, Since::Worse), [(Rule::MissingEvidence, "I-02".to_owned())]);
    // Evidence deleted that was only a draft: the file is worse than the draft.
    let mut files = red();
    files.push(with(benefits(REVIEWED), "status: final", "status: draft"));
    let scene = two(&files, &[gone(BENEFITS)]);
    blocks(&scene.change(1, 0, TODAY), &[(Rule::MissingEvidence, "I-02")]);
}

#[test]
fn raising_the_bar_is_free_where_its_demands_are_met() {
    let scene = two(&idea_phase("ideenbewertung", REVIEWED), &[settings("planung")]);
    passes(&scene.change(1, 0, TODAY));
    let mut files = idea_phase("ideenbewertung", REVIEWED);
    files.retain(|file| file.0 != BENEFITS);
    let scene = two(&files, &[settings("planung")]);
    let report = scene.change(1, 0, TODAY);
    blocks(&report, &[(Rule::MissingEvidence, "I-02")]);
    assert_eq!(since(&report, Since::Worse), [(Rule::MissingEvidence, "I-02".to_owned())]);
}

#[test]
fn what_the_change_settles_is_not_told_by_the_old_bar() {
    // An exemption goes together with what it was for.
    let mut files = red();
    files[0] = exempt(settings("planung"), "I-02", REVIEWED, "2026-05-29", "");
    let report = two(&files, &[settings("planung"), benefits(REVIEWED)]).change(1, 0, TODAY);
    passes(&report);
    let told = |report: &Report, rule: Rule, words: &str| {
        let of_rule = report.findings.iter().filter(|judged| judged.finding.rule == rule);
        of_rule.filter(|judged| judged.finding.about.requirement.contains(words)).count()
    };
    assert_eq!(told(&report, Rule::UnusedExemption, ""), 0, "{}", text(&report));
    // A question is answered, so that nothing is turned off.
    let answered = with(settings("planung"), "[facts]\n", "[facts]\ndirekte-interaktion = true\n");
    let open = Scene::of(REVIEWED, &project()).check(TODAY);
    assert_eq!(told(&open, Rule::UnansweredFact, "direkte-interaktion"), 1);
    let report = two(&project(), &[answered]).change(1, 0, TODAY);
    passes(&report);
    assert_eq!(told(&report, Rule::UnansweredFact, "direkte-interaktion"), 0);
}

#[test]
fn the_index_is_judged_not_the_working_tree() {
    let scene = two(&red(), &[("docs/notizen.md", "Notizen\n".to_owned())]);
    let root = scene.root();
    let staged = || {
        let question = ask(&root, TODAY, None);
        report(&Ask { view: View::Index, base: Some("HEAD".to_owned()), ..question })
    };
    passes(&staged());
    let (path, good) = use_case(REVIEWED);
    let draft = good.replace("status: final", "status: draft");
    save(&root, path, &draft);
    passes(&staged());
    git(&root, &["add", path]);
    save(&root, path, &good);
    let report = staged();
    blocks(&report, &[(Rule::DraftEvidence, "I-01")]);
    assert_eq!(report.grade, Grade::L0, "what is not committed is nobody's commit yet");
    assert!(text(&report).contains("Index über"), "{}", text(&report));
    git(&root, &["add", path]);
    passes(&staged());
}

#[test]
fn the_first_commit_is_held_against_nothing() {
    let place = tempfile::tempdir().expect("a temporary folder");
    git(place.path(), &["init", "--quiet"]);
    for (path, text) in red() {
        save(place.path(), path, text);
    }
    git(place.path(), &["add", "."]);
    let question = ask(place.path(), TODAY, None);
    let first = report(&Ask { view: View::Index, base: Some("HEAD".to_owned()), ..question });
    assert_eq!((Exit::of(&first), &first.source.base, first.counts.since), (Exit::Fail, &None, None));
}

#[test]
fn what_belongs_to_the_target_is_judged_as_it_is() {
    let scene = two(&red(), &[("docs/notizen.md", "Notizen\n".to_owned())]);
    for (head, base) in [(0, 0), (1, 1), (0, 1)] {
        let report = scene.change(head, base, TODAY);
        assert_eq!(Exit::of(&report), Exit::Fail);
        let held = report.source.base.as_ref().expect("a base");
        assert_eq!((held.compared, report.grade, report.counts.since), (false, Grade::L0, None));
        assert!(report.findings.iter().all(|judged| judged.since.is_none()));
        assert!(text(&report).contains("Nichts verglichen: "), "{}", text(&report));
    }
}

#[test]
fn the_base_is_a_full_name() {
    let scene = two(&project(), &[("docs/notizen.md", "Notizen\n".to_owned())]);
    let root = scene.root();
    git(&root, &["branch", "ziel", "HEAD~1"]);
    git(&root, &["tag", "--annotate", "v1", "--message", "eins", "HEAD~1"]);
    let held = |base: &str| {
        let question = ask(&root, TODAY, None);
        report(&Ask { view: View::Revision("HEAD".to_owned()), base: Some(base.to_owned()), ..question })
    };
    for base in ["refs/heads/ziel", "refs/tags/v1", &scene.id(0)] {
        let report = held(base);
        passes(&report);
        assert_eq!(report.source.base.map(|base| base.commit.to_string()), Some(scene.id(0)));
    }
    for base in ["ziel", "v1", "HEAD~1", "main", &scene.id(0)[..10], ""] {
        assert_eq!(Exit::of(&held(base)), Exit::Yardstick, "{base}");
    }
    assert_eq!(Exit::of(&held(&"0".repeat(40))), Exit::Undetermined, "a first push has no commit before it");
}

#[test]
fn a_gate_is_passed_by_both_bars_or_not_at_all() {
    let gate = |scene: &Scene, base: usize| {
        let question = ask(&scene.root(), TODAY, Some("ideenbewertung"));
        report(&Ask { base: Some(scene.id(base)), ..question })
    };
    let scene = two(&project(), &[("docs/notizen.md", "Notizen\n".to_owned())]);
    let passed = gate(&scene, 0);
    assert_eq!((Exit::of(&passed), passed.grade), (Exit::Pass, Grade::L1), "{}", text(&passed));
    assert!(passed.findings.iter().all(|judged| judged.since.is_none()) && passed.counts.since.is_none());
    // A gate is not passed because it was not passed before.
    let scene = two(&red(), &[("docs/notizen.md", "Notizen\n".to_owned())]);
    blocks(&gate(&scene, 0), &[(Rule::MissingEvidence, "I-02")]);
    let lenient = exempt(settings("planung"), "I-02", REVIEWED, "2026-05-29", "");
    let scene = two(&red(), &[lenient]);
    assert_eq!(Exit::of(&scene.gate("ideenbewertung", TODAY)), Exit::Pass, "by its own bar");
    let report = gate(&scene, 0);
    blocks(&report, &[(Rule::MissingEvidence, "I-02"), (Rule::PolicyWeakened, "")]);
    assert_eq!((state(&report, "I-02"), report.verdict), (State::Missing, Verdict::Fail));
    assert!(text(&report).starts_with("Fehler["), "{}", text(&report));
}

#[test]
fn a_gate_is_not_asked_for_a_day_before_the_base() {
    let mut scene = Scene::new();
    let parted = scene.on(&[], REVIEWED, &project());
    let target = scene.on(&[parted], "2026-06-01", &[("docs/ziel.md", "Ziel\n".to_owned())]);
    scene.on(&[parted], LATER, &[("docs/notizen.md", "Notizen\n".to_owned())]);
    scene.build();
    let question = ask(&scene.root(), TODAY, Some("ideenbewertung"));
    let early = report(&Ask { base: Some(scene.id(target)), ..question });
    assert_eq!(Exit::of(&early), Exit::Yardstick);
    assert_eq!(found(&early, Rule::WrongValue).len(), 1);
}

#[test]
fn a_project_that_the_target_does_not_know_is_judged_by_its_own_bar() {
    let readme = ("README.md", "Noch nichts.\n".to_owned());
    let scene = two(std::slice::from_ref(&readme), &project());
    let report = scene.change(1, 0, TODAY);
    passes(&report);
    assert_eq!((report.grade, &report.projects[0].policy.base), (Grade::L0, &None));
    assert!(text(&report).contains("Am Ziel noch ohne Maßstab, deshalb nur nach dem eigenen geprüft: ."));
    let scene = two(&[readme], &red());
    blocks(&scene.change(1, 0, TODAY), &[(Rule::MissingEvidence, "I-02")]);
}

#[test]
fn the_program_judges_commits_and_says_by_its_exit_code_what_they_come_to() {
    let desk = Desk::on("2025-11-24");
    let at = program::project(&desk, &["--phase", "planung"]);
    program::git(&desk, &at, &["branch", "ziel"]);
    save(&at, "docs/notizen.md", "Notizen\n");
    program::commit(&desk, &at);
    let base = ["check", "--base", "refs/heads/ziel"];
    let passed = program::expect(&desk, &at, 0, &base);
    assert!(
        passed.out.contains("Prüfung: bestanden.") && passed.out.contains("Stufe L1: "),
        "{}",
        passed.out
    );
    program::expect(&desk, &at, 1, &["check"]);
    // What is not committed is no part of the change.
    let settings = fs::read_to_string(at.join("nachweis.toml")).expect("settings");
    save(&at, "nachweis.toml", settings.replace("personenbezug = true", "personenbezug = false"));
    program::expect(&desk, &at, 0, &base);
    program::expect(&desk, &at, 0, &["check", "--staged", "--base", "HEAD"]);
    program::git(&desk, &at, &["add", "--all"]);
    let staged = program::expect(&desk, &at, 1, &["check", "--staged", "--base", "HEAD", "--lang", "en"]);
    assert!(staged.out.contains("error[policy-weakened] (new): "), "{}", staged.out);
    program::commit(&desk, &at);
    program::expect(&desk, &at, 1, &base);
    program::expect(&desk, &at, 0, &[base.as_slice(), &["--rev", &parent(&desk, &at)]].concat());
    program::expect(&desk, &at, 2, &["check", "--base", "ziel"]);
    program::expect(&desk, &at, 3, &["check", "--base", &"0".repeat(40)]);
    let explained = program::expect(&desk, &at, 0, &["explain", "policy-weakened"]);
    assert!(explained.out.contains("gegenüber dem Stand vom 2026-01-10"), "{}", explained.out);
}

/// The commit before HEAD, in full.
fn parent(desk: &Desk, at: &Path) -> String {
    program::git(desk, at, &["rev-parse", "HEAD~1"]).trim().to_owned()
}

#[test]
fn the_same_change_gives_the_same_bytes() {
    let scene = two(&red(), &[with(use_case(REVIEWED), "status: final", "status: draft")]);
    let [first, second] = [(); 2].map(|()| {
        let report = scene.change(1, 0, TODAY);
        Format::ALL.map(|format| render(&report, format, &Options::default()))
    });
    assert_eq!(first, second);
}
