//! Packs that build on others: what is added counts, what is changed counts, what is weaker than below is said in every
//! report, and nothing below changes unseen.

use nachweis::engine::{Exit, policy_check};
use nachweis::finding::Problems;
use nachweis::finding::{Report, Severity};
use nachweis::load::{Built, PackFiles, builtin, builtin_files, pack};
use nachweis::model::Pack;
use nachweis::rule::{Lang, Rule};

use crate::support::{Scene, ask, found, json, judged, path, text};

const FOLDER: &str = "regeln/haus";
const DAY: &str = "2026-11-22";

/// The head of an overlay.
fn head(id: &str, extends: &str, more: &str) -> String {
    format!(
        "id = \"{id}\"\nversion = \"1\"\nextends = \"{extends}\"\n{more}\n\
         title = {{ de = \"Regelwerk des Hauses\", en = \"The authority's pack\" }}\n\
         notice = {{ de = \"Ergänzt die Arbeitshilfe.\", en = \"Adds to the Arbeitshilfe.\" }}\n"
    )
}

fn overlay(more: &str, files: &[(&str, &str)]) -> PackFiles {
    let head = ("pack.toml".to_owned(), head("haus", "arbeitshilfe@2026.1", more));
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    std::iter::once(head).chain(files).collect()
}

fn shipped() -> Built {
    let (_, files) = builtin_files("arbeitshilfe").expect("the pack is built in");
    Built::whole(builtin("arbeitshilfe").expect("the pack").clone(), files)
}

/// The overlay, read.
fn built(files: &PackFiles) -> Pack {
    let mut problems = Problems::default();
    let built = Built::read(&path(FOLDER), files, Some(shipped()), &mut problems);
    built.unwrap_or_else(|| panic!("{:#?}", problems.into_sorted())).pack
}

/// A repository with packs, whose settings pin one.
fn scene(packs: &[(&str, &PackFiles)], pinned: &str) -> Scene {
    let settings = format!(
        "version = 1\n[project]\nname = \"Haus\"\nphase = \"planung\"\n[policy]\npacks = [\n  \"{pinned}\",\n]\n\
         profile = \"kern\"\n"
    );
    let files: Vec<(String, &str)> = packs
        .iter()
        .flat_map(|(folder, files)| {
            files.iter().map(move |(name, text)| (format!("{folder}/{name}"), text.as_str()))
        })
        .chain([("nachweis.toml".to_owned(), settings.as_str())])
        .collect();
    let write: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let mut scene = Scene::new();
    scene.commit(DAY, &write, &[]).build();
    scene
}

fn report(packs: &[(&str, &PackFiles)], pinned: &str) -> Report {
    judged(&scene(packs, pinned).root(), DAY, None, Lang::De)
}

/// The report of a project that pins an overlay.
fn with_overlay(files: &PackFiles) -> Report {
    report(&[(FOLDER, files)], &format!("{FOLDER}@sha256:{}", built(files).digest))
}

/// What is said to be weaker: element and values.
fn weaker(report: &Report) -> Vec<String> {
    let found = found(report, Rule::WeakenedPack);
    assert!(found.iter().all(|judged| judged.severity == Severity::Warning));
    let told = |key: &str, judged: &nachweis::finding::Judged| {
        judged.finding.args.get(key).map(|value| value.get(Lang::De).to_owned()).unwrap_or_default()
    };
    let found = found
        .iter()
        .map(|judged| [told("element", judged), told("values", judged), told("elements", judged)].join("|"));
    found.collect()
}

const NEW_TASK: &str = r#"id = "X-01"
phase = "planung"
title = { de = "Hausinterne Meldung", en = "Internal notice" }
profiles = { kern = "Das Haus verlangt sie." }
origin = "practice"
confidence = "high"
responsible = "pl"
goals = { de = "Das Haus weiß Bescheid.", en = "The authority knows." }
effort = { small = [0.5, 1], large = [1, 2] }
checklist = [
  { de = "a?", en = "a?" }, { de = "b?", en = "b?" }, { de = "c?", en = "c?" }, { de = "d?", en = "d?" },
  { de = "e?", en = "e?" },
]

[[evidence]]
title = { de = "Meldung", en = "Notice" }
path = "haus/meldung.md"
format = "markdown"
template = "X-01.md"
"#;

