//! Approvals that are signed: what counts is the key, at the time at which it was used at the earliest, by the rosters
//! of both sides of a change. Whom a commit names as its author never matters.

use std::fs;
use std::process::Command;

use nachweis::engine::{Ask, Exit, View, report};
use nachweis::finding::{Grade, Report, State};
use nachweis::rule::Rule;

use crate::support::change::{values, weakened};
use crate::support::desk::Desk;
use crate::support::evidence::*;
use crate::support::program::{expect, git as run_git};
use crate::support::signed::*;
use crate::support::{Scene, ask, found, git, json, noon, of_piece, save, shallow_clone, state, text};

const TODAY: &str = "2026-04-01";
const REVIEWED: &str = "2026-03-02";
const HEAD: &str = "leitung@behoerde.example";
const ROSTER: &str = ".nachweis/allowed_signers";
const LEDGER: &str = "nachweise/freigaben/P-10.leitung.toml";

/// Settings that demand signatures by the keys of a roster; `more` are further lines.
fn trusting(roster: &str, more: &str) -> File {
    let (path, text) = settings("planung");
    let signers = pinned(ROSTER, roster);
    (path, format!("{text}\n[trust]\nsigned = true\nsigners = \"{signers}\"\n{more}"))
}

/// A project whose impact assessment waits for its approval.
fn project(roster: &str, more: &str) -> Scene {
    let files =
        [trusting(roster, more), (ROSTER, roster.to_owned()), model("7B"), dpia(REVIEWED), dpia_risks()];
    Scene::of(REVIEWED, &files)
}

/// The roster of these tests: the key of the number 1 belongs to the head of the authority.
fn roster() -> String {
    line(HEAD, "", 1) + &line("isb@behoerde.example", "namespaces=\"git\" ", 2)
}

/// The approval of the impact assessment as it is.
fn approval() -> File {
    let hash = nachweis::load::canonical(&crate::support::path(DPIA), dpia(REVIEWED).1.as_bytes()).hash;
    with(dpia_approval(REVIEWED, "2026-03-05"), "c1:sha256:@", &hash.to_string())
}

/// What is found of signatures after a commit that brings the approval: the variants.
fn after(scene: &Scene, deed: Deed<'_>) -> Vec<&'static str> {
    Deed { files: &[approval()], ..deed }.done(&scene.root());
    unsigned(&scene.check(TODAY))
}

fn unsigned(report: &Report) -> Vec<&'static str> {
    let found = found(report, Rule::UnsignedApproval);
    found.into_iter().map(|judged| judged.finding.variant.unwrap_or("unsigned")).collect()
}

#[test]
fn an_approval_is_signed_by_whoever_it_names() {
    let scene = project(&roster(), "");
    assert_eq!(after(&scene, DEED), [""; 0]);
    let report = scene.check(TODAY);
    assert_eq!((of_piece(&report, "P-10"), state(&report, "P-10")), (vec![], State::Satisfied));
    assert_eq!(json(&report)["projects"][0]["approvals"]["signed"], 1);
    // The author line is nobody's identity: a clerk may bring what the head has signed.
    assert_eq!(after(&project(&roster(), ""), Deed { author: "buero@x.example", ..DEED }), [""; 0]);
}

