//! What an approval of the settings is worth: it is given by somebody who has not written the change alone, and where
//! the target wants signatures, by a key that counts there. What cannot be seen of that counts for nothing.

use nachweis::engine::{Ask, Exit, View, World, report};
use nachweis::finding::{Grade, Report};
use nachweis::repo::Repository;
use nachweis::rule::Rule;

use crate::base_bar::project;
use crate::support::change::*;
use crate::support::evidence::*;
use crate::support::own_pack::Exchange;
use crate::support::signed::*;
use crate::support::{Scene, ask, found, git, save, shallow_clone, text};

const REVIEWED: &str = "2026-03-02";
const LATER: &str = "2026-03-06";
const TODAY: &str = "2026-04-01";
const HEAD: &str = "leitung@behoerde.example";
const OFFICE: &str = "buero@behoerde.example";
const ROSTER: &str = ".nachweis/allowed_signers";

pub(crate) fn strict() -> File {
    settings("planung")
}

/// Settings that ask for less: the phase goes back.
pub(crate) fn lax() -> File {
    settings("ideenbewertung")
}

fn solo(settings: File) -> File {
    (settings.0, settings.1 + "\n[trust]\nsolo = true\n")
}

/// The approval of the settings that stand first, with the other files that belong to the bar.
pub(crate) fn approval(bar: &[File], day: &str) -> File {
    approval_of(&Scene::of(REVIEWED, bar), day)
}

/// The approval of the settings as they lie in the working tree.
pub(crate) fn approval_of(scene: &Scene, day: &str) -> File {
    let repository = Repository::open(&scene.root()).expect("a repository");
    let world = World::load(&repository, &ask(&scene.root(), TODAY, None)).expect("a project");
    let hash = world.projects.first().expect("sound settings").bar_hash();
    let text = format!(
        "path = \"nachweis.toml\"\nhash = \"{hash}\"\nrole = \"leitung\"\nperson = \"{HEAD}\"\ndate = {day}\n"
    );
    ("nachweise/freigaben/nachweis.leitung.toml", text)
}

/// Under which labels the approval does not count; none where it does.
pub(crate) fn refused(report: &Report) -> Vec<&'static str> {
    let (open, counts) = (found(report, Rule::PolicyWeakened), found(report, Rule::PolicyApproved).len());
    assert_eq!(open.is_empty(), counts > 0, "lowered, and one or the other: {}", text(report));
    let labels = open.iter().flat_map(|judged| judged.finding.more.iter().map(|(label, _)| *label));
    labels.filter(|label| !label.is_empty()).collect()
}

/// What becomes of commits on top of a project: each by somebody, with files.
fn after(base: File, commits: &[(&str, Vec<File>)]) -> Report {
    let mut scene = Scene::new();
    scene.on(&[], REVIEWED, &project(base));
    for (author, files) in commits {
        let last = scene.last();
        scene.on(&[last], LATER, files);
        scene.by(author);
    }
    scene.build();
    scene.change(scene.last(), 0, TODAY)
}

#[test]
fn whoever_has_written_the_change_alone_does_not_approve_it() {
    let given = || approval(&[lax()], LATER);
    let with_comment = || (lax().0, format!("# Zurück\n{}", lax().1));
    let note = || ("README.md", "Notiz\n".to_owned());
    let other_name = || with(lax(), "Verständliche Bescheide", "Bescheide, verständlich");
    for (label, commits) in [
        (Some("author"), vec![(HEAD, vec![lax(), given()])]),
        (Some("author"), vec![(HEAD, vec![lax()]), (HEAD, vec![given()])]),
        // Who records the approval for them, or touches what is no part of the bar, has written none of it.
        (Some("author"), vec![(HEAD, vec![lax()]), (OFFICE, vec![given()])]),
        (Some("author"), vec![(OFFICE, vec![note()]), (HEAD, vec![lax(), given()])]),
        (Some("author"), vec![(HEAD, vec![lax()]), (OFFICE, vec![with_comment(), given()])]),
        (None, vec![(OFFICE, vec![lax(), given()])]),
        (None, vec![(OFFICE, vec![lax()]), (HEAD, vec![given()])]),
        (None, vec![(OFFICE, vec![other_name()]), (HEAD, vec![lax(), given()])]),
    ] {
        let report = after(strict(), &commits);
        assert_eq!(refused(&report), Vec::from_iter(label), "{commits:?}: {}", text(&report));
        if label.is_some() {
            assert_eq!(Exit::of(&report), Exit::Fail);
            assert!(text(&report).contains("niemand außer der Person"), "{}", text(&report));
        }
    }
}

