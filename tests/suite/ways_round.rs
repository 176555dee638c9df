//! Ways round a gate that somebody with the right to commit would try who has not done the work. None leads anywhere.
//! That of a baseline over an empty folder stands with the baseline, that of operation which never begins with time.

use nachweis::engine::{Ask, Exit, View, report};
use nachweis::finding::{Grade, Report, Severity, State};
use nachweis::rule::Rule;

use crate::base_bar::{pin, project, shipped, two};
use crate::support::change::weakened;
use crate::support::evidence::*;
use crate::support::{Scene, ask, found, of_piece, state, text};

const ERROR: Severity = Severity::Error;

const REVIEWED: &str = "2026-03-02";
const LATER: &str = "2026-03-06";
const TODAY: &str = "2026-04-01";

const SETTINGS_LEDGER: &str = "nachweise/freigaben/nachweis.leitung.toml";

/// A project whose settings say that it still has an idea, though everything of that phase is there.
fn unmoved(files: &[File]) -> Scene {
    let mut all = idea_phase("ideenbewertung", REVIEWED);
    all.extend(files.iter().cloned());
    Scene::of(REVIEWED, &all)
}

#[test]
fn a_release_is_stopped_by_its_gate_whatever_phase_the_settings_name() {
    let scene = unmoved(&[model("7B")]);
    assert_eq!(Exit::of(&scene.check(TODAY)), Exit::Pass, "nothing is late in the phase of the settings");
    let gate = scene.gate("inbetriebnahme", TODAY);
    assert_eq!(Exit::of(&gate), Exit::Fail);
    for piece in ["P-10", "P-20", "N-12"] {
        assert_eq!(of_piece(&gate, piece), [(Rule::MissingEvidence, ERROR)], "{piece}");
    }
    // The same project, its phase moved: the gate says the same, word for word.
    let moved = |phase| {
        let mut files = idea_phase(phase, REVIEWED);
        files.push(model("7B"));
        let report = Scene::of(REVIEWED, &files).gate("inbetriebnahme", TODAY);
        report.findings.iter().map(|judged| judged.fingerprint.clone()).collect::<Vec<_>>()
    };
    assert_eq!(moved("ideenbewertung"), moved("inbetriebnahme"));
}

#[test]
fn a_subject_left_out_of_the_settings_is_missed_at_the_gate() {
    let line = "modell          = [\"modell/**\"]\n";
    let without = with(settings("inbetriebnahme"), line, "");
    let nothing = with(settings("inbetriebnahme"), "modell/**", "gibt-es-nicht/**");
    for settings in [without, nothing] {
        let mut files = vec![settings, purpose(REVIEWED), dpia(REVIEWED), dpia_risks(), model("7B")];
        files.push(dpia_approval(REVIEWED, REVIEWED));
        let mut scene = Scene::of(REVIEWED, &files);
        scene.add(LATER, &[model("70B")]).build();
        for report in [scene.check(TODAY), scene.gate("inbetriebnahme", TODAY)] {
            assert_eq!(of_piece(&report, "P-10"), [], "nothing outdates what has no subject");
            let unmapped = found(&report, Rule::UnmappedSubject);
            let [unmapped] = unmapped[..] else { panic!("{}", text(&report)) };
            assert!(unmapped.blocking && unmapped.severity == ERROR, "{}", text(&report));
        }
    }
    // Said not to be there, it is named in every report instead.
    let absent = with(settings("inbetriebnahme"), line, "modell          = []\n");
    let report = Scene::of(REVIEWED, &[absent]).gate("inbetriebnahme", TODAY);
    assert!(report.projects[0].absent_subjects.contains(&"modell".to_owned()));
}

/// An impact assessment that was approved once, and whose `reviewed` was set anew in each of these years since.
fn bumped(ledger: &dyn Fn(File) -> File, years: &[&str]) -> Scene {
    let mut scene = Scene::new();
    let mut files = idea_phase("entwicklung", "2024-03-02");
    files.extend([model("7B"), dpia("2024-03-02"), dpia_risks()]);
    files.push(ledger(dpia_approval("2024-03-02", "2024-03-02")));
    scene.add("2024-03-02", &files);
    for day in years {
        scene.add(day, &[dpia(day)]);
    }
    scene.build();
    scene
}

