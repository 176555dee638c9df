//! Every TOML file that is shipped can be read by readers of TOML 1.0: editors and Python know no newer one.

use crate::support::texts_below;

/// What a reader of TOML 1.0 refuses and the parser of this crate (1.1) accepts: line ends and trailing commas in
/// inline tables, and the escapes `\e` and `\x`.
fn newer_than_toml_1_0(text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut open: Vec<char> = Vec::new();
    let mut line = 1;
    let mut comma = false;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| rest.starts_with(quotes));
        let token = if let Some(quotes) = quotes {
            let body = &rest[quotes.len()..];
            let end = end_of_string(body, quotes);
            if quotes.starts_with('"') && (escapes(&body[..end], 'e') || escapes(&body[..end], 'x')) {
                wrong.push(format!("line {line}: an escape"));
            }
            quotes.len() + end + quotes.len()
        } else if letter == '#' {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            letter.len_utf8()
        };
        let inline = open.last() == Some(&'{');
        match letter {
            '\n' if inline => wrong.push(format!("line {line}: a line end in an inline table")),
            '}' if inline && comma => wrong.push(format!("line {line}: a trailing comma in an inline table")),
            '{' | '[' => open.push(letter),
            _ => {}
        }
        if matches!(letter, '}' | ']') {
            open.pop();
        }
        if !letter.is_whitespace() && letter != '#' {
            comma = letter == ',';
        }
        line += rest[..token].matches('\n').count();
        rest = &rest[token..];
    }
    wrong
}

/// Where a string ends; in one of several lines quotes before the last three belong to it.
fn end_of_string(body: &str, quotes: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in body.char_indices() {
        let ends = !escaped && body[at..].starts_with(quotes);
        if ends && !(quotes.len() == 3 && body[at + 1..].starts_with(quotes)) {
            return at;
        }
        escaped = letter == '\\' && !escaped && quotes.starts_with('"');
    }
    panic!("a string without end: {body}")
}

fn escapes(text: &str, wanted: char) -> bool {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' && letters.next() == Some(wanted) {
            return true;
        }
    }
    false
}

#[test]
fn the_scanner_knows_what_is_newer_than_toml_1_0() {
    let fine = [
        "a = { b = [\n1,\n2,\n] }\n",
        "a = [\n{ b = 1 },\n{ c = \"},\\n\" },\n]\n",
        "a = '''{\n,}'''\nb = \"\"\"{\n\"\"\\\\e\"\"\"\"\n",
        "[a.b] # { \n[[c]]\n",
    ];
    let newer = [
        "a = {\nb = 1 }\n",
        "a = { b = 1, }\n",
        "a = { b = { c = 1 },\n}\n",
        "a = \"\\e\"\n",
        "a = \"\\\\\\x41\"\n",
    ];
    for text in fine {
        assert!(toml::from_str::<toml::Table>(text).is_ok(), "{text}");
        assert_eq!(newer_than_toml_1_0(text), Vec::<String>::new(), "{text}");
    }
    for text in newer {
        assert!(toml::from_str::<toml::Table>(text).is_ok(), "{text}");
        assert!(!newer_than_toml_1_0(text).is_empty(), "{text}");
    }
}

#[test]
fn every_shipped_toml_is_toml_1_0() {
    let mut seen = 0;
    for folder in ["policies", "fixtures/repos"] {
        for (name, text) in texts_below(folder) {
            if name.ends_with(".toml") {
                assert!(toml::from_str::<toml::Table>(&text).is_ok(), "{name}");
                assert_eq!(newer_than_toml_1_0(&text), Vec::<String>::new(), "{name}");
                seen += 1;
            }
        }
    }
    assert!(seen > 35, "{seen}");
}
