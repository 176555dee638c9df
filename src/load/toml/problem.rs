//! The parser's errors as findings. Its texts are English and meant for programmers; here they become rules and words
//! of our own, at the words that a person would look at.

use toml::de::Error;

use super::{ROUNDS, StandIns};
use crate::finding::{About, Finding, Problems};
use crate::model::Words;
use crate::name::Date;
use crate::rule::Rule;
use crate::text::{Node, Place, Source, Span};

/// How Git marks the two sides of a conflict that nobody has resolved.
const CONFLICT: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];

/// A finding about some words of a file. The words are what identifies it, not where they stand: that moves with
/// every line above.
pub(super) fn at(rule: Rule, source: &Source, span: Span) -> Finding {
    let about = About::project(source.words(&span).trim()).file(source.path());
    Finding::new(rule, about, Place::new(source, span))
}

fn wrong(source: &Source, span: Span, words: &str, expected: Words) -> Finding {
    at(Rule::WrongValue, source, span).variant("type").with("value", words).with("expected", expected)
}

/// Names what is no TOML, and gives back the spans of which nothing is to be believed. A line is named once, a header
/// for all that stands below it, and a value that nobody closed for all that it swallows.
pub(super) fn syntax(source: &Source, tree: &Node, errors: &[Error], problems: &mut Problems) -> Vec<Span> {
    let mut errors: Vec<(Span, &str)> =
        errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
    errors.sort_by_key(|(span, _)| span.start);
    let ends = errors.iter().filter(|(_, message)| is_unclosed(message)).map(|(span, _)| span.end);
    let open: Vec<Span> = ends.take(ROUNDS).filter_map(|end| unclosed(tree, end, source.text())).collect();
    let mut broken: Vec<(Span, Vec<(Span, &str)>)> = Vec::new();
    for (span, message) in errors {
        // The errors are sorted, so a region that holds one is the last.
        let last = broken.last_mut().filter(|(region, _)| span.start <= region.end);
        if let Some((_, errors)) = last {
            errors.push((span, message));
            continue;
        }
        let swallowed = open.iter().find(|open| (open.start..=open.end).contains(&span.start));
        let region = swallowed
            .map_or_else(|| section(source, span.start), |open| source.line_span(open.start).start..open.end);
        broken.push((region, vec![(span, message)]));
    }
    for (region, errors) in broken.iter().take(ROUNDS) {
        problems.push(syntax_problem(source, region, errors));
    }
    broken.into_iter().map(|(region, _)| region).collect()
}

/// The line of an offset; if it is the header of a table, with everything up to the next one.
fn section(source: &Source, offset: usize) -> Span {
    let line = source.line_span(offset);
    if !source.words(&line).trim_start().starts_with('[') {
        return line;
    }
    let next = source.text()[line.end..].find("\n[").map_or(source.text().len(), |at| line.end + at);
    line.start..next
}

fn is_unclosed(message: &str) -> bool {
    message.starts_with("unclosed") || message.contains("string, expected")
}

/// The value over several lines that the parser gave up at an offset.
fn unclosed(node: &Node, end: usize, text: &str) -> Option<Span> {
    if node.span.end == end && text.get(node.span.clone()).is_some_and(|words| words.contains('\n')) {
        return Some(node.span.clone());
    }
    let inner = node.entries().iter().map(|entry| &entry.value).chain(node.items());
    inner.filter_map(|inner| unclosed(inner, end, text)).next()
}

fn syntax_problem(source: &Source, region: &Span, errors: &[(Span, &str)]) -> Finding {
    let line = trimmed(source, source.line_span(region.start));
    let [(span, message), more @ ..] = errors else { return at(Rule::WrongValue, source, line) };
    if CONFLICT.iter().any(|mark| source.words(&line).starts_with(mark)) {
        return at(Rule::WrongValue, source, line).variant("conflict");
    }
    let token = token(source, span.start);
    let words = source.words(&token);
    if let Some(finding) = date_problem(source, token.clone(), words).filter(|_| is_date(words)) {
        return finding;
    }
    if *message == "duplicate key" {
        let key = source.words(span).trim_matches(['"', '\'']);
        return at(Rule::WrongValue, source, span.clone()).variant("duplicate").with("key", key);
    }
    let unclosed =
        |(_, message): &(Span, &str)| message.starts_with("unclosed") || message.contains("string, expected");
    if errors.iter().any(unclosed) {
        return at(Rule::WrongValue, source, line).variant("unclosed");
    }
    if !more.is_empty() || span.is_empty() || !line.contains(&span.start) {
        return at(Rule::WrongValue, source, line).variant("syntax");
    }
    let words = source.words(span);
    if words.starts_with(char::is_alphabetic) && !message.contains("key") {
        let expected =
            Words::both("Text in Anführungszeichen, true oder false", "text in quotes, true or false");
        return wrong(source, span.clone(), words, expected);
    }
    at(Rule::WrongValue, source, span.clone()).variant("syntax")
}