#[test]
fn an_approval_does_not_last_because_somebody_sets_the_review_date_every_year() {
    let years = ["2025-03-02", "2026-03-02"];
    let scene = bumped(&|file| file, &years);
    for report in [scene.check(TODAY), scene.gate("planung", TODAY)] {
        assert_eq!(state(&report, "P-10"), State::Unapproved, "{}", text(&report));
        assert_eq!(of_piece(&report, "P-10"), [(Rule::VoidedApproval, ERROR)]);
    }
    // Without the date it is approved, and overdue.
    let left = bumped(&|file| file, &[]).gate("planung", TODAY);
    assert_eq!(of_piece(&left, "P-10"), [(Rule::OverdueReview, ERROR)], "{}", text(&left));
}

#[test]
fn an_approval_covers_no_review_that_was_still_to_come() {
    // Whoever writes the ledger by hand may write any day into it.
    let ahead = |file: File| with(file, "reviewed = 2024-03-02", "reviewed = 2034-03-02");
    let dated_ahead = |file: File| with(ahead(file), "date = 2024-03-02", "date = 2034-03-02");
    let years = ["2025-03-02", "2026-03-02"];
    for ledger in [&ahead as &dyn Fn(File) -> File, &dated_ahead] {
        let report = bumped(ledger, &years).gate("planung", TODAY);
        assert_eq!(of_piece(&report, "P-10"), [(Rule::VoidedApproval, ERROR)], "{}", text(&report));
    }
    // Nor is it one of the review of that day, which it does not name.
    let then =
        |ledger: &dyn Fn(File) -> File| of_piece(&bumped(ledger, &[]).gate("planung", "2024-04-01"), "P-10");
    assert_eq!(then(&ahead), [(Rule::VoidedApproval, ERROR)]);
    assert_eq!(then(&dated_ahead), [(Rule::VoidedApproval, ERROR)]);
    let told = text(&bumped(&dated_ahead, &[]).gate("planung", "2024-04-01"));
    assert!(told.contains("Sie trägt das Datum 2034-03-02"), "{told}");
}

#[test]
fn an_approval_does_not_last_because_somebody_sets_the_review_date_back() {
    // Whatever date it is, a new one is a new review: the other model would outdate nothing.
    let dated = |date: &str| {
        let mut scene = Scene::new();
        let mut files = idea_phase("entwicklung", REVIEWED);
        files.extend([model("7B"), dpia(REVIEWED), dpia_risks(), dpia_approval(REVIEWED, REVIEWED)]);
        scene.add(REVIEWED, &files);
        let line = format!("reviewed: {REVIEWED}\n");
        let changed = if date.is_empty() { String::new() } else { format!("reviewed: {date}\n") };
        scene.add(LATER, &[with(dpia(REVIEWED), &line, &changed), model("70B")]).build();
        of_piece(&scene.gate("planung", TODAY), "P-10").into_iter().map(|(rule, _)| rule).collect::<Vec<_>>()
    };
    assert_eq!(dated(REVIEWED), [Rule::OutdatedBySubject]);
    assert_eq!(dated("2026-03-01"), [Rule::VoidedApproval]);
    assert!(dated("").contains(&Rule::VoidedApproval));
}

/// Settings in which a pack of one's own is pinned, and that say something else besides.
fn by_pack(scene: &Scene, change: &dyn Fn(&mut nachweis::load::PackFiles), old: &str, new: &str) -> Report {
    let base = scene.id(0);
    let mut files = shipped();
    change(&mut files);
    pin(scene, "regeln/haus", &files, "2026-03-10");
    crate::support::rewrite(&scene.root(), "nachweis.toml", old, new);
    crate::support::commit_all(&scene.root(), "2026-03-11");
    let head = crate::support::git(&scene.root(), &["rev-parse", "HEAD"]);
    let question = ask(&scene.root(), TODAY, None);
    report(&Ask { view: View::Revision(head), base: Some(base), ..question })
}

fn replace(files: &mut nachweis::load::PackFiles, name: &str, old: &str, new: &str) {
    let text = files.get_mut(name).unwrap_or_else(|| panic!("the pack has no {name}"));
    assert!(text.contains(old), "{name} has no `{old}`");
    *text = text.replacen(old, new, 1);
}

