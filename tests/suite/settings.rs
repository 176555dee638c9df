//! Settings, wrong and right: each file under `fixtures/settings` names its fault and marks where it stands.
//!
//! A faulty line ends in `# here: RULE WORDS`, and several faults of a line are separated by `; `. The words are
//! those that the finding has to point at. The rendered texts beside the files are there to be read; `UPDATE=1`
//! writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

use nachweis::engine::Exit;
use nachweis::finding::{Finding, Report, Verdict};
use nachweis::render::{Format, Options, render};
use nachweis::rule::{Group, Lang, Rule};

use crate::support::{Scene, judged};

/// The day of the commit and of the judgement.
const DAY: &str = "2026-11-22";

/// What stands before the faults of a line.
const MARK: &str = "# here: ";

/// Words of the parser, which speaks English to programmers.
const PARSER: [&str; 12] = [
    "expected",
    "invalid type",
    "invalid value",
    "unknown field",
    "unknown variant",
    "missing field",
    "duplicate key",
    "duplicate field",
    "parse error",
    "at line",
    "untagged",
    "struct ",
];

/// Line, rule, and the words in question.
type Fault = (usize, String, String);

/// The TOML files of a folder of fixtures, in order.
fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/settings").join(folder);
    let entries = fs::read_dir(folder).expect("the folder of fixtures");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    files
}

fn name(fixture: &Path) -> String {
    fixture.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// Reports of a repository whose settings are these bytes, one for each language. They are written over the
/// committed ones, so that the commit is always the same.
fn reports(settings: &[u8]) -> [Report; 2] {
    let mut scene = Scene::new();
    scene.commit(DAY, &[("nachweis.toml", "version = 1\n")], &[]);
    let root = scene.build();
    fs::write(root.join("nachweis.toml"), settings).expect("the settings are written");
    Lang::ALL.map(|lang| judged(root, DAY, None, lang))
}

/// The faults that a fixture says it has.
fn planted(fixture: &Path) -> Vec<Fault> {
    let bytes = fs::read(fixture).expect("the fixture");
    let text = String::from_utf8_lossy(&bytes);
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let Some((_, marks)) = line.split_once(MARK) else { continue };
        for mark in marks.split("; ") {
            let (rule, words) = mark.split_once(' ').unwrap_or((mark, ""));
            faults.push((number + 1, rule.to_owned(), words.to_owned()));
        }
    }
    faults.sort();
    faults
}

/// The faults that were found.
fn found(report: &Report) -> Vec<Fault> {
    let fault = |finding: &Finding| {
        let words = finding.place.source.words(&finding.place.span);
        let words = words.lines().next().unwrap_or_default();
        let words = words.split_once(MARK).map_or(words, |(words, _)| words).trim_end();
        (finding.place.start().line, finding.rule.to_string(), words.to_owned())
    };
    let mut faults: Vec<Fault> = report.findings.iter().map(|judged| fault(&judged.finding)).collect();
    faults.sort();
    faults
}

fn agree(planted: &[Fault], found: &[Fault]) -> bool {
    let one = |(planted, found): (&Fault, &Fault)| {
        let begin = planted.2.strip_suffix('…').is_some_and(|begin| found.2.starts_with(begin));
        (planted.0, &planted.1) == (found.0, &found.1) && (begin || planted.2 == found.2)
    };
    planted.len() == found.len() && planted.iter().zip(found).all(one)
}

/// A placeholder that nothing filled, such as `{value}`.
fn placeholder(text: &str) -> Option<&str> {
    text.split('{').skip(1).find_map(|rest| {
        let name = rest.split('}').next().filter(|name| name.len() < rest.len())?;
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        is_name.then_some(name)
    })
}