#[test]
fn whatever_else_is_no_signature_of_theirs() {
    let of = |deed| after(&project(&roster(), ""), deed);
    assert_eq!(of(Deed { by: None, ..DEED }), ["unsigned"]);
    // The author line is forged: the key is somebody else's, or nobody's.
    assert_eq!(of(Deed { by: Some((2, "git")), ..DEED }), ["principal"]);
    assert_eq!(of(Deed { by: Some((3, "git")), ..DEED }), ["unknown-key"]);
    assert_eq!(of(Deed { by: Some((1, "file")), ..DEED }), ["namespace"]);
    // The header of the other hash algorithm is none of this commit.
    assert_eq!(of(Deed { header: "gpgsig-sha256", ..DEED }), ["unsigned"]);
    assert_eq!(
        of(Deed { by: None, message: "Freigabe\n\nApproved-by: leitung@behoerde.example", ..DEED }),
        ["unsigned"]
    );
    let (report, head) = {
        let scene = project(&roster(), "");
        after(&scene, Deed { by: None, ..DEED });
        (scene.check(TODAY), git(&scene.root(), &["rev-parse", "HEAD"]))
    };
    assert_eq!(state(&report, "P-10"), State::Unapproved);
    assert!(
        text(&report).contains(&format!("Commit {} trägt keine Signatur", &head[..7])),
        "{}",
        text(&report)
    );
    let scene = project(&roster(), "");
    after(&scene, Deed { by: Some((3, "git")), ..DEED });
    let told = text(&scene.check(TODAY));
    assert!(told.contains(&format!("Der Schlüssel {}, mit dem", fingerprint(3))), "{told}");
}

#[test]
fn no_gate_is_passed_without_the_signature() {
    let scene = project(&roster(), "");
    let blocks = |scene: &Scene| {
        let report = scene.gate("planung", TODAY);
        let unsigned = found(&report, Rule::UnsignedApproval);
        unsigned.iter().map(|judged| judged.blocking).collect::<Vec<_>>()
    };
    after(&scene, Deed { by: None, ..DEED });
    assert_eq!(blocks(&scene), [true]);
    assert_eq!(after(&project(&roster(), ""), DEED), [""; 0]);
}

#[test]
fn a_trailer_is_no_approval() {
    let scene = project(&roster(), "");
    let message = "Stand\n\nApproved-by: Leitung <leitung@behoerde.example>";
    Deed { message, files: &[("README.md", "Eins\n".to_owned())], ..DEED }.done(&scene.root());
    assert_eq!(found(&scene.check(TODAY), Rule::MissingApproval).len(), 1);
}

#[test]
fn a_signature_holds_for_its_own_commit_alone() {
    let scene = project(&roster(), "");
    let root = scene.root();
    Deed { files: &[approval()], ..DEED }.done(&root);
    let raw = git(&root, &["cat-file", "commit", "HEAD"]) + "\n";
    for (old, new) in [
        ("\nFreigabe", "\nFreigabe!"),
        // What stands behind a zero is shown to nobody.
        ("\nFreigabe", "\nFreigabe\0 und mehr"),
        ("leitung@behoerde.example>", "x@behoerde.example>"),
    ] {
        assert!(raw.contains(old), "{raw}");
        write(&root, &raw.replace(old, new));
        assert_eq!(unsigned(&scene.check(TODAY)), ["broken"]);
    }
    // The same tree by the same person, moved elsewhere in the history.
    write(&root, &raw.replace(&git(&root, &["rev-parse", "HEAD~"]), &git(&root, &["rev-parse", "HEAD"])));
    assert_eq!(unsigned(&scene.check(TODAY)), ["broken"]);
}

#[test]
fn a_later_change_of_the_ledger_needs_a_signature_of_its_own() {
    let scene = project(&roster(), "");
    assert_eq!(after(&scene, DEED), [""; 0]);
    let (path, text) = approval();
    let later = [(path, text.replace("date = 2026-03-05", "date = 2026-03-06"))];
    Deed { files: &later, by: None, ..DEED }.done(&scene.root());
    assert_eq!(unsigned(&scene.check(TODAY)), ["unsigned"]);
    save(&scene.root(), LEDGER, text.replace("date = 2026-03-05", "date = 2026-03-07"));
    assert_eq!(unsigned(&scene.check(TODAY)), ["uncommitted"]);
}

