//! The bar: each way to lower it is found at its words and blocks, raising it is free, and a branch is not to blame for
//! a bar that the target raised since.

use std::fs;

use nachweis::engine::{Ask, Exit, View, report};
use nachweis::finding::{GateState, Problems, Report, State};
use nachweis::load::{PackFiles, pack};
use nachweis::name::RepoPath;
use nachweis::render::{Format, Options, render};
use nachweis::rule::{Lang, Rule};

use crate::support::change::*;
use crate::support::evidence::*;
use crate::support::{Scene, ask, commit_all, found, git, path, save, state, text, texts_below};

const REVIEWED: &str = "2026-03-02";
const LATER: &str = "2026-03-06";
const TODAY: &str = "2026-04-01";

fn note() -> File {
    ("docs/notizen.md", "Notizen\n".to_owned())
}

/// A project in planning in which nothing blocks.
pub(crate) fn project(settings: File) -> Vec<File> {
    let mut files = idea_phase("planung", REVIEWED);
    files[0] = settings;
    files.extend([model("7B"), dpia(REVIEWED), dpia_risks(), dpia_approval(REVIEWED, REVIEWED)]);
    files
}

/// One commit, and one after it.
pub(crate) fn two(first: &[File], second: &[File]) -> Scene {
    let mut scene = Scene::new();
    let base = scene.on(&[], REVIEWED, first);
    scene.on(&[base], LATER, second);
    scene.build();
    scene
}

fn plain() -> File {
    settings("planung")
}

/// The stricter settings, the laxer ones, and how going from the one to the other is told: variant and words.
pub(crate) fn lowerings() -> Vec<(File, File, &'static str, &'static str)> {
    let granted = |from, to, more| exempt(plain(), "I-02", from, to, more);
    let fact = |answer: &str| with(plain(), "personenbezug           = true", answer);
    let globs = |globs: &str| with(plain(), "[\"modell/**\"]", globs);
    let members = |members: &str| with(plain(), "[\"leitung@behoerde.example\"]", members);
    vec![
        (plain(), fact("personenbezug           = false"), "fact", "false"),
        // Open, it counts as the answer that makes more apply.
        (fact(""), fact("personenbezug = false"), "fact", "false"),
        (plain(), settings("ideenbewertung"), "phase", "\"ideenbewertung\""),
        (with(plain(), "\"kern\"", "\"voll\""), plain(), "profile", "\"kern\""),
        (plain(), globs("[]"), "absent", "[]"),
        (with(plain(), "daten           = []\n", ""), plain(), "absent", "[]"),
        (plain(), globs("[\"modell/*.onnx\"]"), "subject", "[\"modell/*.onnx\"]"),
        (plain(), globs("[\"docs/**\"]"), "subject", "[\"docs/**\"]"),
        (globs("[\"modell/**\", \"nachweise/idee/*.yaml\"]"), plain(), "subject", "[\"modell/**\"]"),
        (members("[]"), plain(), "member", "\"leitung@behoerde.example\""),
        (
            plain(),
            members("[\"leitung@behoerde.example\", \"ich@x.example\"]"),
            "member",
            "\"ich@x.example\"",
        ),
        (plain(), granted(REVIEWED, "2026-05-29", ""), "exemption", "\"I-02\""),
        (granted(REVIEWED, "2026-05-29", ""), granted(REVIEWED, "2026-05-30", ""), "extended", "2026-05-30"),
        (
            granted(REVIEWED, "2026-05-29", ""),
            granted("2026-03-01", "2026-05-29", ""),
            "extended",
            "2026-05-29",
        ),
        (
            granted(REVIEWED, "2026-05-29", "rule = \"missing-evidence\"\n"),
            granted(REVIEWED, "2026-05-29", ""),
            "exemption",
            "\"I-02\"",
        ),
    ]
}

#[test]
fn each_lowering_blocks_at_its_words_and_raising_is_free() {
    for (strict, lax, variant, words) in lowerings() {
        let scene = two(&project(strict.clone()), std::slice::from_ref(&lax));
        let report = scene.change(1, 0, TODAY);
        assert_eq!(weakened(&report), [(variant, words.to_owned())], "{variant}: {}", text(&report));
        assert_eq!(Exit::of(&report), Exit::Fail, "{variant}");
        let told = text(&report);
        assert!(told.contains("Fehler[policy-weakened] (neu): ") && !told.contains('{'), "{told}");

        let scene = two(&project(lax), &[strict]);
        let report = scene.change(1, 0, TODAY);
        assert_eq!(weakened(&report), [], "{variant}: {}", text(&report));
    }
}