#[test]
fn settings_inside_that_take_files_away_were_written_by_somebody() {
    let inner = || ("modell/nachweis.toml", settings("ideenbewertung").1);
    let given = || approval(&[strict(), inner()], LATER);
    for (label, author) in [(None, OFFICE), (Some("author"), HEAD)] {
        let report = after(strict(), &[(author, vec![inner()]), (HEAD, vec![given()])]);
        assert_eq!(refused(&report), Vec::from_iter(label), "{author}: {}", text(&report));
    }
}

#[test]
fn what_the_target_has_already_was_not_written_by_the_change() {
    // At the target the office has written the settings; the change is the head's alone.
    let mut scene = Scene::new();
    scene.on(&[], REVIEWED, &project(lax()));
    scene.by(OFFICE);
    let target = scene.on(&[0], LATER, &[strict()]);
    scene.by(OFFICE);
    let given = || approval(&[lax()], LATER);
    let back = scene.on(&[target], LATER, &[lax(), given()]);
    scene.by(HEAD);
    // A merge that takes the old settings back leaves no trace of a writer.
    let side = scene.on(&[0], LATER, &[("README.md", "Notiz\n".to_owned())]);
    let merged = scene.on(&[target, side], LATER, &[lax(), given()]);
    scene.by(HEAD);
    scene.build();
    for change in [back, merged] {
        let report = scene.change(change, target, TODAY);
        assert_eq!(refused(&report), ["author"], "{}", text(&report));
    }
}

#[test]
fn whoever_works_alone_by_the_target_approves_alone_and_it_is_said() {
    let given = |settings: File| approval(&[settings], LATER);
    let alone = after(solo(strict()), &[(HEAD, vec![solo(lax()), given(solo(lax()))])]);
    assert_eq!(refused(&alone), [""; 0], "{}", text(&alone));
    let variants = |report: &Report| {
        found(report, Rule::PolicyApproved).iter().map(|judged| judged.finding.variant).collect::<Vec<_>>()
    };
    assert_eq!(variants(&alone), [Some("solo")]);
    assert!(text(&alone).contains("Freigegeben hat, wer sie allein geschrieben hat"), "{}", text(&alone));
    let together = after(solo(strict()), &[(OFFICE, vec![solo(lax()), given(solo(lax()))])]);
    assert_eq!((refused(&together), variants(&together)), (vec![], vec![None]));
    // Nobody declares it for themselves.
    let declared = after(strict(), &[(HEAD, vec![solo(lax()), given(solo(lax()))])]);
    assert_eq!(refused(&declared), ["author", "author"], "{}", text(&declared));
}

#[test]
fn a_cut_history_does_not_say_who_wrote_the_change() {
    let mut scene = Scene::new();
    scene.on(&[], REVIEWED, &project(strict()));
    let base = scene.on(&[0], REVIEWED, &[("README.md", "Notiz\n".to_owned())]);
    let head = scene.on(&[base], LATER, &[lax(), approval(&[lax()], LATER)]);
    scene.build();
    assert_eq!(refused(&scene.change(head, base, TODAY)), [""; 0]);
    let ((_folder, root), view) = (shallow_clone(&scene.root(), 2), View::Revision(scene.id(head)));
    let cut = report(&Ask { view, base: Some(scene.id(base)), ..ask(&root, TODAY, None) });
    assert_eq!(found(&cut, Rule::PolicyApproved).len(), 0, "{}", text(&cut));
    assert_eq!(Exit::of(&cut), Exit::Undetermined, "{}", text(&cut));
}

#[test]
fn whose_edit_it_is_stays_open_until_it_is_committed() {
    let staged = |base: File, committed: &[File], staged: &[File]| {
        let mut scene = Scene::new();
        scene.on(&[], REVIEWED, &project(base));
        scene.on(&[0], LATER, committed);
        scene.build();
        for (path, text) in staged {
            save(&scene.root(), path, text);
        }
        git(&scene.root(), &["add", "--all"]);
        report(&Ask { view: View::Index, base: Some(scene.id(0)), ..ask(&scene.root(), TODAY, None) })
    };
    let note = ("README.md", "Notiz\n".to_owned());
    let given = approval(&[lax()], LATER);
    let open = staged(strict(), std::slice::from_ref(&note), &[lax(), given.clone()]);
    assert_eq!((refused(&open), Exit::of(&open)), (vec!["uncommitted"], Exit::Fail), "{}", text(&open));
    assert!(text(&open).contains("zählt noch nicht"), "{}", text(&open));
    // Who wrote what is committed is known, whoever commits the approval.
    assert_eq!(refused(&staged(strict(), &[lax()], &[given])), [""; 0]);
    let alone = [solo(lax()), approval(&[solo(lax())], LATER)];
    assert_eq!(refused(&staged(solo(strict()), &[note], &alone)), [""; 0]);
}

