//! JUnit, which every CI shows without a licence: a case for each requirement of each piece, those that hold included.
//! What blocks is a failure, what could not be decided an error, a warning a passed case with an output. What was not
//! judged is skipped and says why: nothing passes that nobody looked at.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::item::{self, Item, Level};
use super::sentence::Sentences;
use super::words::{self, Word};
use super::{names, safe, summary};
use crate::finding::{EvidenceReport, ProjectReport, Report, State, TaskReport, Verdict};
use crate::model::Kind;
use crate::name::RepoPath;

/// How long the text about one finding may be.
const LONGEST: usize = 4000;

/// What became of a case.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    /// Passed, with something to say.
    Warned(String),
    /// Why, and what was found.
    Skipped(String, String),
    /// In short, the rule, and in full.
    Failed(String, String, String),
    Undecided(String, String, String),
}

struct Case {
    name: String,
    file: String,
    outcome: Outcome,
}

/// The cases of a gate of a project, or of the project itself.
struct Suite {
    name: String,
    cases: Vec<Case>,
}

/// The whole document.
pub(super) fn render(report: &Report, sentences: &Sentences) -> String {
    let suites = suites(report, sentences);
    // Writing to memory cannot fail; an empty file would be no report.
    write(&suites).map_or_else(|_| String::new(), |bytes| String::from_utf8(bytes).unwrap_or_default())
}

fn suites(report: &Report, sentences: &Sentences) -> Vec<Suite> {
    let mut open = item::items(report, sentences);
    let mut suites: Vec<Suite> = Vec::new();
    for project in &report.projects {
        for (phase, _) in &project.phases {
            let name = class(
                report,
                &project.path,
                &format!("{} {}", Word::Gate.get(report.lang), names::phase(report, project, phase)),
            );
            let mut cases = Vec::new();
            for task in report.tasks.iter().filter(|task| task.project == project.path) {
                for piece in task.evidence.iter().filter(|piece| piece.due == *phase) {
                    cases.extend(piece_cases(report, project, task, piece, &mut open));
                }
            }
            suites.push(Suite { name, cases });
        }
    }
    // What is left concerns a project as a whole, or the yardstick.
    while let Some(first) = open.first() {
        let project = first.project().clone();
        let (own, other): (Vec<_>, Vec<_>) = open.into_iter().partition(|item| *item.project() == project);
        open = other;
        suites.push(Suite {
            name: class(report, &project, Word::Project.get(report.lang)),
            cases: loose_cases(own),
        });
    }
    let mut summed: Vec<Case> = Vec::new();
    // What is borrowed is skipped case by case; how much that is nobody would count.
    if report.counts.borrowed > 0 {
        let line = words::borrowed(report.counts.borrowed, report.lang).replace(super::layout::GLUE, " ");
        let outcome = Outcome::Skipped(line, Word::NoGateHonours.get(report.lang).to_owned());
        let name = Word::Baseline.get(report.lang).to_owned();
        summed.push(Case { name, file: String::new(), outcome });
    }
    // A gate is passed by its decision: it can be closed without a finding that says so.
    let failed = |case: &Case| matches!(case.outcome, Outcome::Failed(..) | Outcome::Undecided(..));
    if report.verdict != Verdict::Pass && !suites.iter().any(|suite| suite.cases.iter().any(failed)) {
        let line = summary::headline(report);
        let outcome = Outcome::Failed(line.clone(), "verdict".to_owned(), line);
        summed.push(Case { name: report.command.clone(), file: String::new(), outcome });
    }
    suites.push(Suite { name: Word::Verdict.get(report.lang).to_owned(), cases: summed });
    suites.retain(|suite| !suite.cases.is_empty());
    suites
}

/// A suite's name, with the project's folder where there are several projects.
fn class(report: &Report, project: &RepoPath, name: &str) -> String {
    if super::text::several_projects(report) {
        safe::line(&format!("{project}: {name}"))
    } else {
        name.to_owned()
    }
}

