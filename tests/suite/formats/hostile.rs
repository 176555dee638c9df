//! Names and values of somebody who means harm: they come out as words, in every format.

use std::sync::LazyLock;

use nachweis::finding::{ExemptBy, Report, Value};
use nachweis::model::Words;
use nachweis::name::{RepoPath, RoleId};
use nachweis::render::{Format, Options, render};
use nachweis::rule::Lang;
use pulldown_cmark::{Event, Tag};

use super::readers::{
    commands, json, junit, of_gitlab, of_junit, of_markdown, of_rdjson, of_sarif, parsed, tables, written,
};
use super::samples;
use crate::support::{Scene, date, evidence, judged};

/// What is tried.
const EVIL: [&str; 15] = [
    "a\n::error file=x,line=1::gotcha\r\n::stop-commands::x\n##[error]x",
    "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{7f}",
    "<script>alert(1)</script><img src=x onerror=y>",
    "a | b || `|` | c \\| d",
    "%0A%0D%25::notice::x",
    "\u{202e}gnp.exe\u{2066}\u{200b}\u{2028}\u{feff}\u{e0041}",
    "@everyone und cc @leitung/alle",
    "`code` ``` \n```\nnachweis new x\n```",
    "[hier](http://evil.example) ![x](http://evil.example/p.png) <http://evil.example>",
    "siehe #1, !2, &3, $4, ~bug, %\"m\", GH-5, :tada:, www.evil.example, a@b.example, deadbeef1",
    "]]> --> &amp; &#64;all \u{fffe} \u{ffff} </testcase></details>",
    "# Titel\n- [x] erledigt\n> Zitat\n1. eins\n---\n/close",
    "{0} {block} {{x}} ](1) [x](2)",
    "a,b:c=d;title=x::y",
    "::warning::x ##[group]x ##vso[task.setvariable variable=x]y ein Wort nach dem anderen ::add-mask::x und ::debug::y",
];

/// Every text of the report that somebody else may have written, replaced; whatever is short keeps being read.
fn poisoned(lang: Lang, evil: &str) -> Report {
    let mut report = samples::demo(None, lang);
    let words = Words::same(evil);
    let path = RepoPath::escaped(evil.as_bytes());
    for project in &mut report.projects {
        project.name = evil.to_owned();
        project.absent_subjects = vec![evil.to_owned()];
        project.roles.values_mut().for_each(|title| *title = words.clone());
        project.phases.iter_mut().for_each(|(_, title)| *title = words.clone());
    }
    for gate in &mut report.gates {
        gate.title = words.clone();
    }
    for task in &mut report.tasks {
        task.title = words.clone();
        for piece in &mut task.evidence {
            piece.title = words.clone();
            piece.path = path.clone();
        }
    }
    for judged in &mut report.findings {
        let finding = &mut judged.finding;
        for key in KEYS {
            finding.args.set(key, Value::from(evil));
        }
        finding.place = nachweis::text::Place::whole(path.clone());
        finding.changes.iter_mut().for_each(|change| change.path = path.clone());
        if let Some(by) = &mut judged.exempt {
            *by = ExemptBy::Exemption {
                reason: evil.to_owned(),
                owner: RoleId::new("pl").expect("an id"),
                expires: date("2027-01-31"),
                ends_at: None,
            };
        }
    }
    report
}

/// The placeholders of the rules' pages; a test holds that none is forgotten.
const KEYS: [&str; 82] = [
    "address",
    "approved",
    "available",
    "base",
    "before",
    "block",
    "commit",
    "commit-date",
    "count",
    "date",
    "days",
    "decision",
    "detail",
    "directory",
    "due",
    "earlier-date",
    "earlier-title",
    "element",
    "elements",
    "expected",
    "expires",
    "fact",
    "facts",
    "field",
    "file",
    "files",
    "first",
    "first-date",
    "format",
    "found",
    "from",
    "gate",
    "gate-title",
    "id",
    "interval",
    "item",
    "key",
    "keys",
    "kind",
    "known",
    "limit",
    "line",
    "longest",
    "missing",
    "needed",
    "now",
    "object",
    "other",
    "other-title",
    "owner",
    "owners",
    "pack",
    "path",
    "person",
    "piece",
    "problem",
    "project",
    "question",
    "reason",
    "renewal",
    "researched",
    "reviewed",
    "role",
    "role-title",
    "roles",
    "row",
    "rule",
    "second",
    "second-date",
    "section",
    "settings",
    "similar",
    "subject",
    "subject-title",
    "target",
    "task",
    "tasks",
    "text",
    "value",
    "values",
    "wanted",
    "what",
];

fn unseen(char: char) -> bool {
    (char.is_control() && char != '\n')
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// All poisoned reports with a name, made once.
fn all() -> &'static [(String, Report)] {
    static ALL: LazyLock<Vec<(String, Report)>> = LazyLock::new(make);
    &ALL
}