#[test]
fn openpgp_is_present_and_not_verified() {
    let scene = project(&roster(), "");
    let root = scene.root();
    Deed { files: &[approval()], by: None, ..DEED }.done(&root);
    let raw = git(&root, &["cat-file", "commit", "HEAD"]);
    let (head, message) = raw.split_once("\n\n").expect("a message");
    let armour = "-----BEGIN PGP SIGNATURE-----\n\niQEzBAAB\n=abcd\n-----END PGP SIGNATURE-----";
    write(&root, &with_signature(&format!("{head}\n"), "gpgsig", Some(armour), &format!("\n{message}\n")));
    let report = scene.check(TODAY);
    assert_eq!(unsigned(&report), ["other"]);
    assert!(text(&report).contains("vorhanden, aber nicht geprüft"), "{}", text(&report));
}

#[test]
fn a_key_that_had_expired_signs_nothing_whatever_the_commit_says() {
    let until = |day: &str| line(HEAD, &format!("valid-before=\"{day}Z\" "), 1);
    assert_eq!(after(&project(&until("20260306"), ""), DEED), [""; 0]);
    assert_eq!(after(&project(&until("20260304"), ""), DEED), ["expired"]);
    // Dated back, it still builds on what is newer.
    let back = Deed { day: "2026-01-15", ..DEED };
    assert_eq!(after(&project(&until("20260201"), ""), back), ["expired"]);
    let from = |day: &str| line(HEAD, &format!("valid-after=\"{day}Z\" "), 1);
    assert_eq!(after(&project(&from("20260305"), ""), DEED), [""; 0]);
    assert_eq!(after(&project(&from("20260306"), ""), DEED), ["too-early"]);
    let forward = Deed { day: "2026-06-01", ..DEED };
    assert_eq!(
        after(&project(&from("20260501"), ""), forward.clone()),
        ["too-early"],
        "its time has not come"
    );
    // Dated forward beyond the day that is judged, no more of it counts than up to that day's last second.
    assert_eq!(after(&project(&from("20260401235959"), ""), forward.clone()), [""; 0]);
    assert_eq!(after(&project(&from("20260402"), ""), forward), ["too-early"]);
    // The new key on a line of its own: what the old one signed in its time still holds.
    assert_eq!(after(&project(&(until("20260306") + &line(HEAD, "", 4)), ""), DEED), [""; 0]);
}

#[test]
fn an_earlier_approval_settles_who_has_written_only_if_it_was_signed() {
    const SECOND: &str = "vertretung@behoerde.example";
    let keys = line(HEAD, "", 1) + &line(SECOND, "", 2);
    let two = with(trusting(&keys, ""), &format!("[\"{HEAD}\"]"), &format!("[\"{HEAD}\", \"{SECOND}\"]"));
    let own_work = |first: Option<(u8, &'static str)>| {
        let files = [two.clone(), (ROSTER, keys.clone()), model("7B"), dpia_risks()];
        let scene = Scene::of(REVIEWED, &files);
        Deed { files: &[dpia(REVIEWED)], by: None, ..DEED }.done(&scene.root());
        Deed { files: &[with(approval(), HEAD, SECOND)], by: first, ..DEED }.done(&scene.root());
        Deed { files: &[approval()], ..DEED }.done(&scene.root());
        let report = scene.check(TODAY);
        assert_eq!(unsigned(&report), [""; 0]);
        found(&report, Rule::SelfApproval).len()
    };
    assert_eq!((own_work(Some((2, "git"))), own_work(None)), (0, 1));
}

#[test]
fn a_revoked_key_never_counts() {
    let by_fingerprint = format!("revoked = [\"{}\"]\n", fingerprint(1));
    assert_eq!(after(&project(&roster(), &by_fingerprint), DEED), ["revoked"]);
    let by_key = format!("revoked = [\"{}\"]\n", public(1));
    assert_eq!(after(&project(&roster(), &by_key), DEED), ["revoked"]);
    let another = format!("revoked = [\"{}\"]\n", fingerprint(2));
    assert_eq!(after(&project(&roster(), &another), DEED), [""; 0]);
}

