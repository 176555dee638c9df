//! What counts as text of one's own.

use unicode_normalization::UnicodeNormalization;

use crate::model::{Heading, Markdown, Prose, Section};
use crate::name::is_unseen;

/// Headings compare without case, numbering, punctuation and level.
pub(super) fn normal(heading: &str) -> String {
    let text: String = heading.nfc().collect::<String>().to_lowercase();
    let unnumbered = text.trim_start_matches(|letter: char| {
        letter.is_ascii_digit() || matches!(letter, '.' | ')' | '(' | ' ' | '\t' | '§')
    });
    let words: Vec<&str> =
        unnumbered.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The heading of a section, under any of its names.
pub(super) fn heading<'m>(markdown: &'m Markdown, section: &Section) -> Option<&'m Heading> {
    let names: Vec<String> = section.headings().map(normal).collect();
    markdown.headings.iter().find(|heading| names.contains(&normal(&heading.text)))
}

/// Whether at least a sentence stands under a heading that did not come with the template.
pub(super) fn has_sentence(markdown: &Markdown, heading: &Heading, template: &[String]) -> bool {
    let inside = |prose: &&Prose| heading.span.end <= prose.span.start && prose.span.start < heading.end;
    let own = |prose: &&Prose| !template.contains(&normal(&prose.text));
    let words =
        markdown.prose.iter().filter(inside).filter(own).flat_map(|prose| prose.text.split_whitespace());
    words.filter(|word| is_word(word)).count() >= 3
}

/// At least three words.
pub(super) fn is_sentence(text: &str) -> bool {
    text.split_whitespace().filter(|word| is_word(word)).count() >= 3
}

/// A word has a letter or a digit that can be seen.
fn is_word(word: &str) -> bool {
    // The fillers of Hangul are letters by their class and blanks to the eye.
    word.chars().any(|char| char.is_alphanumeric() && !is_unseen(char))
}

/// The prose of a text, normalised, to recognise what came with a template.
pub(super) fn lines(markdown: &Markdown) -> Vec<String> {
    markdown.prose.iter().map(|prose| normal(&prose.text)).filter(|line| !line.is_empty()).collect()
}

/// Words that stand where content should be. Compared without case, as whole words.
const MARKERS: [&str; 17] = [
    "TODO",
    "TBD",
    "FIXME",
    "XXX",
    "lorem ipsum",
    "dolor sit amet",
    "hier ausfüllen",
    "hier eintragen",
    "hier einfügen",
    "bitte ausfüllen",
    "bitte eintragen",
    "wird noch ergänzt",
    "TT.MM.JJJJ",
    "JJJJ-MM-TT",
    "YYYY-MM-DD",
    "to be done",
    "to be determined",
];

/// The places of placeholders in a text, as byte offsets with their length. What cannot be seen inside a word hides
/// none.
pub(super) fn placeholders(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let is_letter =
        |letter: Option<char>| letter.is_some_and(|one| one.is_alphanumeric() && !is_skipped(one));
    let mut before = None;
    for (start, letter) in text.char_indices() {
        if !is_letter(before) && !is_skipped(letter) {
            let rest = &text[start..];
            let ends = MARKERS.iter().filter_map(|marker| end_of(marker, rest));
            found.extend(ends.filter(|end| !is_letter(rest[*end..].chars().next())).map(|end| (start, end)));
        }
        before = Some(letter);
    }
    found.sort_unstable();
    found
}

/// Where a marker ends that a text begins with, whatever their case.
fn end_of(marker: &str, text: &str) -> Option<usize> {
    let mut letters = text.char_indices().filter(|(_, letter)| !is_skipped(*letter));
    let mut end = 0;
    for wanted in marker.chars() {
        let is_wanted = |(_, letter): &(usize, char)| letter.to_lowercase().eq(wanted.to_lowercase());
        let (at, letter) = letters.next().filter(is_wanted)?;
        end = at + letter.len_utf8();
    }
    Some(end)
}

/// What nobody sees, and what is no blank either.
fn is_skipped(letter: char) -> bool {
    is_unseen(letter) && !letter.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_compare_tolerantly() {
        assert_eq!(normal("3.1 Maßnahmen:"), normal("maßnahmen"));
        assert_eq!(normal("Risiken je  Gewährleistungsziel"), "risiken je gewährleistungsziel");
    }

    #[test]
    fn placeholders_are_whole_words() {
        assert_eq!(placeholders("Todo: später"), [(0, 4)]);
        assert_eq!(placeholders("Die Methode xxx."), [(12, 3)]);
        assert!(placeholders("Methodologie, mastodon").is_empty());
        assert_eq!(placeholders("Bitte ausfüllen"), [(0, 16)]);
    }

    #[test]
    fn what_cannot_be_seen_hides_no_placeholder() {
        assert_eq!(placeholders("TO\u{200b}DO"), [(0, 7)]);
        assert_eq!(placeholders("ein \u{2060}T\u{ad}B\u{feff}D\u{200d}."), [(7, 8)]);
        assert_eq!(placeholders("lorem\u{200c} ipsum"), [(0, 14)]);
        assert_eq!(placeholders("TODO\u{3164}"), [(0, 4)]);
        assert!(placeholders("mas\u{200b}todon, lorem\nipsum").is_empty());
    }

    #[test]
    fn invisible_text_is_no_sentence() {
        assert!(!is_sentence("\u{200b} \u{200b} \u{200b} \u{200b}"));
        assert!(!is_sentence("– – – –"));
        assert!(!is_sentence("\u{3164} \u{115f}\u{1160} \u{ffa0} \u{3164}"));
        assert!(is_sentence("Das ist geprüft."));
    }
}