#[test]
fn every_fault_is_found_at_its_words_and_none_is_invented() {
    let mut wrong = Vec::new();
    for fixture in fixtures("invalid") {
        let bytes = fs::read(&fixture).expect("the fixture");
        let planted = planted(&fixture);
        assert!(!planted.is_empty(), "{} marks no fault", name(&fixture));
        for report in reports(&bytes) {
            let found = found(&report);
            if !agree(&planted, &found) {
                wrong.push(format!("{}\n  planted: {planted:?}\n  found:   {found:?}", name(&fixture)));
            }
            if Exit::of(&report) != Exit::Yardstick || report.verdict != Verdict::Undetermined {
                wrong.push(format!("{} ends in {:?}", name(&fixture), Exit::of(&report)));
            }
            let strange = report.findings.iter().find(|it| it.finding.rule.group() != Group::Yardstick);
            if let Some(strange) = strange {
                wrong.push(format!(
                    "{}: {} is no fault of the yardstick",
                    name(&fixture),
                    strange.finding.rule
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fault_reads_well_in_both_languages() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for fixture in fixtures("invalid") {
        let bytes = fs::read(&fixture).expect("the fixture");
        for report in reports(&bytes) {
            let text = render(&report, Format::Text, &Options { width: 80, ..Options::default() });
            let beside = fixture.with_extension(format!("{}.txt", report.lang.id()));
            if update {
                fs::write(&beside, &text).expect("the text is written");
            }
            if fs::read_to_string(&beside).ok().as_ref() != Some(&text) {
                wrong.push(format!("{} differs from what is rendered:\n{text}", beside.display()));
            }
            if let Some(name) = placeholder(&text) {
                wrong.push(format!("{}: nothing fills {name}", beside.display()));
            }
            let foreign = PARSER.iter().find(|word| text.to_lowercase().contains(*word));
            if let Some(word) = foreign.filter(|_| report.lang == Lang::De) {
                wrong.push(format!("{} speaks like a parser: {word}", beside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 writes what is found.\n{}", wrong.join("\n"));
}

#[test]
fn every_text_belongs_to_a_fixture() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/settings/invalid");
    for entry in fs::read_dir(folder).expect("the folder of fixtures") {
        let path = entry.expect("an entry").path();
        let file = path.to_string_lossy();
        if let Some(stem) = file.strip_suffix(".de.txt").or_else(|| file.strip_suffix(".en.txt")) {
            assert!(Path::new(&format!("{stem}.toml")).exists(), "{file} belongs to nothing");
        }
    }
}

/// The fingerprints of all findings, in order.
fn fingerprints(settings: &[u8]) -> Vec<String> {
    let [report, _] = reports(settings);
    let mut all: Vec<String> = report
        .findings
        .iter()
        .map(|judged| format!("{} {}", judged.finding.rule, judged.fingerprint))
        .collect();
    all.sort();
    all
}

/// A fingerprint is what a reviewer dismisses a finding by: it must not change when something is written above it.
#[test]
fn a_line_more_above_a_fault_leaves_its_identity_alone() {
    for fixture in fixtures("invalid") {
        let bytes = fs::read(&fixture).expect("the fixture");
        let mut moved = b"# one line more\n\n".to_vec();
        moved.extend(&bytes);
        assert_eq!(fingerprints(&bytes), fingerprints(&moved), "{}", name(&fixture));
    }
}

#[test]
fn one_run_names_many_faults() {
    let many = fixtures("invalid").into_iter().filter(|fixture| planted(fixture).len() >= 9).count();
    assert!(many >= 2, "{many} fixtures hold nine faults or more");
}

#[test]
fn settings_that_are_right_are_judged() {
    let fixtures = fixtures("valid");
    assert!(fixtures.len() >= 5);
    for fixture in fixtures {
        let bytes = fs::read(&fixture).expect("the fixture");
        for report in reports(&bytes) {
            let wrong = found(&report);
            assert_ne!(Exit::of(&report), Exit::Yardstick, "{}: {wrong:?}", name(&fixture));
            assert_eq!(report.projects.len(), 1, "{}: {wrong:?}", name(&fixture));
            assert_eq!(report.projects[0].name, "Verständliche Bescheide", "{}", name(&fixture));
        }
    }
}

#[test]
fn line_ends_and_marks_of_byte_order_are_still_in_the_fixtures() {
    let bytes = |name: &str| {
        let fixture = fixtures("valid").into_iter().find(|path| self::name(path) == name);
        fs::read(fixture.expect("the fixture")).expect("the fixture")
    };
    assert!(bytes("with-crlf").windows(2).filter(|pair| pair == b"\r\n").count() > 5);
    assert!(bytes("with-bom").starts_with(b"\xef\xbb\xbf"));
    assert!(!bytes("without-final-newline").ends_with(b"\n"));
}

#[test]
fn a_place_is_right_behind_line_ends_and_marks_of_byte_order() {
    let settings = "\u{feff}version = 1\r\n[project]\r\nname = \"ä\"\r\nphase = \"ä\"\r\n\
                    [policy]\r\npacks = [\"arbeitshilfe@2026.1\"]\r\nprofile = \"kern\"\r\n";
    for report in reports(settings.as_bytes()) {
        let [judged] = report.findings.as_slice() else { panic!("{:?}", found(&report)) };
        let place = &judged.finding.place;
        assert_eq!((place.start().line, place.start().column), (4, 9));
        assert_eq!(place.source.words(&place.span), "\"ä\"");
    }
}

#[test]
fn settings_above_the_limit_leave_it_undecided() {
    let fixture = fixtures("valid").into_iter().find(|path| name(path) == "minimal").expect("the fixture");
    let minimal = fs::read_to_string(fixture).expect("the fixture");
    let filled = |size: usize| format!("{minimal}# {}\n", "x".repeat(size - minimal.len() - 3));
    for report in reports(filled(nachweis::load::MAX_TOML).as_bytes()) {
        assert_ne!(Exit::of(&report), Exit::Undetermined, "{:?}", found(&report));
    }
    for report in reports(filled(nachweis::load::MAX_TOML + 1).as_bytes()) {
        let rules: Vec<Rule> = report.findings.iter().map(|judged| judged.finding.rule).collect();
        assert_eq!(rules, [Rule::LimitReached]);
        assert_eq!(Exit::of(&report), Exit::Undetermined);
    }
}

#[test]
fn a_register_above_the_limit_leaves_it_undecided() {
    let fixture = fixtures("valid").into_iter().find(|path| name(path) == "minimal").expect("the fixture");
    let settings = fs::read_to_string(fixture).expect("the fixture");
    let settings = format!("{settings}\n[evidence]\n\"I-06\" = \"register.toml\"\n");
    let register = "[nachweis]\ntask = \"I-06\"\nstatus = \"final\"\nresponsible = \"recht\"\n";
    for (size, limited) in [(nachweis::load::MAX_TOML, false), (nachweis::load::MAX_TOML + 1, true)] {
        let text = format!("{register}# {}\n", "x".repeat(size - register.len() - 3));
        let mut scene = Scene::new();
        scene.commit(DAY, &[("nachweis.toml", &settings), ("register.toml", &text)], &[]);
        let report = judged(scene.build(), DAY, None, Lang::De);
        let limit = report.findings.iter().find(|judged| judged.finding.rule == Rule::LimitReached);
        assert_eq!(limit.is_some(), limited);
        assert_eq!(Exit::of(&report) == Exit::Undetermined, limited);
        assert!(limit.is_none_or(|judged| judged.finding.place.path().as_str() == "register.toml"));
    }
}

#[test]
fn settings_that_are_made_to_break_the_reader_are_only_wrong() {
    let deep = format!("a = {}\n", "[".repeat(100_000));
    let tables = format!("a = {}\n", "{ b = ".repeat(40_000));
    let junk = "was auch immer\n".repeat(15_000);
    let keys: String = (0..2_000).map(|number| format!("x{number} = 1\n")).collect();
    for settings in [deep, tables, junk, keys, "\u{0}".repeat(1_000), "a.".repeat(100_000)] {
        for report in reports(settings.as_bytes()) {
            let begin: String = settings.chars().take(20).collect();
            assert_eq!(Exit::of(&report), Exit::Yardstick, "{begin:?}");
            assert!(report.findings.len() <= 53, "{} for {begin:?}", report.findings.len());
        }
    }
}
