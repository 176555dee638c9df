//! Packs inside the judged repository: pinned by their digest, and every fault at its words. They are made from the
//! files of the shipped pack.

use std::fs;

use nachweis::engine::Exit;
use nachweis::finding::{Finding, Problems, Report};
use nachweis::load::{PackFiles, builtin, pack};
use nachweis::rule::{Lang, Rule};

use crate::support::{Scene, git, judged, path, texts_below};

/// Where the pack lies in the repository.
const FOLDER: &str = "regeln/haus";

const DAY: &str = "2026-11-22";

fn shipped() -> PackFiles {
    texts_below("policies/arbeitshilfe")
}

fn settings(pinned: &str) -> String {
    format!(
        "version = 1\n[project]\nname = \"Haus\"\nphase = \"planung\"\n[policy]\npacks = [\n  \"{pinned}\",\n]\n\
         profile = \"kern\"\n"
    )
}

/// A repository with the pack, whose settings pin something.
fn scene(files: &PackFiles, pinned: &str) -> Scene {
    let settings = settings(pinned);
    let files: Vec<(String, &str)> =
        files.iter().map(|(name, text)| (format!("{FOLDER}/{name}"), text.as_str())).collect();
    let mut write: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    write.push(("nachweis.toml", &settings));
    let mut scene = Scene::new();
    scene.commit(DAY, &write, &[]);
    scene
}

/// The report of a repository with the pack, pinned by a digest that never fits.
fn unfitting(files: &PackFiles) -> Report {
    judged(scene(files, &pinned(&"0".repeat(64))).build(), DAY, None, Lang::De)
}

fn pinned(digest: &str) -> String {
    format!("{FOLDER}@sha256:{digest}")
}

