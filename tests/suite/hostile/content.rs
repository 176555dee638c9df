//! Evidence that looks like evidence.

use super::case::{Case, SENTENCE, errors, said, spoilt};
use crate::support::evidence::*;

/// Text under a heading that says nothing.
const HOLLOW: [(&str, &str, &str); 9] = [
    ("a comment", "<!-- Der Nutzen liegt bei den Menschen, die Bescheide lesen. -->", "empty-section"),
    ("a comment over lines", "<!--\nDer Nutzen liegt\nbei den Menschen.\n-->", "empty-section"),
    (
        "text without any width",
        "\u{200b}\u{feff} \u{200c}\u{200d} \u{2060}\u{2060} \u{200b}",
        "empty-section",
    ),
    (
        "letters that are blanks",
        "\u{3164}\u{3164} \u{115f}\u{1160} \u{ffa0}\u{ffa0} \u{3164}",
        "empty-section",
    ),
    ("blanks in disguise", "&nbsp; &#8203; &emsp; &shy; &nbsp;", "empty-section"),
    ("signs", "– – … *** ___ 👍 👍 👍", "empty-section"),
    ("code", "```\nDer Nutzen liegt bei den Menschen, die Bescheide lesen.\n```", "empty-section"),
    ("filler from the start", "Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "placeholder-text"),
    ("filler from the middle", "Dolor sit amet, consectetur adipiscing elit, sed do.", "placeholder-text"),
];

#[test]
fn a_section_is_not_filled_by_what_nobody_reads() {
    for (name, sentence, rule) in HOLLOW {
        let report = Case::of(&said(sentence)).check(1);
        assert!(
            errors(&report).iter().any(|found| found.0 == rule && found.1 == BENEFITS),
            "{name}: {report:#}"
        );
    }
    Case::of(&said(SENTENCE)).check(0);
}

#[test]
fn metadata_alone_is_no_evidence() {
    let head = |text: &str| text.split("\n---\n").next().expect("front matter").to_owned() + "\n---\n";
    let report = Case::of(&spoilt(BENEFITS, head)).check(1);
    let found = errors(&report);
    assert!(found.iter().filter(|found| found.0 == "missing-section").count() == 5, "{found:?}");
}
