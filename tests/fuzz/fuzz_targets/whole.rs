//! The whole tool on a repository that is made up: it ends, writes every format, and passes a gate only where a reader of
//! a few lines, who knows nothing of the program, finds the same.
#![no_main]

use std::collections::BTreeMap;
use std::path::Path;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use nachweis::engine::{Ask, Exit, View, report};
use nachweis::finding::{AsOf, AsOfSource};
use nachweis::load::canonical;
use nachweis::name::{Date, GateId, RepoPath};
use nachweis::render::{Format, Options, render};
use nachweis::repo::{Step, unfold};

/// A project whose first gate is passed: what the demo has come to when the idea was decided upon.
const START: [(&str, &str); 9] = [
    ("nachweis.toml", include_str!("../../../fixtures/repos/demo/01-anfang/nachweis.toml")),
    (
        "nachweise/idee/anwendungsfall.md",
        include_str!("../../../fixtures/repos/demo/01-anfang/anwendungsfall.md"),
    ),
    ("nachweise/idee/zweck.yaml", include_str!("../../../fixtures/repos/demo/01-anfang/zweck.yaml")),
    (PRACTICES, include_str!("../../../fixtures/repos/demo/02-verbotene-praktiken/art5-pruefung.yaml")),
    ("nachweise/idee/mehrwerte.md", include_str!("../../../fixtures/repos/demo/03-mehrwerte/mehrwerte.md")),
    (
        "nachweise/idee/mehrwerte.yaml",
        include_str!("../../../fixtures/repos/demo/03-mehrwerte/mehrwerte.yaml"),
    ),
    (RECORD, include_str!("../../../fixtures/repos/demo/04-ideenentscheidung/ideenbewertung.md")),
    (APPROVALS[0].0, include_str!("../../../fixtures/repos/demo/02-verbotene-praktiken/I-06.leitung.toml")),
    (APPROVALS[1].0, include_str!("../../../fixtures/repos/demo/04-ideenentscheidung/I-11.leitung.toml")),
];

const RECORD: &str = "nachweise/entscheidungen/ideenbewertung.md";
const PRACTICES: &str = "nachweise/recht/art5-pruefung.yaml";

/// Each approval, and what it approves.
const APPROVALS: [(&str, &str); 2] =
    [("nachweise/freigaben/I-06.leitung.toml", PRACTICES), ("nachweise/freigaben/I-11.leitung.toml", RECORD)];

/// The day on which the last file of the start came.
const FIRST_DAY: &str = "2025-03-19";

#[derive(Arbitrary, Debug)]
struct Repository {
    commits: Vec<Commit>,
    day: u16,
    gate: bool,
    base: Option<u8>,
}

#[derive(Arbitrary, Debug)]
struct Commit {
    day: u16,
    by_the_head: bool,
    files: Vec<(Name, Text)>,
    parent: Option<u8>,
    merge: Option<u8>,
}

#[derive(Arbitrary, Debug)]
enum Name {
    OfStart(u8),
    Sidecar,
    Model,
    Other(String),
}

#[derive(Arbitrary, Debug)]
enum Text {
    Settings { planning: bool, personal: Option<bool> },
    Document { task: Task, status: Status, reviewed: Option<u16>, body: String },
    Decision { go: bool, day: u16 },
    Start,
    Edited { at: u16, cut: u8, put: String },
    Approval,
    Raw(Vec<u8>),
    Gone,
}

#[derive(Arbitrary, Debug)]
enum Task {
    Own,
    Other(String),
}

#[derive(Arbitrary, Debug)]
enum Status {
    Draft,
    Final,
    NotApplicable,
}

impl Name {
    fn path(&self) -> Option<RepoPath> {
        let text = match self {
            Self::OfStart(at) => START[usize::from(*at) % START.len()].0,
            Self::Sidecar => "nachweise/idee/zweck.yaml.nachweis.toml",
            Self::Model => "modell/version.toml",
            Self::Other(text) => text,
        };
        RepoPath::new(text).filter(|path| !path.as_str().is_empty() && !path.as_str().starts_with(".git"))
    }
}