/// A roster in which the key of the number 1 belongs to the head of the authority.
fn roster() -> String {
    line(HEAD, "", 1) + &line(OFFICE, "", 2)
}

/// Settings with a roster, and with `signed = true` where that is asked.
fn trusting(settings: File, keys: &str, signed: bool) -> File {
    let demand = if signed { "signed = true\n" } else { "" };
    let signers = pinned(ROSTER, keys);
    (settings.0, format!("{}\n[trust]\n{demand}signers = \"{signers}\"\n", settings.1))
}

/// What becomes of one commit on top of a project with a roster.
fn signed_change(base: File, bar: &[File], deed: Deed<'_>) -> Report {
    let mut files = project(base);
    files.push((ROSTER, roster()));
    let scene = Scene::of(REVIEWED, &files);
    let change = [bar, &[approval(bar, LATER)]].concat();
    let head = Deed { files: &change, day: LATER, ..deed }.done(&scene.root());
    let view = View::Revision(head);
    report(&Ask { view, base: Some(scene.id(0)), ..ask(&scene.root(), TODAY, None) })
}

#[test]
fn no_file_without_a_signature_turns_signatures_off() {
    let (base, off) = (trusting(strict(), &roster(), true), trusting(strict(), &roster(), false));
    let bar = [off, (ROSTER, roster())];
    let by_office = Deed { author: OFFICE, ..DEED };
    let of = |by| signed_change(base.clone(), &bar, Deed { by, ..by_office });
    let unsigned = of(None);
    assert_eq!((refused(&unsigned), Exit::of(&unsigned)), (vec!["unsigned"], Exit::Fail));
    assert!(text(&unsigned).contains("muss der Commit mit der Freigabe unterschrieben sein"));
    assert_eq!(refused(&of(Some((2, "git")))), ["unsigned"], "the office signs for the head");
    assert_eq!(refused(&of(Some((1, "file")))), ["unsigned"]);
    assert_eq!(refused(&of(Some((1, "git")))), [""; 0]);
    // A signature by the author who wrote it alone makes no second person of them.
    let alone = signed_change(base.clone(), &bar, Deed { author: HEAD, ..DEED });
    assert_eq!(refused(&alone), ["author"]);

    // Nor does a key count that the change itself brings.
    let mine = roster() + &line(HEAD, "", 3);
    let bar = [trusting(strict(), &mine, true), (ROSTER, mine)];
    let joined = |by| signed_change(base.clone(), &bar, Deed { by: Some((by, "git")), ..by_office });
    assert_eq!(refused(&joined(3)), ["unsigned"]);
    assert_eq!(refused(&joined(1)), [""; 0]);
}

#[test]
fn the_first_keys_of_a_project_approve_nothing_in_the_change_that_brings_them() {
    // The target wants signatures and lists no keys: until somebody lists them there, nobody lowers its bar.
    let base = (strict().0, strict().1 + "\n[trust]\nsigned = true\n");
    let mine = line(HEAD, "", 1);
    for settings in [lax(), strict()] {
        let bar = [trusting(settings, &mine, true), (ROSTER, mine.clone())];
        let report = signed_change(base.clone(), &bar, Deed { author: OFFICE, by: Some((1, "git")), ..DEED });
        assert!(weakened(&report).iter().any(|found| found.0 == "signer"), "{}", text(&report));
        assert!(refused(&report).iter().all(|why| *why == "unsigned"), "{}", text(&report));
        assert_eq!(
            (refused(&report).is_empty(), Exit::of(&report)),
            (false, Exit::Fail),
            "{}",
            text(&report)
        );
    }
}

