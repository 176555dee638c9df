//! Columns in the units of each reader, and places of what has none.

use nachweis::finding::Report;
use nachweis::name::RepoPath;
use nachweis::render::Format;
use nachweis::rule::Lang;
use nachweis::text::{Place, Source};

use super::readers::{commands, json, written};
use super::samples;

/// A report with one finding at these words.
fn at(text: &str, words: &str) -> Report {
    let mut report = samples::demo(None, Lang::De);
    report.findings.truncate(1);
    let start = text.find(words).expect("the words are there");
    let source = Source::new(RepoPath::new("docs/Größe 1.md").expect("a path"), text);
    report.findings[0].finding.place = Place::new(&source, start..start + words.len());
    report
}

fn columns(report: &Report) -> [(u64, u64); 3] {
    let sarif =
        &json(report, Format::Sarif)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    let rdjson = &json(report, Format::Rdjson)["diagnostics"][0]["location"]["range"];
    let github = &commands(&written(report, Format::Github))[0].properties;
    let number = |value: &serde_json::Value| value.as_u64().expect("a number");
    let text = |key: &str| github.get(key).map_or(0, |value| value.parse().expect("a number"));
    [
        (number(&sarif["startColumn"]), number(&sarif["endColumn"])),
        (number(&rdjson["start"]["column"]), number(&rdjson["end"]["column"])),
        (text("col"), text("endColumn")),
    ]
}

#[test]
fn each_reader_gets_columns_in_its_own_unit() {
    let sarif = json(&at("x", "x"), Format::Sarif);
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
    // Code points, bytes, characters.
    assert_eq!(columns(&at("a\nWort x", "Wort")), [(1, 5), (1, 5), (1, 5)]);
    assert_eq!(columns(&at("„größe“ Wort", "Wort")), [(9, 13), (15, 19), (9, 13)]);
    assert_eq!(columns(&at("👍\tWört", "Wört")), [(3, 7), (6, 11), (3, 7)]);
    assert_eq!(columns(&at("e\u{301}x\r\nWort", "x")), [(3, 4), (4, 5), (3, 4)]);
}

#[test]
fn lines_are_named_where_columns_would_mislead() {
    let two_lines = at("eins\nzwei\ndrei", "eins\nzwei");
    let commands = commands(&written(&two_lines, Format::Github));
    let properties = &commands[0].properties;
    assert_eq!((properties["line"].as_str(), properties.get("col")), ("1", None));
    let gitlab = &json(&two_lines, Format::Gitlab)[0]["location"]["lines"];
    assert_eq!((gitlab["begin"].as_u64(), gitlab["end"].as_u64()), (Some(1), Some(2)));
}

#[test]
fn a_place_without_words_is_its_line_and_one_without_a_text_the_first() {
    let source = Source::new(RepoPath::new("a.md").expect("a path"), "eins\nzwei\n");
    let mut report = at("x", "x");
    report.findings[0].finding.place = Place::new(&source, 5..5);
    assert_eq!(columns(&report), [(1, 5), (1, 5), (1, 5)]);
    report.findings[0].finding.place = Place::whole(source.path().clone());
    assert_eq!(columns(&report), [(1, 1), (1, 1), (0, 0)]);
}

#[test]
fn addresses_are_relative_and_encoded() {
    let uri = |path: &str| {
        let mut report = at("x", "x");
        report.findings[0].finding.place = Place::whole(RepoPath::new(path).expect("a path"));
        let place =
            &json(&report, Format::Sarif)["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        place["artifactLocation"]["uri"].as_str().expect("a text").to_owned()
    };
    assert_eq!(uri("docs/Größe 1.md"), "docs/Gr%C3%B6%C3%9Fe%201.md");
    assert_eq!(uri("a:b#c?d%e[f]"), "a%3Ab%23c%3Fd%25e%5Bf%5D");
    assert_eq!(uri("x-y_z~1.tar.gz"), "x-y_z~1.tar.gz");
}

#[test]
fn what_concerns_no_file_stands_at_one_that_exists() {
    for (report, path) in
        [(samples::no_settings(Lang::De), "README.md"), (samples::no_repository(Lang::De), "nachweis.toml")]
    {
        let sarif = json(&report, Format::Sarif);
        let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], path);
        assert_eq!(place["region"]["startLine"], 1);
        assert_eq!(json(&report, Format::Gitlab)[0]["location"]["path"], path);
        assert_eq!(json(&report, Format::Rdjson)["diagnostics"][0]["location"]["path"], path);
        assert_eq!(commands(&written(&report, Format::Github))[0].properties["file"], path);
    }
}