fn day(number: u16) -> Date {
    Date::parse(FIRST_DAY).expect("a date").plus_days(1 + i64::from(number % 1_000))
}

/// What the start says at a path. An approval there is one of the content that the start has.
fn start(path: &str) -> &'static str {
    START.iter().find(|(name, _)| *name == path).map_or("", |(_, text)| text)
}

/// An approval with the hash of what it approves, as it stands in the content given.
fn approval(path: &str, of: &str) -> String {
    let approved =
        APPROVALS.iter().find(|(ledger, _)| *ledger == path).map_or(RECORD, |(_, approved)| approved);
    let hash = canonical(&RepoPath::new(approved).expect("a path"), of.as_bytes()).hash;
    start(path).replace("c1:sha256:@", &hash.to_string())
}

fn approved_by(path: &str) -> Option<&'static str> {
    APPROVALS.iter().find(|(ledger, _)| *ledger == path).map(|(_, approved)| *approved)
}

impl Text {
    /// The content at a path, or none where the file goes. `now` is what stood at the place that an approval approves.
    fn bytes(&self, path: &str, now: &dyn Fn(&str) -> Option<String>) -> Option<Vec<u8>> {
        let at_start =
            || approved_by(path).map_or_else(|| start(path).to_owned(), |of| approval(path, start(of)));
        let text = match self {
            Self::Settings { planning, personal } => {
                let phase = if *planning { "planung" } else { "ideenbewertung" };
                let fact = personal.map(|yes| format!("personenbezug = {yes}\n")).unwrap_or_default();
                format!(
                    "version = 1\n[project]\nname = \"x\"\nphase = \"{phase}\"\n[policy]\n\
                     packs = [\"arbeitshilfe@2026.1\"]\nprofile = \"kern\"\n[facts]\n{fact}\
                     [subjects]\nzweck = [\"nachweise/idee/zweck.yaml\"]\nmodell = [\"modell/**\"]\n\
                     [roles.leitung]\nmembers = [\"leitung@beispielamt.example\"]\n"
                )
            }
            Self::Document { task, status, reviewed, body } => {
                let task = match task {
                    Task::Own => "I-02",
                    Task::Other(text) => text,
                };
                let status = match status {
                    Status::Draft => "draft",
                    Status::Final => "final",
                    Status::NotApplicable => "not-applicable",
                };
                let reviewed = reviewed.map(|at| format!("reviewed: {}\n", day(at))).unwrap_or_default();
                format!("---\ntask: {task}\nstatus: {status}\nresponsible: pl\n{reviewed}---\n\n{body}\n")
            }
            Self::Decision { go, day: at } => start(RECORD)
                .replace("decision: go", if *go { "decision: go" } else { "decision: no-go" })
                .replace("decided: 2025-03-18", &format!("decided: {}", day(*at))),
            Self::Start => at_start(),
            Self::Edited { at, cut, put } => {
                let text: Vec<char> = at_start().chars().collect();
                let from = usize::from(*at) % (text.len() + 1);
                let to = (from + usize::from(*cut)).min(text.len());
                text[..from].iter().copied().chain(put.chars()).chain(text[to..].iter().copied()).collect()
            }
            Self::Approval => {
                let of = approved_by(path).and_then(now).unwrap_or_default();
                approval(path, &of)
            }
            Self::Raw(bytes) => return Some(bytes.clone()),
            Self::Gone => return None,
        };
        Some(text.into_bytes())
    }
}

/// The two commits that every made-up history begins with: the evidence, and its approvals by the head.
fn beginning() -> Vec<Step> {
    let write = |ledgers: bool| -> BTreeMap<RepoPath, Vec<u8>> {
        let files = START.iter().filter(|(name, _)| approved_by(name).is_some() == ledgers);
        let whole = |name: &&str| Text::Start.bytes(name, &|_| None).expect("is there");
        files.map(|(name, _)| (RepoPath::new(name).expect("a path"), whole(&name))).collect()
    };
    let noon = Date::parse("1970-01-01").expect("a date").days_until(Date::parse(FIRST_DAY).expect("a date"))
        * 86_400
        + 43_200;
    let step = |author: &str, time: i64, ledgers: bool| Step {
        time,
        author: author.to_owned(),
        write: write(ledgers),
        ..Step::default()
    };
    vec![step(PROJECT, noon, false), step(HEAD_OF_AUTHORITY, noon + 60, true)]
}