#[test]
fn what_is_added_counts_and_is_no_finding() {
    let files = overlay(
        "",
        &[
            ("tasks/X-01.toml", NEW_TASK),
            ("templates/X-01.md", "---\ntask: X-01\nstatus: draft\n---\n# Meldung\n"),
            (
                "roles.toml",
                "[[role]]\nid = \"haus\"\ntitle = { de = \"Stelle des Hauses\" }\nmay-own = true\n\
                 may-approve = true\nnote = { de = \"Sieht alles.\" }\n",
            ),
            ("tasks/P-10.toml", "[[evidence]]\n[evidence.approved]\nroles = [\"leitung\", \"haus\"]\n"),
        ],
    );
    let pack = built(&files);
    let base = builtin("arbeitshilfe").expect("the pack");
    assert_eq!(pack.tasks.len(), base.tasks.len() + 1);
    assert_eq!(pack.roles.len(), base.roles.len() + 1);
    assert_eq!(pack.templates.len(), base.templates.len() + 1);
    // A table above replaces that table and leaves the others as they are.
    let of = |pack: &Pack| pack.tasks["P-10"].evidence[0].clone();
    assert_eq!(of(&pack).approved.expect("a table").roles.len(), 2);
    assert_eq!(of(&pack).review.expect("a table").every, of(base).review.expect("a table").every);
    assert_eq!(pack.tasks["P-10"].evidence.len(), base.tasks["P-10"].evidence.len());
    assert_eq!(pack.departures, []);

    let report = with_overlay(&files);
    assert_eq!(weaker(&report), Vec::<String>::new(), "{}", text(&report));
    let missing = found(&report, Rule::MissingEvidence).into_iter().any(|judged| {
        judged.finding.about.address.as_ref().is_some_and(|address| address.to_string() == "X-01")
    });
    assert!(missing, "{}", text(&report));
    let policy = &report.projects[0].policy;
    assert_eq!((policy.pack.as_str(), policy.version.as_str()), ("haus", "1"));
    // Both as settings write them.
    let shown = json(&report)["projects"][0]["policy"]["packs"].clone();
    let digests = [&pack.digest, &base.digest].map(|digest| format!("sha256:{digest}"));
    assert_eq!([&shown[0]["digest"], &shown[1]["digest"]], [digests[0].as_str(), digests[1].as_str()]);
}

#[test]
fn every_weakening_is_said_in_every_report() {
    let files = overlay(
        "without = [\"P-03\", \"P-10/risiken\", \"P-13/review\", \"P-10/schwellwert/current\"]\nlongest-exemption = \"200 days\"",
        &[
            ("tasks/P-10.toml", "[[evidence]]\n[evidence.review]\nevery = \"36 months\"\n"),
            ("templates/P-10.md", "---\ntask: P-10\nstatus: draft\n---\n# Kurz\n\n## Restrisiko\n"),
        ],
    );
    let report = with_overlay(&files);
    let told = weaker(&report);
    for expected in [
        "pack longest-exemption|180 days → 200 days|",
        "P-03|P-03 → –|",
        "P-10/risiken|P-10/risiken → –|",
        "P-10 review.every|24 months → 36 months|",
        "P-10/schwellwert current|current → –|",
        "P-13 review|review → –|",
    ] {
        assert!(told.iter().any(|one| one == expected), "{expected}: {told:#?}");
    }
    assert!(told.iter().any(|one| one.starts_with("P-10 template|")), "the questions it lost: {told:#?}");
    let reader = text(&report);
    assert!(reader.contains("Warnung[weakened-pack]") && !reader.contains('{'), "{reader}");
    // The same to those who write it, at its words.
    let scene = scene(&[(FOLDER, &files)], "arbeitshilfe@2026.1");
    let (checked, _) = policy_check(&ask(&scene.root(), DAY, None), Some(FOLDER));
    assert_eq!(weaker(&checked).len(), told.len());
    let place = |element: &str| {
        let found = found(&checked, Rule::WeakenedPack);
        let of = |judged: &&&nachweis::finding::Judged| {
            judged.finding.args.get("element").is_some_and(|value| value.get(Lang::De) == element)
        };
        let place = &found.iter().find(of).expect("the finding").finding.place;
        (place.path().to_string(), place.source.words(&place.span).to_owned())
    };
    assert_eq!(place("P-10 review.every"), (format!("{FOLDER}/tasks/P-10.toml"), "every".to_owned()));
    assert_eq!(place("P-03"), (format!("{FOLDER}/pack.toml"), "\"arbeitshilfe@2026.1\"".to_owned()));
}