#[test]
fn without_a_roster_nothing_is_signed() {
    let (path, text) = settings("planung");
    let demanded = (path, format!("{text}\n[trust]\nsigned = true\n"));
    let scene = Scene::of(REVIEWED, &[demanded, model("7B"), dpia(REVIEWED), dpia_risks()]);
    assert_eq!(after(&scene, DEED), ["no-roster"]);
}

#[test]
fn a_roster_that_is_not_the_pinned_one_is_a_wrong_yardstick() {
    for (name, text) in [
        (ROSTER, roster() + &line("fremd@x.example", "", 3)),
        ("anderswo", roster()),
        (ROSTER, format!("*@behoerde.example {}\n", public(1))),
    ] {
        let pinned_text = if text.starts_with('*') { text.clone() } else { roster() };
        let files = [trusting(&pinned_text, ""), (name, text), dpia(REVIEWED)];
        let report = Scene::of(REVIEWED, &files).check(TODAY);
        assert_eq!(Exit::of(&report), Exit::Yardstick, "{}", self::text(&report));
        assert_eq!(found(&report, Rule::WrongValue).len(), 1, "{}", self::text(&report));
    }
    let report = Scene::of(REVIEWED, &[trusting("", ""), (ROSTER, roster()), dpia(REVIEWED)]).check(TODAY);
    assert!(text(&report).contains(&pinned(ROSTER, &roster())), "the digest to enter: {}", text(&report));
    // What is too large to be read leaves it open, and that is told where the file is named.
    let large = roster() + &"# Schlüssel der Behörde\n".repeat(50_000);
    let report = Scene::of(REVIEWED, &[trusting(&large, ""), (ROSTER, large.clone())]).check(TODAY);
    let place = &found(&report, Rule::LimitReached)[0].finding.place;
    assert_eq!(place.path().as_str(), "nachweis.toml");
    assert_eq!(place.source.words(&place.span), format!("\"{}\"", pinned(ROSTER, &large)));
    assert_eq!(Exit::of(&report), Exit::Undetermined);
}

#[test]
fn what_was_approved_is_neither_copied_nor_changed() {
    let scene = project(&roster(), "");
    let (path, text) = approval();
    // Of another piece: it approves that one and not this.
    let copied = [(path, text.replace("task = \"P-10\"", "task = \"I-06\""))];
    Deed { files: &copied, ..DEED }.done(&scene.root());
    assert_eq!(found(&scene.check(TODAY), Rule::MissingApproval).len(), 1);
    let of_another =
        nachweis::load::canonical(&crate::support::path(PRACTICES), practices(REVIEWED).1.as_bytes());
    let own = text.lines().find(|line| line.starts_with("hash")).expect("a hash").to_owned();
    let renamed = [(path, text.replace(&own, &format!("hash = \"{}\"", of_another.hash)))];
    Deed { files: &renamed, ..DEED }.done(&scene.root());
    assert_eq!(found(&scene.check(TODAY), Rule::VoidedApproval).len(), 1);
    Deed { files: &[(path, text)], ..DEED }.done(&scene.root());
    assert_eq!(of_piece(&scene.check(TODAY), "P-10"), []);
    let changed = [with(dpia(REVIEWED), "geringes Risiko", "hohes Risiko")];
    Deed { files: &changed, ..DEED }.done(&scene.root());
    assert_eq!(found(&scene.check(TODAY), Rule::VoidedApproval).len(), 1, "whoever signs the change");
}

