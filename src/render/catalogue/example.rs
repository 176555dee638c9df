//! The examples of a rule's page. What stands behind a fence says what the block is: a file and the day on which it
//! is committed, or what `check` says on a day.

use super::block::Block;
use super::ids::pick;
use super::terms::Term;
use crate::rule::Lang;

/// A block of code with a line above it that says what it is.
pub(super) fn blocks(info: &str, code: &str, lang: Lang) -> Vec<Block> {
    let mut words = info.split(' ').filter(|word| !word.is_empty());
    let kind = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let lines: Vec<String> = code.lines().map(str::to_owned).collect();
    match (kind, rest.as_slice()) {
        (_, []) => vec![Block::Verbatim(lines)],
        ("text", [day, more @ ..]) => findings(day, more, lines, lang),
        ("delete", [path, more @ ..]) => {
            let when = more.join(" ");
            vec![Block::paragraph(format!("{path}, {when}: {}.", Term::Deleted.get(lang)))]
        }
        (_, [path, more @ ..]) => {
            let when = more.iter().map(|word| match *word {
                "uncommitted" => Term::Uncommitted.get(lang),
                "target" => pick(lang, "auf dem Zielzweig", "on the target branch"),
                day => day,
            });
            let label = std::iter::once(*path).chain(when).collect::<Vec<_>>().join(", ");
            vec![Block::Label(format!("{label}:")), Block::Verbatim(lines)]
        }
    }
}

fn findings(day: &str, more: &[&str], lines: Vec<String>, lang: Lang) -> Vec<Block> {
    let words = more.iter().map(|word| match word.strip_prefix("base=") {
        Some(base) => format!("{} {base}", pick(lang, "gegenüber dem Stand vom", "against the state of")),
        None => (*word).to_owned(),
    });
    let words: Vec<String> = words.collect();
    let more = if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
    if lines.is_empty() {
        let none = pick(lang, "Keine Befunde am", "No findings on");
        return vec![Block::paragraph(format!("{none} {day}{more}."))];
    }
    let found = pick(lang, "Befunde am", "Findings on");
    vec![Block::Label(format!("{found} {day}{more}:")), Block::Verbatim(lines)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_says_what_its_block_is() {
        let label = |info: &str, code: &str| {
            let first = blocks(info, code, Lang::De).remove(0);
            if let Block::Label(text) | Block::Paragraph(text) = first { text } else { format!("{first:?}") }
        };
        assert_eq!(label("text 2026-03-01", ""), "Keine Befunde am 2026-03-01.");
        assert_eq!(
            label("text 2026-03-01 gate=planung", "a:1:1: x\n"),
            "Befunde am 2026-03-01 (gate=planung):"
        );
        assert_eq!(
            label("text 2026-03-01 base=2026-02-01", ""),
            "Keine Befunde am 2026-03-01 (gegenüber dem Stand vom 2026-02-01)."
        );
        assert_eq!(label("yaml a/b.yaml 2026-02-01 target", ""), "a/b.yaml, 2026-02-01, auf dem Zielzweig:");
        assert_eq!(label("yaml a/b.yaml uncommitted", "a: 1\n"), "a/b.yaml, nicht eingecheckt:");
        assert_eq!(label("delete a/b.yaml 2026-03-01", ""), "a/b.yaml, 2026-03-01: gelöscht.");
        assert_eq!(label("console", "$ ls\n"), "Verbatim([\"$ ls\"])");
    }
}
