//! Files that are no text with front matter: tables and reports with a sidecar, references to what is kept
//! elsewhere, files that cannot be read or are not in Git; and which of index, work tree and commit is looked at.

use std::fs;

use nachweis::engine::{Ask, Exit, View, report};
use nachweis::finding::{Judged, Report, Severity, State};
use nachweis::rule::{Lang, Rule};

use crate::support::evidence::*;
use crate::support::{
    Scene, ask, commit_all, date, entry, found, git, json, of_piece, rewrite, save, state, text,
};

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

const REVIEWED: &str = "2026-03-02";
const TODAY: &str = "2026-04-01";

/// The sidecar of the risk table.
fn sidecar(path: &'static str, task: &str, reviewed: &str) -> File {
    let text =
        format!("task = \"{task}\"\nstatus = \"final\"\nresponsible = \"fach\"\nreviewed = {reviewed}\n");
    (path, text)
}

#[test]
fn a_sidecar_speaks_for_its_table() {
    const ELSEWHERE: &str = "nachweise/anlagen/risiken-2026.csv";
    const SIDECAR: &str = "nachweise/anlagen/risiken-2026.csv.nachweis.toml";
    let table = (ELSEWHERE, dpia_risks().1);
    let mut scene = Scene::new();
    scene.add(REVIEWED, &[settings("planung"), table, sidecar(SIDECAR, "P-10/risiken", REVIEWED)]).build();
    let report = scene.check(TODAY);
    let piece = entry(&report, "P-10/risiken");
    assert_eq!((piece.path.as_str(), piece.claimed_by), (ELSEWHERE, Some("metadata")));
    assert_eq!((piece.status, piece.reviewed), (Some("final"), Some(date(REVIEWED))));
    assert_eq!(piece.state, State::Satisfied);
    assert!(found(&report, Rule::OrphanEvidence).is_empty(), "{}", text(&report));

    scene.add("2026-03-20", &[with((ELSEWHERE, dpia_risks().1), "mittel,hoch", "gering,hoch")]).build();
    let changed = scene.check(TODAY);
    assert_eq!(of_piece(&changed, "P-10/risiken"), [(Rule::ChangedSinceReview, WARNING)]);
    scene.add("2026-03-21", &[sidecar(SIDECAR, "P-10/risiken", "2026-03-21")]).build();
    assert_eq!(state(&scene.check(TODAY), "P-10/risiken"), State::Satisfied);
}

#[test]
fn a_table_at_its_place_needs_no_sidecar() {
    let report = Scene::of(REVIEWED, &[settings("planung"), dpia_risks()]).check(TODAY);
    let piece = entry(&report, "P-10/risiken");
    assert_eq!((piece.path.as_str(), piece.claimed_by, piece.status), (DPIA_RISKS, Some("default"), None));
    assert_eq!(piece.state, State::Satisfied);
}

#[test]
fn a_report_in_pdf_has_a_sidecar_and_is_no_register() {
    const REPORT: &str = "nachweise/beteiligung/beschluss.pdf";
    let sidecar = sidecar("nachweise/beteiligung/beschluss.pdf.nachweis.toml", "N-05", REVIEWED);
    let pdf = (REPORT, "%PDF-1.7\n%Beschluss\n".to_owned());
    let report = Scene::of(REVIEWED, &[settings("inbetriebnahme"), pdf, sidecar]).check(TODAY);
    let piece = entry(&report, "N-05");
    assert_eq!(
        (piece.path.as_str(), piece.claimed_by, piece.status),
        (REPORT, Some("metadata"), Some("final"))
    );
    assert_eq!((piece.state, piece.reviewed), (State::Malformed, Some(date(REVIEWED))));
    let line =
        "Fehler[malformed-evidence]: Die Datei lässt sich hier nicht lesen. Sie ist kein gültiges YAML.";
    assert!(text(&report).lines().any(|other| other == line), "{}", text(&report));
}

