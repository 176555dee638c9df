//! A table of words: for a terminal with columns that stand below each other, as Markdown with a column for
//! everything.

use super::super::layout;
use super::super::{Options, safe};
use super::form::Form;
use super::markdown;
use super::terminal::bold;

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
        let form = Form::of(self, options);
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
