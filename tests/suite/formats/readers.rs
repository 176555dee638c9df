//! What others read in a report: each format taken apart again by a parser that is not ours, or, for workflow
//! commands, by one that does what the runner does.

use std::collections::BTreeMap;

use nachweis::finding::Report;
use nachweis::render::{Format, Options, render};
use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};
use quick_xml::XmlVersion;
use quick_xml::events::Event as Xml;
use serde_json::Value;

/// A finding as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seen {
    pub(super) rule: String,
    pub(super) error: bool,
    pub(super) path: String,
    pub(super) line: u64,
}

/// The report in a format.
pub(crate) fn written(report: &Report, format: Format) -> String {
    render(report, format, &Options::default())
}

/// The report in a format that is JSON.
pub(crate) fn json(report: &Report, format: Format) -> Value {
    let text = written(report, format);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", format.id()))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text is expected, not {value}")).to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("a number is expected, not {value}"))
}

pub(super) fn of_json(report: &Report) -> Vec<Seen> {
    let json = json(report, Format::Json);
    let open = list(&json["findings"]).iter().filter(|found| found["exempt"].is_null());
    let seen = open.map(|found| Seen {
        rule: word(&found["rule"]),
        error: found["severity"] == "error",
        path: word(&found["path"]),
        line: number(&found["line"]),
    });
    seen.collect()
}

pub(super) fn of_concise(report: &Report) -> Vec<Seen> {
    let text = written(report, Format::Concise);
    let seen = text.lines().map(|line| {
        let (place, rest) = line.split_once(": ").expect("a place");
        let mut parts = place.rsplitn(3, ':');
        let (_, line, path) = (parts.next(), parts.next(), parts.next());
        let mut words = rest.split(' ');
        Seen {
            error: words.next() == Some("error"),
            rule: words.next().expect("a rule").to_owned(),
            path: path.expect("a path").to_owned(),
            line: line.and_then(|line| line.parse().ok()).expect("a line"),
        }
    });
    seen.collect()
}

/// The results of SARIF, without those that are suppressed.
pub(super) fn of_sarif(report: &Report, format: Format) -> Vec<Seen> {
    let json = json(report, format);
    let results = list(&json["runs"][0]["results"]).iter();
    let seen = results.filter(|result| result["suppressions"].is_null()).map(|result| {
        let place = &result["locations"][0]["physicalLocation"];
        let uri = word(&place["artifactLocation"]["uri"]);
        let path = percent_encoding::percent_decode_str(&uri).decode_utf8().expect("UTF-8");
        Seen {
            rule: word(&result["ruleId"]),
            error: result["level"] == "error",
            path: path.into_owned(),
            line: number(&place["region"]["startLine"]),
        }
    });
    seen.collect()
}

pub(super) fn of_gitlab(report: &Report) -> Vec<Seen> {
    let json = json(report, Format::Gitlab);
    let seen = list(&json).iter().map(|entry| Seen {
        rule: word(&entry["check_name"]),
        error: ["blocker", "critical"].contains(&word(&entry["severity"]).as_str()),
        path: word(&entry["location"]["path"]),
        line: number(&entry["location"]["lines"]["begin"]),
    });
    seen.collect()
}

pub(super) fn of_rdjson(report: &Report) -> Vec<Seen> {
    let json = json(report, Format::Rdjson);
    let seen = list(&json["diagnostics"]).iter().map(|found| Seen {
        rule: word(&found["code"]["value"]),
        error: found["severity"] == "ERROR",
        path: word(&found["location"]["path"]),
        line: number(&found["location"]["range"]["start"]["line"]),
    });
    seen.collect()
}

/// A workflow command as the runner reads it.
#[derive(Debug)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) data: String,
}

/// The commands of an output. The runner reads line by line, ignores blanks in front, takes everything up to the
/// next `::` for name and properties, and undoes the escapes.
pub(crate) fn commands(output: &str) -> Vec<Command> {
    output.split(['\n', '\r']).filter(|line| !line.is_empty()).map(command).collect()
}

