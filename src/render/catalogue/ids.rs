//! The words for what packs and rules write as ids: origins, formats, types, groups.

use crate::model::{Files, Format, Order, Origin, Type};
use crate::rule::{Group, Lang};

/// How sure a pack is; what it says in words of its own stays.
pub(super) fn confidence(word: &str, lang: Lang) -> &str {
    match (word, lang) {
        ("high", Lang::De) => "Sicherheit hoch",
        ("medium", Lang::De) => "Sicherheit mittel",
        ("low", Lang::De) => "Sicherheit gering",
        ("high", Lang::En) => "confidence high",
        ("medium", Lang::En) => "confidence medium",
        ("low", Lang::En) => "confidence low",
        (other, Lang::De | Lang::En) => other,
    }
}

/// Where a task comes from.
pub(super) fn origin(origin: Origin, lang: Lang) -> &'static str {
    let (de, en) = match origin {
        Origin::Announced => ("Titel vom Herausgeber angekündigt", "title announced by the publisher"),
        Origin::Guideline => ("von den Leitlinien verlangt", "asked for by the guideline"),
        Origin::Law => ("von einer Rechtsnorm verlangt", "asked for by a law"),
        Origin::Practice => ("gute Praxis", "good practice"),
    };
    pick(lang, de, en)
}

/// The name of a format.
pub(super) fn format(format: Format, lang: Lang) -> &'static str {
    match format {
        Format::Any => pick(lang, "beliebiges Format", "any format"),
        Format::Markdown | Format::Yaml | Format::Toml | Format::Json | Format::Csv | Format::Pdf => {
            format.name()
        }
    }
}

/// How many files may claim a piece.
pub(super) fn files(files: Files, lang: Lang) -> &'static str {
    let (de, en) = match files {
        Files::One => ("eine Datei", "one file"),
        Files::Each => ("mehrere Dateien, jede für sich geprüft", "several files, each judged on its own"),
        Files::Series => (
            "eine Reihe von Dateien, nur die neueste muss aktuell sein",
            "a series of files; only the newest must be current",
        ),
    };
    pick(lang, de, en)
}

/// What a field or a cell holds.
pub(super) fn kind(kind: Type, lang: Lang) -> &'static str {
    let (de, en) = match kind {
        Type::Text => ("Text", "text"),
        Type::Integer => ("ganze Zahl", "whole number"),
        Type::Number => ("Zahl", "number"),
        Type::Boolean => ("true oder false", "true or false"),
        Type::Date => ("Datum", "date"),
        Type::OneOf => ("eines von", "one of"),
        Type::Role => ("Rolle", "role"),
        Type::List => ("Liste", "list"),
        Type::Sha256 => ("64 hexadezimale Ziffern", "64 hexadecimal digits"),
        Type::Commit => ("vollständige Commit-Kennung", "full commit id"),
        Type::Task => ("Kennung einer Aufgabe", "id of a task"),
    };
    pick(lang, de, en)
}

/// How two dates must lie.
pub(super) fn order(order: Order, lang: Lang) -> &'static str {
    match order {
        Order::Before => pick(lang, "vor", "before"),
        Order::NotAfter => pick(lang, "nicht nach", "not after"),
    }
}

/// What the rules of a group are about.
pub(super) fn group(group: Group, lang: Lang) -> &'static str {
    let (de, en) = match group {
        Group::There => ("Ist der Nachweis da und lesbar?", "Is the evidence there and readable?"),
        Group::Whole => ("Ist der Nachweis vollständig?", "Is the evidence whole?"),
        Group::Current => ("Ist der Nachweis aktuell?", "Is the evidence current?"),
        Group::Approved => ("Ist der Nachweis freigegeben?", "Is the evidence approved?"),
        Group::Decided => ("Ist das Tor entschieden?", "Is the gate decided?"),
        Group::Contradiction => ("Widerspricht sich etwas?", "Does anything contradict itself?"),
        Group::Exempt => ("Tragen die Ausnahmen?", "Do the exemptions hold?"),
        Group::Policy => ("Ist das Regelwerk in Ordnung?", "Is the policy in order?"),
        Group::Undetermined => ("Was lässt sich nicht entscheiden?", "What cannot be decided?"),
        Group::Yardstick => ("Stimmt der Maßstab?", "Is the yardstick right?"),
    };
    pick(lang, de, en)
}

/// The word of the language.
pub(super) fn pick(lang: Lang, de: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::De => de,
        Lang::En => en,
    }
}
