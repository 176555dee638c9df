//! The effective policy with where each value came from, and what moved between two policies.

use super::super::Options;
use super::ids::pick;
use super::request::ListFormat;
use super::sheet::{Column, Group, Place, Sheet};
use super::{json, markdown};
use crate::model::{Direction, Words};
use crate::rule::Lang;
use crate::verdict::{Area, Effect, Effective, Moved, Note, Origin, PolicyDiff};

/// What `policy show` prints.
pub fn policy_show(all: &[Effective], format: ListFormat, lang: Lang, options: &Options) -> String {
    match format {
        ListFormat::Json => json::policy_show(all),
        ListFormat::Text | ListFormat::Markdown => {
            written(all.iter().map(|one| show(one, lang)), format, options)
        }
    }
}

/// What `policy diff` prints. Mere wording is counted, and shown where more is asked for.
pub fn policy_diff(all: &[PolicyDiff], format: ListFormat, lang: Lang, options: &Options) -> String {
    match format {
        ListFormat::Json => json::policy_diff(all),
        ListFormat::Text | ListFormat::Markdown => {
            let of = |one: &PolicyDiff| {
                let (sheet, foot) = diff(one, lang, options.verbose);
                let head = format!("{} → {}", one.before, one.now);
                (head, sheet, Some(foot))
            };
            written(all.iter().map(of), format, options)
        }
    }
}

fn written(
    all: impl Iterator<Item = (String, Sheet, Option<String>)>,
    format: ListFormat,
    options: &Options,
) -> String {
    let one = |(head, sheet, foot): (String, Sheet, Option<String>)| {
        let as_markdown = format == ListFormat::Markdown;
        let body = match (sheet.is_empty(), as_markdown) {
            (true, true) => format!("# {}\n", markdown::text(sheet.title)),
            (true, false) => String::new(),
            (false, true) => sheet.markdown(),
            (false, false) => sheet.text(options),
        };
        let line = |text: &str| {
            if as_markdown { markdown::text(text) } else { super::super::safe::line(text) }
        };
        let foot = foot.map_or(String::new(), |foot| format!("\n{}\n", line(&foot)));
        if as_markdown {
            format!("{body}\n{}\n{foot}", line(&head))
        } else {
            format!("{}\n\n{body}{foot}", line(&head))
        }
    };
    all.map(one).collect::<Vec<_>>().join("\n")
}

fn show(shown: &Effective, lang: Lang) -> (String, Sheet, Option<String>) {
    let columns = vec![
        Column(pick(lang, "Wert", "Key"), Place::Fixed),
        Column(pick(lang, "Stand", "Value"), Place::Words),
        Column(pick(lang, "Anmerkung", "Note"), Place::Note),
        Column(pick(lang, "Herkunft", "From"), Place::Below),
    ];
    let of_area = |area: Area| {
        let rows = shown.values.iter().filter(move |value| value.area == area);
        Group {
            title: Some(self::area(area, lang).to_owned()),
            rows: rows.map(|value| row(shown, value, lang)).collect(),
        }
    };
    let mut groups: Vec<Group> = Area::ALL.into_iter().map(of_area).collect();
    let departures = shown.departures.iter().map(|departure| {
        let way = direction(departure.difference.direction, lang).to_owned();
        vec![departure.difference.element(), departure.difference.values(), way, departure.from.clone()]
    });
    groups.push(Group {
        title: Some(pick(lang, "Schwächer als die Grundlage", "Weaker than what it builds on").to_owned()),
        rows: departures.collect(),
    });
    let title = pick(lang, "Geltender Maßstab", "Effective policy");
    (format!("{} ({})", shown.name, shown.settings), Sheet { title, columns, groups }, None)
}