#[test]
fn a_smaller_profile_that_only_the_new_pack_knows_lowers_the_bar() {
    let small = |files: &mut nachweis::load::PackFiles| {
        let profile = "[[profile]]\nid = \"klein\"\ntitle = { de = \"Klein\", en = \"Small\" }\n\
                       note = { de = \"Nur Entscheidungen.\", en = \"Decisions only.\" }\n\n[[profile]]";
        replace(files, "pack.toml", "[[profile]]", profile);
        for task in ["I-11", "P-20", "E-20", "N-12", "B-11", "D-08"] {
            let with = "profiles = { klein = \"Entscheidung\", kern";
            replace(files, &format!("tasks/{task}.toml"), "profiles = { kern", with);
        }
    };
    let scene = two(&project(settings("planung")), &[]);
    let report = by_pack(&scene, &small, "\"kern\"", "\"klein\"");
    assert_eq!(weakened(&report), [("profile", "\"klein\"".to_owned())], "{}", text(&report));
    assert_eq!(Exit::of(&report), Exit::Fail);
}

#[test]
fn an_earlier_phase_that_only_the_new_pack_knows_lowers_the_bar() {
    let early = |files: &mut nachweis::load::PackFiles| {
        let phase = "[[phase]]\nid = \"vorher\"\ntitle = { de = \"Vorher\", en = \"Before\" }\n\
                     note = { de = \"Vor der Idee.\", en = \"Before the idea.\" }\n\n[[phase]]";
        replace(files, "phases.toml", "[[phase]]", phase);
        let gates = files.get_mut("gates.toml").expect("the gates");
        let begin = gates.find("[[gate]]").expect("a gate");
        let end = begin + 8 + gates[begin + 8..].find("[[gate]]").expect("a second");
        let first =
            gates[begin..end].replace("\"ideenbewertung\"", "\"vorher\"").replace("\"I-11\"", "\"V-01\"");
        gates.insert_str(begin, &first);
        let task =
            files["tasks/I-11.toml"].replace("\"I-11\"", "\"V-01\"").replace("ideenbewertung", "vorher");
        files.insert("tasks/V-01.toml".to_owned(), task);
    };
    let scene = two(&project(settings("planung")), &[]);
    let report = by_pack(&scene, &early, "\"planung\"", "\"vorher\"");
    assert_eq!(weakened(&report), [("phase", "\"vorher\"".to_owned())], "{}", text(&report));
    assert_eq!(Exit::of(&report), Exit::Fail);
}

#[test]
fn a_gate_that_lets_wait_more_or_for_longer_lowers_the_bar() {
    type Change = fn(&mut nachweis::load::PackFiles);
    let list = "not-conditionable = [\"P-08\", \"P-10\", \"P-13\"]";
    let changes: [(Change, &str); 4] = [
        (
            |files| replace(files, "gates.toml", "\"P-10\", \"P-13\"]", "\"P-13\"]"),
            "gate planung not-conditionable",
        ),
        (|files| replace(files, "gates.toml", "not-conditionable = [\"I-06\"]\n", ""), "not-conditionable"),
        (
            |files| replace(files, "gates.toml", "\"12 months\"", "\"24 months\""),
            "gate inbetriebnahme validity",
        ),
        (|files| replace(files, "gates.toml", "validity          = \"12 months\"\n", ""), "validity"),
    ];
    assert!(shipped()["gates.toml"].contains(list), "what the first change is about");
    for (change, element) in changes {
        // The settings stay as they are, names aside.
        let scene = two(&project(settings("planung")), &[]);
        let report = by_pack(&scene, &change, "Verständliche", "Klare");
        let lowered = weakened(&report);
        assert_eq!(
            lowered.iter().map(|(variant, _)| *variant).collect::<Vec<_>>(),
            ["pack"],
            "{}",
            text(&report)
        );
        assert_eq!(Exit::of(&report), Exit::Fail);
        assert!(text(&report).contains(element), "{element}: {}", text(&report));
    }
}

#[test]
fn a_task_under_another_name_is_not_the_one_that_the_gate_lists() {
    let renamed = |files: &mut nachweis::load::PackFiles| {
        let all = std::mem::take(files);
        files.extend(
            all.into_iter().map(|(name, text)| (name.replace("P-10", "P-99"), text.replace("P-10", "P-99"))),
        );
        replace(files, "gates.toml", "\"P-08\", \"P-99\", ", "\"P-08\", ");
    };
    let scene = two(&project(settings("planung")), &[]);
    let report = by_pack(&scene, &renamed, "Verständliche", "Klare");
    assert!(weakened(&report).iter().all(|(variant, _)| *variant == "pack"), "{}", text(&report));
    assert!(!weakened(&report).is_empty() && text(&report).contains("gate planung not-conditionable"));
    assert_eq!(Exit::of(&report), Exit::Fail, "{}", text(&report));
}

