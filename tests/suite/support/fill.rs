//! Fills in the template of any piece with plausible text, values and dates, from what the pack asks for.

use nachweis::load::document;
use nachweis::model::{Body, Column, Format, Pack, Piece, Task, Type};
use nachweis::name::RepoPath;

use super::path;

/// The day of everything that no rule about the order of dates names.
pub(crate) const DAY: &str = "2026-02-01";
/// The day on which every gate was decided; one that repeats was decided again since.
pub(crate) const DECIDED: &str = "2024-01-02";
/// The day of what has to come before it.
const BEFORE: &str = "2023-12-01";

/// Where a piece lies; a pattern stands for a file of that day.
pub(crate) fn place(piece: &Piece) -> RepoPath {
    path(&format!("nachweise/{}", piece.path.replace('*', DAY)))
}

/// The template of a piece as `new` writes it.
pub(crate) fn fresh<'p>(pack: &'p Pack, piece: &Piece) -> &'p str {
    let name = piece.template.as_ref().unwrap_or_else(|| panic!("{} has a template", piece.path));
    &pack.templates[name]
}

/// The template, filled in.
pub(crate) fn filled(pack: &Pack, task: &Task, piece: &Piece) -> String {
    let template = fresh(pack, piece);
    match piece.format {
        Format::Markdown => markdown(pack, task, piece, template),
        Format::Csv => csv(pack, task, piece, template),
        Format::Yaml => yaml(pack, task, piece),
        Format::Toml | Format::Json | Format::Pdf | Format::Any => {
            panic!("{}: no template of that kind", piece.path)
        }
    }
}

fn markdown(pack: &Pack, task: &Task, piece: &Piece, template: &str) -> String {
    let mut out = String::new();
    let mut front = 0;
    for line in template.lines() {
        front += usize::from(line == "---");
        let text = match line {
            _ if front < 2 && line.starts_with("status:") => "status: final".to_owned(),
            _ if front < 2 && line.starts_with("reviewed:") => format!("reviewed: {DAY}"),
            _ if front < 2 && line.starts_with("decision:") => "decision: go".to_owned(),
            _ if front < 2 && line.starts_with("decided:") => format!("decided: {}", decided(pack, piece)),
            _ if front < 2 && line.starts_with("course:") => "course: continue".to_owned(),
            _ if front == 2 && line.starts_with("- [ ]") => line.replacen("- [ ]", "- [x]", 1),
            _ if front == 2 && line.starts_with("## ") => {
                let name = line.trim_start_matches('#').trim();
                format!("{line}\n\nZu „{name}“ hat das Team den Stand der Dinge hier festgehalten.")
            }
            other => field(pack, task, piece, other, front).unwrap_or_else(|| other.to_owned()),
        };
        out.push_str(&text);
        out.push('\n');
    }
    out
}

fn decided(pack: &Pack, piece: &Piece) -> &'static str {
    let gate = piece.decision.as_ref().and_then(|decision| pack.gate(decision.gate.as_str()));
    if gate.is_some_and(|gate| gate.repeats) { DAY } else { DECIDED }
}

/// A field of the front matter that the pack asks for.
fn field(pack: &Pack, task: &Task, piece: &Piece, line: &str, front: usize) -> Option<String> {
    let (name, _) = line.split_once(':').filter(|_| front < 2)?;
    let field = piece.fields.as_ref()?.get(name)?;
    Some(format!("{name}: {}", value(pack, task, piece, name, field.kind, &field.values, 0)))
}

fn yaml(pack: &Pack, task: &Task, piece: &Piece) -> String {
    let mut out = format!(
        "nachweis:\n  task: {}\n  status: final\n  responsible: {}\n",
        task.address(piece),
        task.responsible
    );
    if piece.review.is_some() {
        out.push_str(&format!("  reviewed: {DAY}\n"));
    }
    for (name, field) in piece.fields.iter().flatten() {
        out.push_str(&format!("{name}: {}\n", value(pack, task, piece, name, field.kind, &field.values, 0)));
    }
    if piece.columns.is_some() {
        let under = piece.rows.as_ref().and_then(|rows| rows.under.as_deref()).unwrap_or("eintraege");
        out.push_str(&format!("{under}:\n"));
        for row in 0..rows(piece) {
            let cells = piece.columns.iter().flatten().enumerate().map(|(at, (name, column))| {
                let opening = if at == 0 { "  - " } else { "    " };
                format!("{opening}{name}: {}\n", cell(pack, task, piece, name, column, row))
            });
            out.extend(cells);
        }
    }
    out
}

fn csv(pack: &Pack, task: &Task, piece: &Piece, template: &str) -> String {
    let document = document(&place(piece), Some(template.as_bytes()), None).expect("a readable template");
    let Body::Table(table) = document.body else { panic!("{} is no register", piece.path) };
    let names: Vec<&str> = table.header.iter().map(|(name, _)| name.as_str()).collect();
    let mut out = format!("{}\n", names.join(","));
    for row in 0..rows(piece) {
        let columns = piece.columns.as_ref().unwrap_or_else(|| panic!("{} has columns", piece.path));
        let cells = names.iter().map(|name| {
            let column = columns.get(*name).unwrap_or_else(|| panic!("{}: {name} is no column", piece.path));
            cell(pack, task, piece, name, column, row).trim_matches(['[', ']']).to_owned()
        });
        out.push_str(&format!("{}\n", cells.collect::<Vec<_>>().join(",")));
    }
    out
}

/// Enough rows for the number that is asked for, and for every value that has to occur.
fn rows(piece: &Piece) -> usize {
    let least = piece.rows.as_ref().map_or(1, |rows| rows.at_least.max(1));
    let covered = piece.columns.iter().flatten().filter(|(_, column)| column.covers);
    covered.map(|(_, column)| column.values.len()).fold(least, usize::max)
}

fn cell(pack: &Pack, task: &Task, piece: &Piece, name: &str, column: &Column, row: usize) -> String {
    let spread = if column.covers || column.unique { row } else { 0 };
    let plain = value(pack, task, piece, name, column.kind, &column.values, spread);
    if column.unique && column.kind == Type::Text { format!("{plain} {row}") } else { plain }
}

fn value(
    pack: &Pack,
    task: &Task,
    piece: &Piece,
    name: &str,
    kind: Type,
    values: &[String],
    at: usize,
) -> String {
    match kind {
        Type::Text => format!("Angabe zu {name} nach Rücksprache im Haus"),
        Type::Integer => (at + 1).to_string(),
        Type::Number => "1.5".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::Date => day(pack, task, piece, name).to_owned(),
        Type::OneOf => values[at % values.len()].clone(),
        Type::Role => "fach".to_owned(),
        Type::List => format!("[{}]", values.first().map_or("erstens", String::as_str)),
        Type::Sha256 => "0f".repeat(32),
        Type::Commit => "0f".repeat(20),
        Type::Task => "P-10".to_owned(),
    }
}

/// A day that keeps the order the pack asks for.
fn day(pack: &Pack, task: &Task, piece: &Piece, name: &str) -> &'static str {
    let here = task.address(piece);
    let named = |when: &nachweis::model::When| when.evidence == here && when.field == name;
    if pack.date_orders.iter().any(|order| named(&order.first)) {
        BEFORE
    } else if pack.date_orders.iter().any(|order| named(&order.second)) {
        DECIDED
    } else {
        DAY
    }
}
