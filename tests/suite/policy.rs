//! `policy check`: what is unfinished in a pack that can be read, each at its place, and a table of laws that grew old.

use std::collections::BTreeSet;

use nachweis::engine::{Exit, policy_check};
use nachweis::finding::{Finding, Report, Severity};
use nachweis::load::PackFiles;
use nachweis::rule::{Lang, Page, Rule};

use crate::support::desk::Desk;
use crate::support::evidence::idea_phase;
use crate::support::program::{expect, project};
use crate::support::{Scene, ask, found, texts_below};

/// Where the pack lies in the repository.
const FOLDER: &str = "regeln/haus";

const DAY: &str = "2026-11-22";

fn shipped() -> PackFiles {
    texts_below("policies/arbeitshilfe")
}

fn checked(files: &PackFiles, day: &str) -> Report {
    let files: Vec<(String, &str)> =
        files.iter().map(|(name, text)| (format!("{FOLDER}/{name}"), text.as_str())).collect();
    let write: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let mut scene = Scene::new();
    let root = scene.commit(DAY, &write, &[]).build().to_owned();
    policy_check(&ask(&root, day, None), Some(FOLDER)).0
}

/// A change to a file of the pack; the variant that it brings; what stands at the place that is named.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

const UNFINISHED: &[Case] = &[
    (
        "tasks/P-10.toml",
        ", en = \"Carry out a data protection impact assessment\"",
        "",
        "translation",
        "title",
    ),
    ("laws.toml", "source       = \"cio.bund.de\"", "source       = \"\"", "law", "id"),
    (
        "tasks/P-10.toml",
        "evidence = [\"P-07\", \"P-08\"]",
        "evidence = [\"P-07\", \"N-04\"]",
        "order",
        "evidence = [\"P-07\", \"N-04\"]",
    ),
    (
        "gates.toml",
        "decides     = [\"leitung\"]",
        "decides     = [\"leitung\", \"pl\"]",
        "unsigned",
        "decides",
    ),
    (
        "tasks/P-10.toml",
        "[applies]\nfact = \"personenbezug\"\nis   = [true]\n",
        "[applies]\nall = [{ fact = \"personenbezug\", is = [true] }, { fact = \"personenbezug\", is = [false] }]\n",
        "unreachable",
        "applies",
    ),
    ("templates/P-10.md", "## Restrisiko\n", "## Was bleibt\n", "template", "template"),
    (
        "tasks/P-10.toml",
        "effort = { small = [3, 6], large = [12, 30] }",
        "effort = { small = [3, 6], large = [12, 30], }",
        "toml",
        "{",
    ),
];

#[test]
fn the_shipped_pack_is_finished() {
    let report = checked(&shipped(), DAY);
    assert_eq!((report.findings.len(), Exit::of(&report)), (0, Exit::Pass), "{:#?}", report.findings);
    let desk = Desk::on(DAY);
    let told = expect(&desk, &desk.work(), 0, &["policy", "check"]);
    assert!(told.out.starts_with("Das Regelwerk ist stimmig: 82 Aufgaben, "), "{}", told.out);
}

#[test]
fn a_folder_without_a_pack_is_a_wrong_question() {
    let desk = Desk::on(DAY);
    let at = project(&desk, &["--phase", "planung"]);
    let missing = expect(&desk, &at, 2, &["policy", "check", "regeln/fehlt"]);
    assert!(missing.err.contains("regeln/fehlt gibt es nicht"), "{}", missing.err);
    std::fs::create_dir(at.join("leer")).expect("a folder");
    let outside = desk.tmp().display().to_string();
    for folder in ["leer", "../..", &outside] {
        let told = expect(&desk, &at, 2, &["policy", "check", folder, "--format", "concise"]);
        let what = format!("Das Regelwerk lässt sich nicht lesen. Betroffen ist: {folder}.");
        assert!(told.out.contains(&what), "{}", told.out);
    }
}

#[test]
fn what_is_unfinished_is_named_at_its_place() {
    let mut wrong = Vec::new();
    for (file, from, to, variant, words) in UNFINISHED {
        let report = checked(&changed(file, from, to), DAY);
        let [judged] = report.findings.as_slice() else { panic!("{variant}: {:#?}", report.findings) };
        let finding: &Finding = &judged.finding;
        assert_eq!((finding.rule, finding.variant), (Rule::IncompletePack, Some(*variant)));
        let at = finding.place.source.words(&finding.place.span);
        if at.lines().next() != Some(words) {
            wrong.push(format!("{variant}: {at}"));
        }
        assert_eq!(Exit::of(&report), Exit::Fail, "{variant}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn changed(file: &str, from: &str, to: &str) -> PackFiles {
    let mut files = shipped();
    let text = files.get_mut(file).unwrap_or_else(|| panic!("{file} is not in the pack"));
    assert!(text.contains(from), "{file} does not hold {from}");
    *text = text.replacen(from, to, 1);
    files
}

#[test]
fn a_checklist_of_four_questions_is_too_short() {
    let mut files = shipped();
    let text = files.get_mut("tasks/E-05.toml").expect("E-05");
    let (before, rest) = text.split_once("checklist = [\n").expect("a checklist");
    let (list, after) = rest.split_once("\n]\n").expect("its end");
    let four: Vec<&str> = list.lines().take(4).collect();
    *text = format!("{before}checklist = [\n{}\n]\n{after}", four.join("\n"));
    let report = checked(&files, DAY);
    let [judged] = report.findings.as_slice() else { panic!("{:#?}", report.findings) };
    assert_eq!((judged.finding.rule, judged.finding.variant), (Rule::IncompletePack, Some("checklist")));
}

#[test]
fn no_kind_of_unfinished_is_forgotten() {
    let page = Page::of(Rule::IncompletePack, Lang::De);
    let tested: BTreeSet<&str> = UNFINISHED.iter().map(|case| case.3).chain(["checklist"]).collect();
    assert_eq!(tested, page.head.variants.keys().map(String::as_str).collect());
}

#[test]
fn a_table_of_laws_is_trusted_for_a_year() {
    let aged = |report: &Report| {
        found(report, Rule::AgedPack).iter().map(|judged| judged.severity).collect::<Vec<_>>()
    };
    let (last, after) = (checked(&shipped(), "2027-11-22"), checked(&shipped(), "2027-11-23"));
    assert_eq!((aged(&last), aged(&after)), (vec![], vec![Severity::Warning]));
    assert_eq!(Exit::of(&after), Exit::Pass, "it warns and blocks nothing");
    let scene = Scene::of("2027-11-01", &idea_phase("planung", "2027-11-01"));
    assert_eq!(aged(&scene.gate("ideenbewertung", "2027-11-22")), []);
    let gate = scene.gate("ideenbewertung", "2027-11-23");
    assert_eq!((aged(&gate), Exit::of(&gate)), (vec![Severity::Warning], Exit::Pass));

    let desk = Desk::on(DAY);
    let told = expect(&desk, &desk.work(), 0, &["policy", "check", "--as-of", "2027-11-23"]);
    assert!(told.out.contains("[aged-pack]") && told.out.contains("2026-11-22"), "{}", told.out);
}
