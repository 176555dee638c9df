//! Adopting an existing project: what the baseline lets go, what it never does, and that it only shrinks.

use std::fs;
use std::path::Path;

use nachweis::engine::Exit;
use nachweis::finding::{ExemptBy, Report, Severity, State};
use nachweis::render::{Format, Options, render};
use nachweis::rule::{Lang, Rule};
use serde_json::Value;

use crate::support::change::{brought, gone, weakened};
use crate::support::desk::Desk;
use crate::support::evidence::*;
use crate::support::program::{commit, expect, findings, git, json, project, text as field};
use crate::support::{Scene, found, judged, of_piece, path, state, text};

const REVIEWED: &str = "2026-03-02";
const TODAY: &str = "2026-04-01";
const DAY: &str = "2025-11-24";

/// A project in planning that has everything of the first phase but the talks of I-02.
fn lacking(more: &[File]) -> Vec<File> {
    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != BENEFITS);
    files.extend(more.iter().cloned());
    files
}

fn talks() -> File {
    baseline(&[("I-02", "missing-evidence")])
}

/// An adopted project with an empty evidence folder, and the list that was written.
fn adopted(desk: &Desk) -> (std::path::PathBuf, String) {
    let at = project(desk, &["--phase", "planung"]);
    let told = expect(desk, &at, 0, &["baseline"]).out;
    assert!(told.contains("git add nachweise/altbestand.toml"), "{told}");
    (at.clone(), list(&at))
}

fn list(at: &Path) -> String {
    fs::read_to_string(at.join(BASELINE)).expect("the list")
}

#[test]
fn a_baseline_over_an_empty_folder_passes_no_gate() {
    let desk = Desk::on(DAY);
    let (at, _) = adopted(&desk);
    let gate = |phase: &str| {
        let outcome = expect(&desk, &at, 1, &["gate", phase, "--as-of", DAY, "--format", "json"]);
        json(&outcome)
    };
    let before = ["ideenbewertung", "planung", "inbetriebnahme"].map(gate);
    commit(&desk, &at);
    for (phase, before) in ["ideenbewertung", "planung", "inbetriebnahme"].iter().zip(before) {
        let after = gate(phase);
        let blocking = |report: &Value| {
            findings(report).iter().filter(|found| found["blocking"] == true).cloned().collect::<Vec<_>>()
        };
        assert_eq!(blocking(&after), blocking(&before), "{phase}: the gate does not see the list");
        assert!(findings(&after).iter().all(|found| found["exempt"].is_null()), "{phase}");
        assert_eq!((&after["counts"]["exempt"], &after["counts"]["borrowed"]), (&0.into(), &0.into()));
    }
    // Nor do the gates that `check` tells of beside its own verdict.
    let check = json(&expect(&desk, &at, 1, &["check", "--format", "json"]));
    let gates = check["gates"].as_array().expect("the gates");
    assert!(gates.iter().all(|gate| gate["exempt"] == 0 && gate["state"] != "passed"), "{gates:?}");
}

