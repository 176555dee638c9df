//! The lawful way to lower a bar: the settings are approved by whom the base names for it. Nothing else opens it, and
//! nothing that was lowered goes unsaid.

use nachweis::engine::{Ask, Exit, View, World, report};
use nachweis::finding::{Report, Severity};
use nachweis::name::RepoPath;
use nachweis::repo::Repository;
use nachweis::rule::{Lang, Rule};

use crate::base_bar::{lowerings, pin, project, shipped, two};
use crate::policy_worth::approval_of;
use crate::support::change::*;
use crate::support::desk::Desk;
use crate::support::evidence::*;
use crate::support::program::expect;
use crate::support::{Scene, ask, commit_all, found, git, save, text};

const REVIEWED: &str = "2026-03-02";
const LATER: &str = "2026-03-06";
const TODAY: &str = "2026-04-01";
const LEDGER: &str = "nachweise/freigaben/nachweis.leitung.toml";

fn plain() -> File {
    settings("planung")
}

/// Settings that ask for less: the phase goes back.
fn lax() -> File {
    settings("ideenbewertung")
}

/// The approval of settings as `approve` writes it.
fn approval_by(settings: &File, role: &str, person: &str, day: &str) -> String {
    let scene = Scene::of(REVIEWED, std::slice::from_ref(settings));
    let repository = Repository::open(&scene.root()).expect("a repository");
    let world = World::load(&repository, &ask(&scene.root(), TODAY, None)).expect("a project");
    let hash = world.projects[0].bar_hash();
    format!(
        "path = \"nachweis.toml\"\nhash = \"{hash}\"\nrole = \"{role}\"\nperson = \"{person}\"\ndate = {day}\n"
    )
}

fn approval(settings: &File) -> File {
    (LEDGER, approval_by(settings, "leitung", "leitung@behoerde.example", LATER))
}

fn approved(report: &Report) -> usize {
    let found = found(report, Rule::PolicyApproved);
    assert!(found.iter().all(|judged| judged.severity == Severity::Warning && !judged.blocking));
    found.len()
}

#[test]
fn what_is_approved_blocks_no_more_and_is_still_said() {
    let mut passed = 0;
    for (strict, lax, variant, _) in lowerings() {
        let change = [lax.clone(), approval(&lax)];
        let report = two(&project(strict.clone()), &change).change(1, 0, TODAY);
        if !strict.1.contains("members = [\"leitung@behoerde.example\"") {
            // Whoever is no member at the base approves nothing there.
            assert_eq!((weakened(&report).len(), approved(&report)), (1, 0), "{variant}: {}", text(&report));
            continue;
        }
        passed += 1;
        assert_eq!((weakened(&report), approved(&report)), (vec![], 1), "{variant}: {}", text(&report));
        assert_eq!(found(&report, Rule::OrphanEvidence).len(), 0, "the ledger is known");
        let told = text(&report);
        assert!(
            told.contains("Freigegeben hat die Rolle leitung am 2026-03-06.") && !told.contains('{'),
            "{told}"
        );
        let english = nachweis::render::render(
            &Report { lang: Lang::En, ..report },
            nachweis::render::Format::Concise,
            &nachweis::render::Options::default(),
        );
        assert!(
            english.contains("warning policy-approved This change lowers the bar with approval."),
            "{english}"
        );
    }
    assert!(passed > 10);
}

#[test]
fn with_an_approval_the_new_bar_counts_alone() {
    // By the bar of the base this would be missing.
    let change = [lax(), approval(&lax()), gone(BENEFITS)];
    let scene = two(&project(plain()), &change);
    let report = scene.change(1, 0, TODAY);
    assert_eq!((brought(&report), Exit::of(&report)), (vec![], Exit::Pass), "{}", text(&report));
    let without = two(&project(plain()), &[lax(), gone(BENEFITS)]).change(1, 0, TODAY);
    assert!(brought(&without).contains(&(Rule::MissingEvidence, "I-02".to_owned())), "{}", text(&without));
    // For a gate as well: what lowered the bar is said, and blocks nothing.
    let question = ask(&scene.root(), TODAY, Some("ideenbewertung"));
    let gate = nachweis::engine::report(&Ask { base: Some(scene.id(0)), ..question });
    assert_eq!((weakened(&gate), approved(&gate)), (vec![], 1), "{}", text(&gate));
}

/// The label under the approval that does not count.
fn refused(report: &Report) -> Vec<&'static str> {
    let found = found(report, Rule::PolicyWeakened);
    assert!(found.iter().all(|judged| judged.blocking));
    assert_eq!(approved(report), 0, "{}", text(report));
    found.iter().flat_map(|judged| judged.finding.more.iter().map(|(label, _)| *label)).collect()
}

