//! Words in Markdown that mean themselves: nothing of them is read as markup, as HTML, or as a call to somebody.

use super::safe;

/// How many characters of somebody's words are shown.
const LONGEST: usize = 300;

/// A text of ours or of a pack: what Markdown would read as markup is escaped.
pub(super) fn text(words: &str) -> String {
    let line = safe::line(words);
    let line = line.trim();
    let mut out = String::with_capacity(line.len());
    let number = line.find(|char: char| !char.is_ascii_digit()).filter(|at| *at > 0);
    for (at, char) in line.char_indices() {
        let begins = at == 0 && matches!(char, '#' | '>' | '-' | '+' | '=');
        let counts = number == Some(at)
            && matches!(char, '.' | ')')
            && !line[at + 1..].starts_with(|next| next != ' ');
        if begins
            || counts
            || matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '&' | '$')
        {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// A value that somebody else wrote. A forge finds more in a text than Markdown does: people to call (`@name`), issues,
/// commits, addresses, emoji. It leaves code alone, and so plain words stay words and everything else becomes code.
pub(super) fn value(words: &str) -> String {
    let line = safe::line(words);
    let line = clip(line.trim(), LONGEST);
    let path = line.contains('/') && !line.contains(' ');
    if is_plain(&line) && !path { text(&line) } else { name(&line) }
}

/// A name or a path of somebody else, as code in every case. The one character that would end the cell of a table
/// even there is spelt out.
pub(super) fn name(words: &str) -> String {
    let line = safe::line(words);
    let line = line.trim();
    if line.is_empty() { String::new() } else { code(&line.replace('|', "\\u{7c}")) }
}

/// A name as code.
pub(super) fn code(name: &str) -> String {
    let name = safe::line(name);
    let ticks = "`".repeat(run(&name) + 1);
    let blank = if name.starts_with('`') || name.ends_with('`') { " " } else { "" };
    format!("{ticks}{blank}{name}{blank}{ticks}")
}

/// A fence that none of the lines ends.
pub(super) fn ticks(lines: &[String]) -> String {
    "`".repeat(lines.iter().map(|line| run(line)).max().unwrap_or(0).max(2) + 1)
}

/// A text of at most so many characters.
pub(super) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// The longest run of backticks.
fn run(line: &str) -> usize {
    line.split(|char| char != '`').map(str::len).max().unwrap_or(0)
}

/// Words in which no forge finds anything: a date, or letters, digits, blanks and a few stops that begin with a letter.
fn is_plain(line: &str) -> bool {
    let date = |line: &str| line.chars().all(|char| char.is_ascii_digit() || char == '-');
    let harmless = |char: char| char.is_alphanumeric() || " -–,.;()/*?„“”‚‘’…§".contains(char);
    // Not an emoji and not an address, which go on behind the colon.
    let stops =
        line.match_indices(':').all(|(at, _)| line[at + 1..].starts_with(' ') || at + 1 == line.len());
    let words = || line.split(|char: char| !char.is_alphanumeric());
    let commit = |word: &str| word.len() >= 7 && word.chars().all(|char| char.is_ascii_hexdigit());
    let lower = line.to_lowercase();
    let address = lower.contains("www.") || lower.contains("gh-") || words().any(commit);
    let begins = line.starts_with(|char: char| char.is_alphabetic() || "„“".contains(char));
    let all = line.chars().all(|char| harmless(char) || char == ':');
    !line.is_empty() && (date(line) || (begins && all && stops && !address))
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser};

    use super::*;

    #[test]
    fn texts_mean_themselves() {
        for words in [
            "Nutzer*innen und *mehr*",
            "1. Januar",
            "- a",
            "# x",
            "<b> & [a](b) `c` | $d$ ~~e~~ \\",
            "2026) a_b_",
            "2026.1",
            "7.",
        ] {
            let found: String = Parser::new(&text(words))
                .filter_map(|event| if let Event::Text(text) = event { Some(text.to_string()) } else { None })
                .collect();
            assert_eq!(found, words);
        }
        assert_eq!(text("2026.1"), "2026.1");
        assert_eq!(text(". x"), ". x");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!((code("`a"), code("a`")), ("`` `a ``".to_owned(), "`` a` ``".to_owned()));
        let fence = |line: &str| ticks(&["x".to_owned(), line.to_owned()]);
        assert_eq!((fence("x").as_str(), fence("```rust").as_str()), ("```", "````"));
    }

    #[test]
    fn values_are_words_or_code() {
        for plain in
            ["Ergebnis:", "Größe der Gruppe (4), „Pilot“: ja", "2026-03-01", "Konzept", "Müller-Lüdenscheidt"]
        {
            assert_eq!(value(plain), plain);
        }
        assert_eq!(value("Mehrwerte für Nutzer*innen"), "Mehrwerte für Nutzer\\*innen");
        for (other, shown) in [
            ("@everyone", "`@everyone`"),
            ("see #12", "`see #12`"),
            ("a|b", "`a\\u{7c}b`"),
            ("`", "`` ` ``"),
            ("x\n<b>", "`x <b>`"),
            ("Siehe http://x.example", "`Siehe http://x.example`"),
            ("Siehe www.x.example", "`Siehe www.x.example`"),
            ("Stand cc54154 oder deadbeef", "`Stand cc54154 oder deadbeef`"),
            (":tada:", "`:tada:`"),
            ("Ziel :tada: erreicht", "`Ziel :tada: erreicht`"),
            ("GH-12", "`GH-12`"),
            ("/close", "`/close`"),
            ("1. eins", "`1. eins`"),
            ("a\u{202e}b", "`a\\u{202e}b`"),
            ("docs/ab.md", "`docs/ab.md`"),
            ("", ""),
        ] {
            assert_eq!(value(other), shown);
        }
        assert_eq!(value(&"ä".repeat(400)).chars().count(), LONGEST);
    }
}