#[test]
fn an_approval_is_of_a_content_and_moves_with_it() {
    let scene = project(&roster(), "");
    let root = scene.root();
    let later = Deed { day: "2026-03-06", by: None, ..DEED };
    Deed { files: &[approval()], ..DEED }.done(&root);
    // Into a second project of the same people, copied or moved.
    let there = |path: &str| format!("zweites/{path}");
    let keys = (ROSTER, roster());
    let copied = [trusting(&roster(), ""), keys, model("7B"), dpia(REVIEWED), dpia_risks(), approval()];
    for (path, text) in &copied {
        save(&root, &there(path), text);
    }
    later.done(&root);
    let approvals = || {
        let report = report(&Ask { starts: vec![root.join("zweites")], ..ask(&root, TODAY, None) });
        assert_eq!(report.projects.len(), 1, "{}", text(&report));
        let own = &report.projects[0].approvals;
        (report.projects[0].path.to_string(), unsigned(&report).len(), own.counted, own.signed)
    };
    let second = "zweites".to_owned();
    assert_eq!(approvals(), (second.clone(), 1, 1, 0), "the commit that copies it is signed by nobody");
    git(&root, &["reset", "--quiet", "--hard", "HEAD~"]);
    for (path, _) in &copied {
        let to = root.join(there(path));
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        git(&root, &["mv", path, &there(path)]);
    }
    save(&root, "nachweis.toml", trusting(&roster(), "").1);
    later.done(&root);
    assert_eq!(approvals(), (second, 0, 1, 1), "moved, it is the one that was given");
}

/// What a change comes to: HEAD held against a commit.
fn change(scene: &Scene, head: &str, base: &str) -> Report {
    let view = View::Revision(head.to_owned());
    report(&Ask { view, base: Some(base.to_owned()), ..ask(&scene.root(), TODAY, None) })
}

#[test]
fn a_change_is_signed_by_the_roster_of_its_target() {
    let scene = project(&roster(), "");
    let (root, base) = (scene.root(), scene.id(0));
    let head = Deed { files: &[approval()], ..DEED }.done(&root);
    let signed = change(&scene, &head, &base);
    assert_eq!((signed.grade, unsigned(&signed)), (Grade::L2, vec![]), "{}", text(&signed));
    assert!(text(&signed).contains("Stufe L2: "), "{}", text(&signed));
    assert_eq!(json(&signed)["grade"], "L2");
    assert!(json(&signed)["claim"].as_str().expect("a sentence").starts_with("Stufe L2: "));

    // A later change brings its own key: by its own roster it would count.
    let mine = roster() + &line(HEAD, "", 3);
    let (path, text_of) = approval();
    let later = text_of.replace("date = 2026-03-05", "date = 2026-03-06");
    let files = [trusting(&mine, ""), (ROSTER, mine.clone()), (path, later)];
    let base = head;
    let head = Deed { files: &files, by: Some((3, "git")), ..DEED }.done(&root);
    assert_eq!(unsigned(&scene.check(TODAY)), [""; 0]);
    let brought = change(&scene, &head, &base);
    assert_eq!(unsigned(&brought), ["unknown-key"], "{}", text(&brought));
    assert_eq!(weakened(&brought).iter().map(|found| found.0).collect::<Vec<_>>(), ["signer"]);
    assert_eq!(brought.grade, Grade::L1);
}

#[test]
fn no_key_that_the_change_brings_raises_its_grade() {
    let (path, later) = trusting(&roster(), "");
    let earlier = |file: File| with(file, "phase    = \"planung\"", "phase    = \"ideenbewertung\"");
    let keyless = (path, later.split("\n[trust]").next().expect("settings").to_owned());
    let empty = (path, keyless.1.clone() + &format!("\n[trust]\nsigners = \"{}\"\n", pinned(ROSTER, "")));
    let listed = (path, later.replace("signed = true\n", ""));
    let evidence = || [model("7B"), dpia(REVIEWED), dpia_risks()];
    let grade = |base: &File, keys: &str| {
        let files = [&[base.clone(), (ROSTER, keys.to_owned())], &evidence()[..]].concat();
        let scene = Scene::of(REVIEWED, &files);
        let change = [(path, later.clone()), (ROSTER, roster()), approval()];
        let head = Deed { files: &change, ..DEED }.done(&scene.root());
        let report = change_of(&scene, &head);
        let own = &report.projects[0].approvals;
        assert_eq!((own.counted, own.signed), (1, 1), "{}", text(&report));
        report.grade
    };
    // By the bar of the target the same approval is not signed, or is not due and not looked at.
    for base in [keyless.clone(), earlier(keyless), empty.clone(), earlier(empty)] {
        assert_eq!(grade(&base, ""), Grade::L1, "{}", base.1);
    }
    for base in [listed.clone(), earlier(listed)] {
        assert_eq!(grade(&base, &roster()), Grade::L2, "the target lists the key");
    }
}