#[test]
fn a_pack_that_wants_signatures_wants_them_of_settings_as_well() {
    let signed = ("tasks/I-11.toml", "[evidence.approved]\n", "[evidence.approved]\nsigned = true\n");
    let refused_by = |exchanges: &[Exchange], by| {
        let base = [trusting(strict(), &roster(), false), (ROSTER, roster()), model("7B")];
        let scene = Scene::by_own_pack(REVIEWED, &base, exchanges);
        let text = std::fs::read_to_string(scene.root().join(lax().0)).expect("the settings");
        let back = with((lax().0, text), "\"planung\"", "\"ideenbewertung\"");
        save(&scene.root(), back.0, &back.1);
        let files = [back, approval_of(&scene, LATER)];
        let head = Deed { files: &files, day: LATER, author: OFFICE, by, ..DEED }.done(&scene.root());
        let view = View::Revision(head);
        refused(&report(&Ask { view, base: Some(scene.id(0)), ..ask(&scene.root(), TODAY, None) }))
    };
    assert_eq!(refused_by(&[], None), [""; 0], "neither the settings nor the pack want any");
    assert_eq!(refused_by(&[signed], None), ["unsigned"]);
    assert_eq!(refused_by(&[signed], Some((1, "git"))), [""; 0]);
}

#[test]
fn an_approval_that_needs_a_signature_is_committed() {
    let mut files = project(trusting(strict(), &roster(), true));
    files.push((ROSTER, roster()));
    let scene = Scene::of(REVIEWED, &files);
    let bar = [trusting(lax(), &roster(), true), (ROSTER, roster())];
    Deed { files: &bar, author: OFFICE, day: LATER, ..DEED }.done(&scene.root());
    let (path, text) = approval(&bar, LATER);
    save(&scene.root(), path, text);
    git(&scene.root(), &["add", "--all"]);
    let staged =
        report(&Ask { view: View::Index, base: Some(scene.id(0)), ..ask(&scene.root(), TODAY, None) });
    assert_eq!(refused(&staged), ["uncommitted"]);
}

#[test]
fn no_grade_of_the_target_rests_on_a_bar_that_was_approved() {
    // All approvals are signed, that of the settings too: but the bar of the target did not count.
    let grade = |by| {
        let base = trusting(strict(), &roster(), false);
        let bar = [trusting(lax(), &roster(), false), (ROSTER, roster())];
        let all = idea_phase("planung", REVIEWED).into_iter();
        let (approvals, mut files): (Vec<File>, Vec<File>) =
            all.partition(|file| file.0.starts_with("nachweise/freigaben/"));
        files[0] = base;
        files.extend([(ROSTER, roster()), model("7B")]);
        let scene = Scene::of(REVIEWED, &files);
        Deed { files: &approvals, ..DEED }.done(&scene.root());
        let change = [&bar[..], &[approval(&bar, LATER)]].concat();
        let head = Deed { files: &change, day: LATER, author: OFFICE, by, ..DEED }.done(&scene.root());
        let view = View::Revision(head);
        let report = report(&Ask { view, base: Some(scene.id(0)), ..ask(&scene.root(), TODAY, None) });
        assert_eq!(refused(&report), [""; 0], "{}", text(&report));
        let worth = &report.projects[0].approvals;
        assert_eq!((worth.counted, worth.signed), (2, 2), "{}", text(&report));
        report.grade
    };
    assert_eq!((grade(None), grade(Some((1, "git")))), (Grade::L0, Grade::L0));
}

#[test]
fn a_baseline_that_grows_is_approved_with_the_settings() {
    let talks = || baseline(&[("I-02", "missing-evidence")]);
    let more = || baseline(&[("I-02", "missing-evidence"), ("P-10", "missing-evidence")]);
    let after = |commits: &[&[File]]| {
        let mut files = project(strict());
        files.retain(|file| file.0 != BENEFITS);
        let mut scene = Scene::new();
        scene.on(&[], REVIEWED, &files);
        for files in commits {
            let last = scene.last();
            scene.on(&[last], LATER, files);
        }
        scene.build();
        scene.change(scene.last(), 0, TODAY)
    };
    let given = |list: File| approval(&[strict(), list], LATER);
    let grown = after(&[&[talks()]]);
    assert_eq!((weakened(&grown)[0].0, refused(&grown)), ("baseline", vec![]), "{}", text(&grown));
    let report = after(&[&[talks(), given(talks())]]);
    assert_eq!((refused(&report), Exit::of(&report)), (vec![], Exit::Pass), "{}", text(&report));
    assert!(text(&report).contains("Betroffen ist baseline"), "{}", text(&report));
    // Given before the list grew again it is of another list; given anew it counts.
    let void = after(&[&[talks(), given(talks())], &[more()]]);
    assert_eq!((refused(&void), Exit::of(&void)), (vec!["content"], Exit::Fail), "{}", text(&void));
    assert_eq!(refused(&after(&[&[talks(), given(talks())], &[more(), given(more())]])), [""; 0]);
    // The settings alone are not what was approved.
    assert_eq!(refused(&after(&[&[talks(), approval(&[strict()], LATER)]])), ["content"]);
}