#[test]
fn a_register_in_another_format_is_not_what_was_asked_for() {
    let json = r#"{"nachweis": {"task": "I-02/mehrwerte", "status": "final", "reviewed": "2026-03-02"}, "eintraege": []}"#;
    let toml = "[nachweis]\ntask = \"I-02/mehrwerte\"\nstatus = \"final\"\nreviewed = 2026-03-02\n";
    for (path, content) in [("daten/mehrwerte.json", json), ("daten/mehrwerte.toml", toml)] {
        let settings = mapped(settings("planung"), "I-02/mehrwerte", path);
        let report = Scene::of(REVIEWED, &[settings, (path, content.to_owned())]).check(TODAY);
        let piece = entry(&report, "I-02/mehrwerte");
        assert_eq!(
            (piece.path.as_str(), piece.claimed_by, piece.state),
            (path, Some("settings"), State::Malformed)
        );
        assert_eq!(
            (piece.status, piece.reviewed),
            (Some("final"), Some(date(REVIEWED))),
            "its metadata is read"
        );
        let line =
            "Fehler[malformed-evidence]: Die Datei lässt sich hier nicht lesen. Sie ist kein gültiges YAML.";
        assert!(text(&report).lines().any(|other| other == line), "{}", text(&report));
    }
}

#[test]
fn a_reference_counts_where_the_pack_allows_it_and_somebody_vouches_for_it() {
    let mut scene = Scene::of(REVIEWED, &[settings("inbetriebnahme"), council_reference(REVIEWED)]);
    let report = scene.check(TODAY);
    let piece = entry(&report, "N-05");
    assert_eq!((piece.path.as_str(), piece.state), (COUNCIL, State::Unapproved));
    assert_eq!(of_piece(&report, "N-05"), [(Rule::MissingApproval, WARNING)]);

    // Whoever approves copies the block that the finding prints.
    let args = &found(&report, Rule::MissingApproval)[0].finding.args;
    let word = |key: &str| args.get(key).expect("an argument").get(Lang::De).to_owned();
    let (file, block) = (word("file"), word("block") + "\n");
    scene.commit("2026-03-20", &[(&file, &block)], &[]).build();
    let vouched = scene.check(TODAY);
    assert_eq!((state(&vouched, "N-05"), of_piece(&vouched, "N-05")), (State::Referenced, vec![]));

    scene.add("2026-03-25", &[with(council_reference(REVIEWED), "PR 4-2026-17", "PR 4-2026-71")]).build();
    let other = scene.check(TODAY);
    assert_eq!(
        of_piece(&other, "N-05"),
        [(Rule::ChangedSinceReview, WARNING), (Rule::VoidedApproval, WARNING)]
    );
}

#[test]
fn a_reference_of_a_role_that_approves_nothing_is_vouched_for_by_all_who_decide_the_gate() {
    const ENTRY: &str = "nachweise/transparenz/maki.yaml.nachweis.toml";
    let reference = format!(
        "task = \"B-09/maki\"\nstatus = \"final\"\nresponsible = \"komm\"\nreviewed = {REVIEWED}\n\n[reference]\n\
         file-number = \"TR 17\"\nholder = \"Pressestelle\"\ndate = {REVIEWED}\n"
    );
    let federal = with(settings("inbetriebnahme"), "[facts]\n", "[facts]\nebene = \"bund\"\n");
    let federal = with(federal, "\"kern\"", "\"voll\"");
    let awaited = |decides: &'static str| {
        let exchange = [("gates.toml", "decides     = [\"leitung\"]", decides); 6];
        let files = [federal.clone(), (ENTRY, reference.clone())];
        let report = Scene::by_own_pack(REVIEWED, &files, &exchange).check(TODAY);
        let missing = found(&report, Rule::MissingApproval);
        let role =
            |judged: &&Judged| judged.finding.args.get("role").expect("a role").get(Lang::De).to_owned();
        let mut roles: Vec<String> = missing.iter().map(role).collect();
        roles.sort();
        (roles, state(&report, "B-09/maki"))
    };
    let both = (vec!["it".to_owned(), "leitung".to_owned()], State::Unapproved);
    assert_eq!(awaited("decides     =   [\"leitung\", \"it\"]"), both);
    assert_eq!(awaited("decides     =   [\"it\", \"leitung\"]"), both, "the order means nothing");
}