const PROJECT: &str = "A <projekt@beispielamt.example>";
const HEAD_OF_AUTHORITY: &str = "B <leitung@beispielamt.example>";

/// Whether someone who reads the files, and nothing but the files, could let the gate pass.
fn may_pass(folder: &Path) -> Result<(), String> {
    let read = |path: &str| std::fs::read(folder.join(path)).ok();
    let text = |path: &str| read(path).and_then(|bytes| String::from_utf8(bytes).ok());
    if !text(RECORD).is_some_and(|record| record.contains("decision: go")) {
        return Err("nobody decided".to_owned());
    }
    for (path, _) in START.iter().filter(|(path, _)| path.starts_with("nachweise/idee/")) {
        if text(path).is_some_and(|text| text.contains("\nstatus: draft\n")) {
            return Err(format!("{path} is a draft"));
        }
    }
    for (ledger, approved) in APPROVALS {
        let Some(bytes) = read(approved) else { continue };
        let hash = canonical(&RepoPath::new(approved).expect("a path"), &bytes).hash.to_string();
        if !text(ledger).is_some_and(|ledger| ledger.contains(&hash)) {
            return Err(format!("{approved} is not approved as it stands"));
        }
    }
    Ok(())
}

fuzz_target!(|made: Repository| {
    let mut steps = beginning();
    let mut latest: BTreeMap<RepoPath, Vec<u8>> = BTreeMap::new();
    for step in &steps {
        latest.extend(step.write.clone());
    }
    for commit in made.commits.iter().take(4) {
        let mut step = Step {
            time: Date::parse("1970-01-01").expect("a date").days_until(day(commit.day)) * 86_400,
            author: if commit.by_the_head { HEAD_OF_AUTHORITY } else { PROJECT }.to_owned(),
            ..Step::default()
        };
        for (name, text) in commit.files.iter().take(6) {
            let Some(path) = name.path() else { continue };
            let now = |at: &str| {
                latest.get(&RepoPath::new(at)?).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            };
            match text.bytes(path.as_str(), &now) {
                Some(bytes) => {
                    latest.insert(path.clone(), bytes.clone());
                    step.write.insert(path, bytes);
                }
                None => step.delete.push(path),
            }
        }
        let earlier = |at: u8| usize::from(at) % steps.len();
        step.parent = commit.parent.map(|at| (at < u8::MAX).then(|| earlier(at)));
        step.merge = commit.merge.map(earlier).into_iter().collect();
        steps.push(step);
    }
    let folder =
        tempfile::Builder::new().tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    let Ok(ids) = unfold(folder.path(), &steps, &|_, bytes, _| bytes) else { return };
    let base = made.base.filter(|_| !ids.is_empty()).map(|at| ids[usize::from(at) % ids.len()].to_string());
    let ask = Ask {
        command: "check".to_owned(),
        starts: vec![folder.path().to_owned()],
        view: if made.gate || base.is_some() { View::Revision("HEAD".to_owned()) } else { View::Worktree },
        index: None,
        base,
        gate: made.gate.then(|| GateId::new("ideenbewertung").expect("an id")),
        as_of: AsOf { date: day(made.day), source: AsOfSource::Argument },
        today: day(made.day),
        lang: None,
    };
    let report = report(&ask);
    for format in Format::ALL {
        let text = render(&report, format, &Options::default());
        assert!(!text.chars().any(|char| char.is_control() && char != '\n'), "{}", format.id());
    }
    if made.gate && ask.base.is_none() && Exit::of(&report) == Exit::Pass {
        assert_eq!(may_pass(folder.path()), Ok(()));
    }
});
