//! Workflow commands, which GitHub shows as annotations. It shows ten of a kind for a step, so the ten heaviest
//! findings are written, then one notice with the verdict and the number of the others.

use super::item::{self, Item, Level};
use super::sentence::Sentences;
use super::{summary, words};
use crate::finding::Report;

/// How many findings are written.
const SHOWN: usize = 10;

/// How long a message may be; GitHub cuts at 4 KiB.
const LONGEST: usize = 1000;

/// The commands, one a line. What is exempt is left out.
pub(super) fn render(report: &Report, sentences: &Sentences) -> String {
    let items = item::open(report, sentences);
    let mut out: String = items.iter().take(SHOWN).map(finding).collect();
    let mut text = summary::headline(report);
    if items.len() > SHOWN {
        text =
            format!("{}. {}", text.trim_end_matches('.'), words::left_out(items.len() - SHOWN, report.lang));
    }
    out.push_str(&command("notice", &[("title", "nachweis".to_owned())], &text));
    out
}

fn finding(item: &Item<'_>) -> String {
    // An annotation is red only where the run is.
    let kind = match item.level() {
        Level::Undecided | Level::Error if item.blocks() => "error",
        Level::Undecided | Level::Error | Level::Warning => "warning",
        Level::Advice => "notice",
    };
    let (start, end) = item::region(&item.place());
    let mut properties = vec![("file", item.path()), ("line", start.line.to_string())];
    // Columns count only where begin and end are on one line; a range of lines is drawn at its end.
    if start.line == end.line && start < end {
        properties.push(("col", start.column.to_string()));
        properties.push(("endColumn", end.column.to_string()));
    }
    properties.push(("title", format!("{} [{}]", item.title(), item.rule())));
    command(kind, &properties, &item.text(LONGEST))
}

fn command(kind: &str, properties: &[(&str, String)], message: &str) -> String {
    let properties: Vec<_> =
        properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    format!("::{kind} {}::{}\n", properties.join(","), data(message))
}

/// What the runner would read as the end of the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As [`data`], and what it would read as the end of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
