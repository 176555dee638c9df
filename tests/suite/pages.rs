//! Every rule page, executed: its blocks are files of a real repository, its `text` blocks what is found in it.

use std::fs;
use std::path::Path;

use nachweis::engine::{Ask, View, report};
use nachweis::finding::Report;
use nachweis::render::{Format, Options, render};
use nachweis::rule::{Lang, Page, Rule};

use crate::support::{Block, Scene, ask, blocks};

/// The repository every page starts with unless it brings settings of its own.
const SETTINGS: &str = r#"version  = 1
language = "LANG"

[project]
name     = "Beispiel"
phase    = "planung"
evidence = "nachweise"

[policy]
packs   = ["arbeitshilfe@2026.1"]
profile = "kern"

[facts]
bezugsart         = "eigenentwicklung"
personenbezug     = true
dsfa-erforderlich = "ja"

[subjects]
zweck          = ["nachweise/idee/zweck.yaml"]
modell         = ["modell/**"]
daten          = []
prompts        = []
wissensbasis   = []
konfiguration  = []
oberflaeche    = []
schnittstellen = []
protokollierung = []
infrastruktur  = []

[roles.leitung]
members = ["leitung@behoerde.example"]
"#;

/// The day of the first commit, which holds the settings.
const FIRST: &str = "2026-01-10";

#[test]
fn every_page_has_its_head_and_headings() {
    let headings = |lang| match lang {
        Lang::De => ["## Was geprüft wird", "## Warum", "## Beispiel", "## So beheben Sie es"],
        Lang::En => ["## What it checks", "## Why", "## Example", "## How to fix it"],
    };
    for rule in Rule::ALL {
        let pages = Lang::ALL.map(|lang| {
            (lang, Page::parse(rule.page_text(lang)).unwrap_or_else(|error| panic!("{rule}: {error}")))
        });
        for (lang, page) in &pages {
            assert_eq!(page.head.group, rule.group().id(), "{rule}");
            let missing: Vec<_> =
                headings(*lang).into_iter().filter(|heading| !page.body.contains(heading)).collect();
            assert!(missing.is_empty(), "{rule} {lang:?}: {missing:?}");
        }
        let [(_, de), (_, en)] = &pages;
        assert!(de.head.variants.keys().eq(en.head.variants.keys()), "{rule}: variants differ");
        assert!(de.head.labels.keys().eq(en.head.labels.keys()), "{rule}: labels differ");
        let kinds =
            |page: &Page| blocks(page.body).iter().map(|block| block.info.clone()).collect::<Vec<_>>();
        assert_eq!(kinds(de).len(), kinds(en).len(), "{rule}: the pages show different examples");
    }
}

#[test]
fn the_german_pages_show_what_is_found() {
    run(Lang::De);
}

#[test]
fn the_english_pages_show_what_is_found() {
    run(Lang::En);
}

