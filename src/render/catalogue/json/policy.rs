//! The effective policy and its differences, for programs.

use serde::Serialize;

use super::array;
use crate::model::Words;
use crate::name::Address;
use crate::rule::Lang;
use crate::verdict::{Effect, Effective, Moved, Note, Origin, PolicyDiff};

/// Text in both languages, where they differ.
#[derive(Serialize)]
#[serde(untagged)]
enum Value<'a> {
    Same(&'a str),
    Both { de: &'a str, en: &'a str },
}

fn value(words: &Words) -> Value<'_> {
    match words.en.as_deref().filter(|en| *en != words.de) {
        Some(en) => Value::Both { de: words.get(Lang::De), en },
        None => Value::Same(&words.de),
    }
}

#[derive(Serialize)]
struct Policy<'a> {
    settings: &'a str,
    name: &'a str,
    values: Vec<Row<'a>>,
    departures: Vec<DepartureRow<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    area: &'static str,
    key: &'a str,
    value: Option<&'a str>,
    digest: Option<&'a str>,
    tasks: Option<&'a [String]>,
    turns_off: Option<&'a [Address]>,
    may_lower_bar: bool,
    from: From<'a>,
}

#[derive(Serialize)]
struct From<'a> {
    kind: &'static str,
    path: Option<&'a str>,
    line: Option<usize>,
    pack: Option<&'a str>,
}

#[derive(Serialize)]
struct DepartureRow<'a> {
    from: &'a str,
    element: String,
    direction: &'static str,
    before: Option<&'a str>,
    now: Option<&'a str>,
}

/// The effective policies.
pub(in crate::render::catalogue) fn policy_show(all: &[Effective]) -> String {
    array(all.iter().map(policy)) + "\n"
}

fn policy(shown: &Effective) -> Policy<'_> {
    let departures = shown.departures.iter().map(|departure| DepartureRow {
        from: &departure.from,
        element: departure.difference.element(),
        direction: departure.difference.direction.id(),
        before: departure.difference.before.as_deref(),
        now: departure.difference.now.as_deref(),
    });
    Policy {
        settings: shown.settings.as_str(),
        name: &shown.name,
        values: shown.values.iter().map(|value| row(shown, value)).collect(),
        departures: departures.collect(),
    }
}

fn row<'a>(shown: &'a Effective, effect: &'a Effect) -> Row<'a> {
    let none = From { kind: "default", path: None, line: None, pack: None };
    let from = match &effect.origin {
        Origin::Settings(line) => {
            From { kind: "settings", path: Some(shown.settings.as_str()), line: Some(*line), ..none }
        }
        Origin::Pack(pack, file) => From { kind: "pack", path: Some(file), pack: Some(pack), ..none },
        Origin::Default => none,
    };
    let mut row = Row {
        area: effect.area.id(),
        key: &effect.key,
        value: effect.value.as_deref(),
        digest: None,
        tasks: None,
        turns_off: None,
        may_lower_bar: false,
        from,
    };
    match &effect.note {
        Note::None => {}
        Note::Digest(digest) => row.digest = Some(digest),
        Note::Tasks(tasks) => row.tasks = Some(tasks),
        Note::TurnsOff(off) => row.turns_off = Some(off),
        Note::Owner => row.may_lower_bar = true,
    }
    row
}

#[derive(Serialize)]
struct Diff<'a> {
    before: &'a str,
    now: &'a str,
    values: Vec<MovedRow<'a>>,
}

#[derive(Serialize)]
struct MovedRow<'a> {
    of: &'static str,
    element: &'a str,
    direction: &'static str,
    before: Option<Value<'a>>,
    now: Option<Value<'a>>,
    concerns: Option<Value<'a>>,
}

/// The differences.
pub(in crate::render::catalogue) fn policy_diff(all: &[PolicyDiff]) -> String {
    array(all.iter().map(|diff| Diff {
        before: &diff.before,
        now: &diff.now,
        values: diff.values.iter().map(moved).collect(),
    })) + "\n"
}

fn moved(moved: &Moved) -> MovedRow<'_> {
    MovedRow {
        of: if moved.settings { "settings" } else { "pack" },
        element: &moved.element,
        direction: moved.direction.id(),
        before: moved.before.as_ref().map(value),
        now: moved.now.as_ref().map(value),
        concerns: moved.concerns.as_ref().map(value),
    }
}