fn row(shown: &Effective, value: &Effect, lang: Lang) -> Vec<String> {
    let unset = match value.area {
        Area::Facts => pick(lang, "offen", "open"),
        Area::Subjects => pick(lang, "nicht zugeordnet", "not mapped"),
        Area::Roles => pick(lang, "keine Mitglieder", "no members"),
        Area::Pack | Area::Project | Area::Trust | Area::Exemptions => {
            pick(lang, "nicht festgelegt", "not set")
        }
    };
    let set = value.value.clone().unwrap_or_else(|| unset.to_owned());
    let set = match (value.area, set.as_str()) {
        (Area::Subjects, "[]") => {
            pick(lang, "nicht in diesem Repository", "not in this repository").to_owned()
        }
        (Area::Roles, "1") => pick(lang, "1 Mitglied", "1 member").to_owned(),
        (Area::Roles, _) if value.value.is_some() => format!("{set} {}", pick(lang, "Mitglieder", "members")),
        _ => set,
    };
    let note = match &value.note {
        Note::None => String::new(),
        Note::Digest(digest) => digest.clone(),
        Note::Tasks(tasks) => tasks.join(", "),
        Note::TurnsOff(off) if off.is_empty() => String::new(),
        Note::TurnsOff(off) => {
            let off: Vec<String> = off.iter().map(ToString::to_string).collect();
            format!("{}: {}", pick(lang, "schaltet ab", "turns off"), off.join(", "))
        }
        Note::Owner => pick(lang, "darf den Maßstab senken", "may lower the bar").to_owned(),
    };
    let origin = match &value.origin {
        Origin::Settings(line) => format!("{}:{line}", shown.settings),
        Origin::Pack(pack, file) => format!("{pack}, {file}"),
        Origin::Default => String::new(),
    };
    let by_nobody = matches!(value.origin, Origin::Default);
    let set = if by_nobody { format!("{set} ({})", pick(lang, "Vorgabe", "default")) } else { set };
    vec![value.key.clone(), set, note, origin]
}

fn area(area: Area, lang: Lang) -> &'static str {
    match area {
        Area::Pack => pick(lang, "Regelwerk", "Pack"),
        Area::Project => pick(lang, "Vorhaben", "Project"),
        Area::Facts => pick(lang, "Fakten", "Facts"),
        Area::Subjects => pick(lang, "Gegenstände", "Subjects"),
        Area::Roles => pick(lang, "Rollen", "Roles"),
        Area::Trust => pick(lang, "Vertrauen", "Trust"),
        Area::Exemptions => pick(lang, "Ausnahmen", "Exemptions"),
    }
}

fn direction(direction: Direction, lang: Lang) -> &'static str {
    match direction {
        Direction::Weaker => pick(lang, "verlangt weniger", "asks for less"),
        Direction::Changed => pick(lang, "nicht vergleichbar", "cannot be ordered"),
        Direction::Stricter => pick(lang, "verlangt mehr", "asks for more"),
        Direction::Wording => pick(lang, "anderer Wortlaut", "other wording"),
    }
}

fn diff(diff: &PolicyDiff, lang: Lang, verbose: bool) -> (Sheet, String) {
    let columns = vec![
        Column(pick(lang, "Was", "What"), Place::Fixed),
        Column(pick(lang, "Vorher → jetzt", "Before → now"), Place::Words),
        Column(pick(lang, "Betrifft", "Concerns"), Place::Below),
    ];
    let shown = |way: &Direction| verbose || *way != Direction::Wording;
    let groups = Direction::ALL.into_iter().filter(shown).map(|way| {
        let rows = diff.values.iter().filter(move |value| value.direction == way);
        Group {
            title: Some(direction(way, lang).to_owned()),
            rows: rows.map(|row| moved(row, lang)).collect(),
        }
    });
    let count = |way| diff.values.iter().filter(|value| value.direction == way).count();
    let counts = Direction::ALL.map(|way| format!("{} {}", count(way), direction(way, lang))).join(", ");
    let title = pick(lang, "Unterschiede im Maßstab", "Differences of the policy");
    (Sheet { title, columns, groups: groups.collect() }, format!("{counts}."))
}

fn moved(value: &Moved, lang: Lang) -> Vec<String> {
    let word = |words: &Option<Words>| words.as_ref().map_or("–", |words| words.get(lang)).to_owned();
    let moved = match (&value.before, &value.now) {
        (None, None) => "…".to_owned(),
        (before, now) => format!("{} → {}", word(before), word(now)),
    };
    let concerns = value.concerns.as_ref().map_or("", |words| words.get(lang));
    vec![value.element.clone(), moved, concerns.to_owned()]
}
