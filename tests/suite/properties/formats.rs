//! Formats: whatever text a report carries, a reader of the format gets that text back, and nothing else comes with it.

use std::sync::LazyLock;

use nachweis::finding::Report;
use nachweis::name::{RepoPath, printable};
use nachweis::render::{Format, Options, render};
use nachweis::rule::{Lang, Rule};
use nachweis::text::Place;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof};
use proptest::sample::select;

use super::holds;
use crate::formats::readers::{commands, json, junit, tables, written};
use crate::support::evidence::settings;
use crate::support::{Scene, judged};

/// A report of a single finding, of a piece that is not there.
static MISSING: LazyLock<Report> = LazyLock::new(|| {
    let scene = Scene::of("2026-03-02", &[settings("planung")]);
    let mut report = judged(&scene.root(), "2026-03-02", None, Lang::De);
    report.findings.retain(|judged| judged.finding.rule == Rule::MissingEvidence);
    report.findings.truncate(1);
    let task = report.findings[0].finding.about.address.clone().expect("an address").task;
    report.tasks.retain(|other| other.id == task);
    report.gates.clear();
    (report.counts.errors, report.counts.warnings) = (1, 0);
    report
});

/// That report, its path and one of its words replaced.
fn saying(text: &str) -> Report {
    let mut report = MISSING.clone();
    let finding = &mut report.findings[0].finding;
    finding.args.set("expected", text);
    finding.place = Place::whole(RepoPath::escaped(text.as_bytes()));
    report
}

/// Pieces that mean something to one of the formats.
const SIGNS: [&str; 24] = [
    "%", "%0A", "%25", ":", "::", ",", "\\", "\"", "'", "<", ">", "&", "&amp;", "]]>", "-->", "[", "](", "|",
    "`", "```", "@", "#1", "{0}", "*",
];

/// A text that can be seen as it is.
fn visible() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        select(SIGNS.to_vec()).prop_map(str::to_owned),
        "[a-zA-Z0-9äöüÄÖÜß„“–€日本👍/._ -]{1,5}",
    ];
    vec(part, 1..8).prop_map(|parts| format!("a{}z", parts.concat()))
}

/// Any text at all.
fn text() -> impl Strategy<Value = String> {
    let signs =
        ["\u{1b}[31m", "\u{9b}", "\u{202e}", "\n", "\r\n", "\t", "\0", "\u{feff}", "\u{7f}", "\u{2028}"];
    let part = prop_oneof![
        any::<char>().prop_map(String::from),
        select(signs.to_vec()).prop_map(str::to_owned),
        visible()
    ];
    vec(part, 1..8).prop_map(|parts| parts.concat())
}

#[test]
fn what_a_program_reads_back_is_what_was_said() {
    holds(128, 1, visible(), |text, tally| {
        tally.counts();
        let (report, shown) = (saying(&text), printable(&text));
        let message =
            json(&report, Format::Json)["findings"][0]["message"].as_str().expect("a text").to_owned();
        // A message shows what cannot be seen, or would be obeyed, in its place.
        prop_assert!(message.contains(&shown), "{}", message);

        let command = commands(&written(&report, Format::Github)).remove(0);
        prop_assert_eq!(&command.properties["file"], &shown);
        prop_assert_eq!(command.data.lines().next(), Some(message.as_str()));

        let entry = &json(&report, Format::Gitlab)[0];
        prop_assert_eq!(entry["location"]["path"].as_str(), Some(shown.as_str()));
        prop_assert!(entry["description"].as_str().is_some_and(|told| told.contains(&message)), "{}", entry);

        let found = &json(&report, Format::Rdjson)["diagnostics"][0];
        prop_assert_eq!(found["location"]["path"].as_str(), Some(shown.as_str()));

        let found = &json(&report, Format::Sarif)["runs"][0]["results"][0];
        // A blank keeps what SARIF would take for a link from being one.
        let told = found["message"]["text"].as_str().expect("a text");
        prop_assert!(told.contains(&message.replace("](", "] (")), "{}", told);

        // A line in a table of Markdown parts its cells, in code too: it is shown as what cannot be seen is.
        let cells = tables(&written(&report, Format::Markdown)).into_iter().flatten().flatten();
        let cells: Vec<String> = cells.map(|cell| cell.replace("\\u{7c}", "|")).collect();
        prop_assert!(cells.contains(&shown), "{:?}", cells);
        prop_assert!(cells.iter().any(|cell| cell.contains(&message)), "{:?}", cells);

        let line = written(&report, Format::Concise);
        let begins = format!("{shown}:1:1: ");
        let lines: Vec<&str> = line.lines().filter(|line| line.starts_with(&begins)).collect();
        prop_assert!(lines.len() == 1 && lines[0].contains(&message), "{}", line);

        let wide = Options { width: 10_000, ..Options::default() };
        let text = render(&report, Format::Text, &wide);
        prop_assert!(text.contains(&shown) && text.contains(&message), "{}", text);

        let (_, suites) = junit(&written(&report, Format::Junit));
        let mut cases = suites.iter().flat_map(|suite| &suite.cases);
        prop_assert!(cases.any(|case| case.text.contains(&message)), "{}", message);
        Ok(())
    });
}

#[test]
fn the_report_in_json_and_the_addresses_in_sarif_hold_any_text() {
    holds(128, 1, text(), |text, tally| {
        tally.counts();
        let report = saying(&text);
        let found = &json(&report, Format::Json)["findings"][0];
        prop_assert_eq!(found["path"].as_str(), Some(text.as_str()));
        prop_assert!(found["message"].as_str().is_some_and(|message| message.contains(&printable(&text))));
        let result = &json(&report, Format::Sarif)["runs"][0]["results"][0];
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let uri = uri.as_str().expect("an address");
        prop_assert!(uri.is_ascii() && !uri.contains(|char: char| char.is_ascii_control() || char == ' '));
        let back = percent_encoding::percent_decode_str(uri).decode_utf8().expect("UTF-8");
        prop_assert_eq!(back.as_ref(), text.as_str());
        Ok(())
    });
}

#[test]
fn no_control_character_leaves_but_line_ends_and_those_of_colour() {
    holds(96, 1, (text(), any::<bool>()), |(text, verbose), tally| {
        tally.counts();
        let report = saying(&text);
        for format in Format::ALL {
            let plain = render(&report, format, &Options { verbose, ..Options::default() });
            let odd: Vec<char> = plain.chars().filter(|char| char.is_control() && *char != '\n').collect();
            prop_assert!(odd.is_empty(), "{}: {:?}", format.id(), odd);
            let colour = render(&report, format, &Options { verbose, color: true, ..Options::default() });
            let mut rest = colour.as_str();
            while let Some((_, after)) = rest.split_once('\u{1b}') {
                let code = after.strip_prefix('[').and_then(|after| after.split_once('m'));
                let (code, after) = code.expect("a code of colour ends");
                prop_assert!(code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'), "{:?}", code);
                rest = after;
            }
            let odd =
                colour.chars().filter(|char| char.is_control() && !['\n', '\u{1b}'].contains(char)).count();
            prop_assert_eq!(odd, 0, "{}", format.id());
        }
        Ok(())
    });
}