#[test]
fn an_approval_that_does_not_count_is_named_with_its_reason() {
    let me = "[\"leitung@behoerde.example\", \"ich@x.example\"]";
    let joined = with(lax(), "[\"leitung@behoerde.example\"]", me);
    let by = |settings: &File, role: &str, person: &str| approval_by(settings, role, person, LATER);
    let other = "nachweise/freigaben/nachweis.recht.toml";
    for (change, reason, times) in [
        // A member that the change itself brings, for the phase and for the member.
        (vec![joined.clone(), (LEDGER, by(&joined, "leitung", "ich@x.example"))], "member", 2),
        (vec![lax(), (LEDGER, by(&lax(), "leitung", ""))], "member", 1),
        (vec![lax(), (other, by(&lax(), "recht", "recht@behoerde.example"))], "owner", 1),
        // The file of one role with the words of another.
        (vec![lax(), (LEDGER, by(&lax(), "recht", "leitung@behoerde.example"))], "owner", 1),
        (vec![lax(), (LEDGER, by(&plain(), "leitung", "leitung@behoerde.example"))], "content", 1),
        (vec![joined, approval(&lax())], "content", 2),
    ] {
        let report = two(&project(plain()), &change).change(1, 0, TODAY);
        assert_eq!(refused(&report), vec![reason; times], "{}", text(&report));
        assert_eq!(Exit::of(&report), Exit::Fail);
        assert!(text(&report).contains("zählt nicht: "), "{}", text(&report));
    }
    // What can be read as no approval is none.
    let broken = [lax(), (LEDGER, "path = \"nachweis.toml\"\n".to_owned())];
    assert_eq!(refused(&two(&project(plain()), &broken).change(1, 0, TODAY)), Vec::<&str>::new());
}

#[test]
fn nobody_lowers_the_bar_in_a_role_that_another_one_excludes() {
    let both = |file: File| (file.0, file.1 + "\n[roles.isb]\nmembers = [\"leitung@behoerde.example\"]\n");
    let change = [both(lax()), approval(&both(lax()))];
    let report = two(&project(both(plain())), &change).change(1, 0, TODAY);
    assert_eq!(
        (refused(&report), Exit::of(&report)),
        (vec!["incompatible"], Exit::Fail),
        "{}",
        text(&report)
    );
    assert!(text(&report).contains("die sich mit dieser nicht verträgt"), "{}", text(&report));
    // Nor does leaving the other one in the same change help.
    let report = two(&project(both(plain())), &[lax(), approval(&lax())]).change(1, 0, TODAY);
    assert_eq!(refused(&report), ["incompatible"; 2], "{}", text(&report));
}

#[test]
fn an_approval_is_given_for_one_change() {
    let mut scene = Scene::new();
    let mut files = project(lax());
    files.push(approval(&lax()));
    let old = scene.on(&[], REVIEWED, &files);
    let strict = scene.on(&[old], LATER, &[plain()]);
    let back = scene.on(&[strict], "2026-03-07", &[lax()]);
    let again = [lax(), (LEDGER, approval_by(&lax(), "leitung", "leitung@behoerde.example", "2026-03-07"))];
    let anew = scene.on(&[strict], "2026-03-07", &again);
    scene.build();
    let report = scene.change(back, strict, TODAY);
    assert_eq!(refused(&report), ["known"], "{}", text(&report));
    assert_eq!(approved(&scene.change(anew, strict, TODAY)), 1, "approved anew");

    // Laid elsewhere it is still the old one.
    let moved = with(lax(), "evidence = \"nachweise\"", "evidence = \"belege\"");
    let old = approval(&moved).1;
    let mut files = project(plain());
    files.push((LEDGER, old.clone()));
    let change = [moved, gone(LEDGER), ("belege/freigaben/nachweis.leitung.toml", old)];
    let report = two(&files, &change).change(1, 0, TODAY);
    assert!(refused(&report).contains(&"known"), "{}", text(&report));
}