#[test]
fn a_phase_moved_back_lets_an_exemption_count_again_and_lowers_the_bar() {
    let granted = |phase: &str| exempt(settings(phase), "P-10", REVIEWED, "2026-05-29", "");
    let mut files = project(granted("entwicklung"));
    files.retain(|file| file.0 != DPIA && !file.0.ends_with("P-10.leitung.toml"));
    let report = two(&files, &[granted("planung")]).change(1, 0, TODAY);
    assert_eq!(weakened(&report), [("phase", "\"planung\"".to_owned())], "{}", text(&report));
    // By the bar of the target it is missing all the same, and the gate knows no phase.
    assert_eq!(
        (state(&report, "P-10"), Exit::of(&report)),
        (State::Missing, Exit::Fail),
        "{}",
        text(&report)
    );
    let mut moved = files;
    moved[0] = granted("planung");
    let scene = Scene::of(REVIEWED, &moved);
    assert_eq!(state(&scene.check(TODAY), "P-10"), State::Exempt);
    assert_eq!(of_piece(&scene.gate("planung", TODAY), "P-10"), [(Rule::MissingEvidence, ERROR)]);
}

#[test]
fn an_exemption_that_did_not_count_does_not_begin_to_unseen() {
    let granted = exempt(settings("planung"), "I-02", REVIEWED, "2026-05-29", "");
    let by_nobody = with(granted.clone(), "approved-by = \"leitung@", "approved-by = \"niemand@");
    let by_self = with(granted.clone(), "owner       = \"pl\"", "owner       = \"leitung\"");
    let member = "[evidence]\n[roles.pl]\nmembers = [\"leitung@behoerde.example\"]\n";
    let by_both = with(granted.clone(), "[evidence]\n", member);
    let too_long = with(granted.clone(), "2026-05-29", "2027-05-29");
    for (before, variant) in
        [(by_nobody, 0), (by_self, 0), (by_both, 0), (too_long, 0)].map(|(file, _)| (file, "counting"))
    {
        let mut files = project(before.clone());
        files.retain(|file| file.0 != BENEFITS);
        let report = two(&files, std::slice::from_ref(&granted)).change(1, 0, TODAY);
        assert_eq!(weakened(&report), [(variant, "\"I-02\"".to_owned())], "{}", text(&report));
        assert_eq!(Exit::of(&report), Exit::Fail);
        // What still covers nothing asks for no less, and is told of by a rule of its own.
        let reworded = with(before, "auf Mai verlegt", "auf den Mai verlegt");
        let report = two(&files, &[reworded]).change(1, 0, TODAY);
        assert_eq!((weakened(&report), Exit::of(&report)), (vec![], Exit::Pass), "{}", text(&report));
    }
}

/// Settings in which one address leads, and holds a further role.
fn both(further: &str) -> File {
    let (path, text) = settings("planung");
    (path, text + further)
}

#[test]
fn whoever_leaves_a_role_that_kept_them_from_approving_lowers_the_bar() {
    const HEAD: &str = "leitung@behoerde.example";
    let holds = |role: &str, members: &str| both(&format!("\n[roles.{role}]\nmembers = [{members}]\n"));
    let of = |before: &File, after: &File| {
        let report = two(&project(before.clone()), std::slice::from_ref(after)).change(1, 0, TODAY);
        let lowered = weakened(&report);
        // Nobody could approve before, so the missing approval is no news.
        let others = report.findings.iter().filter(|judged| judged.blocking);
        let others = others.filter(|judged| judged.finding.rule != Rule::PolicyWeakened).count();
        assert_eq!((Exit::of(&report) == Exit::Pass, others), (lowered.is_empty(), 0), "{}", text(&report));
        (lowered, text(&report))
    };
    let in_two = holds("isb", &format!("\"{HEAD}\""));
    let (lowered, told) = of(&in_two, &settings("planung"));
    assert!(matches!(&lowered[..], [("eligible", _)]), "{told}");
    assert!(told.contains("„leitung“") && told.contains("„isb“"), "{told}");
    let deputy = holds("isb", "\"vertretung@behoerde.example\"");
    assert_eq!(of(&in_two, &deputy).0.len(), 2, "who comes instead is a new member");
    let left = of(&in_two, &holds("isb", "")).0;
    assert_eq!(left, [("eligible", "[]".to_owned())]);
    // Whoever leaves the other role approves in neither.
    let gone = with(
        in_two.clone(),
        &format!("members = [\"{HEAD}\"]\n\n[roles.recht]"),
        "members = []\n\n[roles.recht]",
    );
    assert_eq!(of(&in_two, &gone).0.len(), 1, "as the security officer they can approve now");
    // Roles that go together, a role in which nobody approves, and somebody who still holds a third one.
    assert_eq!(of(&holds("fach", &format!("\"{HEAD}\"")), &settings("planung")).0, []);
    let third = |more: &str| {
        holds("isb", &format!("{more}\"fremd@behoerde.example\"]\n[roles.dsb]\nmembers = [\"{HEAD}\""))
    };
    assert_eq!(of(&third(&format!("\"{HEAD}\", ")), &third("")).0, []);
    let never = holds("dsb", "\"ki@behoerde.example\"]\n[roles.ki]\nmembers = [\"ki@behoerde.example\"");
    assert_eq!(of(&never, &holds("dsb", "\"ki@behoerde.example\"")).0, [], "experts approve nothing");
}

