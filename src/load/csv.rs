//! CSV to rows with the place of every cell. A comma or a semicolon separates, whichever the header has more of;
//! lines that begin with `#` are comments.

use super::limits::MAX_NODES;
use crate::model::{Flaw, Row, Table};
use crate::text::Span;

/// Reads a register.
pub(super) fn parse(text: &str) -> Result<Table, Flaw> {
    let first =
        text.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty()).unwrap_or_default();
    let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(delimiter)
        .from_reader(text.as_bytes());

    let mut table = Table::default();
    let mut nodes = 0;
    let mut record = ::csv::StringRecord::new();
    loop {
        // Where the reader stands is where the next record begins, give or take comments and blank lines.
        let from = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let more = reader
            .read_record(&mut record)
            .map_err(|_| Flaw::new("syntax", from..from).with("format", "CSV"))?;
        if !more {
            return Ok(table);
        }
        let start = record_start(text, from);
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len()).min(text.len());
        let span = start..start + text.get(start..end).unwrap_or_default().trim_end().len();
        nodes += record.len();
        if nodes > MAX_NODES {
            return Err(Flaw::new("limit", span)
                .with("limit", "values")
                .with("value", MAX_NODES.to_string()));
        }
        let cells: Vec<(String, Span)> = record
            .iter()
            .zip(cell_spans(text, &span, delimiter))
            .map(|(cell, span)| (cell.trim().to_owned(), span))
            .collect();
        if table.header.is_empty() {
            table.header = cells;
        } else if cells.iter().any(|(cell, _)| !cell.is_empty()) {
            if cells.len() != table.header.len() {
                return Err(Flaw::new("syntax", span).with("format", "CSV"));
            }
            table.rows.push(Row { span, cells });
        }
    }
}

/// Skips comments and blank lines, as the reader does.
fn record_start(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        if line.starts_with('#') || line.trim().is_empty() {
            at += line.len();
        } else {
            break;
        }
    }
    at
}

/// The places of the cells of a record, quotes included.
fn cell_spans(text: &str, record: &Span, delimiter: u8) -> Vec<Span> {
    let (mut spans, mut start, mut quoted) = (Vec::new(), record.start, false);
    for (at, byte) in text.bytes().enumerate().take(record.end).skip(record.start) {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == delimiter && !quoted {
            spans.push(start..at);
            start = at + 1;
        }
    }
    spans.push(start..record.end);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_where_they_stand() {
        let text = "id,text\n# Beispiel: 1,x\n\nR-1,\"a, b\"\nR-2,für\n";
        let table = parse(text).expect("valid CSV");
        assert_eq!(table.header.len(), 2);
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[0].cells[1].0, "a, b");
        assert_eq!(&text[table.rows[0].cells[1].1.clone()], "\"a, b\"");
        assert_eq!(&text[table.rows[1].cells[1].1.clone()], "für");
        assert_eq!(&text[table.rows[1].span.clone()], "R-2,für");
    }

    #[test]
    fn semicolons_separate_too_and_short_rows_are_refused() {
        assert_eq!(parse("a;b\n1;2\n").expect("valid CSV").rows[0].cells[1].0, "2");
        assert_eq!(parse("a,b\n1\n").expect_err("a short row").variant, "syntax");
    }

    #[test]
    fn cells_are_counted_to_the_last_one() {
        for (more, expected) in [(-1, "none"), (0, "none"), (1, "limit")] {
            let rows = MAX_NODES.checked_add_signed(more).expect("a number");
            let found = parse(&"1\n".repeat(rows)).map_or_else(|flaw| flaw.variant, |_| "none");
            assert_eq!(found, expected, "{more}");
        }
    }
}