#[test]
fn an_approval_does_not_outrun_the_target() {
    let mut scene = Scene::new();
    let parted = scene.on(&[], REVIEWED, &project(plain()));
    let target = scene.on(&[parted], LATER, &[with(plain(), "\"kern\"", "\"voll\"")]);
    let inside = scene.on(&[parted], LATER, &[("werkzeug/nachweis.toml", lax().1)]);
    let harmless = scene.on(&[parted], LATER, &[("README.md", "Notiz\n".to_owned())]);
    let branch = scene.on(&[parted], LATER, &[lax(), approval(&lax())]);
    scene.build();
    for moved in [target, inside] {
        let report = scene.change(branch, moved, TODAY);
        assert_eq!(refused(&report), ["behind"], "{}", text(&report));
    }
    assert_eq!(approved(&scene.change(branch, harmless, TODAY)), 1, "the bar of the target stands");
    assert_eq!(approved(&scene.change(branch, parted, TODAY)), 1);
}

#[test]
fn without_a_bar_at_the_base_nothing_is_approved() {
    let files = |settings: File| {
        let mut files = project(settings.clone());
        files.push(approval(&settings));
        files
    };
    let scene = two(&[("README.md", "Vorhaben\n".to_owned())], &files(lax()));
    let report = scene.change(1, 0, TODAY);
    assert_eq!((approved(&report), weakened(&report)), (0, vec![]), "{}", text(&report));
    assert!(report.projects[0].policy.base.is_none());
    // Deleted settings are approved by nobody.
    let scene = two(&files(plain()), &[gone("nachweis.toml")]);
    assert_eq!(weakened(&scene.change(1, 0, TODAY)), [("deleted", String::new())]);
}

#[test]
fn another_pack_is_approved_with_the_settings_that_pin_it() {
    let head = "id = \"haus\"\nversion = \"1\"\nextends = \"arbeitshilfe@2026.1\"\nwithout = [\"P-03\"]\n\
                title = { de = \"Haus\" }\nnotice = { de = \"Haus\" }\n";
    let pack = ("regeln/haus/pack.toml", head.to_owned());
    let template = ("regeln/haus/templates/P-10.md", "# Kurz\n".to_owned());
    let pinned = |digest: &str| with(plain(), "arbeitshilfe@2026.1", &format!("regeln/haus@sha256:{digest}"));
    // The digest to pin is the one that is named when another is pinned.
    let unfitting =
        Scene::of(REVIEWED, &[pinned(&"0".repeat(64)), pack.clone(), template.clone()]).check(TODAY);
    let named = unfitting.findings[0].finding.args.get("found").expect("the digest").get(Lang::De).to_owned();
    let settings = pinned(named.trim_start_matches("sha256:"));
    let of = |more: &[File]| {
        let change = [&[settings.clone(), pack.clone(), template.clone()], more].concat();
        two(&project(plain()), &change).change(1, 0, TODAY)
    };
    let report = of(&[]);
    assert!(weakened(&report).iter().all(|found| found.0 == "pack"), "{}", text(&report));
    let lowered = weakened(&report).len();
    // An approval needs the pack itself to be read; it is of the settings that pin it.
    let scene = Scene::of(REVIEWED, &[settings.clone(), pack.clone(), template.clone()]);
    let repository = Repository::open(&scene.root()).expect("a repository");
    let world = World::load(&repository, &ask(&scene.root(), TODAY, None)).expect("a project");
    let hash = world.projects[0].bar_hash();
    let words = format!(
        "path = \"nachweis.toml\"\nhash = \"{hash}\"\nrole = \"leitung\"\nperson = \"leitung@behoerde.example\"\n\
         date = {LATER}\n"
    );
    let report = of(&[(LEDGER, words)]);
    assert_eq!((weakened(&report), approved(&report)), (vec![], lowered), "{}", text(&report));
    assert!(lowered >= 2 && found(&report, Rule::WeakenedPack).len() >= 2, "{}", text(&report));
    assert!(text(&report).contains("Betroffen ist pack/P-03: P-03 → –."), "{}", text(&report));
}

#[test]
fn an_approval_that_cannot_be_read_decides_nothing() {
    let long = format!("{}\n# {}\n", approval(&lax()).1, "x".repeat(2 << 20));
    let report = two(&project(plain()), &[lax(), (LEDGER, long)]).change(1, 0, TODAY);
    assert_eq!(Exit::of(&report), Exit::Undetermined, "{}", text(&report));
}

#[test]
fn a_folder_taken_out_of_the_project_is_part_of_what_is_approved() {
    let inner = ("modell/nachweis.toml", settings("ideenbewertung").1);
    let change = [lax(), approval(&lax()), inner];
    let report = two(&project(plain()), &change).change(1, 0, TODAY);
    assert!(refused(&report).contains(&"content"), "{}", text(&report));
}