#[test]
fn a_bar_that_the_target_raised_since_is_not_lowered_by_the_branch() {
    for (strict, lax, variant, words) in lowerings() {
        let mut scene = Scene::new();
        let parted = scene.on(&[], REVIEWED, &project(lax.clone()));
        let target = scene.on(&[parted], LATER, std::slice::from_ref(&strict));
        let branch = scene.on(&[parted], LATER, &[note()]);
        // Who has the target's settings in the branch and takes them back lowers them.
        let taken = scene.on(&[branch, target], "2026-03-07", &[strict]);
        let back = scene.on(&[taken], "2026-03-08", &[lax]);
        scene.build();
        let report = scene.change(branch, target, TODAY);
        assert_eq!(
            (weakened(&report), Exit::of(&report)),
            (vec![], Exit::Pass),
            "{variant}: {}",
            text(&report)
        );
        assert_eq!(weakened(&scene.change(taken, target, TODAY)), [], "{variant}");
        let report = scene.change(back, target, TODAY);
        assert_eq!(weakened(&report), [(variant, words.to_owned())], "{variant}");
    }
}

#[test]
fn what_lies_where_and_what_it_is_called_is_free() {
    let granted = exempt(plain(), "I-02", REVIEWED, "2026-05-29", "");
    for (before, after) in [
        (plain(), with(plain(), "Verständliche Bescheide", "Bescheide")),
        (plain(), with(plain(), "language = \"de\"", "language = \"en\"")),
        (plain(), with(plain(), "[facts]", "# Antworten\n[facts]")),
        (granted.clone(), with(granted.clone(), "auf Mai verlegt", "auf den Mai verlegt")),
        (granted.clone(), with(granted.clone(), "2026-05-29", "2026-05-28")),
        (granted, plain()),
        (plain(), with(plain(), "[\"modell/**\"]", "[\"modell/*\", \"gewichte/**\"]")),
    ] {
        let scene = two(&project(before), &[after]);
        let report = scene.change(1, 0, TODAY);
        assert_eq!((weakened(&report), Exit::of(&report)), (vec![], Exit::Pass), "{}", text(&report));
    }
}

#[test]
fn a_subject_follows_its_files() {
    let model_at = |at: &'static str, globs: &str| {
        [with(plain(), "[\"modell/**\"]", globs), (at, model("7B").1), gone(MODEL)]
    };
    // Late enough for a subject without files to be an error.
    let late = |file: File| with(file, "\"planung\"", "\"inbetriebnahme\"");
    let held = |change: &[File]| {
        let change: Vec<File> = change
            .iter()
            .cloned()
            .map(|file| if file.0 == "nachweis.toml" { late(file) } else { file })
            .collect();
        two(&project(late(plain())), &change).change(1, 0, TODAY)
    };
    let with_files = held(&model_at("ki/modell/version.toml", "[\"ki/modell/**\"]"));
    assert_eq!(brought(&with_files), [], "{}", text(&with_files));
    // Left behind by the patterns, it is lost.
    let without = held(&model_at("ki/modell/version.toml", "[\"docs/**\"]"));
    assert_eq!(weakened(&without).len(), 1, "{}", text(&without));
    // Moved, changed and remapped at once, it cannot be told from another file.
    let mut other = model_at("ki/modell/version.toml", "[\"ki/modell/**\"]");
    other[1].1.push_str("# neu\n");
    assert_eq!(brought(&held(&other)), [(Rule::UnmappedSubject, String::new())]);
}