/// A span without the white space at its ends and without a comment that is set off by a blank.
fn trimmed(source: &Source, span: Span) -> Span {
    let words = source.words(&span);
    let words = words.split(" #").next().filter(|words| !words.trim().is_empty()).unwrap_or(words);
    let start = span.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

/// The unquoted word at an offset.
fn token(source: &Source, offset: usize) -> Span {
    let (text, ends) =
        (source.text(), |letter: char| letter.is_whitespace() || "=,[]{}\"'#".contains(letter));
    let start = text[..offset].rfind(ends).map_or(0, |at| at + 1);
    let end = text[offset..].find(ends).map_or(text.len(), |at| offset + at);
    start..end
}

fn is_date(words: &str) -> bool {
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    digits >= 6 && words.bytes().all(|byte| byte.is_ascii_digit() || b"-.:TZ+".contains(&byte))
}

/// The key that serde misses.
pub(super) fn missing(message: &str) -> Option<String> {
    message.starts_with("missing field").then(|| quoted(message).into_iter().next())?
}

/// A key is missing. The whole table is no place to look at: its first line is.
pub(super) fn missing_key(source: &Source, key: &str, span: Span, stand_ins: StandIns) -> Finding {
    let table = stand_ins.contains(&(key, "{}"));
    let key = if table { format!("[{key}]") } else { key.to_owned() };
    let about = About::project(key.as_str()).file(source.path());
    let line = trimmed(source, source.line_span(span.start));
    let finding = Finding::new(Rule::WrongValue, about, Place::new(source, line));
    finding.variant("missing").with("key", key)
}

/// Any other error of serde.
pub(super) fn problem(source: &Source, message: &str, span: Span) -> Finding {
    let names = quoted(message);
    let first = names.first().cloned().unwrap_or_default();
    if message.starts_with("unknown field") {
        let known = names.get(1..).unwrap_or_default();
        return similar(at(Rule::UnknownKey, source, span).with("key", first.as_str()), &first, known)
            .with("known", known.join(", "));
    }
    if message.starts_with("unknown variant") {
        let expected = names.get(1..).unwrap_or_default().join(", ");
        return at(Rule::WrongValue, source, span).with("value", first.as_str()).with("expected", expected);
    }
    let words = source.words(&span).trim().to_owned();
    let expected = match message.lines().next().unwrap_or_default() {
        "@date" => {
            let date = date_problem(source, span.clone(), &words);
            return date.unwrap_or_else(|| {
                let expected = Words::both("ein Datum wie 2026-11-22", "a date such as 2026-11-22");
                wrong(source, span, &words, expected)
            });
        }
        // Somebody meant everything at once, which no exemption does.
        "@id" if words.contains('*') => return at(Rule::WrongValue, source, span).variant("wildcard"),
        "@id" => Words::both(
            "eine Kennung aus Buchstaben, Ziffern und Bindestrichen",
            "an id of letters, digits and hyphens",
        ),
        "@path" => Words::both(
            "ein Pfad innerhalb des Projekts mit Schrägstrichen",
            "a path inside the project with slashes",
        ),
        "@interval" => {
            Words::both("eine Zahl von Monaten wie „12 months“", "a number of months such as “12 months”")
        }
        "@condition" => Words::both(
            "genau eines von all, any, not, fact mit is",
            "exactly one of all, any, not, fact with is",
        ),
        other => expected_type(other, &words),
    };
    wrong(source, span, words.trim_matches('"'), expected)
}

/// Something that is meant as a date: how it should be written, or that it does not exist.
fn date_problem(source: &Source, span: Span, words: &str) -> Option<Finding> {
    let bare = words.trim_matches(['"', '\'']);
    if let Some(date) = Date::parse_german(bare) {
        let expected =
            Words::both(&format!("das Datum in der Form {date}"), &format!("the date in the form {date}"));
        return Some(wrong(source, span, words, expected));
    }
    if let Some(date) = bare.get(..10).and_then(Date::parse) {
        let expected = Words::both(
            &format!("nur das Datum {date}, ohne Anführungszeichen und Uhrzeit"),
            &format!("only the date {date}, without quotes and time of day"),
        );
        return Some(wrong(source, span, words, expected));
    }
    is_date(bare).then(|| at(Rule::WrongValue, source, span).variant("date").with("value", bare))
}

/// What serde expected, in words.
fn expected_type(message: &str, words: &str) -> Words {
    let expected = message.rsplit("expected ").next().unwrap_or_default();
    let table = expected.starts_with("a map") || expected.starts_with("struct") || expected.contains("table");
    if message.contains("untagged enum Answer") {
        return Words::both(
            "true, false oder ein Wort in Anführungszeichen",
            "true, false or a word in quotes",
        );
    }
    // What begins with a bracket and is not the type in question is the header of a table.
    if words.starts_with('[') && expected.starts_with("a sequence") {
        let header = format!("[{words}]");
        let (de, en) = (format!("{header} in doppelten Klammern"), format!("{header} in double brackets"));
        return Words::both(&de, &en);
    }
    if words.starts_with("[[") && words.ends_with("]]") && !words.contains(['"', '\'', ',']) {
        let header = words.trim_start_matches('[').trim_end_matches(']');
        let (de, en) =
            (format!("[{header}] in einfachen Klammern"), format!("[{header}] in single brackets"));
        return Words::both(&de, &en);
    }
    if expected.starts_with("a string") {
        Words::both("Text in Anführungszeichen", "text in quotes")
    } else if expected.starts_with("a boolean") {
        Words::both("true oder false", "true or false")
    } else if ["a sequence", "an array"].iter().any(|start| expected.starts_with(start))
        || expected.contains("tuple")
    {
        Words::both("eine Liste in eckigen Klammern", "a list in square brackets")
    } else if table {
        Words::both("eine Tabelle", "a table")
    } else if expected.starts_with(['u', 'i']) {
        Words::both("eine ganze Zahl", "a whole number")
    } else if expected.starts_with('f') {
        Words::both("eine Zahl", "a number")
    } else {
        Words::both("ein Wert der richtigen Art", "a value of the right type")
    }
}

/// Adds the nearest known word, if one is near.
pub(in crate::load) fn similar(finding: Finding, word: &str, known: &[String]) -> Finding {
    let near = known
        .iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|(left, _), (right, _)| left.total_cmp(right));
    match near {
        Some((_, candidate)) => finding.variant("similar").with("similar", candidate.as_str()),
        None => finding,
    }
}

/// The words that serde puts in backticks.
fn quoted(message: &str) -> Vec<String> {
    message.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
