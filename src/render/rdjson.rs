//! The diagnostic format of reviewdog, which turns findings into comments on a merge request. Comments are Markdown:
//! the messages are written so that nothing in them comes alive there. Columns are counted in bytes.

use serde::Serialize;

use super::item::{self, Item, Level};
use super::sentence::{Form, HelpLine, Sentences};
use super::words::Word;
use super::{markup, safe};
use crate::finding::Report;
use crate::rule::Lang;
use crate::text::Place;

const FORM: Form = Form { own: markup::text, value: markup::value };

#[derive(Serialize)]
struct Diagnostics {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

/// All findings that no exemption covers.
pub(super) fn render(report: &Report, sentences: &Sentences) -> String {
    let diagnostics =
        item::open(report, sentences).iter().map(|item| diagnostic(item, report.lang)).collect();
    let all = Diagnostics { source: Source { name: env!("CARGO_PKG_NAME") }, diagnostics };
    // Nothing in it can fail to be written; an empty file would be no JSON.
    serde_json::to_string_pretty(&all).map_or_else(|_| String::new(), |text| safe::json(&text) + "\n")
}

fn diagnostic(item: &Item<'_>, lang: Lang) -> Diagnostic {
    let place = item.place();
    Diagnostic {
        message: message(item, lang),
        location: location(&place, &item.path()),
        severity: match item.level() {
            Level::Undecided | Level::Error if item.blocks() => "ERROR",
            Level::Undecided | Level::Error | Level::Warning => "WARNING",
            Level::Advice => "INFO",
        },
        code: Code { value: item.rule().id() },
    }
}

/// The message, then what to do; commands as code.
fn message(item: &Item<'_>, lang: Lang) -> String {
    let mut parts = vec![item.message_in(FORM)];
    // Not every version of the format knows further places, so they are part of the words.
    parts.extend(item.more().filter(|(label, _)| !label.is_empty()).map(|(label, place)| {
        let at = format!("{}:{}", place.path(), item::region(place).0.line);
        format!("{} {}", markup::name(&at), markup::value(&label))
    }));
    parts.extend(item.changes(markup::name).map(|changes| format!("{changes}.")));
    parts.extend(item.task().map(|task| format!("{} {}", Word::Task.get(lang), markup::value(&task))));
    parts.extend(item.who().map(|who| format!("{} {}", Word::Responsible.get(lang), markup::value(&who))));
    parts.extend(item.help_in(FORM).into_iter().map(|line| match line {
        HelpLine::Prose(text) => text,
        HelpLine::Verbatim(text) => markup::name(&text),
    }));
    parts.join("\n\n")
}

fn location(place: &Place, path: &str) -> Location {
    let span = item::span(place);
    let range = Range { start: position(place, span.start), end: position(place, span.end) };
    Location { path: path.to_owned(), range }
}

/// Line and column from one, the column in bytes of UTF-8.
fn position(place: &Place, offset: usize) -> Position {
    let text = place.source.text();
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let line_start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    Position { line: place.source.position(at).line, column: at - line_start + 1 }
}