#[test]
fn the_list_names_every_gap_once_dated_and_owned() {
    let desk = Desk::on(DAY);
    let (at, list) = adopted(&desk);
    let head: Vec<&str> = list.lines().take_while(|line| line.starts_with('#')).collect();
    assert!(head.len() >= 3 && head[1].contains("`nachweis gate` keine"), "{head:?}");
    let entries: Vec<&str> = list.split("\n[[baseline]]\n").skip(1).collect();
    let mut sorted = entries.clone();
    sorted.sort_unstable();
    assert_eq!(entries, sorted);
    assert!(
        entries.contains(
            &"task  = \"I-02\"\nrule  = \"missing-evidence\"\nowner = \"pl\"\nsince = 2025-11-24\n"
        )
    );
    assert!(!list.contains("I-11") && !list.contains('*'), "no decision is borrowed: {list}");
    assert!(!list.contains("I-06"), "nor what a gate that is passed does not let wait: {list}");
    let report = json(&expect(&desk, &at, 1, &["check", "--format", "json"]));
    let (borrowed, open): (Vec<_>, Vec<_>) =
        findings(&report).iter().partition(|found| !found["exempt"].is_null());
    assert_eq!(borrowed.len(), entries.len());
    assert_eq!(report["counts"]["borrowed"], entries.len());
    for found in &borrowed {
        let by = &found["exempt"];
        assert_eq!((field(by, "kind"), field(by, "since")), ("baseline", DAY), "{by}");
        assert!(by["reason"].is_null() && by["expires"].is_null() && found["blocking"] == false, "{by}");
    }
    // What nobody can be exempt from stays, and so the check stays red until somebody has decided.
    let blocking: Vec<_> = open.iter().filter(|found| found["blocking"] == true).collect();
    assert!(
        blocking.iter().map(|found| field(found, "piece")).collect::<Vec<_>>() == ["I-06", "I-11"],
        "{blocking:?}"
    );
    let again = expect(&desk, &at, 0, &["baseline", "--as-of", "2026-01-01"]).out;
    assert!(!again.contains("git add"), "nothing has changed: {again}");
    assert_eq!(self::list(&at), list);
}

#[test]
fn what_is_only_announced_is_nothing_that_is_missing() {
    let desk = Desk::on("2027-02-20");
    let at = project(&desk, &["--phase", "planung"]);
    for (path, text) in idea_phase("planung", REVIEWED) {
        crate::support::save(&at, path, &text);
    }
    commit(&desk, &at);
    let report = json(&expect(&desk, &at, 0, &["check", "--format", "json"]));
    let soon = findings(&report).iter().filter(|found| field(found, "rule") == "review-due-soon").count();
    assert!(soon > 0, "{report}");
    assert!(!expect(&desk, &at, 0, &["baseline"]).out.contains("soon"));
    assert!(!at.join(BASELINE).exists() || !list(&at).contains("soon"));
}

