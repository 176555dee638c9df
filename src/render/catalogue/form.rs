//! Where the cells of a sheet stand on a terminal: which columns fit beside each other, and the lines of a row.

use textwrap::{WordSeparator, WordSplitter, WrapAlgorithm};

use super::super::layout::{self, INDENT};
use super::super::{Options, safe};
use super::sheet::{Column, Place, Sheet};

/// The narrowest that the column of words may become.
const NARROW: usize = 24;

/// A table's columns with their widths.
pub(super) struct Form {
    /// The columns with their places.
    pub(super) columns: Vec<Column>,
    widths: Vec<usize>,
    room: usize,
    total: usize,
}

impl Form {
    /// How wide the columns are. Where too little is left for words, all but the first go below them.
    pub(super) fn of(sheet: &Sheet, options: &Options) -> Self {
        let rows = || sheet.groups.iter().flat_map(|group| &group.rows);
        let width = |at: usize| {
            let cells = rows().filter_map(|row| row.get(at)).map(|cell| layout::columns(&safe::line(cell)));
            cells.chain(sheet.columns.get(at).map(|column| layout::columns(column.0))).max().unwrap_or(0)
        };
        let mut columns = sheet.columns.clone();
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
        Self { columns, widths, room, total }
    }

    /// True when rows are blocks of several lines.
    pub(super) fn is_tall(&self) -> bool {
        self.columns.iter().any(|column| matches!(column.1, Place::Below | Place::Note))
    }

    /// The lines of a row.
    pub(super) fn row(&self, cells: &[String]) -> String {
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
            lines.extend(
                wrap(&text, self.total.saturating_sub(start)).into_iter().map(|line| format!("{lead}{line}")),
            );
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
