//! Canonical content: what is pinned cannot be changed by a byte without the pin breaking, unless the change is one of
//! those that form `c1` does not count; each such change is known here by a parser that is not ours.

use nachweis::load::{Canonical, canonical};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_assert_ne, prop_oneof};
use proptest::sample::Index;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::holds;
use crate::support::path;

fn of(name: &str, bytes: &[u8]) -> Canonical {
    canonical(&path(name), bytes)
}

/// Words as they stand in evidence, umlauts in both forms among them.
fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zäöü]{1,8}", Just("Pru\u{308}fung".to_owned()), "[0-9]{1,4}", "[\\*`_#>|\\-]{1,3}"]
}

fn line() -> impl Strategy<Value = String> {
    vec(word(), 1..6).prop_map(|words| words.join(" "))
}

/// Markdown with front matter, headings, a list, code and prose.
fn markdown() -> impl Strategy<Value = String> {
    let block = prop_oneof![
        line().prop_map(|line| format!("## {line}\n")),
        vec(line(), 1..4).prop_map(|lines| lines.join("\n") + "\n"),
        line().prop_map(|line| format!("- [x] {line}\n- [ ] offen\n")),
        line().prop_map(|line| format!("```\n{line}\n  eingerückt\n```\n")),
    ];
    ("[a-z]{1,6}", vec(block, 1..5)).prop_map(|(status, blocks)| {
        format!("---\ntask: P-10\nstatus: {status}\nreviewed: 2026-03-02\n---\n\n{}", blocks.join("\n"))
    })
}

/// A value as registers have them.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        line().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec(("[a-z]{1,4}", inner), 0..4).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// A register in YAML, JSON or TOML, or a file of which every byte counts.
fn register() -> impl Strategy<Value = (&'static str, String)> {
    let whole = |value: &Value| serde_json::json!({ "nachweis": { "task": "P-10" }, "x": value });
    prop_oneof![
        value().prop_map(move |value| ("a.json", whole(&value).to_string())),
        value().prop_map(move |value| ("a.yaml", whole(&value).to_string())),
        (line(), any::<i32>()).prop_map(|(line, number)| {
            let text = toml::Value::String(line);
            ("a.toml", format!("x = {text}\ny = [{number}, true]\n\n[nachweis]\ntask = \"P-10\"\n"))
        }),
        vec(line(), 1..4).prop_map(|lines| ("a.csv", lines.join("\n"))),
        vec(line(), 1..4).prop_map(|lines| ("a.pdf", format!("%PDF-1.7\n{}", lines.join("\n")))),
    ]
}

/// A change of one byte: another one there, one more, or one less.
fn change(text: &str, at: Index, byte: u8, how: u8) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    match how {
        0 => bytes[at.index(text.len())] = byte,
        1 => bytes.insert(at.index(text.len() + 1), byte),
        _ => drop(bytes.remove(at.index(text.len()))),
    }
    bytes
}

/// Bytes of which some are likely to be taken for something.
fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![any::<u8>(), proptest::sample::select(b" \t\r\n-`~#[]{}:,.'\"0aZ".to_vec())]
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// What a reader of Markdown sees of a body: its words, and its code as it stands.
fn seen(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut code, mut inside) = (Vec::<String>::new(), false);
    let options = pulldown_cmark::Options::ENABLE_TASKLISTS
        | pulldown_cmark::Options::ENABLE_TABLES
        | pulldown_cmark::Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(text, options) {
        match (event, code.last_mut()) {
            (Event::Start(Tag::CodeBlock(_)), _) => {
                inside = true;
                code.push(String::new());
            }
            (Event::End(TagEnd::CodeBlock), _) => inside = false,
            (Event::Text(text), Some(last)) if inside => last.push_str(&text.replace("\r\n", "\n")),
            (_, _) => {}
        }
    }
    (nfc(text).split_whitespace().map(str::to_owned).collect(), code)
}

/// The front matter as others read it, without the review date, and the body.
fn parts(text: &str) -> Option<(Value, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return Some((Value::Null, text));
    }
    let mut at = first.len();
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            let mut front: Value = serde_saphyr::from_str(&text[first.len()..at]).ok()?;
            drop(front.as_object_mut().and_then(|front| front.remove("reviewed")));
            return Some((front, &text[at + line.len()..]));
        }
        at += line.len();
    }
    Some((Value::Null, text))
}

#[test]
fn a_byte_of_a_document_cannot_change_unseen() {
    holds(1_500, 4, (markdown(), any::<Index>(), byte(), 0..3_u8), |(text, at, byte, how), tally| {
        let changed = change(&text, at, byte, how);
        if of("a.md", text.as_bytes()).hash != of("a.md", &changed).hash {
            tally.counts();
            return Ok(());
        }
        // Whatever becomes of the review date, it is no part of what is pinned.
        let (before, after) = text.split_once("2026-03-02").expect("a review date");
        if changed.starts_with(before.as_bytes()) && changed.ends_with(after.as_bytes()) {
            return Ok(());
        }
        let changed = std::str::from_utf8(&changed).expect("bytes that are no text have a hash of their own");
        let (before, after) = (parts(&text).expect("front matter"), parts(changed).expect("front matter"));
        prop_assert_eq!(before.0, after.0, "the front matter of {:?}", changed);
        prop_assert_eq!(seen(before.1), seen(after.1), "the body of {:?}", changed);
        Ok(())
    });
}