#[test]
fn the_page_shows_what_is_found() {
    let files =
        overlay("", &[("tasks/P-10.toml", "[[evidence]]\n[evidence.review]\nevery = \"36 months\"\n")]);
    for lang in Lang::ALL {
        let pinned = format!("{FOLDER}@sha256:{}", built(&files).digest);
        let mut report = judged(&scene(&[(FOLDER, &files)], &pinned).root(), DAY, None, lang);
        report.findings.retain(|judged| judged.finding.rule == Rule::WeakenedPack);
        let line = nachweis::render::render(&report, nachweis::render::Format::Concise, &Default::default());
        let page = Rule::WeakenedPack.page_text(lang);
        let shown = page.lines().find(|line| line.starts_with("nachweis.toml:")).expect("an example");
        let message = |line: &str| line.split_once(": warning ").map(|(_, rest)| rest.trim().to_owned());
        assert_eq!(message(&line), message(shown));
    }
}

#[test]
fn a_digest_covers_what_is_below() {
    let upper = |base: &str| {
        let head = head("oben", &format!("../basis@sha256:{base}"), "");
        PackFiles::from([("pack.toml".to_owned(), head)])
    };
    let lower =
        overlay("", &[("tasks/P-10.toml", "[[evidence]]\n[evidence.review]\nevery = \"36 months\"\n")]);
    let lower_digest = built(&lower).digest;
    // The digest to pin is named, when another is pinned.
    let named = |files: &PackFiles, lower: &PackFiles| {
        let pinned = format!("regeln/oben@sha256:{}", "0".repeat(64));
        let report = report(&[("regeln/oben", files), ("regeln/basis", lower)], &pinned);
        let [judged] = report.findings.as_slice() else { panic!("{}", text(&report)) };
        assert_eq!((judged.finding.rule, judged.finding.variant), (Rule::BrokenPack, Some("digest")));
        let place = judged.finding.place.path().to_string();
        (place, judged.finding.args.get("found").expect("a digest").get(Lang::De).to_owned())
    };
    let upper = upper(&lower_digest);
    let (_, digest) = named(&upper, &lower);
    let pinned = format!("regeln/oben@{digest}");
    let report = report(&[("regeln/oben", &upper), ("regeln/basis", &lower)], &pinned);
    // What the lower overlay weakened is told through the upper one.
    assert_eq!(weaker(&report), ["P-10 review.every|24 months → 36 months|"], "{}", text(&report));

    let packs = crate::support::json(&report)["projects"][0]["policy"]["packs"].clone();
    let ids: Vec<&str> =
        packs.as_array().expect("packs").iter().filter_map(|pack| pack["id"].as_str()).collect();
    assert_eq!(ids, ["oben", "haus", "arbeitshilfe"]);
    assert_eq!(packs[1]["digest"], format!("sha256:{lower_digest}"));

    // A changed base no longer has the digest that the upper pack names.
    let mut changed = lower.clone();
    changed.insert("LIESMICH.md".to_owned(), "neu\n".to_owned());
    assert_eq!(named(&upper, &changed).0, "regeln/oben/pack.toml");
    assert_ne!(built(&changed).digest, lower_digest);
}

/// The files of a pack below, of one above that adds nothing, and settings that pin that one.
fn pinned_above(lower: &PackFiles) -> Vec<(String, String)> {
    let mut problems = Problems::default();
    let mut sound = |folder: &str, files: &PackFiles, base: Built| {
        let built = Built::read(&path(folder), files, Some(base), &mut problems);
        built.unwrap_or_else(|| panic!("{folder} is not sound"))
    };
    let below = sound("regeln/basis", lower, shipped());
    let extends = format!("../basis@sha256:{}", below.pack.digest);
    let upper = PackFiles::from([("pack.toml".to_owned(), head("oben", &extends, ""))]);
    let digest = sound("regeln/oben", &upper, below).pack.digest;
    let settings = format!(
        "version = 1\n[project]\nname = \"Haus\"\nphase = \"ideenbewertung\"\n[policy]\n\
         packs = [\"regeln/oben@sha256:{digest}\"]\nprofile = \"kern\"\n"
    );
    let of = |folder: &str, files: &PackFiles| {
        let at = |(name, text): (&String, &String)| (format!("{folder}/{name}"), text.clone());
        files.iter().map(at).collect::<Vec<_>>()
    };
    let settings = vec![("nachweis.toml".to_owned(), settings)];
    [of("regeln/basis", lower), of("regeln/oben", &upper), settings].concat()
}