/// File, line and words of a finding, its rule and its variant.
type Found = (String, usize, String, Rule, Option<&'static str>);

fn found(report: &Report) -> Vec<Found> {
    listed(report.findings.iter().map(|judged| &judged.finding))
}

fn listed<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<Found> {
    let mut found: Vec<Found> = findings
        .map(|finding| {
            let words = finding.place.source.words(&finding.place.span);
            let words = words.lines().next().unwrap_or_default();
            let path = finding.place.path().to_string();
            (path, finding.place.start().line, words.to_owned(), finding.rule, finding.variant)
        })
        .collect();
    found.sort();
    found
}

#[test]
fn a_wrong_digest_is_refused_and_the_right_one_is_named() {
    let report = unfitting(&shipped());
    assert_eq!(Exit::of(&report), Exit::Yardstick);
    let words = format!("\"{}\"", pinned(&"0".repeat(64)));
    let digest = ("nachweis.toml".to_owned(), 7, words, Rule::BrokenPack, Some("digest"));
    assert_eq!(found(&report), [digest]);
    let named = report.findings[0].finding.args.get("found").expect("the digest that was found");
    let named = named.get(Lang::De).strip_prefix("sha256:").expect("a digest").to_owned();
    assert_eq!(named, builtin("arbeitshilfe").expect("the shipped pack").digest);

    let report = judged(scene(&shipped(), &pinned(&named)).build(), DAY, None, Lang::De);
    assert_eq!(Exit::of(&report), Exit::Fail);
    assert_eq!(report.projects[0].policy.digest, format!("sha256:{named}"));
    let of_binary = judged(scene(&shipped(), "arbeitshilfe@2026.1").build(), DAY, None, Lang::De);
    assert_eq!(found(&report), found(&of_binary));
    assert_eq!(report.counts, of_binary.counts);
}

#[test]
fn every_file_of_the_pack_is_part_of_the_digest() {
    let digest = &builtin("arbeitshilfe").expect("the shipped pack").digest;
    let changes: [fn(&mut PackFiles); 3] = [
        |files| files.get_mut("templates/P-10.md").expect("the template").push('\n'),
        |files| files.get_mut("laws.toml").expect("the laws").push_str("# neu\n"),
        |files| drop(files.insert("LIESMICH.md".to_owned(), "# Haus\n".to_owned())),
    ];
    for change in changes {
        let mut files = shipped();
        change(&mut files);
        let report = judged(scene(&files, &pinned(digest)).build(), DAY, None, Lang::De);
        assert_eq!(Exit::of(&report), Exit::Yardstick);
        assert_eq!(report.findings[0].finding.variant, Some("digest"));
    }
}

#[test]
fn a_commit_is_judged_by_the_pack_in_it() {
    let digest = &builtin("arbeitshilfe").expect("the shipped pack").digest;
    let mut scene = scene(&shipped(), &pinned(digest));
    let root = scene.build();
    fs::write(root.join(FOLDER).join("templates/P-10.md"), "leer\n").expect("the template is written");
    assert_eq!(Exit::of(&judged(root, DAY, None, Lang::De)), Exit::Yardstick);
    assert_eq!(Exit::of(&judged(root, DAY, Some("planung"), Lang::De)), Exit::Fail);
}

#[test]
fn a_file_of_the_pack_that_the_repository_lacks_leaves_the_question_open() {
    let digest = &builtin("arbeitshilfe").expect("the shipped pack").digest;
    let mut scene = scene(&shipped(), &pinned(digest));
    let root = scene.build().to_owned();
    let blob = git(&root, &["rev-parse", &format!("HEAD:{FOLDER}/laws.toml")]);
    let (folder, rest) = blob.split_at(2);
    fs::remove_file(root.join(".git/objects").join(folder).join(rest)).expect("removed");
    let report = judged(&root, DAY, Some("planung"), Lang::De);
    assert_eq!(Exit::of(&report), Exit::Undetermined);
    assert_eq!(report.findings[0].finding.rule, Rule::AbsentObject);
    assert_eq!(report.findings[0].finding.place.path(), &path(&format!("{FOLDER}/laws.toml")));
}

/// A file of the pack, words in it, and what stands there instead.
type Change = (&'static str, &'static str, &'static str);

/// What is to be found: the file, a part of its line, the words, rule and variant.
type Fault = (&'static str, &'static str, &'static str, Rule, Option<&'static str>);

const P_10: &str = "tasks/P-10.toml";

const FAULTS: &[(Change, &[Fault])] = &[
    // A circle is named at each piece in it.
    (
        ("tasks/P-08.toml", "evidence = [\"I-08\"]", "evidence = [\"P-10\"]"),
        &[
            ("tasks/P-08.toml", "evidence = [\"P-10\"]", "[\"P-10\"]", Rule::BrokenPack, Some("cycle")),
            (P_10, "evidence = [\"P-07\"", "[\"P-07\", \"P-08\"]", Rule::BrokenPack, Some("cycle")),
        ],
    ),
    (
        (P_10, "evidence = [\"P-07\", \"P-08\"]", "evidence = [\"P-10\"]"),
        &[(P_10, "evidence = [\"P-10\"]", "[\"P-10\"]", Rule::BrokenPack, Some("cycle"))],
    ),
    // Roles, wherever one is named.
    (
        (P_10, "responsible  = \"fach\"", "responsible  = \"leiter\""),
        &[(P_10, "responsible ", "\"leiter\"", Rule::UnknownId, Some("similar"))],
    ),
    (
        (P_10, "[\"ds\", \"dsb\", \"ki\"", "[\"ds\", \"dsb\", \"xyz\""),
        &[(P_10, "contributing", "\"xyz\"", Rule::UnknownId, None)],
    ),
    (
        (P_10, "roles = [\"leitung\"]", "roles = [\"leitung\", \"xyz\"]"),
        &[(P_10, "roles = ", "\"xyz\"", Rule::UnknownId, None)],
    ),
    (
        ("gates.toml", "\"haushalt\", \"dsb\", \"isb\"", "\"haushalt\", \"xyz\", \"isb\""),
        &[("gates.toml", "\"xyz\"", "\"xyz\"", Rule::UnknownId, None)],
    ),
    (
        ("roles.toml", "incompatible = [\"dsb\", \"revision\"]", "incompatible = [\"dsb\", \"xyz\"]"),
        &[("roles.toml", "\"xyz\"", "\"xyz\"", Rule::UnknownId, None)],
    ),
    // What the role table denies.
    (
        (P_10, "roles = [\"leitung\"]", "roles = [\"leitung\", \"dsb\"]"),
        &[(P_10, "roles = ", "\"dsb\"", Rule::BrokenPack, Some("approver"))],
    ),
    (
        (P_10, "responsible  = \"fach\"", "responsible  = \"dsb\""),
        &[(P_10, "responsible ", "\"dsb\"", Rule::BrokenPack, Some("owner"))],
    ),
    (
        ("gates.toml", "decides     = [\"leitung\"]", "decides     = [\"pr\"]"),
        &[("gates.toml", "decides     = [\"pr\"]", "\"pr\"", Rule::BrokenPack, Some("approver"))],
    ),
    (
        ("gates.toml", "decides     = [\"leitung\"]", "decides     = []"),
        &[("gates.toml", "decides     = []", "[]", Rule::BrokenPack, Some("deciders"))],
    ),
    (
        ("tasks/B-05.toml", "at-least = 0\n", "at-least = 0\n\n[evidence.approved]\nroles = [\"leitung\"]\n"),
        &[("tasks/B-05.toml", "files    = ", "\"each\"", Rule::BrokenPack, Some("approved-each"))],
    ),
    // Other ids.
    (
        (P_10, "phase    = \"planung\"", "phase    = \"planun\""),
        &[(P_10, "\"planun\"", "\"planun\"", Rule::UnknownId, Some("similar"))],
    ),
    (
        (P_10, "kern = \"Die", "xyz = \"Die"),
        &[(
            P_10,
            "xyz = ",
            "\"Die Abschätzung muss vor der Verarbeitung liegen; wird sie nachgeholt, verfehlt sie ihren Zweck.\"",
            Rule::UnknownId,
            None,
        )],
    ),
    ((P_10, "[\"t2\"]", "[\"xyz\"]"), &[(P_10, "topics", "\"xyz\"", Rule::UnknownId, None)]),
    (
        (P_10, "law = \"dsgvo-36\"", "law = \"dsgvo_36\""),
        &[(P_10, "dsgvo_36", "\"dsgvo_36\"", Rule::UnknownId, Some("similar"))],
    ),
    (
        (P_10, "\"modell\", \"daten\", \"schnittstellen\"]\nevidence", "\"modell\", \"xyz\"]\nevidence"),
        &[(P_10, "\"xyz\"", "\"xyz\"", Rule::UnknownId, None)],
    ),
    (
        ("gates.toml", "[\"P-08\", \"P-10\", \"P-13\"]", "[\"P-08\", \"P-10\", \"xyz\"]"),
        &[("gates.toml", "\"xyz\"", "\"xyz\"", Rule::UnknownId, None)],
    ),
    (
        (
            "gates.toml",
            "evidence = \"N-05\", field = \"beschluss_am\"",
            "evidence = \"xyz\", field = \"beschluss_am\"",
        ),
        &[(
            "gates.toml",
            "\"xyz\"",
            "{ evidence = \"xyz\", field = \"beschluss_am\" }",
            Rule::UnknownId,
            None,
        )],
    ),
    (
        ("pack.toml", "subjects-due      = \"entwicklung\"", "subjects-due      = \"xyz\""),
        &[("pack.toml", "subjects-due", "\"xyz\"", Rule::UnknownId, None)],
    ),
    // Values.
    (
        (
            P_10,
            "is = [\"offen\", \"ja\"] }\n\n[evidence.sections]",
            "is = [\"offn\"] }\n\n[evidence.sections]",
        ),
        &[(P_10, "\"offn\"", "{ fact = \"dsfa-erforderlich\", is = [\"offn\"] }", Rule::WrongValue, None)],
    ),
    (
        (P_10, "[applies]\n", "[applies]\nall  = []\n"),
        &[(P_10, "[applies]", "[applies]", Rule::WrongValue, Some("type"))],
    ),
    (
        (P_10, "every     = \"24 months\"", "every     = \"2 years\""),
        &[(P_10, "\"2 years\"", "\"2 years\"", Rule::WrongValue, Some("type"))],
    ),
    (
        (P_10, "format   = \"csv\"", "format   = \"excel\""),
        &[(P_10, "\"excel\"", "\"excel\"", Rule::WrongValue, None)],
    ),
    (
        ("pack.toml", "2026-11-22", "22.11.2026"),
        &[("pack.toml", "22.11.2026", "22.11.2026", Rule::WrongValue, Some("type"))],
    ),
    (
        ("pack.toml", "\"180 days\"", "\"6 months\""),
        &[("pack.toml", "\"6 months\"", "\"6 months\"", Rule::BrokenPack, Some("unreadable"))],
    ),
    // What stands twice.
    (
        (P_10, "path     = \"datenschutz/risiken.csv\"", "path     = \"datenschutz/dsfa.md\"  # noch einmal"),
        &[(P_10, "# noch einmal", "\"datenschutz/dsfa.md\"", Rule::BrokenPack, Some("duplicate"))],
    ),
    (
        (
            P_10,
            "[[evidence]]\npiece    = \"risiken\"",
            "[[evidence]] # noch einmal\npiece    = \"schwellwert\"",
        ),
        &[(P_10, "# noch einmal", "[[evidence]]", Rule::BrokenPack, Some("duplicate"))],
    ),
    (
        (
            "subjects.toml",
            "[[subject]]\nid    = \"zweck\"",
            "[[subject]]\nid    = \"daten\"\ntitle = { de = \"Daten\" }\nabout = { de = \"Daten\" }\n\n\
             [[subject]]\nid    = \"zweck\"",
        ),
        &[("subjects.toml", "id      = \"daten\"", "\"daten\"", Rule::BrokenPack, Some("duplicate"))],
    ),
    // Keys.
    (
        (P_10, "responsible  =", "responsibel  ="),
        &[(P_10, "responsibel", "responsibel", Rule::UnknownKey, Some("similar"))],
    ),
    (
        (P_10, "responsible  = \"fach\"\n", ""),
        &[(P_10, "id       =", "id       = \"P-10\"", Rule::WrongValue, Some("missing"))],
    ),
    (
        ("gates.toml", "[[gate]]\nid          = \"planung\"", "[[gates]]\nid          = \"planung\""),
        &[("gates.toml", "[[gates]]", "gates", Rule::UnknownKey, Some("similar"))],
    ),
];

fn changed((file, from, to): &Change, files: &mut PackFiles) {
    let text = files.get_mut(*file).unwrap_or_else(|| panic!("{file} is not in the pack"));
    assert!(text.contains(from), "{file} does not hold {from}");
    *text = text.replacen(from, to, 1);
}

fn expected(files: &PackFiles, faults: &[Fault]) -> Vec<Found> {
    let line = |file: &str, part: &str| {
        let at = files[file].lines().position(|line| line.contains(part));
        at.unwrap_or_else(|| panic!("{file} has no line with {part}")) + 1
    };
    let place = |(file, part, words, rule, variant): &Fault| {
        (format!("{FOLDER}/{file}"), line(file, part), (*words).to_owned(), *rule, *variant)
    };
    let mut expected: Vec<Found> = faults.iter().map(place).collect();
    expected.sort();
    expected
}

#[test]
fn every_fault_of_a_pack_is_found_at_its_words() {
    let mut wrong = Vec::new();
    for (change, faults) in FAULTS {
        let mut files = shipped();
        changed(change, &mut files);
        let mut problems = Problems::default();
        let read = pack(&path(FOLDER), &files, &mut problems);
        let (expected, found) = (expected(&files, faults), listed(problems.into_sorted().iter()));
        if expected != found || read.is_some() {
            wrong.push(format!("{change:?}\n  expected: {expected:?}\n  found:    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn faults_of_several_files_are_found_in_one_run() {
    let changes: [Change; 4] = [
        ("pack.toml", "version  =", "verison  ="),
        ("roles.toml", "may-own      = true", "may-own      = \"ja\""),
        (P_10, "small = [3, 6]", "small = [3, \"6\"]"),
        ("tasks/I-02.toml", "at-least = 2", "at-least = \"zwei\""),
    ];
    let mut files = shipped();
    changes.iter().for_each(|change| changed(change, &mut files));
    let faults = [
        ("pack.toml", "verison", "verison", Rule::UnknownKey, Some("similar")),
        ("roles.toml", "may-own      = \"ja\"", "\"ja\"", Rule::WrongValue, Some("type")),
        (P_10, "small = [3, \"6\"]", "\"6\"", Rule::WrongValue, Some("type")),
        ("tasks/I-02.toml", "\"zwei\"", "\"zwei\"", Rule::WrongValue, Some("type")),
    ];
    let report = unfitting(&files);
    assert_eq!(found(&report), expected(&files, &faults));
    assert_eq!(Exit::of(&report), Exit::Yardstick);
}

#[test]
fn files_that_are_missing_or_misnamed_are_named() {
    let name = |file: &str| format!("{FOLDER}/{file}");
    let mut without = shipped();
    without.remove("templates/P-10.md");
    let template = [(P_10, "template = \"P-10.md\"", "\"P-10.md\"", Rule::BrokenPack, Some("template"))];
    assert_eq!(found(&unfitting(&without)), expected(&without, &template));

    let mut without = shipped();
    without.remove("gates.toml");
    let gates = (name("gates.toml"), 1, String::new(), Rule::BrokenPack, Some("unreadable"));
    assert_eq!(found(&unfitting(&without)), [gates]);

    let mut without = shipped();
    let gates = without.get_mut("gates.toml").expect("the gates");
    let from = gates.find("[[gate]]\nid          = \"deaktivierung\"").expect("the last gate");
    let to = gates.find("# Reihenfolge von Daten").expect("the orders of dates");
    gates.replace_range(from..to, "");
    let gate = (name("gates.toml"), 1, String::new(), Rule::BrokenPack, Some("gates"));
    assert_eq!(found(&unfitting(&without)), [gate]);

    // A copy under another name would replace the task without a word.
    let mut twice = shipped();
    twice.insert("tasks/P-99.toml".to_owned(), twice[P_10].clone());
    let copy = (name("tasks/P-99.toml"), 1, "\"P-10\"".to_owned(), Rule::BrokenPack, Some("name"));
    assert_eq!(found(&unfitting(&twice)), [copy]);
}