fn make() -> Vec<(String, Report)> {
    let lang = |at: usize| if at.is_multiple_of(2) { Lang::De } else { Lang::En };
    let mut all: Vec<_> = EVIL
        .iter()
        .enumerate()
        .map(|(at, evil)| (evil.escape_debug().to_string(), poisoned(lang(at), evil)))
        .collect();
    all.push(("a hostile project".to_owned(), project()));
    all
}

/// A real project whose files and values are hostile, as far as Git lets names be.
fn project() -> Report {
    let (name, settings) = evidence::settings("planung");
    let settings =
        settings.replace("Verständliche Bescheide", "@everyone <script>x</script> `|` \\u202e ::error::x");
    let head =
        |status: &str| format!("---\ntask: P-10\nstatus: \"{status}\"\nreviewed: \"| <b>x</b>\"\n---\n# x\n");
    let orphans = [
        "nachweise/a\n::error::b.md",
        "nachweise/\u{1b}[31mrot.md",
        "nachweise/<script>alert(1)<",
        "nachweise/a|b`c`@everyone.md",
        "nachweise/%0A::error::x.md",
        "nachweise/\u{202e}dm.md",
        "nachweise/[x](http:evil).md",
    ];
    let mut scene = Scene::new();
    let document = head("@everyone\\n::error::x");
    let mut files: Vec<(&str, &str)> = vec![(name, &settings), ("nachweise/datenschutz/dsfa.md", &document)];
    files.extend(orphans.iter().map(|path| (*path, "x\n")));
    scene.commit("2026-01-10", &files, &[]).build();
    let report = judged(&scene.root(), "2026-01-11", None, Lang::De);
    let found = report.findings.iter().filter(|judged| judged.finding.rule.id() == "orphan-evidence").count();
    assert_eq!(found, orphans.len(), "each of them is found");
    report
}

#[test]
fn nothing_unseen_leaves_in_any_format() {
    for (name, report) in all() {
        for format in Format::ALL {
            let text = render(report, format, &Options { verbose: true, ..Options::default() });
            let found: Vec<_> = text.chars().filter(|char| unseen(*char)).collect();
            assert_eq!(found, Vec::<char>::new(), "{}, {name}", format.id());
        }
    }
}

#[test]
fn every_format_still_holds_every_finding() {
    for (name, report) in all() {
        let open = report.counts.errors + report.counts.warnings;
        assert_eq!(of_sarif(report, Format::Sarif).len(), open, "sarif, {name}");
        assert_eq!(of_gitlab(report).len(), open, "gitlab, {name}");
        assert_eq!(of_rdjson(report).len(), open, "rdjson, {name}");
        assert_eq!(of_junit(report).len(), open, "junit, {name}");
        assert_eq!(of_markdown(report).len(), open, "markdown, {name}");
    }
}

#[test]
fn no_value_becomes_a_workflow_command() {
    for (name, report) in all() {
        let text = written(report, Format::Github);
        let open = report.counts.errors + report.counts.warnings;
        let commands = commands(&text);
        assert_eq!(commands.len(), open.min(10) + 1, "{name}: {text}");
        for command in commands {
            assert!(["error", "warning", "notice"].contains(&command.name.as_str()), "{name}: {command:?}");
            let known = ["file", "line", "col", "endColumn", "title"];
            assert!(
                command.properties.keys().all(|key| known.contains(&key.as_str())),
                "{name}: {command:?}"
            );
            assert!(!command.data.lines().any(|line| line.starts_with("::")), "{name}: {command:?}");
        }
    }
}

/// What a runner obeys in a log that is none of commands: a line that begins with `::name`, brackets anywhere.
pub(crate) fn obeyed(log: &str) -> Vec<&str> {
    let begins = |line: &str| {
        let rest = line.trim_start().strip_prefix("::");
        rest.is_some_and(|rest| {
            rest.starts_with(|char: char| char.is_ascii_alphabetic()) && rest.contains("::")
        })
    };
    let brackets = |line: &str| ["##[", "##vso["].iter().any(|sign| line.contains(sign));
    log.lines().filter(|line| begins(line) || brackets(line)).collect()
}

#[test]
fn no_other_format_is_obeyed_by_a_runner() {
    for (name, report) in all() {
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Github) {
            // Only the form for people is laid out for a width.
            let widths: &[usize] = if format == Format::Text { &[40, 80, 1_000] } else { &[80] };
            for width in widths.iter().copied() {
                let text = render(report, format, &Options { verbose: true, width, ..Options::default() });
                assert_eq!(obeyed(&text), Vec::<&str>::new(), "{}, {width}, {name}", format.id());
            }
        }
    }
}