#[test]
fn what_a_change_takes_out_of_the_pack_below_is_missed() {
    let register = |more: &str| {
        let piece = format!("[[evidence]]\npiece = \"mehrwerte\"\n{more}");
        overlay("", &[("tasks/I-02.toml", piece.as_str())])
    };
    let strict = register("at-least = 3\n");
    let laxer = register("at-least = 2\n");
    // What is left out is left out on purpose, and is less all the same.
    let without = overlay("without = [\"I-02/mehrwerte\"]", &[]);
    for (lower, element) in [(&laxer, "I-02/mehrwerte at-least"), (&without, "I-02/mehrwerte")] {
        let mut scene = Scene::new();
        for (day, lower) in [("2026-11-20", &strict), (DAY, lower)] {
            let files = pinned_above(lower);
            let write: Vec<(&str, &str)> =
                files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            scene.commit(day, &write, &[]);
        }
        if !lower.contains_key("tasks/I-02.toml") {
            scene.commit(DAY, &[], &["regeln/basis/tasks/I-02.toml"]);
        }
        scene.build();
        let report = scene.change(scene.last(), 0, DAY);
        let weakened = found(&report, Rule::PolicyWeakened);
        let told: Vec<&str> = weakened
            .iter()
            .filter_map(|judged| Some(judged.finding.args.get("element")?.get(Lang::De)))
            .collect();
        assert_eq!((told, Exit::of(&report)), (vec![element], Exit::Fail), "{}", text(&report));
    }
}

