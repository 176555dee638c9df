//! Text that others wrote, made printable: nothing in it may steer a terminal, hide itself, turn the reading order, or
//! be taken for a command by whoever runs the job and reads its log.

/// A character of private use that the layout keeps for itself, so that nobody else may write it.
const KEPT: char = '\u{e000}';

/// A text as one printable line: a line end or tab becomes a blank, whatever else could not be seen its escape, and so
/// does the first sign of what a runner would obey. Twice printable is the same as once.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '\r' if chars.peek().is_some_and(|next| next.1 == '\n') => {}
            '\n' | '\r' | '\t' => out.push(' '),
            _ if is_hidden(text, at, char) => out.extend(char.escape_unicode()),
            other => out.push(other),
        }
    }
    out
}

/// The same for several lines, of which each stays one.
pub fn printable_lines(text: &str) -> String {
    text.split('\n').map(printable).collect::<Vec<_>>().join("\n")
}

/// True for the character of a text that must not be written as it is: it could not be seen, or is where a command to
/// a runner begins.
pub(crate) fn is_hidden(text: &str, at: usize, char: char) -> bool {
    is_unseen(char) || is_command(text, at)
}

/// GitHub's runner obeys `::name …::` where it begins a line, and any word may come to begin one when a text is
/// wrapped; it and the one of Azure obey `##[name]` and `##vso[name]` wherever they stand.
fn is_command(text: &str, at: usize) -> bool {
    let (before, rest) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    if let Some(name) = rest.strip_prefix("::") {
        return name.starts_with(|char: char| char.is_ascii_alphabetic())
            && before.chars().next_back().is_none_or(|char| char.is_whitespace() || is_unseen(char));
    }
    is_bracketed_command(rest)
}

/// True where `##[` or `##name[` begins.
pub(crate) fn is_bracketed_command(rest: &str) -> bool {
    let name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    rest.strip_prefix("##").is_some_and(|rest| rest.trim_start_matches(name).starts_with('['))
}

/// Control characters, characters that turn the direction of the text, and those without any width.
pub(crate) fn is_unseen(char: char) -> bool {
    char.is_control()
        || char == KEPT
        || matches!(
            char,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_spelt_out() {
        assert_eq!(
            printable("a\u{1b}[31m\r\nb\tc\u{202e}d\u{9b}\u{7f}"),
            "a\\u{1b}[31m b c\\u{202e}d\\u{9b}\\u{7f}"
        );
        assert_eq!(printable("a\rb\r\rc"), "a b  c", "each line end is one blank");
        assert_eq!(printable("Größe „x“ – é 日本 👍"), "Größe „x“ – é 日本 👍");
    }

    #[test]
    fn no_runner_finds_a_command() {
        for (text, shown) in [
            ("::error::x", "\\u{3a}:error::x"),
            ("a ::error::x", "a \\u{3a}:error::x"),
            ("a\n::stop-commands::x", "a \\u{3a}:stop-commands::x"),
            ("a\u{3000}::error::x", "a\u{3000}\\u{3a}:error::x"),
            ("a\u{85}::error::x", "a\\u{85}\\u{3a}:error::x"),
            ("a##[error]x", "a\\u{23}#[error]x"),
            ("###[error]x", "#\\u{23}#[error]x"),
            ("##vso[task.setvariable]x", "\\u{23}#vso[task.setvariable]x"),
        ] {
            assert_eq!(printable(text), shown);
            assert_eq!(printable(shown), shown);
        }
        for same in ["a::b", ":: b", "## Titel", "## [x]", "#1", "a ::", "%0A::notice::x"] {
            assert_eq!(printable(same), same);
        }
        assert_eq!(printable_lines("a\n::error::x\n"), "a\n\\u{3a}:error::x\n");
    }
}