#[test]
fn a_reference_outdates_a_decision_when_it_changes_and_not_before() {
    const COMMISSIONED: &str = "2026-03-10";
    let by_council = |report: &Report| {
        let changes =
            found(report, Rule::OutdatedByEvidence).into_iter().flat_map(|judged| &judged.finding.changes);
        let mut of_council = changes.filter(|change| change.path.as_str().starts_with(COUNCIL));
        of_council.next().map(|change| (change.path.to_string(), change.date))
    };
    let mut scene = Scene::of(REVIEWED, &[settings("inbetriebnahme"), council_reference(REVIEWED)]);
    scene.add(COMMISSIONED, &[operation(COMMISSIONED)]).build();
    let report = scene.gate("inbetriebnahme", TODAY);
    assert_eq!(entry(&report, "N-12").claimed_by, Some("default"), "{}", text(&report));
    assert_eq!(by_council(&report), None);
    scene.add("2026-03-20", &[with(council_reference(REVIEWED), "PR 4-2026-17", "PR 4-2026-71")]).build();
    let report = scene.gate("inbetriebnahme", TODAY);
    let sidecar = format!("{COUNCIL}.nachweis.toml");
    assert_eq!(by_council(&report), Some((sidecar, Some(date("2026-03-20")))), "{}", text(&report));
}

#[test]
fn a_reference_does_not_replace_what_must_be_here() {
    let sidecar = sidecar("nachweise/beteiligung/gremien.yaml.nachweis.toml", "P-05", REVIEWED);
    let reference = (sidecar.0, sidecar.1 + "\n[reference]\nholder = \"Personalrat\"\n");
    let approval = approval("nachweise/freigaben/P-05.leitung.toml", "P-05", sidecar.0, REVIEWED, REVIEWED);
    let report = Scene::of(REVIEWED, &[settings("planung"), reference, approval]).check(TODAY);
    assert_eq!(state(&report, "P-05"), State::Missing);
    assert!(of_piece(&report, "P-05").contains(&(Rule::MissingEvidence, WARNING)));
}

#[test]
fn what_cannot_be_read_is_no_evidence() {
    let pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n".as_bytes().to_vec();
    let utf16: Vec<u8> = "\u{feff}---\ntask: I-02\n---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, Vec<u8>, &str); 4] = [
        (BENEFITS, pointer, "Dort liegt nur ein LFS-Verweis. Gebraucht wird die Datei selbst."),
        (BENEFITS, utf16, "Der Text ist nicht in UTF-8."),
        (
            "docs/mehrwerte.docx",
            b"<html>Mehrwerte</html>".to_vec(),
            "Die Datei hat ein anderes Format. Sie beginnt nicht wie DOCX.",
        ),
        (
            "docs/mehrwerte.pdf",
            b"MZ\x90".to_vec(),
            "Die Datei hat ein anderes Format. Sie beginnt nicht wie PDF.",
        ),
    ];
    for (path, bytes, message) in cases {
        let mut files = idea_phase("planung", REVIEWED);
        files.retain(|file| file.0 != BENEFITS);
        if path != BENEFITS {
            files[0] = mapped(settings("planung"), "I-02", path);
        }
        let scene = Scene::of(REVIEWED, &files);
        save(&scene.root(), path, bytes);
        git(&scene.root(), &["add", path]);
        commit_all(&scene.root(), REVIEWED);
        unreadable(&scene, message);
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_no_evidence_and_never_followed() {
    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != BENEFITS);
    files.push(("docs/mehrwerte.md", benefits(REVIEWED).1));
    let scene = Scene::of(REVIEWED, &files);
    let link = scene.root().join(BENEFITS);
    std::os::unix::fs::symlink("../../docs/mehrwerte.md", link).expect("the link is made");
    git(&scene.root(), &["add", BENEFITS]);
    commit_all(&scene.root(), REVIEWED);
    unreadable(&scene, "Dort liegt nur eine Verknüpfung. Gebraucht wird die Datei selbst.");
}

