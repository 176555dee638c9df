//! The whole tool on a repository that is made up: it ends, writes every format, and passes a gate only where the tree
//! holds a decision that says so.
#![no_main]

use std::collections::BTreeMap;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use nachweis::engine::{Ask, Exit, View, report};
use nachweis::finding::{AsOf, AsOfSource};
use nachweis::name::{Date, GateId, RepoPath};
use nachweis::render::{Format, Options, render};
use nachweis::repo::{Step, unfold};

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
    files: Vec<(Name, Text)>,
    parent: Option<u8>,
    merge: Option<u8>,
}

#[derive(Arbitrary, Debug)]
enum Name {
    Settings,
    UseCase,
    Purpose,
    Benefits,
    Practices,
    Idea,
    Approval,
    Sidecar,
    Model,
    Other(String),
}

#[derive(Arbitrary, Debug)]
enum Text {
    Settings { planning: bool, personal: Option<bool> },
    Document { task: Task, status: Status, reviewed: Option<u16>, body: String },
    Decision { go: bool, day: u16 },
    Register(String),
    Raw(Vec<u8>),
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
            Self::Settings => "nachweis.toml",
            Self::UseCase => "nachweise/idee/anwendungsfall.md",
            Self::Purpose => "nachweise/idee/zweck.yaml",
            Self::Benefits => "nachweise/idee/mehrwerte.md",
            Self::Practices => "nachweise/recht/art5-pruefung.yaml",
            Self::Idea => "nachweise/entscheidungen/ideenbewertung.md",
            Self::Approval => "nachweise/freigaben/I-11.leitung.toml",
            Self::Sidecar => "nachweise/idee/zweck.yaml.nachweis.toml",
            Self::Model => "modell/version.toml",
            Self::Other(text) => text,
        };
        RepoPath::new(text).filter(|path| !path.as_str().is_empty() && !path.as_str().starts_with(".git"))
    }
}

fn day(number: u16) -> Date {
    Date::parse("2025-01-01").expect("a date").plus_days(i64::from(number % 1_000))
}

impl Text {
    fn bytes(&self) -> Vec<u8> {
        let text = match self {
            Self::Settings { planning, personal } => {
                let phase = if *planning { "planung" } else { "ideenbewertung" };
                let fact = personal.map(|yes| format!("personenbezug = {yes}\n")).unwrap_or_default();
                format!(
                    "version = 1\n[project]\nname = \"x\"\nphase = \"{phase}\"\n[policy]\n\
                     packs = [\"arbeitshilfe@2026.1\"]\nprofile = \"kern\"\n[facts]\n{fact}\
                     [subjects]\nzweck = [\"nachweise/idee/zweck.yaml\"]\nmodell = [\"modell/**\"]\n"
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
            Self::Decision { go, day: at } => format!(
                "---\ntask: I-11\nstatus: final\nresponsible: leitung\ndecision: {}\ndecided: {}\n---\n\n## x\n\ny\n",
                if *go { "go" } else { "no-go" },
                day(*at)
            ),
            Self::Register(text) => text.clone(),
            Self::Raw(bytes) => return bytes.clone(),
        };
        text.into_bytes()
    }
}

fuzz_target!(|made: Repository| {
    let mut steps: Vec<Step> = Vec::new();
    for commit in made.commits.iter().take(6) {
        let write: BTreeMap<RepoPath, Vec<u8>> =
            commit.files.iter().take(8).filter_map(|(name, text)| Some((name.path()?, text.bytes()))).collect();
        let earlier = |at: u8| (!steps.is_empty()).then(|| usize::from(at) % steps.len());
        let seconds = Date::parse("1970-01-01").expect("a date").days_until(day(commit.day)) * 86_400;
        steps.push(Step {
            time: seconds,
            author: "A <a@x.example>".to_owned(),
            write,
            parent: commit.parent.map(earlier),
            merge: commit.merge.and_then(earlier).into_iter().collect(),
            ..Step::default()
        });
    }
    let folder = tempfile::Builder::new().tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
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
        let decided = std::fs::read_to_string(folder.path().join("nachweise/entscheidungen/ideenbewertung.md"));
        assert!(decided.is_ok_and(|text| text.contains("decision: go")), "a gate that nobody decided passes");
    }
});