#[test]
fn what_is_mended_is_struck_out_and_what_is_new_only_offered() {
    let desk = Desk::on(DAY);
    let (at, first) = adopted(&desk);
    commit(&desk, &at);
    expect(&desk, &at, 0, &["new", "I-02"]);
    git(&desk, &at, &["add", "--all"]);
    let check = json(&expect(&desk, &at, 1, &["check", "--format", "json"]));
    let unused: Vec<_> =
        findings(&check).iter().filter(|found| field(found, "rule") == "unused-baseline").collect();
    assert!(
        unused.len() == 2 && unused.iter().all(|found| field(found, "severity") == "warning"),
        "{unused:?}"
    );
    let told = expect(&desk, &at, 0, &["baseline", "--as-of", "2025-12-01"]).out;
    for words in ["gestrichen: 2", "I-02 missing-evidence (pl)", "--extend", "I-02 untouched-template (pl)"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let shorter = list(&at);
    assert!(!shorter.contains("\"I-02\"") && !shorter.contains("2025-12-01"), "{shorter}");
    assert!(shorter.split("\n\n").all(|block| first.contains(block.trim_end())), "it only shrank");
    expect(&desk, &at, 0, &["baseline", "--extend", "--as-of", "2025-12-01"]);
    let longer = list(&at);
    let entry = "task  = \"I-02\"\nrule  = \"untouched-template\"\nowner = \"pl\"\nsince = 2025-12-01\n";
    assert!(longer.contains(entry), "{longer}");
    let english = expect(&desk, &at, 0, &["baseline", "--lang", "en"]).out;
    assert!(english.starts_with("Baseline: "), "{english}");
}

#[test]
fn an_entry_covers_its_piece_and_its_rule_and_nothing_else() {
    let scene = Scene::of(REVIEWED, &lacking(&[talks()]));
    let check = scene.check(TODAY);
    assert_eq!((state(&check, "I-02"), Exit::of(&check)), (State::Borrowed, Exit::Pass));
    let covered: Vec<_> = check.findings.iter().filter_map(|judged| judged.exempt.as_ref()).collect();
    assert!(matches!(covered[..], [ExemptBy::Baseline { .. }]), "{covered:?}");
    assert!(text(&check).contains("Prüfung: bestanden mit 1 aus dem Altbestand."), "{}", text(&check));
    for (task, rule) in
        [("I-02", "draft-evidence"), ("I-02/mehrwerte", "missing-evidence"), ("I-06", "missing-evidence")]
    {
        let check = Scene::of(REVIEWED, &lacking(&[baseline(&[(task, rule)])])).check(TODAY);
        assert_eq!((state(&check, "I-02"), Exit::of(&check)), (State::Missing, Exit::Fail), "{task} {rule}");
        let [unused] = found(&check, Rule::UnusedBaseline)[..] else { panic!("{}", text(&check)) };
        assert_eq!((unused.severity, unused.finding.place.start().line), (Severity::Warning, 4));
    }
    // Before its day it covers nothing.
    assert_eq!(state(&scene.check("2026-01-09"), "I-02"), State::Missing);
}

#[test]
fn a_decision_and_what_the_pack_exempts_nobody_from_are_never_borrowed() {
    let mut files = idea_phase("planung", REVIEWED);
    files.pop();
    files.push(baseline(&[("I-11", "missing-evidence")]));
    let check = Scene::of(REVIEWED, &files).check(TODAY);
    assert_eq!(of_piece(&check, "I-11"), [(Rule::MissingEvidence, Severity::Error)]);
    assert_eq!(found(&check, Rule::UnusedBaseline).len(), 1);

    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != "nachweise/freigaben/I-11.leitung.toml");
    files.push(baseline(&[("I-11", "missing-approval")]));
    let check = Scene::of(REVIEWED, &files).check(TODAY);
    assert_eq!(of_piece(&check, "I-11"), [(Rule::MissingApproval, Severity::Error)]);
}

#[test]
fn a_pack_may_forbid_to_wait() {
    let without = with(use_case(REVIEWED), "## Gewünschte Unterstützung\n", "");
    let mut files = lacking(&[baseline(&[("I-01", "missing-section"), ("I-02", "missing-evidence")])]);
    files.retain(|file| file.0 != without.0);
    files.push(without);
    let shipped = Scene::of(REVIEWED, &files).check(TODAY);
    assert_eq!((shipped.counts.borrowed, Exit::of(&shipped)), (2, Exit::Pass), "{}", text(&shipped));
    let never = [
        ("tasks/I-02.toml", "[[evidence]]\n", "[[evidence]]\nexemptible = false\n"),
        ("tasks/I-01.toml", "[evidence.sections]\n", "[evidence.sections]\nexemptible = false\n"),
    ];
    let scene = Scene::by_own_pack(REVIEWED, &files, &never);
    let check = scene.check(TODAY);
    assert_eq!(of_piece(&check, "I-02"), [(Rule::MissingEvidence, Severity::Error)]);
    assert_eq!(of_piece(&check, "I-01"), [(Rule::MissingSection, Severity::Error)]);
    assert_eq!((check.counts.borrowed, found(&check, Rule::UnusedBaseline).len()), (0, 2));

    // Nor does any command write it down.
    let desk = Desk::on(TODAY);
    fs::remove_file(scene.root().join(BASELINE)).expect("the list");
    expect(&desk, &scene.root(), 0, &["baseline"]);
    let list = list(&scene.root());
    assert!(!list.contains("\"I-02\"") && !list.contains("missing-section"), "{list}");
    for task in [["I-02", "--rule", "missing-evidence"], ["I-01", "--rule", "missing-section"]] {
        let by = ["--reason", "x", "--owner", "pl", "--approved-by", "leitung@behoerde.example"];
        let refused = expect(&desk, &scene.root(), 2, &[&["exempt"], task.as_slice(), &by].concat());
        assert!(refused.err.contains("lässt hier keine Ausnahme zu"), "{}", refused.err);
    }
}