#[test]
fn a_letter_of_a_document_always_counts() {
    holds(500, 2, (markdown(), any::<Index>(), "[a-z]"), |(text, at, letter), tally| {
        let letters: Vec<usize> =
            text.match_indices(|char: char| char.is_ascii_lowercase()).map(|(at, _)| at).collect();
        let at = letters[at.index(letters.len())];
        if text[at..].starts_with(&letter) {
            return Ok(());
        }
        tally.counts();
        let changed = format!("{}{letter}{}", &text[..at], &text[at + 1..]);
        prop_assert_ne!(of("a.md", text.as_bytes()).hash, of("a.md", changed.as_bytes()).hash);
        Ok(())
    });
}

#[test]
fn a_byte_of_a_register_cannot_change_unseen() {
    let value = |name: &str, text: &str| -> Option<Value> {
        match name {
            "a.json" => serde_json::from_str(text).ok(),
            "a.yaml" => serde_saphyr::from_str(text).ok(),
            "a.toml" => {
                toml::from_str::<toml::Value>(text).ok().and_then(|value| serde_json::to_value(value).ok())
            }
            _ => None,
        }
    };
    holds(1_500, 4, (register(), any::<Index>(), byte(), 0..3_u8), |((name, text), at, byte, how), tally| {
        let changed = change(&text, at, byte, how);
        if changed == text.as_bytes() {
            return Ok(());
        }
        if of(name, text.as_bytes()).hash != of(name, &changed).hash {
            tally.counts();
            return Ok(());
        }
        let changed = std::str::from_utf8(&changed).expect("bytes that are no text have a hash of their own");
        let (before, after) = (value(name, &text), value(name, changed));
        prop_assert!(before.is_some(), "every byte of {name} counts: {changed:?}");
        prop_assert_eq!(before.map(composed), after.map(composed), "{}: {:?}", name, changed);
        Ok(())
    });
}

/// A value with all texts in NFC and without its review date.
fn composed(value: Value) -> Value {
    match value {
        Value::String(text) => Value::from(nfc(&text)),
        Value::Array(items) => items.into_iter().map(composed).collect(),
        Value::Object(entries) => {
            let kept = entries.into_iter().filter(|(key, _)| key != "reviewed");
            Value::Object(kept.map(|(key, value)| (key, composed(value))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

#[test]
fn white_space_line_ends_the_form_of_umlauts_and_the_review_date_do_not_count() {
    let blank = prop_oneof![Just(" "), Just("  "), Just("\n"), Just("\t")];
    let plain = || vec(prop_oneof!["[a-zäöü]{1,8}", Just("Pru\u{308}fung".to_owned())], 1..6);
    let lines = vec(plain().prop_map(|words| words.join(" ")), 1..4);
    holds(300, 1, (lines, blank, any::<bool>()), |(lines, blank, crlf), tally| {
        tally.counts();
        let text = format!("---\ntask: P-10\nreviewed: 2026-03-02\n---\n\n{}\n", lines.join("\n"));
        let other = lines.join("\n").split(' ').collect::<Vec<_>>().join(blank);
        let other: String = other.nfd().collect();
        let mut other = format!("---\nreviewed: 2026-09-09\ntask: P-10\n---\n{other}\n\n");
        if crlf {
            other = other.replace('\n', "\r\n");
        }
        prop_assert_eq!(of("a.md", text.as_bytes()).hash, of("a.md", other.as_bytes()).hash, "{:?}", other);
        Ok(())
    });
}

#[test]
fn texts_of_one_composed_form_have_one_key() {
    let any_text = prop_oneof!["\\PC{1,12}", "[a-zäöüß\u{308}\u{301}\u{327}q]{1,12}", "[가-힣ᄀ-ᇿ]{1,4}"];
    holds(600, 2, any_text, |text, tally| {
        let (composed, apart): (String, String) = (text.nfc().collect(), text.nfd().collect());
        if composed != apart {
            tally.counts();
        }
        for (name, around) in
            [("a.json", ("{\"x\":", "}")), ("a.yaml", ("{\"x\": ", "}")), ("a.toml", ("x = ", ""))]
        {
            let key = |text: &str| {
                let quoted = if name == "a.toml" {
                    toml::Value::String(text.to_owned()).to_string()
                } else {
                    Value::from(text).to_string()
                };
                of(name, format!("{}{quoted}{}", around.0, around.1).as_bytes()).hash
            };
            prop_assert_eq!(key(&text), key(&composed), "{}", name);
            prop_assert_eq!(key(&text), key(&apart), "{}", name);
        }
        Ok(())
    });
}
