//! A table of numbers. Where its columns do not fit they go on below, under the same first column.

use super::Options;
use super::layout::{self, INDENT};

/// Rows of cells; the first cell of each names it.
pub(super) struct Table {
    /// The words above the columns.
    pub(super) head: Vec<String>,
    /// The rows, each as long as the head.
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// Writes the table.
    pub(super) fn write(&self, out: &mut String, options: &Options) {
        let widths: Vec<usize> = (0..self.head.len()).map(|at| self.width(at)).collect();
        let Some((name, columns)) = widths.split_first() else { return };
        let room = options.width.saturating_sub(INDENT.len() + name);
        let mut next = 0;
        while next < columns.len() {
            let mut left = room;
            let fits = columns[next..].iter().take_while(|width| {
                let fits = **width + 2 <= left;
                left = left.saturating_sub(**width + 2);
                fits
            });
            let end = next + fits.count().max(1);
            if next > 0 {
                out.push('\n');
            }
            for row in std::iter::once(&self.head).chain(&self.rows) {
                let mut line = format!("{INDENT}{}", layout::pad(&row[0], *name));
                for at in next + 1..=end {
                    line.push_str(&" ".repeat(2 + widths[at] - layout::columns(&row[at])));
                    line.push_str(&row[at]);
                }
                out.push_str(line.trim_end());
                out.push('\n');
            }
            next = end;
        }
    }

    fn width(&self, column: usize) -> usize {
        let cells = std::iter::once(&self.head).chain(&self.rows);
        cells.map(|row| layout::columns(&row[column])).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_do_not_fit_go_on_below() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let table =
            Table { head: row(["Phase", "fehlt", "erfüllt"]), rows: vec![row(["Planung", "1", "–"])] };
        let mut out = String::new();
        table.write(&mut out, &Options { width: 19, ..Options::default() });
        assert_eq!(out, "   Phase    fehlt\n   Planung      1\n\n   Phase    erfüllt\n   Planung        –\n");
    }
}
