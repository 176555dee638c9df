//! Text that others wrote, made printable: nothing in it may steer a terminal, hide itself or turn the reading order.

use super::layout::GLUE;

/// A text as one printable line: a line end or tab becomes a blank, whatever else could not be seen its escape.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\t' => out.push(' '),
            other => push(&mut out, other),
        }
    }
    out
}

/// Adds one character, as its escape if it could not be seen.
pub(super) fn push(out: &mut String, char: char) {
    if is_unseen(char) {
        out.extend(char.escape_unicode());
    } else {
        out.push(char);
    }
}

/// A text in JSON, with what could not be seen as escapes of JSON: it reads back as the same values.
pub(super) fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if char == '\n' || !is_unseen(char) {
            out.push(char);
        } else {
            let mut units = [0; 2];
            out.extend(char.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

/// A word of a command, quoted if a shell would read more into it than its characters.
pub(super) fn shell_word(text: &str) -> String {
    let plain = |char: char| char.is_alphanumeric() || "/._-+:@=,%".contains(char);
    let word = if text.starts_with('-') { format!("./{text}") } else { text.to_owned() };
    if !word.is_empty() && word.chars().all(plain) {
        word
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Control characters, characters that turn the direction of the text, and those without any width.
fn is_unseen(char: char) -> bool {
    char.is_control()
        || char == GLUE
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
            line("a\u{1b}[31m\r\nb\tc\u{202e}d\u{9b}\u{7f}"),
            "a\\u{1b}[31m b c\\u{202e}d\\u{9b}\\u{7f}"
        );
        assert_eq!(line("a\rb\r\rc"), "a b  c", "each line end is one blank");
        assert_eq!(line("Größe „x“ – é 日本 👍"), "Größe „x“ – é 日本 👍");
    }

    #[test]
    fn json_reads_back_as_it_was() {
        let value = serde_json::json!({ "a\u{202e}": "b\u{9b}\u{e0041}\u{7f}\u{1b}\nü 👍" });
        let text = json(&serde_json::to_string_pretty(&value).expect("JSON"));
        assert!(!text.contains(|char| is_unseen(char) && char != '\n'), "{text:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), value);
    }

    #[test]
    fn a_path_cannot_end_a_command() {
        assert_eq!(shell_word("nachweise/müll-1.md"), "nachweise/müll-1.md");
        assert_eq!(shell_word("x; rm -rf ~"), "'x; rm -rf ~'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
        assert_eq!(shell_word("--force"), "./--force");
    }
}