/// The cases of a piece, or of one of its files; takes the findings about it out of those that are open.
fn piece_cases<'a>(
    report: &Report,
    project: &ProjectReport,
    task: &TaskReport,
    piece: &EvidenceReport,
    open: &mut Vec<Item<'a>>,
) -> Vec<Case> {
    let twins = || task.evidence.iter().filter(|other| other.address == piece.address);
    let first = twins().next().is_some_and(|other| other.path == piece.path);
    let about = |item: &Item<'_>| {
        let about = &item.judged().finding.about;
        let other = |path: &RepoPath| twins().any(|twin| twin.path == *path);
        let file = match &about.path {
            Some(path) if other(path) => *path == piece.path,
            Some(_) | None => first,
        };
        *item.project() == project.path && about.address.as_ref() == Some(&piece.address) && file
    };
    let (mut own, rest): (Vec<_>, Vec<_>) = open.drain(..).partition(about);
    *open = rest;
    let several = if twins().count() > 1 { format!(" ({})", piece.path) } else { String::new() };
    let title = names::words(report, &piece.title);
    let name =
        |kind: &str, word: &str| safe::line(&format!("{}{kind} – {title}{several}{word}", piece.address));
    let file = safe::line(piece.path.as_str());
    let case = |name: String, outcome: Outcome| Case { name, file: file.clone(), outcome };
    let mut cases = Vec::new();
    let aside = aside(report, project, piece);
    // What could not be looked at is told of the project, but leaves each of its pieces open.
    let doubts =
        open.iter().filter(|item| *item.project() == project.path && item.level() == Level::Undecided);
    let doubt = doubts.map(Item::message).collect::<Vec<_>>().join(" ");
    if let Some(reason) = &aside {
        cases.push(case(name("", ""), Outcome::Skipped(reason.clone(), String::new())));
    }
    for kind in Kind::ALL {
        let of_kind = |item: &Item<'_>| {
            item.judged().finding.about.requirement.split('/').next().unwrap_or_default() == kind.id()
        };
        let (found, rest): (Vec<_>, Vec<_>) = own.into_iter().partition(of_kind);
        own = rest;
        let asked = aside.is_none() && piece.requirements.contains(&kind);
        if found.is_empty() && !asked {
            continue;
        }
        let outcome = if found.is_empty() { unfound(report, piece, kind, &doubt) } else { outcome(&found) };
        let word = format!(": {}", words::kind(kind, report.lang));
        cases.push(case(name(&format!("/{}", kind.id()), &word), outcome));
    }
    // Whatever is of no kind is not lost: it gets a case of its own.
    open.extend(own);
    cases
}

/// Why a piece is not judged at all.
fn aside(report: &Report, project: &ProjectReport, piece: &EvidenceReport) -> Option<String> {
    let state = || words::state(piece.state, report.lang);
    match piece.state {
        State::NotApplicable => {
            let facts = project.facts.iter().filter(|(_, (_, off))| off.contains(&piece.address));
            let facts: Vec<_> = facts.map(|(id, (answer, _))| format!("{id} = {answer}")).collect();
            let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
            Some(safe::line(&format!("{}{facts}", state())))
        }
        State::Later => Some(state().to_owned()),
        State::Undetermined
        | State::Missing
        | State::Untracked
        | State::Malformed
        | State::Untouched
        | State::Incomplete
        | State::Draft
        | State::NoGo
        | State::Unapproved
        | State::Outdated
        | State::Overdue
        | State::Changed
        | State::Borrowed
        | State::Exempt
        | State::Referenced
        | State::Satisfied => None,
    }
}

/// What a requirement without a finding comes to: it holds, if it was looked at.
fn unfound(report: &Report, piece: &EvidenceReport, kind: Kind, doubt: &str) -> Outcome {
    let lang = report.lang;
    let file = kind == Kind::Evidence;
    // A draft may be incomplete besides; that it is a draft is why nobody looked further.
    let state = match (piece.state, piece.status) {
        (State::Undetermined | State::Missing | State::Malformed | State::Untouched, _) => piece.state,
        (_, Some("draft")) => State::Draft,
        (_, Some("not-applicable")) => State::NotApplicable,
        (state, _) => state,
    };
    let state = words::state(state, lang);
    let skipped = || Outcome::Skipped(format!("{}: {state}", Word::NotJudged.get(lang)), String::new());
    let passed = |looked: bool| if looked { Outcome::Passed } else { skipped() };
    match piece.state {
        State::Undetermined if file => {
            let text = format!("{state}: {doubt}").trim_end_matches([':', ' ']).to_owned();
            Outcome::Undecided(text.clone(), piece.state.id().to_owned(), text)
        }
        State::Undetermined | State::Missing | State::Malformed => skipped(),
        State::Untouched => passed(file),
        State::Referenced if file => Outcome::Warned(Word::NotSeen.get(lang).to_owned()),
        State::Referenced => passed(matches!(kind, Kind::Review | Kind::Current | Kind::Approved)),
        State::Untracked
        | State::Incomplete
        | State::Draft
        | State::NoGo
        | State::Unapproved
        | State::Outdated
        | State::Overdue
        | State::Changed
        | State::Borrowed
        | State::Exempt
        | State::NotApplicable
        | State::Later
        | State::Satisfied => passed(file || was_read(piece, kind)),
    }
}

/// Whether a file was there to be judged in this respect: a draft is not held against a clock, nor is one that says
/// that nothing applies.
fn was_read(piece: &EvidenceReport, kind: Kind) -> bool {
    let finished = !matches!(kind, Kind::Review | Kind::Current | Kind::Approved | Kind::Decision);
    match piece.status {
        _ if piece.claimed_by.is_none() => false,
        Some("not-applicable") => false,
        Some("draft") => finished,
        Some(_) | None => true,
    }
}