#[test]
fn approve_records_what_check_reads() {
    let desk = Desk::on(LATER);
    let work = desk.work();
    let write = |files: &[File]| {
        for (path, text) in files {
            crate::support::save(&work, path, text);
        }
        for words in [&["add", "--all"][..], &["commit", "--quiet", "--message", "Stand"]] {
            assert_eq!(desk.git(&work, words).code, 0);
        }
    };
    assert_eq!(desk.git(&work, &["init", "--quiet"]).code, 0);
    write(&project(plain()));
    let base = desk.git(&work, &["rev-parse", "HEAD"]).out.trim().to_owned();
    write(&[lax()]);
    let check =
        |code: i32| expect(&desk, &work, code, &["check", "--base", &base, "--format", "concise"]).out;
    assert!(check(1).contains("error policy-weakened"), "{}", check(1));

    let approve = |code: i32, more: &[&str]| {
        let words: Vec<&str> = ["approve", "nachweis.toml"].iter().chain(more).copied().collect();
        let told = expect(&desk, &work, code, &words);
        told.out + &told.err
    };
    let told = approve(2, &["--role", "recht", "--as", "recht@behoerde.example"]);
    assert!(told.contains("policy-owners: leitung"), "{told}");
    let told = approve(2, &["--role", "leitung", "--as", "ich@x.example"]);
    assert!(told.contains("kein Mitglied der Rolle leitung"), "{told}");
    let as_head = ["--role", "leitung", "--as", "leitung@behoerde.example"];
    let printed = approve(0, &[&as_head[..], &["--print"]].concat());
    assert!(!work.join(LEDGER).exists(), "--print writes nothing");
    let told = approve(0, &as_head);
    assert!(told.contains(&format!("git add nachweis.toml {LEDGER}")), "{told}");
    let written = std::fs::read_to_string(work.join(LEDGER)).expect("the file of the ledger");
    assert_eq!(printed, format!("# {LEDGER}\n{written}"));
    assert_eq!((LEDGER, written), approval(&lax()));
    write(&[]);
    let told = check(0);
    assert!(told.contains("nachweis.toml:6:12: warning policy-approved "), "{told}");
    assert!(!told.contains("policy-weakened") && !told.contains("orphan-evidence"), "{told}");
}

#[test]
fn the_index_counts_like_a_commit() {
    let mut scene = Scene::new();
    let base = scene.on(&[], REVIEWED, &project(plain()));
    scene.build();
    for (path, text) in [lax(), approval(&lax())] {
        crate::support::save(&scene.root(), path, text);
    }
    let held = |scene: &Scene| {
        report(&Ask { view: View::Index, base: Some(scene.id(base)), ..ask(&scene.root(), TODAY, None) })
    };
    crate::support::git(&scene.root(), &["add", "nachweis.toml"]);
    assert_eq!(weakened(&held(&scene)).len(), 1, "what is not in the index is no part of the change");
    crate::support::git(&scene.root(), &["commit", "--quiet", "--message", "Einstellungen"]);
    crate::support::git(&scene.root(), &["add", "--all"]);
    assert_eq!((weakened(&held(&scene)), approved(&held(&scene))), (vec![], 1));
    assert_eq!(held(&scene).projects[0].path, RepoPath::root());
}

/// What was lowered, as each approval of it is told.
fn what(report: &Report) -> Vec<[String; 2]> {
    let found = found(report, Rule::PolicyApproved).into_iter();
    let told = found.map(|judged| judged.finding.args.get("what").expect("what was approved"));
    told.map(|what| Lang::ALL.map(|lang| what.get(lang).to_owned())).collect()
}

#[test]
fn an_approval_is_told_with_what_it_approved() {
    let back = two(&project(plain()), &[lax(), approval(&lax())]).change(1, 0, TODAY);
    let phase = "phase: planung → ideenbewertung".to_owned();
    assert_eq!(what(&back), [[phase.clone(), phase]]);

    let scene = two(&project(plain()), &[("README.md", "Notiz\n".to_owned())]);
    let mut files = shipped();
    files.get_mut("templates/P-10.md").expect("the template").push_str("\nMehr Text.\n");
    pin(&scene, "regeln/haus", &files, "2026-03-10");
    save(&scene.root(), LEDGER, approval_of(&scene, "2026-03-11").1);
    git(&scene.root(), &["add", "--all"]);
    commit_all(&scene.root(), "2026-03-11");
    let question = ask(&scene.root(), TODAY, None);
    let question = Ask { view: View::Revision("HEAD".to_owned()), base: Some(scene.id(1)), ..question };
    let report = report(&question);
    let pack = "pack: P-10 template".to_owned();
    assert_eq!(what(&report), [[pack.clone(), pack]], "{}", text(&report));
}
