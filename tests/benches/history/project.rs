//! A whole `nachweis check` of a project with the main piece of every task and thousands of commits, beside `git
//! status` in the same repository.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use nachweis::load::builtin_packs;
use nachweis::name::Date;

use crate::fill::{DAY, filled, place};
use crate::made::Dice;
use crate::measure::{Pairs, git, git_command};

/// Commits, and files besides the evidence.
const COMMITS: usize = 5_000;
const FILES: u64 = 2_000;

/// From January 2024 to June 2026.
const START: i64 = 1_705_000_000;
const PACE: i64 = 15_000;

const SETTINGS: &str = "version = 1
language = \"de\"
[project]
name = \"Messung\"
phase = \"betrieb\"
[policy]
packs = [\"arbeitshilfe@2026.1\"]
profile = \"voll\"
[subjects]
modell = [\"part00/area00/**\"]
daten = [\"part01/**\"]
";

/// Prints the table.
pub(crate) fn compare(place: &Path) {
    let project = place.join("project");
    let pieces = make(&project);
    let day = date(COMMITS).to_string();
    println!("\nA project of {pieces} pieces of evidence, {FILES} other files and {COMMITS} commits");
    println!("\n| repository | `nachweis check` | `git status` | ratio |\n| --- | --- | --- | --- |");
    for (state, option) in crate::history::STATES {
        let graph = project.join(".git/objects/info/commit-graph");
        let _ = std::fs::remove_file(graph);
        if let Some(option) = option {
            git(&project, &["commit-graph", "write", "--reachable", "--no-progress", option]);
        }
        let mut ours = || {
            let mut check = Command::new(env!("CARGO_BIN_EXE_nachweis"));
            let words = ["check", "--quiet", "--as-of", &day];
            let code = check.args(words).current_dir(&project).output().expect("it starts").status.code();
            assert!(matches!(code, Some(0 | 1)), "it could look: {code:?}");
        };
        let mut theirs = || drop(git(&project, &["status"]));
        println!("| {state} | {} |", Pairs::of(&mut ours, &mut theirs).columns());
    }
}

/// Makes the project unless it is there; answers how many pieces of evidence it has.
fn make(project: &Path) -> usize {
    let pack = builtin_packs().first().expect("a pack");
    let main = || pack.tasks.values().filter_map(|task| Some((task, task.evidence.first()?)));
    if project.join("nachweis.toml").exists() {
        return main().count();
    }
    let _ = std::fs::remove_dir_all(project);
    std::fs::create_dir_all(project).expect("a folder");
    git(project, &["init", "--quiet", "--initial-branch=main", "."]);
    let mut import =
        git_command(project, &["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().expect("git starts");
    let mut out = import.stdin.take().expect("a pipe");
    let mut dice = Dice(4);
    let evidence: Vec<(String, String)> =
        main().map(|(task, piece)| (place(piece).to_string(), filled(pack, task, piece))).collect();
    for number in 0..COMMITS {
        let (mut files, time) = (Vec::new(), START + i64::try_from(number).expect("small") * PACE);
        let code =
            |file: u64| (format!("part{:02}/area{:02}/file{file:04}.txt", file % 20, file / 20 % 20), number);
        if number == 0 {
            files.push(("nachweis.toml".to_owned(), SETTINGS.to_owned()));
            files.extend((0..FILES).map(code).map(|(name, number)| (name, format!("{number}\n"))));
        }
        // Each piece is written in the first half of the time, and reviewed in the second.
        let half = COMMITS / 2;
        for (at, (name, text)) in evidence.iter().enumerate() {
            let step = at * 30 + 1;
            if number == step {
                files.push((name.clone(), text.replace(DAY, &date(number).to_string()) + "\n"));
            } else if number == step + half {
                files.push((name.clone(), text.replace(DAY, &date(number).to_string())));
            }
        }
        if number > 0 {
            // The subjects change in the first half alone.
            let from = if number < half { 0 } else { 2 };
            let file = dice.roll(FILES / 20) * 20 + from + dice.roll(20 - from);
            let (name, number) = code(file);
            files.push((name, format!("{number}\n")));
        }
        let head = format!(
            "commit refs/heads/main\ncommitter Projekt <projekt@behoerde.example> {time} +0000\ndata 0\n"
        );
        out.write_all(head.as_bytes()).expect("git listens");
        for (name, text) in files {
            write!(out, "M 100644 inline {name}\ndata {}\n{text}\n", text.len()).expect("git listens");
        }
    }
    drop(out);
    assert!(import.wait().expect("git ends").success());
    git(project, &["repack", "-a", "-d", "-q"]);
    git(project, &["reset", "--quiet", "--hard"]);
    evidence.len()
}

fn date(number: usize) -> Date {
    Date::from_unix(START + i64::try_from(number).expect("small") * PACE).expect("a date")
}
