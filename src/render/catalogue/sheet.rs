//! A table of words: for a terminal with columns that stand below each other, as Markdown with a column for
//! everything.

use textwrap::{WordSeparator, WordSplitter, WrapAlgorithm};

use super::super::layout::{self, INDENT};
use super::super::{Options, safe};
use super::markdown;
use super::terminal::bold;

/// The narrowest that the column of words may become.
const NARROW: usize = 24;

/// Rows in groups.
pub(super) struct Sheet {
    /// What the table holds.
    pub(super) title: &'static str,
    /// The columns; the first is fixed, and exactly one holds words.
    pub(super) columns: Vec<Column>,
    /// The groups, in order.
    pub(super) groups: Vec<Group>,
}

/// A column: its head and where its cells stand.
#[derive(Clone, Copy)]
pub(super) struct Column(pub(super) &'static str, pub(super) Place);

/// Where the cells of a column stand on a terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a column that is as wide as they are.
    Fixed,
    /// In the column of words, wrapped to what the others leave.
    Words,
    /// Below the words, behind the head.
    Below,
    /// Below the words, without the head.
    Note,
    /// Nowhere.
    Hidden,
}

/// Rows with a title, where there is more than one group.
pub(super) struct Group {
    /// The title.
    pub(super) title: Option<String>,
    /// The rows, each as long as the columns are many.
    pub(super) rows: Vec<Vec<String>>,
}

impl Sheet {
    /// True when there is no row.
    pub(super) fn is_empty(&self) -> bool {
        self.groups.iter().all(|group| group.rows.is_empty())
    }

    /// The table as Markdown.
    pub(super) fn markdown(&self) -> String {
        let head: Vec<&str> = self.columns.iter().map(|column| column.0).collect();
        let mut out = format!("# {}\n", markdown::text(self.title));
        for group in self.groups.iter().filter(|group| !group.rows.is_empty()) {
            if let Some(title) = &group.title {
                out.push_str(&format!("\n## {}\n", markdown::text(title)));
            }
            out.push_str(&format!("\n{}", markdown::table(&head, &group.rows)));
        }
        out
    }

    /// The table for a terminal.
    pub(super) fn text(&self, options: &Options) -> String {
        let form = self.form(options);
        let mut out = String::new();
        let head: Vec<String> = self.columns.iter().map(|column| column.0.to_owned()).collect();
        let inline = |(column, cell): (&Column, &String)| match column.1 {
            Place::Fixed | Place::Words => cell.clone(),
            Place::Below | Place::Note | Place::Hidden => String::new(),
        };
        let head: Vec<String> = form.columns.iter().zip(&head).map(inline).collect();
        for line in form.row(&head).lines() {
            out.push_str(&format!("{}\n", bold(line, options)));
        }
        for group in self.groups.iter().filter(|group| !group.rows.is_empty()) {
            if let Some(title) = &group.title {
                out.push('\n');
                layout::paragraph(&mut out, "", &bold(&safe::line(title), options), options);
            }
            for (at, row) in group.rows.iter().enumerate() {
                let cells: Vec<String> = row.iter().map(|cell| safe::line(cell)).collect();
                if form.is_tall() && (at > 0 || group.title.is_none()) {
                    out.push('\n');
                }
                out.push_str(&form.row(&cells));
            }
        }
        out
    }

    /// How wide the columns are. Where too little is left for words, all but the first go below them.
    fn form(&self, options: &Options) -> Form {
        let rows = || self.groups.iter().flat_map(|group| &group.rows);
        let width = |at: usize| {
            let cells = rows().filter_map(|row| row.get(at)).map(|cell| layout::columns(&safe::line(cell)));
            cells.chain(self.columns.get(at).map(|column| layout::columns(column.0))).max().unwrap_or(0)
        };
        let mut columns = self.columns.clone();
        let widths: Vec<usize> = (0..columns.len()).map(width).collect();
        let total = options.width.max(40);
        let left = |columns: &[Column]| {
            let fixed = columns.iter().zip(&widths).filter(|(column, _)| column.1 == Place::Fixed);
            total.saturating_sub(INDENT.len() + fixed.map(|(_, width)| width + 2).sum::<usize>())
        };
        if left(&columns) < NARROW {
            let fixed = columns.iter_mut().skip(1).filter(|column| column.1 == Place::Fixed);
            fixed.for_each(|column| column.1 = Place::Below);
        }
        let room = left(&columns).max(1);
        Form { columns, widths, room, total }
    }
}