#[test]
fn a_lowered_bar_does_not_hide_the_defect_it_was_lowered_for() {
    let held = |settings: File, more: &[File]| {
        let mut change = vec![settings];
        change.extend_from_slice(more);
        two(&project(plain()), &change).change(1, 0, TODAY)
    };
    let missing = || (Rule::MissingEvidence, "I-02".to_owned());
    let weaker = || (Rule::PolicyWeakened, String::new());
    let report = held(exempt(plain(), "I-02", REVIEWED, "2026-05-29", ""), &[gone(BENEFITS)]);
    assert_eq!(brought(&report), [missing(), weaker()], "{}", text(&report));
    assert_eq!(state(&report, "I-02"), State::Missing);
    let report = held(settings("ideenbewertung"), &[gone(BENEFITS)]);
    assert_eq!(brought(&report), [missing(), weaker()], "{}", text(&report));

    // A task that the answer turns off is still owed by the bar of the base.
    let mut before = project(settings("entwicklung"));
    before.retain(|file| file.0 != DPIA_RISKS);
    let denied =
        with(settings("entwicklung"), "personenbezug           = true", "personenbezug           = false");
    let scene = two(&before, &[denied, gone(DPIA)]);
    let report = scene.change(1, 0, TODAY);
    let missing = (Rule::MissingEvidence, "P-10".to_owned());
    let conflict = (Rule::ConflictingFacts, String::new());
    assert_eq!(brought(&report), [missing, conflict, weaker()], "{}", text(&report));
    assert_eq!(state(&report, "P-10"), State::Missing);
}

#[test]
fn who_may_approve_is_said_by_the_base_too() {
    let mut approval = dpia_approval(LATER, LATER);
    approval.1 = approval.1.replace("leitung@behoerde.example", "ich@x.example");
    let both = "[\"leitung@behoerde.example\", \"ich@x.example\"]";
    let mine = with(settings("entwicklung"), "[\"leitung@behoerde.example\"]", both);
    let scene = two(&project(settings("entwicklung")), &[mine, dpia(LATER), approval]);
    let plain = report(&Ask { view: View::Revision(scene.id(1)), ..ask(&scene.root(), TODAY, None) });
    assert_eq!(state(&plain, "P-10"), State::Satisfied, "by its own bar");
    let report = scene.change(1, 0, TODAY);
    let expected = [(Rule::ApproverLacksRole, "P-10".to_owned()), (Rule::PolicyWeakened, String::new())];
    assert_eq!(brought(&report), expected, "{}", text(&report));
}

/// Each gate as it stands: its state, what blocks it, and what is exempt.
fn gates(report: &Report) -> Vec<(String, GateState, usize, usize)> {
    report.gates.iter().map(|gate| (gate.id.to_string(), gate.state, gate.blocking, gate.exempt)).collect()
}

#[test]
fn a_gate_is_as_shut_as_the_stricter_bar_shuts_it() {
    let without = |settings| {
        let files = project(settings).into_iter();
        files.filter(|file| file.0 != BENEFITS).collect::<Vec<_>>()
    };
    let granted = exempt(plain(), "I-02", REVIEWED, "2026-05-29", "");
    let scene = two(&without(plain()), &[granted]);
    let judged = |commit: usize, base: Option<usize>, gate: Option<&str>| {
        let view = View::Revision(scene.id(commit));
        let base = base.map(|base| scene.id(base));
        report(&Ask { view, base, ..ask(&scene.root(), TODAY, gate) })
    };
    for gate in ["ideenbewertung", "planung"] {
        let (strict, lax) = (judged(0, None, Some(gate)), judged(1, None, Some(gate)));
        let both = judged(1, Some(0), Some(gate));
        let (_, state, blocking, _) = &gates(&strict)[0];
        let (_, open, free, exempt) = &gates(&lax)[0];
        assert_eq!((*open, *free, *exempt), (GateState::Passed, 0, 1));
        assert_eq!((*state, *blocking), (GateState::Blocked, 1));
        let first = ("ideenbewertung".to_owned(), GateState::Blocked, 1, 1);
        let rest = gates(&strict).split_off(1).into_iter().zip(gates(&lax).split_off(1));
        let rest = rest.map(|(strict, lax)| (strict.0, strict.1, strict.2.max(lax.2), strict.3.max(lax.3)));
        let expected: Vec<_> = std::iter::once(first).chain(rest).collect();
        assert_eq!(gates(&both), expected);
    }
    // What is exempt by one of them alone is said as well.
    let granted = exempt(plain(), "I-02", REVIEWED, "2026-05-29", "");
    let stricter = two(&without(granted), &[plain()]);
    let (view, base) = (View::Revision(stricter.id(1)), Some(stricter.id(0)));
    let both = report(&Ask { view, base, ..ask(&stricter.root(), TODAY, Some("ideenbewertung")) });
    assert_eq!(gates(&both)[0], ("ideenbewertung".to_owned(), GateState::Blocked, 1, 1));
    // Without a gate that is asked for each stands as it is here, and the bar alone is told to have sunk.
    assert_eq!(gates(&judged(1, Some(0), None)), gates(&judged(1, None, None)));
}