#[test]
fn an_exemption_comes_before_the_baseline() {
    let mut files = lacking(&[talks()]);
    files[0] = exempt(settings("planung"), "I-02", REVIEWED, "2026-05-29", "");
    let scene = Scene::of(REVIEWED, &files);
    let check = scene.check(TODAY);
    assert_eq!((state(&check, "I-02"), check.counts.borrowed, check.counts.exempt), (State::Exempt, 0, 1));
    assert_eq!(found(&check, Rule::UnusedBaseline).len(), 1, "one of the two is enough");
    assert!(text(&scene.gate("ideenbewertung", TODAY)).contains("bestanden mit 1 Ausnahme (I-02)."));
}

#[test]
fn a_broken_list_is_a_wrong_yardstick_with_every_mistake_at_its_words() {
    let broken = "version = 2\nstand = 1\n\
                  [[baseline]]\ntask = \"I-99\"\nrule = \"missing-evidence\"\nowner = \"pl\"\nsince = 2026-01-10\n\
                  [[baseline]]\ntask = \"I-02\"\nrule = \"mising-evidence\"\nowner = \"chef\"\nsince = 2026-02-30\n\
                  [[baseline]]\ntask = \"*\"\nrule = \"*\"\nowner = \"pl\"\nsince = \"gestern\"\n\
                  [[baseline]]\ntask = \"I-02\"\nrule = \"no-go-decision\"\nowner = \"pl\"\nsince = 2026-01-10\n\
                  [[baseline]]\ntask = \"I-06\"\nrule = \"draft-evidence\"\nowner = \"pl\"\nsince = 2026-01-10\n\
                  [[baseline]]\ntask = \"I-06\"\nrule = \"draft-evidence\"\nowner = \"pl\"\nsince = 2026-01-11\n";
    let scene = Scene::of(REVIEWED, &lacking(&[(BASELINE, broken.to_owned())]));
    let report = scene.check(TODAY);
    assert_eq!(Exit::of(&report), Exit::Yardstick, "{}", text(&report));
    let mut told: Vec<(usize, String)> = report
        .findings
        .iter()
        .map(|judged| {
            let place = &judged.finding.place;
            assert_eq!(place.path(), &path(BASELINE));
            (place.start().line, place.source.words(&place.span).to_owned())
        })
        .collect();
    told.sort();
    let expected = [
        (1, "2"),
        (2, "stand"),
        (4, "\"I-99\""),
        (10, "\"mising-evidence\""),
        (11, "\"chef\""),
        (12, "2026-02-30"),
        (14, "\"*\""),
        (15, "\"*\""),
        (17, "\"gestern\""),
        (20, "\"no-go-decision\""),
        (29, "\"I-06\""),
    ];
    assert_eq!(told, expected.map(|(line, words)| (line, words.to_owned())));
    assert_eq!(Exit::of(&scene.gate("ideenbewertung", TODAY)), Exit::Yardstick);
    let no_date =
        b"version = 1\n[[baseline]]\ntask = \"I-02\"\nrule = \"missing-evidence\"\nowner = \"pl\"\n";
    for bytes in [&b"version = 1\n\xff"[..], b"<<<<<<< HEAD\n", b"", no_date] {
        fs::write(scene.root().join(BASELINE), bytes).expect("the list is written");
        let report = scene.check(TODAY);
        assert_eq!(Exit::of(&report), Exit::Yardstick, "{bytes:?}: {}", text(&report));
    }
}

#[cfg(unix)]
#[test]
fn a_list_that_is_a_link_is_not_followed() {
    let scene = Scene::of(REVIEWED, &lacking(&[("liste.toml", talks().1)]));
    std::os::unix::fs::symlink("../liste.toml", scene.root().join(BASELINE)).expect("a link");
    assert_eq!(Exit::of(&scene.check(TODAY)), Exit::Yardstick);
}