fn command(line: &str) -> Command {
    let rest = line.trim_start().strip_prefix("::").unwrap_or_else(|| panic!("no command: {line}"));
    let (head, data) = rest.split_once("::").unwrap_or_else(|| panic!("no end of the command: {line}"));
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let pairs = properties.split(',').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or_else(|| panic!("no property: {pair} in {line}"));
        let value = unescaped(value).replace("%3A", ":").replace("%2C", ",");
        (key.trim().to_owned(), value.replace("%25", "%"))
    });
    let (name, properties) = (name.to_owned(), pairs.collect());
    Command { name, properties, data: unescaped(data).replace("%25", "%") }
}

fn unescaped(text: &str) -> String {
    text.replace("%0D", "\r").replace("%0A", "\n")
}

/// The annotations, and the number of findings that the closing notice says are not shown.
pub(super) fn of_github(report: &Report) -> (Vec<Seen>, usize) {
    let mut commands = commands(&written(report, Format::Github));
    let closing = commands.pop().expect("a closing notice");
    assert_eq!((closing.name.as_str(), closing.properties["title"].as_str()), ("notice", "nachweis"));
    let last =
        closing.data.rsplit(". ").next().filter(|last| last.contains("weitere") || last.contains(" more "));
    let rest = last.and_then(|last| last.split(' ').next()?.parse().ok());
    let seen = commands.iter().map(|command| Seen {
        rule: rule_in_brackets(&command.properties["title"]),
        error: command.name == "error",
        path: command.properties["file"].clone(),
        line: command.properties["line"].parse().expect("a number"),
    });
    (seen.collect(), rest.unwrap_or(0))
}

fn rule_in_brackets(text: &str) -> String {
    let inner = text.rsplit_once('[').and_then(|(_, rest)| rest.split_once(']'));
    inner.unwrap_or_else(|| panic!("no rule in brackets: {text}")).0.to_owned()
}

/// A test case of JUnit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    pub(crate) attributes: BTreeMap<String, String>,
    /// `failure`, `error`, `skipped`, `system-out`, or nothing.
    pub(crate) outcome: String,
    pub(crate) text: String,
}

/// A suite of JUnit with the numbers that it claims.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suite {
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) cases: Vec<Case>,
}

/// The root's attributes and all suites.
pub(crate) fn junit(text: &str) -> (BTreeMap<String, String>, Vec<Suite>) {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut root, mut suites) = (BTreeMap::new(), Vec::<Suite>::new());
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}"));
        match &event {
            Xml::Start(tag) | Xml::Empty(tag) => {
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    let value =
                        attribute.normalized_value(XmlVersion::Implicit1_0).expect("a value").into_owned();
                    (attribute.key.0.to_owned(), value)
                });
                let attributes = attributes.collect();
                match (tag.name().0, suites.last_mut()) {
                    ("testsuites", _) => root = attributes,
                    ("testsuite", _) => suites.push(Suite { attributes, ..Suite::default() }),
                    ("testcase", Some(suite)) => suite.cases.push(Case { attributes, ..Case::default() }),
                    (name @ ("failure" | "error" | "skipped" | "system-out"), Some(suite)) => {
                        let case = suite.cases.last_mut().expect("a case");
                        assert_eq!(case.outcome, "", "one outcome a case");
                        case.outcome = name.to_owned();
                        // What stood before is the indent.
                        case.text.clear();
                    }
                    (other, _) => panic!("<{other}> is no element of JUnit"),
                }
            }
            Xml::Text(part) => add(&mut suites, &part.xml_content(XmlVersion::Implicit1_0)),
            Xml::GeneralRef(part) => {
                let name = part.xml_content(XmlVersion::Implicit1_0);
                let known = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                let char = || part.resolve_char_ref().expect("a reference").map(String::from);
                add(&mut suites, &known.or_else(char).expect("a known entity"));
            }
            Xml::Eof => return (root, suites),
            Xml::End(_) | Xml::Decl(_) => {}
            Xml::CData(_) | Xml::Comment(_) | Xml::PI(_) | Xml::DocType(_) => {
                panic!("{event:?} does not belong into JUnit")
            }
        }
    }
}