#[test]
fn a_piece_is_in_the_state_of_the_bar_that_finds_more() {
    let scene = two(&idea_phase("ideenbewertung", REVIEWED), &[plain()]);
    let states = |report: &Report| {
        let evidence = report.tasks.iter().flat_map(|task| &task.evidence);
        evidence.map(|piece| (piece.address.to_string(), piece.state)).collect::<Vec<_>>()
    };
    let alone = |scene: &Scene, commit: usize| {
        let view = View::Revision(scene.id(commit));
        report(&Ask { view, ..ask(&scene.root(), TODAY, None) })
    };
    let change = scene.change(1, 0, TODAY);
    assert_eq!((state(&alone(&scene, 0), "P-10"), state(&change, "P-10")), (State::Later, State::Missing));
    assert_eq!(states(&change), states(&alone(&scene, 1)));
    // What both find alike is told as here, where more is found besides.
    let mut scene = Scene::new();
    let first = scene.on(&[], REVIEWED, &project(plain()));
    let target = scene.on(&[first], LATER, &[model("70B")]);
    let other = with(plain(), "[\"leitung@behoerde.example\"]", "[\"amt@behoerde.example\"]");
    let head = scene.on(&[target], "2026-03-07", &[other]);
    scene.build();
    assert_eq!(state(&alone(&scene, target), "P-10"), State::Outdated);
    assert_eq!(state(&scene.change(head, target, TODAY), "P-10"), State::Unapproved);
    // Back again: what the target asks for counts.
    let scene = two(&project(plain()), &[settings("ideenbewertung"), gone(DPIA)]);
    let change = scene.change(1, 0, TODAY);
    let others =
        |report| states(report).into_iter().filter(|(address, _)| address != "P-10").collect::<Vec<_>>();
    assert_eq!((state(&alone(&scene, 1), "P-10"), state(&change, "P-10")), (State::Later, State::Missing));
    assert_eq!(others(&change), others(&alone(&scene, 1)));
    let order = |report| states(report).into_iter().map(|(address, _)| address).collect::<Vec<_>>();
    assert_eq!(order(&change), order(&alone(&scene, 1)), "what was taken over stands where it stood");
    let task = change.tasks.iter().find(|task| task.id.as_str() == "P-10").expect("the task");
    assert_eq!(task.state, State::Missing);
}

#[test]
fn settings_that_vanish_are_missed() {
    let moved = |to: &'static str| [gone("nachweis.toml"), (to, plain().1)];
    for change in [
        vec![gone("nachweis.toml")],
        vec![gone("nachweis.toml"), gone(BENEFITS)],
        moved("projekt/nachweis.toml").to_vec(),
        moved("Nachweis.toml").to_vec(),
    ] {
        let scene = two(&project(plain()), &change);
        let report = scene.change(1, 0, TODAY);
        assert_eq!(weakened(&report), [("deleted", String::new())], "{}", text(&report));
        assert_eq!(Exit::of(&report), Exit::Fail);
        let told = text(&report);
        assert!(
            told.contains("niemand, denn die Einstellungen fehlen hier") && !told.contains("{o"),
            "{told}"
        );
        let missing = found(&report, Rule::MissingEvidence).into_iter().any(|judged| {
            let about = judged.finding.about.address.as_ref().map(ToString::to_string);
            judged.blocking && judged.project == RepoPath::root() && about.as_deref() == Some("I-02")
        });
        assert_eq!(missing, change.iter().any(|file| file.0 == BENEFITS), "{}", text(&report));
        let expected = if missing { State::Missing } else { State::Satisfied };
        let pieces = report.tasks.iter().filter(|task| task.project == RepoPath::root());
        let pieces = pieces.flat_map(|task| &task.evidence);
        let states: Vec<State> =
            pieces.filter(|piece| piece.address.to_string() == "I-02").map(|piece| piece.state).collect();
        assert_eq!(states, [expected], "its pieces are told with it");
    }
}

