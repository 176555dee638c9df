//! The few lines of a file that an excerpt shows: printable, clipped to a width, with the marked words traced
//! through both. Work is bounded by the width, not by the length of a line.

use unicode_width::UnicodeWidthChar;

use crate::name::is_hidden;
use crate::text::{Source, Span};

/// How many columns a tab counts for, at most.
const TAB: usize = 4;

/// Lines with marks in them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    /// The lines, each ended by a line feed.
    pub(super) text: String,
    /// The number of the first line, from zero.
    pub(super) first: usize,
    /// Where each span that was asked for stands in `text`.
    pub(super) marks: Vec<Span>,
}

/// The lines `from..=to` of a source, counted from zero, and the spans in them. A span over several lines is marked
/// on its first line only.
pub(super) fn window(source: &Source, from: usize, to: usize, spans: &[Span], width: usize) -> Window {
    let mut out = Window { text: String::new(), first: from, marks: vec![0..0; spans.len()] };
    let spans: Vec<Span> = spans.iter().map(|span| span.start.min(source.text().len())..span.end).collect();
    let marked_end = spans.iter().map(|span| span.start).max().unwrap_or(0);
    let mut start = 0;
    for (number, raw) in source.text().split('\n').enumerate() {
        let next = start + raw.len() + 1;
        // The empty rest behind the last line end is a line only if something is marked there.
        let phantom = raw.is_empty() && start == source.text().len() && start > 0 && marked_end < start;
        if (from..=to).contains(&number) && !phantom {
            let text = raw.strip_suffix('\r').unwrap_or(raw);
            let here: Vec<usize> =
                (0..spans.len()).filter(|at| (start..next).contains(&spans[*at].start)).collect();
            let inner: Vec<Span> = here.iter().map(|at| within(text, &spans[*at], start)).collect();
            for (at, mark) in here.iter().zip(clip(&mut out.text, text, &inner, width)) {
                out.marks[*at] = mark;
            }
            out.text.push('\n');
        }
        if number >= to {
            break;
        }
        start = next;
    }
    out
}

/// A span of the source as one of the line, on character boundaries.
fn within(line: &str, span: &Span, line_start: usize) -> Span {
    let floor = |offset: usize| {
        let mut at = offset.saturating_sub(line_start).min(line.len());
        while !line.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(span.start);
    start..floor(span.end).max(start)
}

/// Adds a line, clipped around its first mark; says where the marks went.
fn clip(out: &mut String, line: &str, marks: &[Span], width: usize) -> Vec<Span> {
    let from = marks.iter().min_by_key(|mark| mark.start).map_or(0, |mark| clip_start(line, mark, width));
    let mut ends: Vec<[Option<usize>; 2]> = vec![[None, None]; marks.len()];
    let mut left = width;
    if from > 0 {
        out.push('…');
        left = left.saturating_sub(1);
    }
    let mut clipped = false;
    for (at, char) in line[from..].char_indices().map(|(at, char)| (from + at, char)) {
        for (mark, [start, end]) in marks.iter().zip(&mut ends) {
            if at >= mark.start {
                start.get_or_insert(out.len());
            }
            if at >= mark.end {
                end.get_or_insert(out.len());
            }
        }
        let mut shown = String::new();
        if char != '\t' && is_hidden(line, at, char) {
            shown.extend(char.escape_unicode());
        } else {
            shown.push(char);
        }
        let columns =
            if char == '\t' { TAB } else { shown.chars().filter_map(UnicodeWidthChar::width).sum() };
        if columns > left {
            clipped = true;
            break;
        }
        left -= columns;
        out.push_str(&shown);
    }
    let end = out.len();
    if clipped {
        out.push('…');
    }
    ends.into_iter().map(|[from, to]| from.unwrap_or(end)..to.unwrap_or(end)).collect()
}

/// Where a line begins to be shown so that the mark can be seen.
fn clip_start(line: &str, mark: &Span, width: usize) -> usize {
    if mark.end <= width {
        return 0;
    }
    let wanted = line[mark.clone()].chars().take(width).count();
    let lead = width.saturating_sub(wanted).max(width / 4) / 2;
    let before = line[..mark.start].char_indices().rev().take(lead).last();
    before.map_or(mark.start, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::RepoPath;

    fn source(text: &str) -> Source {
        Source::new(RepoPath::new("a.md").expect("a path"), text)
    }

    fn one(source: &Source, lines: std::ops::RangeInclusive<usize>, span: Span, width: usize) -> Window {
        window(source, *lines.start(), *lines.end(), std::slice::from_ref(&span), width)
    }

    #[test]
    fn marks_follow_escapes_and_line_ends() {
        let text = "eins\r\n\u{202e}zw\u{7}ei drei\r\nvier\r\n";
        let at = text.find("drei").expect("it is there");
        let window = window(&source(text), 0, 2, &[at..at + 4, text.len()..text.len()], 80);
        assert_eq!(window.text, "eins\n\\u{202e}zw\\u{7}ei drei\nvier\n");
        assert_eq!(&window.text[window.marks[0].clone()], "drei");
    }

    #[test]
    fn an_empty_last_line_is_shown_only_if_marked() {
        let text = source("---\n---\n");
        assert_eq!(one(&text, 1..=2, 4..7, 80).text, "---\n");
        let marked = one(&text, 1..=2, 8..8, 80);
        assert_eq!((marked.text.as_str(), marked.first, marked.marks[0].clone()), ("---\n\n", 1, 4..4));
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("{}WORT{}", "ä".repeat(500), "ö".repeat(500));
        let cut = one(&source(&text), 0..=0, 1000..1004, 40);
        assert_eq!(&cut.text[cut.marks[0].clone()], "WORT");
        assert!(cut.text.starts_with('…') && cut.text.ends_with("…\n"), "{}", cut.text);
        assert!(cut.text.chars().count() <= 43, "{}", cut.text);
        let all = one(&source(&text), 0..=0, 0..text.len(), 40);
        assert_eq!(all.marks[0], 0..80);
    }

    #[test]
    fn a_span_over_lines_marks_the_first() {
        let window = one(&source("eins\nzwei\ndrei"), 0..=1, 2..12, 80);
        assert_eq!((window.text.as_str(), window.marks[0].clone()), ("eins\nzwei\n", 2..4));
    }
}