/// A table's columns with their widths.
struct Form {
    columns: Vec<Column>,
    widths: Vec<usize>,
    room: usize,
    total: usize,
}

impl Form {
    /// True when rows are blocks of several lines.
    fn is_tall(&self) -> bool {
        self.columns.iter().any(|column| matches!(column.1, Place::Below | Place::Note))
    }

    fn row(&self, cells: &[String]) -> String {
        let mut lines = vec![INDENT.to_owned()];
        let mut below = Vec::new();
        let mut start = INDENT.len();
        let mut at = INDENT.len();
        for ((column, cell), width) in self.columns.iter().zip(cells).zip(&self.widths) {
            match column.1 {
                Place::Fixed => {
                    lines[0].push_str(&format!("{}  ", layout::pad(cell, *width)));
                    at += width + 2;
                }
                Place::Words => {
                    start = at;
                    let width = (*width).min(self.room);
                    for (line, words) in wrap(cell, width).into_iter().enumerate() {
                        match lines.get_mut(line) {
                            Some(first) => first.push_str(&format!("{}  ", layout::pad(&words, width))),
                            None => lines.push(format!("{}{words}", " ".repeat(start))),
                        }
                    }
                    at += width + 2;
                }
                Place::Below if !cell.is_empty() => below.push(format!("{}: {cell}", column.0)),
                Place::Note if !cell.is_empty() => below.push(cell.clone()),
                Place::Below | Place::Note | Place::Hidden => {}
            }
        }
        for text in below {
            let lead = " ".repeat(start);
            lines.extend(wrap(&text, self.total - start).into_iter().map(|line| format!("{lead}{line}")));
        }
        lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
    }
}

/// Words are never broken: ids are there to be copied.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let form = textwrap::Options::new(width.max(1))
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(text, form).into_iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(role: &str) -> Sheet {
        let columns = vec![
            Column("Nr.", Place::Fixed),
            Column("Titel", Place::Words),
            Column("Rolle", Place::Fixed),
            Column("Werte", Place::Below),
        ];
        let row =
            ["P-10", "ein Titel, der sich nicht in eine Zeile fügt", role, "a|b"].map(str::to_owned).to_vec();
        Sheet {
            title: "Probe",
            columns,
            groups: vec![Group { title: Some("Gruppe".to_owned()), rows: vec![row] }],
        }
    }

    #[test]
    fn words_wrap_between_the_columns() {
        let text = sheet("fach").text(&Options { width: 42, ..Options::default() });
        let expected = [
            "   Nr.   Titel                       Rolle",
            "",
            "Gruppe",
            "   P-10  ein Titel, der sich nicht   fach",
            "         in eine Zeile fügt",
            "         Werte: a|b",
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn where_room_is_short_columns_go_below() {
        let text = sheet("selbstverwaltung").text(&Options { width: 40, ..Options::default() });
        assert!(text.contains("\n         Rolle: selbstverwaltung\n         Werte: a|b\n"), "{text}");
    }

    #[test]
    fn markdown_has_a_column_for_everything() {
        let text = sheet("fach").markdown();
        assert!(
            text.contains("| Nr. | Titel | Rolle | Werte |\n| --- | --- | --- | --- |\n| P-10 |"),
            "{text}"
        );
        assert!(text.contains("| a\\|b |"), "{text}");
    }
}