#[test]
fn an_exemption_for_another_rule_is_another_exemption() {
    let granted =
        |rule: &str| exempt(plain(), "I-02", REVIEWED, "2026-05-29", &format!("rule = \"{rule}\"\n"));
    let scene = two(&project(granted("missing-evidence")), &[granted("draft-evidence")]);
    let report = scene.change(1, 0, TODAY);
    assert_eq!(weakened(&report), [("exemption", "\"I-02\"".to_owned())], "{}", text(&report));
}

#[test]
fn an_exemption_of_a_piece_is_none_of_another_one() {
    let granted = |task: &str| exempt(plain(), task, REVIEWED, "2026-05-29", "");
    let told = |before: &str, now: &str| {
        let report = two(&project(granted(before)), &[granted(now), note()]).change(1, 0, TODAY);
        weakened(&report).into_iter().map(|(variant, words)| format!("{variant} {words}")).collect::<Vec<_>>()
    };
    for (before, now) in [("P-10/risiken", "P-10/risiken"), ("P-10", "P-10/risiken")] {
        assert_eq!(told(before, now), [""; 0], "{before}, {now}");
    }
    for (before, now) in [
        ("P-10/risiken", "P-10"),
        ("P-10/schwellwert", "P-10/risiken"),
        ("P-13/pflichten", "P-10"),
        ("P-13", "P-10/risiken"),
    ] {
        assert_eq!(told(before, now), [format!("exemption \"{now}\"")], "{before}, {now}");
    }
}

#[test]
fn what_was_counted_is_told_as_it_was_and_as_it_is() {
    let lines = |(strict, lax): (File, File)| values(&two(&project(strict), &[lax]).change(1, 0, TODAY));
    let globs = |globs: &str| with(plain(), "[\"modell/**\"]", globs);
    assert_eq!(lines((plain(), globs("[\"docs/**\"]"))), ["1 Datei → 0 Dateien", "1 file → 0 files"]);
    let members = |members: &str| with(plain(), "[\"leitung@behoerde.example\"]", members);
    let more = members("[\"leitung@behoerde.example\", \"ich@x.example\"]");
    let expected = ["1 Mitglied → 2 Mitglieder", "1 member → 2 members"];
    assert_eq!(lines((plain(), more)), expected);
}

#[test]
fn settings_that_become_a_link_are_missed() {
    let scene = two(&project(plain()), &[note()]);
    let root = scene.root();
    fs::rename(root.join("nachweis.toml"), root.join("eigene.toml")).expect("moved");
    std::os::unix::fs::symlink("eigene.toml", root.join("nachweis.toml")).expect("a link");
    git(&root, &["add", "--all"]);
    commit_all(&root, LATER);
    let question = ask(&root, TODAY, None);
    let report =
        report(&Ask { view: View::Revision("HEAD".to_owned()), base: Some(scene.id(0)), ..question });
    assert_eq!(weakened(&report), [("deleted", String::new())], "{}", text(&report));
}

/// Files below a folder.
fn below(scene: &mut Scene, parent: Option<usize>, day: &str, all: &[(&str, &[File])]) -> usize {
    let files: Vec<(String, &str)> = all
        .iter()
        .flat_map(|(folder, files)| {
            files.iter().map(move |file| (format!("{folder}{}", file.0), file.1.as_str()))
        })
        .collect();
    let (gone, write): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.1.is_empty());
    let write: Vec<(&str, &str)> = write.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let gone: Vec<&str> = gone.iter().map(|(path, _)| path.as_str()).collect();
    scene.commit(day, &write, &gone).after(parent.as_slice());
    scene.last()
}