#[test]
fn what_is_borrowed_is_counted_in_words() {
    let scene = Scene::of(REVIEWED, &lacking(&[talks()]));
    for (lang, words) in [(Lang::De, "1 aus dem Altbestand"), (Lang::En, "1 from the baseline")] {
        let report = judged(&scene.root(), TODAY, None, lang);
        for format in [Format::Text, Format::Markdown, Format::Junit] {
            let shown = render(&report, format, &Options::default());
            assert!(shown.contains(words), "{}: {shown}", format.id());
        }
    }
    let verbose = Options { verbose: true, ..Options::default() };
    let shown = render(&scene.check(TODAY), Format::Text, &verbose);
    assert!(
        shown.contains("\nAusnahmen\n   I-02  missing-evidence  seit 2026-01-10 (Altbestand)\n"),
        "{shown}"
    );
}

#[test]
fn the_overview_shows_what_is_borrowed_and_still_counts_it_as_open() {
    let desk = Desk::on(DAY);
    let (at, _) = adopted(&desk);
    let told = expect(&desk, &at, 0, &["status", "--as-of", "2026-01-05"]).out;
    let section = told.split("\nAltbestand\n").nth(1).unwrap_or_else(|| panic!("{told}"));
    let section = section.split("\n\n").next().expect("a section");
    for words in [
        "die älteste seit 2025-11-24. Kein Tor lässt das gelten.",
        "Nach Phase: Ideenbewertung",
        "Planung",
        "Nach Rolle:",
    ] {
        assert!(section.replace("\n   ", " ").contains(words), "{words}: {section}");
    }
    assert!(told.contains("I-02") && told.contains("(Altbestand)"), "it is left for the gate: {told}");
    let of_role = expect(&desk, &at, 0, &["status", "--role", "recht", "--lang", "en"]).out;
    let section = of_role.split("\nBaseline\n").nth(1).unwrap_or_else(|| panic!("{of_role}"));
    assert!(section.contains("By role: Legal department"), "{section}");
    assert!(!section.contains("Business owner"), "{section}");
}

#[test]
fn nothing_is_struck_out_where_nobody_could_look() {
    let desk = Desk::on(DAY);
    let (at, _) = adopted(&desk);
    commit(&desk, &at);
    expect(&desk, &at, 0, &["new", "I-02"]);
    commit(&desk, &at);
    git(
        &desk,
        &desk.work(),
        &["clone", "--quiet", "--depth", "1", &format!("file://{}", at.display()), "flach"],
    );
    let clone = desk.work().join("flach");
    let before = list(&clone);
    let told = expect(&desk, &clone, 3, &["baseline"]).err;
    assert!(told.contains("shallow-history") && list(&clone) == before, "{told}");
}

/// What a change to an adopted project comes to: `head` follows on `base`.
fn held(base: &[File], head: &[File]) -> Report {
    let mut scene = Scene::new();
    scene.add(REVIEWED, &lacking(base));
    let head = scene.on(&[0], "2026-03-05", head);
    scene.build();
    scene.change(head, 0, TODAY)
}