/// Holds that I-02 is unreadable in work tree and commit, and nothing else is found of it.
fn unreadable(scene: &Scene, message: &str) {
    for report in [scene.check(TODAY), scene.gate("ideenbewertung", TODAY)] {
        assert_eq!(of_piece(&report, "I-02"), [(Rule::UnreadableEvidence, ERROR)]);
        assert_eq!((state(&report, "I-02"), Exit::of(&report)), (State::Malformed, Exit::Fail));
        let line = format!("Fehler[unreadable-evidence]: Bewertung der Mehrwerte: {message}");
        assert!(text(&report).lines().any(|other| other == line), "{line}\n{}", text(&report));
    }
}

#[test]
fn what_git_does_not_know_nobody_else_sees() {
    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != BENEFITS);
    files.push((".gitignore", "mehrwerte.md\n".to_owned()));
    for ignored in [false, true] {
        let scene = Scene::of(REVIEWED, &files[..files.len() - usize::from(!ignored)]);
        save(&scene.root(), BENEFITS, benefits(REVIEWED).1);
        let here = scene.check(TODAY);
        assert_eq!(state(&here, "I-02"), State::Untracked, "ignored: {ignored}");
        assert_eq!(of_piece(&here, "I-02"), [(Rule::UntrackedEvidence, ERROR)]);
        let committed = scene.gate("ideenbewertung", TODAY);
        assert_eq!(state(&committed, "I-02"), State::Missing, "ignored: {ignored}");
    }
}

#[test]
fn index_work_tree_and_commit_are_each_looked_at_for_themselves() {
    let scene = Scene::of(REVIEWED, &idea_phase("planung", REVIEWED));
    let root = scene.root();
    let first = git(&root, &["rev-parse", "HEAD"]);
    rewrite(&root, BENEFITS, "status: final", "status: draft");
    commit_all(&root, "2026-03-20");
    rewrite(&root, BENEFITS, "status: draft", "status: fertig");
    git(&root, &["add", BENEFITS]);
    fs::remove_file(root.join(BENEFITS)).expect("the file is removed");

    let of = |view: View| {
        let report = report(&Ask { view, lang: Some(Lang::De), ..ask(&root, TODAY, None) });
        let json = json(&report);
        (
            state(&report, "I-02"),
            json["source"]["kind"].as_str().expect("a word").to_owned(),
            report.source.unseen,
        )
    };
    let word = |text: &str| text.to_owned();
    assert_eq!(of(View::Worktree), (State::Missing, word("worktree"), 0));
    assert_eq!(of(View::Index), (State::Malformed, word("index"), 0));
    assert_eq!(of(View::Revision("HEAD".to_owned())), (State::Draft, word("commit"), 1));
    assert_eq!(of(View::Revision("refs/heads/main".to_owned())), (State::Draft, word("commit"), 1));
    assert_eq!(of(View::Revision(first.clone())), (State::Satisfied, word("commit"), 1));

    let short = report(&Ask {
        view: View::Revision("main".to_owned()),
        lang: Some(Lang::De),
        ..ask(&root, TODAY, None)
    });
    assert_eq!(Exit::of(&short), Exit::Yardstick);
    assert!(text(&short).contains("Bekannt sind: refs/heads/main."), "{}", text(&short));
}
