//! The console sessions of the pages at the root, executed: what they show is what happens. And the tables of the
//! README, held against the code.
//!
//! A `console` block is a session. A line that begins with `$ ` is a command, the lines below it are what it prints:
//! `…` alone stands for any number of lines, `[n]` as the last line for the exit code. All blocks of a page share
//! one folder and are read from top to bottom, `cd` included. No shell is involved: `git …`, `nachweis …` and
//! `cd FOLDER` are understood; `cargo …` is shown, not run.

use std::fs;
use std::path::{Path, PathBuf};

use nachweis::finding::State;
use nachweis::load::builtin_packs;
use nachweis::render::Format;
use nachweis::rule::Rule;

use crate::support::desk::Desk;
use crate::support::{Block, blocks};

/// The day of every session. A gate refuses days that have not come, so it lies in the past.
const DAY: &str = "2025-11-24";

/// All that a newcomer has to type.
const FIRST: [&str; 2] = ["cargo run --release -- demo", "cargo test"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A command with what the page says it prints.
#[derive(Debug)]
struct Step {
    command: String,
    shown: Vec<String>,
}

fn steps(block: &Block) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block.content.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_owned(), shown: Vec::new() }),
            (None, Some(step)) => step.shown.push(line.trim_end().to_owned()),
            (None, None) => panic!("a session begins with a command, not with: {line}"),
        }
    }
    for step in &mut steps {
        while step.shown.last().is_some_and(String::is_empty) {
            step.shown.pop();
        }
    }
    steps
}

/// The words of a command line. Quotes hold words together; whatever else a shell would do is refused.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, ' ') => words.push(String::new()),
            (None, '|' | '>' | '<' | ';' | '&' | '$' | '`' | '*' | '~') => {
                panic!("`{line}`: a session is not a shell")
            }
            (Some(_) | None, letter) => words.last_mut().expect("never empty").push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What a command prints, line by line, with the exit code where it is not 0.
fn printed(desk: &Desk, at: &mut PathBuf, line: &str) -> Vec<String> {
    let all = words(line);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let outcome = match all.as_slice() {
        ["cd", folder] => {
            *at = at.join(folder);
            assert!(at.is_dir(), "`{line}`: there is no such folder");
            return Vec::new();
        }
        ["git", arguments @ ..] => desk.git(at, arguments),
        ["nachweis", arguments @ ..] => desk.nachweis(at, arguments),
        _ => panic!("`{line}`: only git, nachweis, cd and cargo are known here"),
    };
    let mut lines: Vec<String> =
        outcome.out.lines().chain(outcome.err.lines()).map(|line| line.trim_end().to_owned()).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    if outcome.code != 0 {
        lines.push(format!("[{}]", outcome.code));
    }
    lines
}

fn fits(shown: &[String], found: &[String]) -> bool {
    match shown.split_first() {
        None => found.is_empty(),
        Some((line, rest)) if line == "…" => (0..=found.len()).any(|at| fits(rest, &found[at..])),
        Some((line, rest)) => {
            found.split_first().is_some_and(|(first, more)| first == line && fits(rest, more))
        }
    }
}

fn run_page(name: &str) {
    let update = std::env::var_os("UPDATE").is_some();
    let text = page(name);
    let mut fresh = text.clone();
    let desk = Desk::on(DAY);
    let mut at = desk.work();
    let mut wrong = Vec::new();
    for block in blocks(&text).iter().filter(|block| block.info == ["console"]) {
        let mut session = block.content.clone();
        for step in steps(block) {
            if step.command.starts_with("cargo ") {
                assert!(
                    FIRST.contains(&step.command.as_str()),
                    "{name}: `{}` is neither of {FIRST:?}",
                    step.command
                );
                continue;
            }
            let found = printed(&desk, &mut at, &step.command);
            if fits(&step.shown, &found) {
                continue;
            }
            wrong.push(format!(
                "{name}, block in line {}: $ {}\n--- the page shows\n{}\n--- it prints\n{}\n",
                block.line,
                step.command,
                step.shown.join("\n"),
                found.join("\n")
            ));
            // What was left out on purpose can only be chosen by hand.
            if update && !step.shown.iter().any(|line| line == "…") {
                wrong.pop();
                session =
                    session.replacen(&told(&step.command, &step.shown), &told(&step.command, &found), 1);
            }
        }
        fresh = fresh.replacen(&block.content, &session, 1);
    }
    if update && fresh != text {
        fs::write(root().join(name), fresh).expect("the page is written");
    }
    assert!(
        wrong.is_empty(),
        "(UPDATE=1 writes what is printed, except where … stands)\n{}",
        wrong.join("\n")
    );
}

fn told(command: &str, lines: &[String]) -> String {
    format!("$ {command}\n{}", lines.iter().map(|line| format!("{line}\n")).collect::<String>())
}

#[test]
fn the_readme_shows_what_happens() {
    run_page("README.md");
}

#[test]
fn contributing_shows_what_happens() {
    run_page("CONTRIBUTING.md");
}

#[test]
fn the_readme_begins_with_two_commands() {
    let text = page("README.md");
    let all = blocks(&text);
    let first = all.first().expect("the README has blocks");
    assert_eq!(first.info, ["console"]);
    let commands: Vec<String> = steps(first).into_iter().map(|step| step.command).collect();
    assert_eq!(commands, FIRST);
}

#[test]
fn the_readme_names_every_state_format_and_group_of_rules() {
    let text = page("README.md");
    let mut names: Vec<&str> = State::ALL.iter().map(|state| state.id()).collect();
    names.extend(Format::ALL.iter().map(|format| format.id()));
    names.extend(Rule::ALL.iter().map(|rule| rule.group().id()));
    let missing: Vec<&str> = names.into_iter().filter(|name| !text.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_readme_counts_the_tasks_of_the_pack() {
    let pack = builtin_packs().first().expect("a pack is built in");
    let (tasks, text) = (pack.tasks.len(), page("README.md"));
    for words in
        [format!("{tasks} tasks"), format!("{tasks} Aufgaben"), format!("{}@{}", pack.id, pack.version)]
    {
        assert!(text.contains(&words), "the README does not say: {words}");
    }
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    let mut wrong = Vec::new();
    for name in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md"] {
        let text = page(name);
        for rest in text.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default();
            let file = target.split('#').next().unwrap_or_default();
            if !target.contains("://") && !file.is_empty() && !root().join(Path::new(file)).exists() {
                wrong.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