#[test]
fn nearer_settings_hide_no_project() {
    let mut scene = Scene::new();
    let all = idea_phase("planung", REVIEWED);
    let base = below(&mut scene, None, REVIEWED, &[("rente/", &all), ("teilhabe/", &all)]);
    let root = [settings("ideenbewertung")];
    let hidden = below(&mut scene, Some(base), LATER, &[("", &root), ("rente/", &[gone(BENEFITS)])]);
    scene.build();
    let report = scene.change(hidden, base, TODAY);
    let missing = (Rule::MissingEvidence, "I-02".to_owned());
    let weaker = (Rule::PolicyWeakened, String::new());
    assert_eq!(brought(&report), [missing, weaker.clone(), weaker], "{}", text(&report));
    assert_eq!(weakened(&report), [("shadowed", String::new()), ("shadowed", String::new())]);
    let told = text(&report);
    assert!(told.contains("verdecken das Projekt rente."), "{told}");

    // Nearer to where the search begins, below the project.
    let mut scene = Scene::new();
    let base = scene.on(&[], REVIEWED, &all);
    let inner = [("nachweise/idee/nachweis.toml", settings("ideenbewertung").1), gone(BENEFITS)];
    let hidden = scene.on(&[base], LATER, &inner);
    scene.build();
    let start = scene.root().join("nachweise/idee");
    let question = ask(&start, TODAY, None);
    let question = Ask { view: View::Revision(scene.id(hidden)), base: Some(scene.id(base)), ..question };
    let report = nachweis::engine::report(&question);
    let found = brought(&report);
    assert!(found.contains(&(Rule::MissingEvidence, "I-02".to_owned())), "{}", text(&report));
    assert!(weakened(&report).contains(&("shadowed", String::new())), "{}", text(&report));
    assert!(lowered_in(&report).contains(&"nachweise/idee/nachweis.toml".to_owned()), "{}", text(&report));

    // A branch that still has what hid them is older, and hides nothing.
    let mut scene = Scene::new();
    let parted = below(&mut scene, None, REVIEWED, &[("", &root), ("rente/", &all), ("teilhabe/", &all)]);
    let target = below(&mut scene, Some(parted), LATER, &[("", &[gone("nachweis.toml")])]);
    let branch = below(&mut scene, Some(parted), LATER, &[("", &[note()])]);
    let again = below(&mut scene, Some(target), "2026-03-07", &[("", &root)]);
    scene.build();
    assert_eq!(weakened(&scene.change(branch, target, TODAY)), []);
    assert_eq!(weakened(&scene.change(again, target, TODAY)).len(), 2);
}

/// The files in which it is told that the bar sank.
fn lowered_in(report: &Report) -> Vec<String> {
    let found = found(report, Rule::PolicyWeakened).into_iter();
    found.map(|judged| judged.finding.place.path().to_string()).collect()
}

#[test]
fn a_project_inside_takes_nothing_away() {
    let inner = |at: &'static str| (at, settings("ideenbewertung").1);
    let held = |file: File| two(&project(plain()), &[file]).change(1, 0, TODAY);
    let harmless = held(inner("werkzeug/nachweis.toml"));
    assert_eq!((brought(&harmless), weakened(&harmless)), (vec![], vec![]), "{}", text(&harmless));
    let evidence = held(inner("nachweise/recht/nachweis.toml"));
    assert!(brought(&evidence).contains(&(Rule::MissingEvidence, "I-06".to_owned())), "{}", text(&evidence));
    let subject = held(inner("modell/nachweis.toml"));
    assert_eq!(weakened(&subject), [("subject", "[\"modell/**\"]".to_owned())], "{}", text(&subject));
}

pub(crate) fn shipped() -> PackFiles {
    texts_below("policies/arbeitshilfe")
}

/// Writes a pack into the work tree and commits settings that pin it.
pub(crate) fn pin(scene: &Scene, folder: &str, files: &PackFiles, day: &str) -> String {
    let root = scene.root();
    let _ = fs::remove_dir_all(root.join("regeln"));
    for (name, text) in files {
        save(&root, &format!("{folder}/{name}"), text);
    }
    let read = pack(&path(folder), files, &mut Problems::default()).expect("the pack is sound");
    let pinned = with(plain(), "arbeitshilfe@2026.1", &format!("{folder}@sha256:{}", read.digest));
    save(&root, "nachweis.toml", pinned.1);
    git(&root, &["add", "--all"]);
    commit_all(&root, day);
    git(&root, &["rev-parse", "HEAD"])
}

