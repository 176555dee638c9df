//! Text that others wrote, as each kind of output has to write it. What is unseen is said in `name`.

pub(super) use crate::name::printable as line;
use crate::name::{is_bracketed_command, is_unseen};

/// A text in JSON, with what could not be seen, or what a runner would obey, as escapes of JSON: it reads back as the
/// same values. A line of JSON never begins with a text, so the commands that count only there are none.
pub(super) fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        let commands = char == '#' && is_bracketed_command(&text[at..]);
        if char == '\n' || !(commands || is_unseen(char)) {
            out.push(char);
        } else {
            let mut units = [0; 2];
            out.extend(char.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

/// A word of a command, printable and quoted if a shell would read more into it than its characters.
pub(super) fn shell_word(text: &str) -> String {
    let text = &line(text);
    let plain = |char: char| char.is_alphanumeric() || "/._-+:@=,%".contains(char);
    let word = if text.starts_with('-') { format!("./{text}") } else { text.to_owned() };
    if !word.is_empty() && word.chars().all(plain) {
        word
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_reads_back_as_it_was() {
        let value = serde_json::json!({ "a\u{202e}": "b\u{9b}\u{e0041}\u{7f}\u{1b}\nü 👍", "b": "##[error]x ##vso[x]" });
        let text = json(&serde_json::to_string_pretty(&value).expect("JSON"));
        assert!(!text.contains(|char| is_unseen(char) && char != '\n'), "{text:?}");
        assert!(!text.contains("##"), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), value);
        assert_eq!(json("\"#1\""), "\"#1\"", "what commands nothing stays as it is");
    }

    #[test]
    fn a_path_cannot_end_a_command() {
        assert_eq!(shell_word("nachweise/müll-1.md"), "nachweise/müll-1.md");
        assert_eq!(shell_word("x; rm -rf ~"), "'x; rm -rf ~'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
        assert_eq!(shell_word("--force"), "./--force");
    }
}
