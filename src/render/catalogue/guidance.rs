//! What a template tells those who fill it in: the comments in it, by the section, field or column they are about.

use std::collections::BTreeMap;

use crate::model::Format;

/// The guidance of a template.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Guidance {
    /// What is said of the whole.
    pub(super) lead: String,
    /// What is said of a section, by its heading, or of a field or column, by its name.
    of: BTreeMap<String, String>,
}

impl Guidance {
    /// Reads the comments of a template.
    pub(super) fn of(format: Format, template: &str) -> Self {
        match format {
            Format::Markdown => markdown(template),
            Format::Yaml | Format::Toml => data(template),
            Format::Csv => table(template),
            Format::Json | Format::Pdf | Format::Any => Self::default(),
        }
    }

    /// What is said of something by that name.
    pub(super) fn on(&self, name: &str) -> Option<&str> {
        self.of.get(name).map(String::as_str)
    }
}

/// The comment below each heading.
fn markdown(template: &str) -> Guidance {
    let sections = template.split("\n## ").skip(1).filter_map(|section| {
        let (heading, below) = section.split_once('\n')?;
        let (comment, _) = below.trim_start().strip_prefix("<!--")?.split_once("-->")?;
        Some((heading.trim().to_owned(), joined(comment.lines())))
    });
    Guidance { lead: String::new(), of: sections.collect() }
}

/// The comment at the top is about the whole, one above a key about that key, and `#   name: …` about a column.
fn data(template: &str) -> Guidance {
    let mut found = Guidance::default();
    let mut above: Vec<&str> = Vec::new();
    for line in template.lines() {
        let comment = line.strip_prefix('#');
        if let Some(comment) = comment {
            above.push(comment);
            continue;
        }
        let key = line.split_once(':').filter(|(key, _)| !key.starts_with(' ')).map(|(key, _)| key.trim());
        let block = std::mem::take(&mut above);
        match key {
            // The metadata has no guidance of its own: what stands above it is about the file.
            Some("nachweis") => found.lead = joined(block),
            Some(key) if block.first().is_none_or(|first| !lists_columns(first)) => {
                found.of.insert(key.to_owned(), said(&joined(block)));
            }
            Some(_) => columns(&block, &mut found.of),
            // A comment that nothing follows directly, or one inside of a value.
            None => {}
        }
    }
    found.of.retain(|_, text| !text.is_empty());
    found
}

/// `# Spalten:` in one of the languages of packs.
fn lists_columns(line: &str) -> bool {
    matches!(line.trim(), "Spalten:" | "Columns:")
}

/// `#   name: text`, with further lines that stand deeper.
fn columns(block: &[&str], of: &mut BTreeMap<String, String>) {
    let mut name = String::new();
    let mut texts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for line in block.iter().skip(1) {
        let deep = line.len() - line.trim_start().len();
        match line.trim().split_once(": ").filter(|_| deep == 3) {
            Some((column, text)) => {
                name = column.split(' ').next().unwrap_or_default().to_owned();
                texts.entry(name.clone()).or_default().push(text);
            }
            None => texts.entry(name.clone()).or_default().push(line),
        }
    }
    of.extend(texts.into_iter().map(|(column, lines)| (column, said(&joined(lines)))));
}

/// The first comment; those behind it list the values or are an example.
fn table(template: &str) -> Guidance {
    let first = template.lines().find_map(|line| line.strip_prefix('#')).unwrap_or_default();
    let lead = if values(first.trim()) { String::new() } else { joined([first]) };
    Guidance { lead, of: BTreeMap::new() }
}

fn values(text: &str) -> bool {
    ["Erlaubte Werte:", "Freiwillig:", "Allowed values:", "Optional:"]
        .iter()
        .any(|word| text.starts_with(word))
}

/// Which values are allowed and what is optional stands on the page anyway.
fn said(text: &str) -> String {
    let words = ["Erlaubt:", "Allowed:", "(freiwillig)", "(optional)"];
    let end = words.iter().filter_map(|word| text.find(word)).min().unwrap_or(text.len());
    text[..end].trim_end().to_owned()
}

fn joined<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    lines.into_iter().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_below_a_heading_is_about_the_section() {
        let template = "---\ntask: P-10\n---\n\n# Titel\n\n## Maßnahmen\n\n<!-- Nennen Sie Eigner\n     und Frist. -->\n\n\
                        ## Ergebnis\n\nText\n";
        let found = Guidance::of(Format::Markdown, template);
        assert_eq!(found.on("Maßnahmen"), Some("Nennen Sie Eigner und Frist."));
        assert_eq!((found.on("Ergebnis"), found.lead.as_str()), (None, ""));
    }

    #[test]
    fn comments_of_data_are_about_the_key_below_them() {
        let template = "# Wofür das\n# Ganze ist.\nnachweis:\n  task: P-10/x\n\n# Was ist es? Erlaubt: a,\n# b.\nart:\n\n\
                        # Spalten:\n#   ziel: wohin es\n#       gehen soll\n#   grund (freiwillig): warum: eben darum\n\
                        eintraege: []\n# Beispiel:\n#   ziel: dort\n";
        let found = Guidance::of(Format::Yaml, template);
        assert_eq!(found.lead, "Wofür das Ganze ist.");
        let said = ["art", "ziel", "grund", "eintraege", "nachweis"].map(|name| found.on(name));
        let expected =
            [Some("Was ist es?"), Some("wohin es gehen soll"), Some("warum: eben darum"), None, None];
        assert_eq!(said, expected);
    }

    #[test]
    fn of_a_table_the_first_comment_counts() {
        let lead = |template| Guidance::of(Format::Csv, template).lead;
        assert_eq!(
            lead("a,b\n# Eine Zeile je Fall.\n# Erlaubte Werte: a = x\n# 1,2\n"),
            "Eine Zeile je Fall."
        );
        assert_eq!(lead("a,b\n# Erlaubte Werte: a = x\n"), "");
    }
}