#[test]
fn a_change_cannot_borrow_more() {
    let two =
        baseline(&[("I-01", "draft-evidence"), ("I-02", "missing-evidence"), ("I-06", "missing-approval")]);
    let grown = held(&[talks()], std::slice::from_ref(&two));
    let [entries] = weakened(&grown).try_into().expect("one finding for all entries");
    assert_eq!(entries, ("baseline", "\"I-01\"".to_owned()));
    let told = found(&grown, Rule::PolicyWeakened)[0];
    assert_eq!((told.finding.more.len(), told.blocking, Exit::of(&grown)), (1, true, Exit::Fail));
    assert!(text(&grown).contains("Neue Einträge: 2, und zwar für I-01, I-06."), "{}", text(&grown));
    assert_eq!(
        weakened(&held(&[], &[talks()])).len(),
        1,
        "the first list of a project that is there already"
    );

    // What the change removes and borrows at once is missing all the same.
    let mut base = idea_phase("planung", REVIEWED);
    base.push(baseline(&[]));
    let mut scene = Scene::new();
    scene.add(REVIEWED, &base);
    let head = scene.on(&[0], "2026-03-05", &[gone(BENEFITS), talks()]);
    scene.build();
    let report = scene.change(head, 0, TODAY);
    assert!(brought(&report).contains(&(Rule::MissingEvidence, "I-02".to_owned())), "{}", text(&report));
}

#[test]
fn a_change_may_borrow_less_and_move_the_list() {
    let struck_out = held(&[talks()], &[benefits("2026-03-05"), baseline(&[])]);
    assert_eq!((weakened(&struck_out).len(), brought(&struck_out).len()), (0, 0), "{}", text(&struck_out));
    // Who takes an entry away without mending anything makes it worse.
    let unmended = held(&[talks()], &[baseline(&[])]);
    assert_eq!(brought(&unmended), [(Rule::MissingEvidence, "I-02".to_owned())]);

    // The whole folder moves, the list with it.
    let files = lacking(&[talks()]);
    let mut moved: Vec<(String, String)> = Vec::new();
    for (name, text) in &files {
        let text = text.replace("\"nachweise", "\"belege");
        moved.push((name.replacen("nachweise/", "belege/", 1), text));
    }
    let mut scene = Scene::new();
    scene.add(REVIEWED, &files);
    let write: Vec<(&str, &str)> = moved.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let delete: Vec<&str> =
        files.iter().map(|file| file.0).filter(|name| name.starts_with("nachweise/")).collect();
    scene.commit("2026-03-05", &write, &delete);
    let head = scene.last();
    scene.build();
    let report = scene.change(head, 0, TODAY);
    assert!(weakened(&report).is_empty(), "{}", text(&report));
    assert_eq!(state(&report, "I-02"), State::Borrowed, "{}", text(&report));
}

#[test]
fn a_branch_that_is_older_than_the_shorter_list_has_borrowed_nothing() {
    let mut scene = Scene::new();
    scene.add(REVIEWED, &lacking(&[talks()]));
    let target = scene.on(&[0], "2026-03-04", &[benefits("2026-03-04"), baseline(&[])]);
    let branch = scene.on(&[0], "2026-03-05", &[("README.md", "Hinweise\n".to_owned())]);
    scene.build();
    let report = scene.change(branch, target, TODAY);
    assert_eq!((weakened(&report).len(), Exit::of(&report)), (0, Exit::Pass), "{}", text(&report));
}

#[test]
fn what_the_target_has_not_borrowed_does_not_count_in_a_change() {
    let mut scene = Scene::new();
    scene.add(REVIEWED, &lacking(&[]));
    let head = scene.on(&[0], "2026-03-05", &[talks()]);
    scene.build();
    let report = scene.change(head, 0, TODAY);
    assert_eq!(state(&report, "I-02"), State::Missing, "the stricter list counts: {}", text(&report));
    assert_eq!(report.counts.borrowed, 0);
}

#[test]
fn a_project_is_adopted_in_one_change() {
    let mut scene = Scene::new();
    scene.add(REVIEWED, &[("README.md", "Hinweise\n".to_owned())]);
    let head = scene.on(&[0], "2026-03-05", &lacking(&[talks()]));
    scene.build();
    let report = scene.change(head, 0, TODAY);
    assert_eq!((weakened(&report).len(), state(&report, "I-02")), (0, State::Borrowed), "{}", text(&report));
    assert_eq!(Exit::of(&report), Exit::Pass, "the target has no bar yet: {}", text(&report));
}