#[test]
fn without_an_approval_nobody_has_signed() {
    let scene = project(&roster(), "");
    let head = Deed { files: &[("README.md", "Mehr\n".to_owned())], by: None, ..DEED }.done(&scene.root());
    let report = change_of(&scene, &head);
    let own = &report.projects[0].approvals;
    assert_eq!((own.counted, own.signed, report.grade), (0, 0, Grade::L1), "{}", text(&report));
}

/// What a change comes to: a commit held against the first one of a scene.
fn change_of(scene: &Scene, head: &str) -> Report {
    change(scene, head, &scene.id(0))
}

#[test]
fn what_the_target_has_not_yet_is_no_older_than_the_target() {
    let until = line(HEAD, "valid-before=\"20260310Z\" ", 1);
    let scene = project(&until, "");
    let (root, fork) = (scene.root(), scene.id(0));
    let side = Deed { files: &[approval()], ..DEED }.done(&root);
    git(&root, &["reset", "--quiet", "--hard", &fork]);
    let later = [("README.md", "Später\n".to_owned())];
    let target = Deed { day: "2026-03-20", files: &later, by: None, ..DEED }.done(&root);
    // The branch is dated before the key expired, but it arrives after that.
    assert_eq!(unsigned(&change(&scene, &side, &target)), ["expired"]);
    assert_eq!(unsigned(&change(&scene, &side, &fork)), [""; 0]);
    // What the target has is as old as it says: a key that expires takes nothing back.
    git(&root, &["reset", "--quiet", "--hard", &side]);
    let there = Deed { day: "2026-03-20", files: &later, by: None, ..DEED }.done(&root);
    let more = [("README.md", "Noch später\n".to_owned())];
    let head = Deed { day: "2026-03-21", files: &more, by: None, ..DEED }.done(&root);
    assert_eq!(unsigned(&change(&scene, &head, &there)), [""; 0]);
}

#[test]
fn trust_is_lowered_by_whatever_makes_signing_easier() {
    let changed = |before: &(String, String), after: &(String, String)| {
        let mut scene = Scene::new();
        scene.on(&[], REVIEWED, &[trusting(&before.0, &before.1), (ROSTER, before.0.clone())]);
        scene.on(&[0], "2026-03-05", &[trusting(&after.0, &after.1), (ROSTER, after.0.clone())]);
        scene.build();
        scene.change(1, 0, TODAY)
    };
    let lowered = |before: (String, String), after: (String, String)| {
        weakened(&changed(&before, &after)).into_iter().map(|found| found.0).collect::<Vec<_>>()
    };
    let plain = |roster: String| (roster, String::new());
    let timed = line(HEAD, "valid-before=\"20270101Z\" ", 1);
    let revoked = format!("revoked = [\"{}\"]\n", fingerprint(3));
    assert_eq!(lowered(plain(timed.clone()), plain(roster())), ["signer"]);
    assert_eq!(lowered(plain(roster()), plain(timed)), [""; 0]);
    assert_eq!(lowered(plain(roster()), plain(line(HEAD, "", 1))), [""; 0]);
    assert_eq!(lowered(plain(line(HEAD, "", 1)), plain(line("HEAD@x.example", "", 1))), ["signer"]);
    assert_eq!(lowered((roster(), revoked.clone()), plain(roster())), ["revoked"]);
    assert_eq!(lowered(plain(roster()), (roster(), revoked.clone())), [""; 0]);
    let one = plain(line(HEAD, "", 1));
    let more = changed(&one, &plain(roster()));
    assert_eq!(values(&more), ["1 Schlüssel → 2 Schlüssel", "1 key → 2 keys"]);
    let forgiven = changed(&(one.0.clone(), revoked.clone()), &one);
    assert_eq!(values(&forgiven), ["1 Schlüssel → 0 Schlüssel", "1 key → 0 keys"]);
    // Whoever begins to sign asks for more; where signing was asked for, the first keys are a choice to be approved.
    let begun = |first: File| {
        let mut scene = Scene::new();
        scene.on(&[], REVIEWED, &[first]);
        scene.on(&[0], "2026-03-05", &[trusting(&roster(), ""), (ROSTER, roster())]);
        scene.build();
        weakened(&scene.change(1, 0, TODAY)).into_iter().map(|found| found.0).collect::<Vec<_>>()
    };
    assert_eq!(begun(settings("planung")), [""; 0]);
    let (path, text) = settings("planung");
    assert_eq!(begun((path, text + "\n[trust]\nsigned = true\n")), ["signer"]);
    let mut scene = Scene::new();
    let off = with(trusting(&roster(), ""), "signed = true\n", "");
    scene.on(&[], REVIEWED, &[trusting(&roster(), ""), (ROSTER, roster())]);
    scene.on(&[0], "2026-03-05", &[off]);
    scene.build();
    assert_eq!(weakened(&scene.change(1, 0, TODAY)).first().map(|found| found.0), Some("unsigned"));
}

