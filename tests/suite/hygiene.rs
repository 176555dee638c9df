//! What keeps the tree as it is meant: layers, who may name what, file lengths, forgotten files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use nachweis::rule::Rule;

/// The layers in order, as `lib.rs` lists its modules. `name` and `text` are of one rank.
fn layers() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    lib.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder with its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name =
                path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).expect("a text")));
        }
    }
}

/// The part of a file before its tests.
fn production(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

#[test]
fn layers_point_one_way() {
    let layers = layers();
    assert_eq!(layers.first().map(String::as_str), Some("name"));
    let rank = |name: &str| layers.iter().position(|layer| layer == name);
    let mut wrong = Vec::new();
    for (file, text) in sources("src").into_iter().filter(|(file, _)| !file.starts_with("src/bin/")) {
        let Some(own) = file.split('/').nth(1).and_then(rank) else { continue };
        for used in text.split("crate::").skip(1) {
            let name: String =
                used.chars().take_while(|letter| letter.is_ascii_lowercase() || *letter == '_').collect();
            if rank(&name).is_some_and(|used| used > own) {
                wrong.push(format!("{file} uses {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn libraries_are_named_where_they_belong() {
    let allowed: [(&str, &[&str]); 14] = [
        ("git2::", &["src/repo/"]),
        ("ssh_key::", &["src/name/key.rs"]),
        ("miette::", &["src/render/snippet.rs"]),
        ("serde_sarif::", &["src/render/sarif/"]),
        ("percent_encoding::", &["src/render/sarif/"]),
        ("quick_xml::", &["src/render/junit.rs"]),
        ("saphyr_parser::", &["src/load/yaml.rs"]),
        ("pulldown_cmark::", &["src/load/markdown.rs", "src/render/catalogue/"]),
        ("std::fs", &["src/repo/", "src/bin/"]),
        ("std::env", &["src/bin/"]),
        ("SystemTime", &["src/bin/nachweis/clock.rs", "src/repo/"]),
        ("process::Command", &[]),
        // There all words are made printable.
        ("stdout()", &["src/bin/nachweis/output.rs"]),
        ("stderr()", &["src/bin/nachweis/output.rs"]),
    ];
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        for (word, places) in allowed {
            let tests = file.contains("/tests");
            if !tests
                && production(&text).contains(word)
                && !places.iter().any(|place| file.starts_with(place))
            {
                wrong.push(format!("{file} names {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut lengths = Vec::new();
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let lines = production(&text).lines().count();
        lengths.push(lines);
        if lines > 400 {
            wrong.push(format!("{file} has {lines} lines"));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{file} does not begin with what belongs there"));
        }
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 130, "the median file has {median} lines");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_rule_is_one_id_one_page_a_language_and_one_file() {
    let pages: BTreeSet<String> = fs::read_dir(root().join("src/rule/pages"))
        .expect("the pages")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let expected: BTreeSet<String> =
        Rule::ALL.iter().flat_map(|rule| [format!("{rule}.de.md"), format!("{rule}.en.md")]).collect();
    assert_eq!(pages, expected);
    let shared = ["mod", "context", "fields", "prose"];
    for (file, _) in sources("src/check") {
        let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".rs")).expect("a Rust file");
        let rule = Rule::from_id(&stem.replace('_', "-"));
        assert!(rule.is_some() || shared.contains(&stem), "{file} is no rule");
    }
}

#[test]
fn nothing_is_left_for_later() {
    let words = ["#[ign\u{6f}re", "tod\u{6f}!(", "unimplement\u{65}d!("].map(str::to_owned);
    let all = [sources("src"), sources("tests/suite"), sources("tests/fuzz/fuzz_targets")].concat();
    let found: Vec<_> = all
        .iter()
        .filter_map(|(file, text)| words.iter().find(|word| text.contains(*word)).map(|word| (file, word)))
        .collect();
    assert_eq!(found, []);
}

#[test]
fn no_test_file_is_forgotten() {
    let main = fs::read_to_string(root().join("tests/suite/main.rs")).expect("main.rs");
    for entry in fs::read_dir(root().join("tests/suite")).expect("the suite") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let stem = name.trim_end_matches(".rs");
        assert!(stem == "main" || main.contains(&format!("mod {stem};")), "{name} is not part of the suite");
    }
}