#[test]
fn another_pack_blocks_and_a_moved_one_does_not() {
    let scene = two(&project(plain()), &[note()]);
    let held = |head: &str, base: &str, lang: Lang| {
        let question = ask(&scene.root(), TODAY, None);
        let view = View::Revision(head.to_owned());
        report(&Ask { view, base: Some(base.to_owned()), lang: Some(lang), ..question })
    };
    let changed =
        |report: &Report| brought(report).iter().filter(|found| found.0 == Rule::PolicyChanged).count();
    let builtin = scene.id(1);
    let same = pin(&scene, "regeln/haus", &shipped(), "2026-03-10");
    let report = held(&same, &builtin, Lang::De);
    assert_eq!((changed(&report), Exit::of(&report)), (0, Exit::Pass), "the same content: {}", text(&report));

    let changed_at = |file: &str, from: &str, to: &str| {
        let mut files = shipped();
        let text = files.get_mut(file).expect("the file");
        assert!(text.contains(from), "{file} has no {from}");
        *text = text.replacen(from, to, 1);
        files
    };
    // More, or other words, is free.
    let stricter = changed_at("tasks/I-02.toml", "at-least = 2", "at-least = 3");
    let strict = pin(&scene, "regeln/haus", &stricter, "2026-03-11");
    let worded = changed_at("laws.toml", "source       = \"cio.bund.de\"", "source       = \"BMDS\"");
    let worded = pin(&scene, "regeln/haus", &worded, "2026-03-12");
    for (head, base) in [(&strict, &builtin), (&strict, &same), (&worded, &same)] {
        let report = held(head, base, Lang::De);
        assert_eq!((weakened(&report), changed(&report)), (vec![], 0), "{}", text(&report));
    }
    // Less is told at the place where it is less.
    let laxer = changed_at("tasks/I-02.toml", "at-least = 2", "at-least = 1");
    let lax = pin(&scene, "regeln/haus", &laxer, "2026-03-13");
    let moved = pin(&scene, "regeln/anders", &laxer, "2026-03-14");
    assert_eq!(weakened(&held(&moved, &lax, Lang::De)), []);
    for base in [&builtin, &same] {
        let report = held(&lax, base, Lang::De);
        let [(variant, _)] = weakened(&report)[..] else { panic!("{}", text(&report)) };
        assert_eq!((variant, changed(&report), Exit::of(&report)), ("pack", 0, Exit::Fail));
        let told = text(&report);
        assert!(told.contains("I-02/mehrwerte") && told.contains("Bisher galt 2, jetzt 1."), "{told}");
    }
    // What nobody can order blocks as well.
    let mut other = shipped();
    other.get_mut("templates/P-10.md").expect("the template").push_str("\nMehr Text.\n");
    let other = pin(&scene, "regeln/haus", &other, "2026-03-15");
    for lang in Lang::ALL {
        let mut report = held(&other, &builtin, lang);
        assert_eq!((changed(&report), Exit::of(&report)), (1, Exit::Fail), "{}", text(&report));
        report.findings.retain(|judged| judged.finding.rule == Rule::PolicyChanged);
        let line = render(&report, Format::Concise, &Options::default());
        let page = Rule::PolicyChanged.page_text(lang);
        let shown = page.lines().find(|line| line.starts_with("nachweis.toml:")).expect("an example");
        let message = |line: &str| line.split_once(": error ").map(|(_, rest)| rest.trim().to_owned());
        assert_eq!(message(&line), message(shown), "the page shows what is found");
    }
}

#[test]
fn what_cannot_be_read_at_the_base_is_no_bar() {
    for (broken, problem) in [
        (with(plain(), "profile", "profil"), "unknown-key"),
        (with(plain(), "\"planung\"", "\"planun\""), "unknown-id"),
        (with(plain(), "arbeitshilfe@2026.1", "arbeitshilfe@2025.1"), "pack-version"),
        (with(plain(), "arbeitshilfe@2026.1", "regeln/haus@sha256:00"), "broken-pack"),
    ] {
        let scene = two(&project(broken), &[plain()]);
        let report = scene.change(1, 0, TODAY);
        assert_eq!(Exit::of(&report), Exit::Yardstick, "{}", text(&report));
        let told = text(&report);
        assert_eq!(found(&report, Rule::BrokenBase).len(), 1, "{told}");
        assert!(told.contains(&format!("{problem}.")) && !told.contains('{'), "{told}");
        assert!(told.contains(&format!("nachweis check --rev {}", scene.id(0))), "{told}");
        let question = ask(&scene.root(), TODAY, Some("ideenbewertung"));
        let gate = nachweis::engine::report(&Ask { base: Some(scene.id(0)), ..question });
        assert_eq!(Exit::of(&gate), Exit::Yardstick);
    }
}

#[test]
fn settings_of_the_change_that_cannot_be_read_decide_nothing() {
    let scene = two(&project(plain()), &[with(plain(), "profile", "profil")]);
    let report = scene.change(1, 0, TODAY);
    assert_eq!(Exit::of(&report), Exit::Yardstick, "{}", text(&report));
}