fn add(suites: &mut [Suite], text: &str) {
    if let Some(case) = suites.last_mut().and_then(|suite| suite.cases.last_mut()) {
        case.text.push_str(text);
    }
}

/// The words for how heavy a finding is; the first four are for what does not block.
const WORDS: [&str; 8] =
    ["Warnung", "warning", "Rat", "advice", "Fehler", "error", "Unentscheidbar", "undetermined"];

/// The findings in the texts of the cases: a line `severity[rule]: …`, and the place below it. Skipped cases hold
/// what is exempt.
pub(super) fn of_junit(report: &Report) -> Vec<Seen> {
    let (_, suites) = junit(&written(report, Format::Junit));
    let mut seen = Vec::new();
    for case in suites.iter().flat_map(|suite| &suite.cases).filter(|case| case.outcome != "skipped") {
        let lines: Vec<&str> = case.text.lines().collect();
        for pair in lines.windows(2) {
            let head = pair[0].split_once("]: ").and_then(|(head, _)| head.split_once('['));
            let Some((word, rule)) = head.filter(|(word, _)| WORDS.contains(word)) else { continue };
            // What an exemption covers may stand beside what none does.
            let exempt = lines
                .iter()
                .any(|line| line.starts_with("Ausgenommen bis") || line.starts_with("Exempt until"));
            assert!(!exempt, "no sample has both: {}", case.text);
            let mut parts = pair[1].rsplitn(3, ':').skip(1);
            let line = parts.next().and_then(|line| line.parse().ok()).expect("a line");
            let path = parts.next().expect("a path").to_owned();
            let error = !WORDS[..4].contains(&word);
            seen.push(Seen { rule: rule.to_owned(), error, path, line });
        }
    }
    seen
}

/// The rows of the tables of findings: the first table is what blocks, the folded one the rest. In a third table
/// stand exemptions.
pub(super) fn of_markdown(report: &Report) -> Vec<Seen> {
    let mut seen = Vec::new();
    for table in tables(&written(report, Format::Markdown)) {
        let (head, rows) = table.split_first().expect("a head");
        let error = match head[1].as_str() {
            "Was sperrt" | "What blocks" => true,
            "Befund" | "Finding" => false,
            _ => continue,
        };
        for row in rows {
            assert_eq!(row.len(), 4, "{row:?}");
            let place = row[2].rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?)));
            let (path, line) = place.unwrap_or((&row[2], 1));
            seen.push(Seen { rule: row[3].clone(), error, path: path.to_owned(), line });
        }
    }
    seen
}

/// Every table as rows of cells.
pub(crate) fn tables(text: &str) -> Vec<Vec<Vec<String>>> {
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut inside = false;
    for event in parsed(text) {
        if let Event::Start(tag) = &event {
            match (tag, tables.last_mut()) {
                (Tag::Table(_), _) => {
                    inside = true;
                    tables.push(Vec::new());
                }
                (Tag::TableHead | Tag::TableRow, Some(table)) => table.push(Vec::new()),
                (Tag::TableCell, Some(table)) => table.last_mut().expect("a row").push(String::new()),
                (_, _) => {}
            }
        } else if event == Event::End(TagEnd::Table) {
            inside = false;
        } else if let (true, Event::Text(text) | Event::Code(text)) = (inside, &event) {
            let cell = tables.last_mut().and_then(|table| table.last_mut()?.last_mut());
            cell.expect("a cell").push_str(text);
        }
    }
    tables
}

/// Markdown with everything that a forge adds to it.
pub(super) fn parsed(text: &str) -> Parser<'_> {
    let extensions = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_MATH
        | Extensions::ENABLE_GFM;
    Parser::new_ext(text, extensions)
}