/// A fault, and where it is told: rule, variant, file, words.
type Told = (Rule, Option<&'static str>, String, String);

#[test]
fn every_fault_of_building_on_is_told_at_its_words() {
    let zero = "0".repeat(64);
    let one =
        |extends: &str, more: &str| PackFiles::from([("pack.toml".to_owned(), head("haus", extends, more))]);
    let told = |packs: &[(&str, &PackFiles)]| {
        let report = report(packs, &format!("{FOLDER}@sha256:{zero}"));
        assert_eq!(Exit::of(&report), Exit::Yardstick, "{}", text(&report));
        let found = report.findings.iter().map(|judged| {
            let finding = &judged.finding;
            let words = finding.place.source.words(&finding.place.span);
            (finding.rule, finding.variant, finding.place.path().to_string(), words.to_owned())
        });
        found.collect::<Vec<Told>>()
    };
    let at =
        |rule, variant, words: &str| vec![(rule, variant, format!("{FOLDER}/pack.toml"), words.to_owned())];
    let quoted = |text: &str| format!("\"{text}\"");
    for (extends, rule, variant) in [
        ("arbeitshilf@2026.1", Rule::UnknownId, None),
        ("arbeitshilfe@2025.1", Rule::PackVersion, None),
        ("arbeitshilfe", Rule::WrongValue, Some("type")),
        (&format!("../fehlt@sha256:{zero}"), Rule::BrokenPack, Some("unreadable")),
        (&format!("../../../ausserhalb@sha256:{zero}"), Rule::WrongValue, Some("type")),
        (&format!("../haus@sha256:{zero}"), Rule::BrokenPack, Some("extends-cycle")),
    ] {
        let files = one(extends, "");
        assert_eq!(told(&[(FOLDER, &files)]), at(rule, variant, &quoted(extends)), "{extends}");
    }
    // In a circle over another.
    let there = one(&format!("../basis@sha256:{zero}"), "");
    let back = one(&format!("../haus@sha256:{zero}"), "");
    let cycle = told(&[(FOLDER, &there), ("regeln/basis", &back)]);
    assert_eq!((cycle[0].1, cycle[0].2.as_str()), (Some("extends-cycle"), "regeln/basis/pack.toml"));
    // Five are one too many.
    let names = ["haus", "b", "c", "d", "e"];
    let chain: Vec<PackFiles> = names
        .iter()
        .zip(names.iter().skip(1).chain(["arbeitshilfe"].iter()))
        .map(|(_, below)| match *below {
            "arbeitshilfe" => one("arbeitshilfe@2026.1", ""),
            below => one(&format!("../{below}@sha256:{zero}"), ""),
        })
        .collect();
    let folders: Vec<String> = names.iter().map(|name| format!("regeln/{name}")).collect();
    let packs: Vec<(&str, &PackFiles)> = folders.iter().map(String::as_str).zip(&chain).collect();
    let deep = told(&packs);
    assert_eq!((deep[0].1, deep[0].2.as_str()), (Some("extends-depth"), "regeln/d/pack.toml"), "{deep:?}");
    // What is left out must be there; what others rest on cannot be left out.
    let files = one("arbeitshilfe@2026.1", "without = [\"P-03\", \"P-99\", \"P-10/rev\", \"P-10/title\"]");
    let unknown = told(&[(FOLDER, &files)]);
    let words: Vec<&str> = unknown.iter().map(|one| one.3.as_str()).collect();
    assert_eq!(words, ["\"P-99\"", "\"P-10/rev\"", "\"P-10/title\""], "{unknown:?}");
    assert!(unknown.iter().all(|one| one.0 == Rule::UnknownId));
    let files = one("arbeitshilfe@2026.1", "without = [\"P-20\"]");
    let dangling = told(&[(FOLDER, &files)]);
    let needed = |one: &Told| (one.1, one.3.as_str()) == (Some("still-needed"), "\"P-20\"");
    assert!(!dangling.is_empty() && dangling.iter().all(needed), "{dangling:?}");
    // Its own files are read like those of any pack.
    let files = overlay("", &[("tasks/P-10.toml", "[[evidence]]\nfiels = \"one\"\n")]);
    let misspelled = told(&[(FOLDER, &files)]);
    assert_eq!(misspelled[0].0, Rule::UnknownKey);
    assert_eq!(
        (misspelled[0].2.as_str(), misspelled[0].3.as_str()),
        ("regeln/haus/tasks/P-10.toml", "fiels")
    );
    // A file that cannot be read at all is no file less.
    for (name, below) in [("tasks/X-01.toml", false), ("tasks/P-10.toml", true)] {
        let broken = told(&[(FOLDER, &overlay("", &[(name, "id = \n")]))]);
        assert_eq!(
            broken.first().map(|one| one.2.clone()),
            Some(format!("{FOLDER}/{name}")),
            "{below} {broken:?}"
        );
    }
    let (folder, mut files) = builtin_files("arbeitshilfe").expect("the pack");
    files.insert("tasks/P-10.toml".to_owned(), "id = \n".to_owned());
    assert!(pack(&folder, &files, &mut Problems::default()).is_none());
    // Who it is, a pack says itself.
    let nameless =
        PackFiles::from([("pack.toml".to_owned(), "extends = \"arbeitshilfe@2026.1\"\n".to_owned())]);
    let missing = told(&[(FOLDER, &nameless)]);
    assert_eq!((missing[0].0, missing[0].1), (Rule::WrongValue, Some("missing")), "{missing:?}");
}

#[test]
fn a_pack_that_builds_on_nothing_is_read_as_before() {
    let (folder, files) = builtin_files("arbeitshilfe").expect("the pack");
    let read = pack(&folder, &files, &mut Problems::default()).expect("it is sound");
    assert_eq!(read.digest, builtin("arbeitshilfe").expect("the pack").digest);
    assert_eq!(read.parts.len(), 1);
}

#[test]
fn a_list_that_an_overlay_empties_and_a_longer_validity_are_said_in_every_report() {
    let gates = "[[gate]]\nid = \"planung\"\nnot-conditionable = []\n\n\
                 [[gate]]\nid = \"betrieb\"\nvalidity = \"24 months\"\n";
    let report = with_overlay(&overlay("", &[("gates.toml", gates)]));
    let told = weaker(&report).join("\n");
    for words in ["gate planung not-conditionable", "gate betrieb validity"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let more = "[[gate]]\nid = \"planung\"\nnot-conditionable = [\"P-08\", \"P-10\", \"P-13\", \"P-15\"]\nvalidity = \"12 months\"\n";
    let report = with_overlay(&overlay("", &[("gates.toml", more)]));
    assert!(weaker(&report).is_empty(), "to ask for more is free: {}", text(&report));
}