#[test]
fn in_the_change_itself_leaving_a_role_helps_nobody() {
    // The office wrote the impact assessment, and the head, who was also the security officer, approves it.
    let was = both("\n[roles.isb]\nmembers = [\"leitung@behoerde.example\"]\n");
    let mut files = project(was);
    files.retain(|file| !file.0.contains("P-10"));
    let change = [settings("planung"), dpia_approval(REVIEWED, REVIEWED)];
    let scene = two(&files, &change);
    let gate = || report(&Ask { base: Some(scene.id(0)), ..ask(&scene.root(), TODAY, Some("planung")) });
    assert_eq!(weakened(&gate()).len(), 1, "{}", text(&gate()));
    assert_eq!(of_piece(&gate(), "P-10"), [(Rule::ApproverLacksRole, ERROR)], "{}", text(&gate()));
    assert_eq!(of_piece(&scene.gate("planung", TODAY), "P-10"), [], "by its own bar it is approved");
}

#[test]
fn where_the_bar_sank_with_an_approval_the_report_claims_no_bar_of_the_target() {
    let lax = settings("ideenbewertung");
    let scene = Scene::of(REVIEWED, std::slice::from_ref(&lax));
    let repository = nachweis::repo::Repository::open(&scene.root()).expect("a repository");
    let world =
        nachweis::engine::World::load(&repository, &ask(&scene.root(), TODAY, None)).expect("a project");
    let ledger = format!(
        "path = \"nachweis.toml\"\nhash = \"{}\"\nrole = \"leitung\"\n\
         person = \"leitung@behoerde.example\"\ndate = {LATER}\n",
        world.projects[0].bar_hash()
    );
    let report = two(&project(settings("planung")), &[lax, (SETTINGS_LEDGER, ledger)]).change(1, 0, TODAY);
    assert_eq!((found(&report, Rule::PolicyApproved).len(), Exit::of(&report)), (1, Exit::Pass));
    assert_eq!(report.grade, Grade::L0, "{}", text(&report));
}

#[test]
fn what_one_project_may_leave_open_the_one_beside_it_may_not() {
    let lacking = |settings: File| {
        let mut files = idea_phase("planung", REVIEWED);
        files.retain(|file| file.0 != BENEFITS);
        files[0] = settings;
        files
    };
    let granted = lacking(exempt(settings("planung"), "I-02", REVIEWED, "2026-05-29", ""));
    let mut borrowed = lacking(settings("planung"));
    borrowed.push(baseline(&[("I-02", "missing-evidence")]));
    for with_leave in [granted, borrowed] {
        let below = |folder: &str, files: &[File]| {
            let of = |(name, text): &File| {
                let text = text.replace("modell/**", "version/**");
                (format!("{folder}/{name}"), text)
            };
            files.iter().map(of).collect::<Vec<_>>()
        };
        let files = [below("a", &with_leave), below("b", &lacking(settings("planung")))].concat();
        let write: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let mut scene = Scene::new();
        scene.commit(REVIEWED, &write, &[]).build();
        let report = scene.check(TODAY);
        let blocking = report.findings.iter().filter(|judged| judged.blocking);
        let blocking: Vec<(Rule, &str)> =
            blocking.map(|judged| (judged.finding.rule, judged.project.as_str())).collect();
        assert_eq!(blocking, [(Rule::MissingEvidence, "b")], "{}", text(&report));
        assert_eq!(Exit::of(&report), Exit::Fail);
    }
}