#[test]
fn what_the_runner_reads_is_what_was_said() {
    for (name, report) in samples::both() {
        let json = json(report, Format::Json);
        let said: Vec<_> =
            json["findings"].as_array().expect("a list").iter().map(|found| &found["message"]).collect();
        let mut commands = commands(&written(report, Format::Github));
        commands.pop();
        for command in commands {
            let first = command.data.lines().next().expect("a message");
            assert!(said.iter().any(|message| *message == first), "{name}: {first}");
            assert!(command.data.lines().count() > 1, "{name}: {}", command.data);
        }
    }
    // Nothing unseen is in these words: they arrive as they are, signs of the runner's own escapes included.
    for evil in [EVIL[4], EVIL[13]] {
        let command = commands(&written(&poisoned(Lang::De, evil), Format::Github)).remove(0);
        assert_eq!(command.properties["file"], evil);
        assert!(command.data.lines().next().is_some_and(|line| line.contains(evil)), "{}", command.data);
    }
}

/// That Markdown is only what we made of it. `html` are the tags that are ours.
fn harmless(text: &str, html: &[&str], name: &str) {
    for event in parsed(text) {
        match event {
            Event::Html(tag) | Event::InlineHtml(tag) => {
                let bare = tag.trim();
                let summary = bare.starts_with("<summary>")
                    && bare.ends_with("</summary>")
                    && !bare[9..].contains("<s");
                let own = html.contains(&bare) || (html.contains(&"<summary>") && summary);
                assert!(own, "{name}: {tag}\n{text}");
            }
            Event::Start(
                Tag::Link { .. } | Tag::Image { .. } | Tag::FootnoteDefinition(_) | Tag::BlockQuote(_),
            ) => {
                panic!("{name}: {event:?}\n{text}");
            }
            Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_) => {
                panic!("{name}: {event:?}\n{text}");
            }
            // What a forge would read in a text; it reads nothing in code.
            Event::Text(words) => {
                let fenced = words.ends_with('\n');
                for sign in ["@", "://", "www.", "#1", "!2", "&3", "$4", "~bug", "GH-", ":tada:", "deadbeef1"]
                {
                    assert!(fenced || !words.contains(sign), "{name}: {sign} in {words}\n{text}");
                }
            }
            Event::Start(_)
            | Event::End(_)
            | Event::Code(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule => {}
        }
    }
}

#[test]
fn no_value_comes_alive_in_markdown() {
    for (name, report) in all() {
        let text = written(report, Format::Markdown);
        harmless(&text, &["<details>", "</details>", "<summary>"], name);
        for row in tables(&text).iter().flatten() {
            assert_eq!(row.len(), 4, "{name}: {row:?}");
        }
        let headings =
            parsed(&text).filter(|event| matches!(event, Event::Start(Tag::Heading { .. }))).count();
        assert_eq!(headings, 1, "{name}: {text}");
        for found in json(report, Format::Rdjson)["diagnostics"].as_array().expect("a list") {
            harmless(found["message"].as_str().expect("a text"), &[], name);
        }
    }
}

#[test]
fn no_value_comes_alive_in_sarif_or_ends_an_element() {
    for (name, report) in all() {
        for result in json(report, Format::SarifSuppressed)["runs"][0]["results"].as_array().expect("a list")
        {
            let text = result["message"]["text"].as_str().expect("a text");
            assert!(!text.contains("]("), "a link, {name}: {text}");
            assert!(text.chars().count() <= 1000, "{name}");
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str();
            let plain = |char: char| char.is_ascii_alphanumeric() || "/-._~%".contains(char);
            assert!(uri.is_some_and(|uri| uri.chars().all(plain)), "{name}: {uri:?}");
        }
        // The reader of JUnit refuses every element that is not ours, but forgives what XML 1.0 cannot hold.
        let xml = written(report, Format::Junit);
        assert!(!xml.contains(['\u{fffe}', '\u{ffff}']), "{name}");
        let (root, suites) = junit(&xml);
        let cases: usize = suites.iter().map(|suite| suite.cases.len()).sum();
        assert_eq!(root["tests"], cases.to_string(), "{name}");
    }
    let script = written(&poisoned(Lang::De, EVIL[2]), Format::Junit);
    assert!(script.contains("&lt;script&gt;"), "the words are still there to be read");
}

#[test]
fn the_poison_reaches_every_placeholder() {
    let mut missing = std::collections::BTreeSet::new();
    for rule in nachweis::rule::Rule::ALL {
        let head = nachweis::rule::Page::of(*rule, Lang::De).head;
        let texts = [head.message, head.label, head.help];
        for text in texts.iter().chain(head.variants.values()).chain(head.labels.values()) {
            for name in text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
            {
                if !KEYS.contains(&name) {
                    missing.insert(name.to_owned());
                }
            }
        }
    }
    assert_eq!(missing, std::collections::BTreeSet::new());
}