#[test]
fn a_cut_history_says_nothing_of_when_a_key_was_used() {
    let scene = project(&roster(), "");
    let root = scene.root();
    Deed { files: &[dpia("2026-03-04"), dpia_risks()], by: None, day: "2026-03-04", ..DEED }.done(&root);
    let hash = nachweis::load::canonical(&crate::support::path(DPIA), dpia("2026-03-04").1.as_bytes()).hash;
    let approval = with(dpia_approval("2026-03-04", "2026-03-05"), "c1:sha256:@", &hash.to_string());
    Deed { files: &[approval], ..DEED }.done(&root);
    assert_eq!(unsigned(&scene.check(TODAY)), [""; 0]);
    let (_folder, flat) = shallow_clone(&scene.root(), 2);
    let cut = report(&ask(&flat, TODAY, None));
    assert_eq!(found(&cut, Rule::ShallowHistory).len(), 1, "{}", text(&cut));
    assert_eq!(Exit::of(&cut), Exit::Undetermined);
}

#[test]
fn of_a_cut_history_the_signature_alone_may_be_unknown() {
    let cut = |roster: &str, settings: File| {
        let mut scene = Scene::new();
        scene.add("2026-03-01", &[settings, (ROSTER, roster.to_owned())]);
        scene.add("2026-03-02", &[("README.md", "Eins\n".to_owned())]);
        scene.add(REVIEWED, &[model("7B"), dpia(REVIEWED), dpia_risks()]).build();
        Deed { files: &[approval()], ..DEED }.done(&scene.root());
        let (_folder, flat) = shallow_clone(&scene.root(), 3);
        let cut = report(&ask(&flat, TODAY, None));
        (state(&cut, "P-10"), found(&cut, Rule::ShallowHistory).len())
    };
    // Since when the key was used is said by what came before; who wrote the text is not.
    assert_eq!(cut(&roster(), trusting(&roster(), "")), (State::Undetermined, 1));
    let free = with(trusting(&roster(), ""), "signed = true\n", "");
    assert_eq!(cut(&roster(), free), (State::Satisfied, 0));
}