/// What findings come to: the heaviest decides.
fn outcome(found: &[Item<'_>]) -> Outcome {
    let open = || found.iter().filter(|item| !item.is_exempt());
    let text = found.iter().map(full).collect::<Vec<_>>().join("\n\n");
    let heaviest = open().next();
    match heaviest {
        Some(item) if open().any(|item| item.level() == Level::Undecided) => {
            Outcome::Undecided(item.message(), item.rule().id().to_owned(), text)
        }
        Some(item) if open().any(Item::blocks) => {
            Outcome::Failed(item.message(), item.rule().id().to_owned(), text)
        }
        Some(_) => Outcome::Warned(text),
        None => Outcome::Skipped(found.iter().find_map(Item::exemption).unwrap_or_default(), text),
    }
}

/// Everything about a finding, with its severity and place.
fn full(item: &Item<'_>) -> String {
    let at = item::region(&item.place()).0;
    let text = item.text(LONGEST);
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let place = format!("{}:{}:{}", item.path(), at.line, at.column);
    format!("{}[{}]: {first}\n{place}\n{rest}", item.level_word(), item.rule()).trim_end().to_owned()
}

/// A case for each thing that was found of a project as a whole.
fn loose_cases(mut items: Vec<Item<'_>>) -> Vec<Case> {
    let mut cases = Vec::new();
    while let Some(first) = items.first().copied() {
        let (own, rest): (Vec<_>, Vec<_>) = items
            .into_iter()
            .partition(|item| (item.requirement(), item.path()) == (first.requirement(), first.path()));
        items = rest;
        let name = format!("{} ({})", first.requirement(), first.path());
        cases.push(Case { name, file: first.path(), outcome: outcome(&own) });
    }
    cases
}

fn write(suites: &[Suite]) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    let root = writer.create_element("testsuites").with_attribute(("name", "nachweis"));
    root.with_attributes(as_pairs(&counts(all())))
        .write_inner_content(|writer| suites.iter().try_for_each(|suite| write_suite(writer, suite)))?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn write_suite(writer: &mut Writer<Vec<u8>>, suite: &Suite) -> io::Result<()> {
    let name = legal(&suite.name);
    let element = writer.create_element("testsuite").with_attribute(("name", name.as_str()));
    element.with_attributes(as_pairs(&counts(suite.cases.iter()))).write_inner_content(|writer| {
        suite.cases.iter().try_for_each(|case| write_case(writer, &name, case))
    })?;
    Ok(())
}

fn write_case(writer: &mut Writer<Vec<u8>>, class: &str, case: &Case) -> io::Result<()> {
    let (name, file) = (legal(&case.name), legal(&case.file));
    let mut element = writer.create_element("testcase").with_attributes([
        ("classname", class),
        ("name", name.as_str()),
        ("time", "0"),
    ]);
    if !file.is_empty() {
        element = element.with_attribute(("file", file.as_str()));
    }
    match &case.outcome {
        Outcome::Passed => element.write_empty()?,
        Outcome::Warned(text) => element.write_inner_content(|writer| {
            writer.create_element("system-out").write_text_content(BytesText::new(&legal(text)))?;
            Ok(())
        })?,
        Outcome::Skipped(reason, text) => element.write_inner_content(|writer| {
            let (reason, text) = (legal(reason), legal(text));
            let skipped = writer.create_element("skipped").with_attribute(("message", reason.as_str()));
            if text.is_empty() {
                skipped.write_empty()?;
            } else {
                skipped.write_text_content(BytesText::new(&text))?;
            }
            Ok(())
        })?,
        Outcome::Failed(message, kind, text) => {
            element.write_inner_content(|writer| trouble(writer, "failure", message, kind, text))?
        }
        Outcome::Undecided(message, kind, text) => {
            element.write_inner_content(|writer| trouble(writer, "error", message, kind, text))?
        }
    };
    Ok(())
}

fn trouble(
    writer: &mut Writer<Vec<u8>>,
    name: &str,
    message: &str,
    kind: &str,
    text: &str,
) -> io::Result<()> {
    let (message, text) = (legal(message), legal(text));
    let element = writer.create_element(name);
    let element = element.with_attributes([("message", message.as_str()), ("type", kind)]);
    element.write_text_content(BytesText::new(&text))?;
    Ok(())
}

/// How many cases, and how many of them failed, could not be decided, were skipped.
fn counts<'a>(cases: impl Iterator<Item = &'a Case>) -> [(&'static str, String); 5] {
    let mut numbers = [0_usize; 4];
    for case in cases {
        numbers[0] += 1;
        match case.outcome {
            Outcome::Passed | Outcome::Warned(_) => {}
            Outcome::Failed(..) => numbers[1] += 1,
            Outcome::Undecided(..) => numbers[2] += 1,
            Outcome::Skipped(..) => numbers[3] += 1,
        }
    }
    let [tests, failures, errors, skipped] = numbers.map(|number| number.to_string());
    [
        ("tests", tests),
        ("failures", failures),
        ("errors", errors),
        ("skipped", skipped),
        ("time", "0".to_owned()),
    ]
}

fn as_pairs<'a>(pairs: &'a [(&'static str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    pairs.iter().map(|(key, value)| (*key, value.as_str()))
}

/// XML 1.0 has no way to write some characters, not even as references.
fn legal(text: &str) -> String {
    let legal = |char: char| match char {
        '\t' | '\n' | '\r' => true,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    };
    text.chars().map(|char| if legal(char) { char } else { '\u{fffd}' }).collect()
}
