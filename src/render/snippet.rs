//! Excerpts with the exact words marked, drawn by miette: the only file that names it. Of what miette draws only the
//! excerpt is kept; the words around it are ours.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::layout::{self, INDENT};
use super::window::{self, Window};
use super::{Options, safe};
use crate::text::{Place, Span};

/// A place and what is said about it. The first of several is the finding's own.
pub(super) struct Mark<'a> {
    /// Where.
    pub(super) place: &'a Place,
    /// What, on one line.
    pub(super) label: String,
}

/// Writes excerpts for all marks: file by file, and within a file one for each group of lines that lie together. A
/// place without a text becomes an arrow.
pub(super) fn excerpts(out: &mut String, marks: &[Mark<'_>], options: &Options) {
    let mut rest: Vec<&Mark<'_>> = marks.iter().collect();
    while let Some(first) = rest.first() {
        let source = &first.place.source;
        let (mut here, other): (Vec<_>, Vec<_>) = rest.iter().partition(|mark| mark.place.source == *source);
        rest = other;
        if source.text().is_empty() {
            here.iter().for_each(|mark| arrow(out, mark, options));
            continue;
        }
        let own = here[0];
        here.sort_by_key(|mark| mark.place.span.start);
        let mut groups: Vec<Vec<&Mark<'_>>> = Vec::new();
        for mark in here {
            let near = |group: &Vec<&Mark<'_>>| group.last().is_some_and(|last| line(last) + 3 >= line(mark));
            match groups.last_mut().filter(|group| near(group)) {
                Some(group) => group.push(mark),
                None => groups.push(vec![mark]),
            }
        }
        groups.sort_by_key(|group| !group.iter().any(|mark| std::ptr::eq(*mark, own)));
        for group in groups {
            let named = group.iter().find(|mark| std::ptr::eq(**mark, own)).unwrap_or(&group[0]);
            excerpt(out, named, &group, options);
        }
    }
}

/// Writes a place and its label without an excerpt: `──▸ path:line:column  label`.
pub(super) fn arrow(out: &mut String, mark: &Mark<'_>, options: &Options) {
    let mut head = format!("{INDENT}──▸ {}", safe::line(&mark.place.path().to_string()));
    if !mark.place.source.text().is_empty() {
        let at = mark.place.start();
        head.push_str(&format!(":{}:{}", at.line, at.column));
    }
    let fits = layout::columns(&head) + 2 + layout::columns(&mark.label) <= options.width;
    if fits || mark.label.is_empty() {
        layout::line(out, &format!("{head}  {}", mark.label));
    } else {
        layout::line(out, &head);
        layout::paragraph(out, &" ".repeat(layout::columns(INDENT) + 4), &mark.label, options);
    }
}

/// The line of a mark, from zero.
fn line(mark: &Mark<'_>) -> usize {
    mark.place.start().line - 1
}

fn excerpt(out: &mut String, named: &Mark<'_>, group: &[&Mark<'_>], options: &Options) {
    let source = &named.place.source;
    let from = group.iter().map(|mark| line(mark)).min().unwrap_or(0).saturating_sub(1);
    let to = group.iter().map(|mark| line(mark)).max().unwrap_or(0) + 1;
    let spans: Vec<Span> = group.iter().map(|mark| mark.place.span.clone()).collect();
    let gutter = (to + 1).to_string().len() + 4;
    let window = window::window(source, from, to, &spans, options.width.saturating_sub(gutter + 1).max(40));
    let at = named.place.start();
    let name = format!("{}:{}:{}", safe::line(&source.path().to_string()), at.line, at.column);
    let labels = group.iter().zip(&window.marks).map(|(mark, span)| {
        let label = (!mark.label.is_empty()).then(|| mark.label.clone());
        LabeledSpan::new_with_span(label, span.clone())
    });
    let labels = labels.collect();
    let theme = if options.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .without_syntax_highlighting()
        .without_primary_span_start()
        .tab_width(4);
    let mut drawn = String::new();
    // Writing to a string cannot fail, and every label lies in the window.
    if handler.render_report(&mut drawn, &Excerpt { window, name, labels }).is_err() {
        return arrow(out, named, options);
    }
    for line in drawn.lines().skip_while(|line| !line.contains("╭─[")) {
        layout::line(out, line);
    }
}

/// What miette is given: a window and labels, and no message.
#[derive(Debug)]
struct Excerpt {
    window: Window,
    name: String,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Excerpt {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Excerpt {}

impl Diagnostic for Excerpt {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl SourceCode for Excerpt {
    /// Always the whole window: which lines to show has been decided.
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = &self.window.text;
        let span = SourceSpan::from(0..text.len());
        let lines = text.lines().count();
        let name = self.name.clone();
        Ok(Box::new(MietteSpanContents::new_named(name, text.as_bytes(), span, self.window.first, 0, lines)))
    }
}