/// Signed by Git with keys of every kind that OpenSSH makes: what `git verify-commit` says is said here too.
#[test]
fn git_and_this_program_agree() {
    let desk = Desk::on("2026-03-05");
    let is_there = Command::new("ssh-keygen").arg("-?").output().is_ok();
    if !is_there {
        // Everything above has shown it with keys of its own; there is nobody to compare with.
        return;
    }
    let kinds: [(&str, &[&str]); 5] = [
        ("ed25519", &[]),
        ("ecdsa", &["-b", "256"]),
        ("ecdsa", &["-b", "384"]),
        ("ecdsa", &["-b", "521"]),
        ("rsa", &["-b", "2048"]),
    ];
    for (number, (kind, bits)) in kinds.into_iter().enumerate() {
        let at = desk.work().join(number.to_string());
        std::fs::create_dir(&at).expect("a folder");
        let made = [&["-q", "-N", "", "-C", "", "-t", kind, "-f", "../key"], bits].concat();
        let made = desk.command("ssh-keygen", &at, &made).status().expect("ssh-keygen runs");
        assert!(made.success(), "{kind} {bits:?}");
        let public = std::fs::read_to_string(desk.work().join("key.pub")).expect("a public key");
        let keys = format!("{HEAD} {public}");
        run_git(&desk, &at, &["init", "--quiet"]);
        for (path, text) in
            [trusting(&keys, ""), (ROSTER, keys.clone()), model("7B"), dpia(REVIEWED), dpia_risks()]
        {
            save(&at, path, text);
        }
        let commit = |sign: &[&str]| {
            run_git(&desk, &at, &["add", "--all"]);
            let config = ["-c", "gpg.format=ssh", "-c", "user.signingKey=../key", "commit", "--quiet"];
            run_git(&desk, &at, &[&config, sign, &["--message", "Stand"]].concat());
        };
        commit(&[]);
        save(&at, LEDGER, approval().1);
        commit(&["-S"]);
        let allowed = format!("gpg.ssh.allowedSignersFile={}", at.join(ROSTER).display());
        run_git(&desk, &at, &["-c", "gpg.format=ssh", "-c", &allowed, "verify-commit", "HEAD"]);
        let outcome = expect(&desk, &at, 1, &["check", "--format", "concise"]);
        assert!(!outcome.out.contains("-approval"), "{kind}: {}", outcome.out);
        assert!(!outcome.out.contains("unsigned-approval"), "{kind}: {}", outcome.out);
        // Both refuse what was signed for another commit.
        let raw = run_git(&desk, &at, &["cat-file", "commit", "HEAD"]);
        write(&at, &raw.replace("\nStand", "\nStandpunkt"));
        let verify = ["-c", "gpg.format=ssh", "-c", &allowed, "verify-commit", "HEAD"];
        assert_ne!(desk.git(&at, &verify).code, 0);
        let outcome = desk.nachweis(&at, &["check", "--format", "concise"]);
        assert!(outcome.out.contains("unsigned-approval"), "{kind}: {}", outcome.out);
        for name in ["key", "key.pub"] {
            std::fs::remove_file(desk.work().join(name)).expect("the key goes");
        }
    }
}

#[test]
fn in_a_repository_of_sha_256_its_own_header_holds_the_signature() {
    let of = |header: &str| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        git(root, &["init", "--quiet", "--object-format=sha256"]);
        let files = [trusting(&roster(), ""), (ROSTER, roster()), model("7B"), dpia(REVIEWED), dpia_risks()];
        for (path, text) in files {
            save(root, path, text);
        }
        git(root, &["add", "--all"]);
        git(root, &["commit", "--quiet", "--message", "Stand"]);
        Deed { files: &[approval()], header, ..DEED }.done(root);
        unsigned(&report(&ask(root, TODAY, None)))
    };
    assert_eq!(of("gpgsig-sha256"), [""; 0]);
    assert_eq!(of("gpgsig"), ["unsigned"]);
}

#[test]
fn commits_of_these_tests_are_dated_at_noon() {
    let scene = project(&roster(), "");
    Deed { files: &[approval()], ..DEED }.done(&scene.root());
    assert_eq!(git(&scene.root(), &["log", "-1", "--format=%ct"]), noon(DEED.day).to_string());
}