fn run(lang: Lang) {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for rule in Rule::ALL {
        let text = rule.page_text(lang);
        let mut fresh = text.to_owned();
        for (block, found) in examples(*rule, lang) {
            if found == block.content {
                continue;
            }
            wrong.push(format!(
                "{rule}.{}.md, block in line {} of the body:\n  page:  {}\n  found: {}",
                lang.id(),
                block.line,
                block.content.trim_end(),
                found.trim_end()
            ));
            let fence = format!("```{}\n", block.info.join(" "));
            fresh = fresh.replacen(&format!("{fence}{}```", block.content), &format!("{fence}{found}```"), 1);
        }
        if update && fresh != text {
            let file =
                Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/rule/pages/{rule}.{}.md", lang.id()));
            fs::write(file, fresh).expect("the page is written");
        }
    }
    assert!(
        wrong.is_empty() || update,
        "{} examples differ (UPDATE=1 writes what is found):\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Each `text` block with what the tool finds at that point.
fn examples(rule: Rule, lang: Lang) -> Vec<(Block, String)> {
    let page = Page::parse(rule.page_text(lang)).unwrap_or_else(|error| panic!("{rule}: {error}"));
    let settings = SETTINGS.replace("LANG", lang.id());
    let mut told = Told { scene: Scene::new(), own: None, days: Vec::new() };
    let mut shown = Vec::new();
    let mut pending: Vec<Block> = Vec::new();
    let all = blocks(page.body);
    let first = all.iter().find(|block| block.info.get(1).is_some_and(|name| name == "nachweis.toml"));
    let own = first.is_some_and(|block| block.info[0] != "delete");
    if !own {
        told.commit(FIRST, false, &[("nachweis.toml", &settings)], &[]);
    }
    for block in blocks(page.body) {
        let kind = block.info.first().map(String::as_str).unwrap_or_default();
        if kind == "text" && block.info.len() > 1 {
            let uncommitted = commit(&mut told, &mut pending);
            let root = told.scene.build().to_owned();
            for file in &uncommitted {
                let target = root.join(&file.info[1]);
                fs::create_dir_all(target.parent().expect("a folder")).expect("the folder is made");
                fs::write(target, &file.content).expect("the file is written");
            }
            let found = concise(rule, lang, &told, &block);
            shown.push((block, found));
        } else if block.info.len() >= 3 {
            pending.push(block);
        }
    }
    shown
}

/// The story that a page tells: its own branch, and the commits of each day.
struct Told {
    scene: Scene,
    own: Option<usize>,
    days: Vec<(String, usize)>,
}

impl Told {
    /// Adds a commit. On the target branch it follows the last one of the page's own, which is left as it is.
    fn commit(&mut self, day: &str, target: bool, write: &[(&str, &str)], delete: &[&str]) {
        self.scene.commit(day, write, delete).after(self.own.as_slice());
        self.days.push((day.to_owned(), self.scene.last()));
        if !target {
            self.own = Some(self.scene.last());
        }
    }
}

/// Commits the pending files, those of one day together; gives back what is not to be committed.
fn commit(told: &mut Told, pending: &mut Vec<Block>) -> Vec<Block> {
    let (uncommitted, files): (Vec<Block>, Vec<Block>) =
        pending.drain(..).partition(|block| block.info[2] == "uncommitted");
    let when =
        |block: &Block| (block.info[2].clone(), block.info.get(3).is_some_and(|word| word == "target"));
    let mut days: Vec<(String, bool)> = files.iter().map(when).collect();
    days.dedup();
    for (day, target) in days {
        let of_day: Vec<&Block> = files.iter().filter(|block| when(block) == (day.clone(), target)).collect();
        let write: Vec<(&str, &str)> = of_day
            .iter()
            .filter(|block| block.info[0] != "delete")
            .map(|block| (block.info[1].as_str(), block.content.as_str()))
            .collect();
        let delete: Vec<&str> = of_day
            .iter()
            .filter(|block| block.info[0] == "delete")
            .map(|block| block.info[1].as_str())
            .collect();
        told.commit(&day, target, &write, &delete);
    }
    uncommitted
}

/// The concise lines of one rule.
fn concise(rule: Rule, lang: Lang, told: &Told, block: &Block) -> String {
    let root = &told.scene.root();
    let (mut gate, mut base) = (None, None);
    for word in &block.info[2..] {
        match word.as_str() {
            "shallow" => fs::write(root.join(".git/shallow"), format!("{}\n", head(root))).expect("written"),
            "reftable" => extension(root, "refstorage = reftable"),
            other => match other.split_once('=') {
                Some(("gate", name)) => gate = Some(name),
                Some(("base", day)) => {
                    let found = told.days.iter().rev().find(|(known, _)| known == day);
                    let (_, number) = found.unwrap_or_else(|| panic!("{rule}: no commit on {day}"));
                    base = Some(told.scene.id(*number));
                }
                Some(_) | None => panic!("{rule}: what is `{other}`?"),
            },
        }
    }
    let plain = ask(root, &block.info[1], gate);
    let view = if base.is_some() { View::Revision("HEAD".to_owned()) } else { plain.view.clone() };
    let mut report: Report = report(&Ask { lang: Some(lang), view, base, ..plain });
    report.findings.retain(|judged| judged.finding.rule == rule);
    let lines = render(&report, Format::Concise, &Options::default());
    lines.replace(&root.display().to_string(), "/projekt")
}

fn head(root: &Path) -> String {
    fs::read_to_string(root.join(".git/refs/heads/main")).expect("a branch").trim().to_owned()
}

fn extension(root: &Path, line: &str) {
    let config = root.join(".git/config");
    let text = fs::read_to_string(&config).unwrap_or_default();
    let text = text.replace("repositoryformatversion = 0", "repositoryformatversion = 1");
    fs::write(config, format!("{text}[extensions]\n\t{line}\n")).expect("written");
}
