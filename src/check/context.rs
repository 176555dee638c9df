//! What the rules share: findings with the words that every message about a piece may use, and the documents that a
//! rule of the group *whole* or *current* looks at.

use crate::finding::{About, Finding};
use crate::gather::{Claim, ClaimedBy, Picture, PieceView, Timeline};
use crate::model::{Document, Files, Kind, Level, Status, Words};
use crate::name::{Address, Date, Interval, RepoPath};
use crate::repo::Trouble;
use crate::rule::{Lang, Rule};
use crate::text::{Place, Span};

/// A document with everything around it.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) piece: &'a PieceView<'a>,
    pub(super) claim: &'a Claim,
    pub(super) document: &'a Document,
}

/// What has to be known of the approvals of a file and is not.
pub(super) struct Doubt {
    pub(super) piece: Address,
    pub(super) file: RepoPath,
    pub(super) trouble: Trouble,
}

impl Doubt {
    pub(super) fn of(written: &Written<'_>, trouble: Trouble) -> Self {
        Self { piece: written.piece.address.clone(), file: written.claim.path.clone(), trouble }
    }
}

/// Documents that claim to be evidence: there and not said to be inapplicable.
pub(super) fn written<'a>(picture: &'a Picture<'a>) -> impl Iterator<Item = Written<'a>> {
    picture
        .documents()
        .map(|(piece, claim, document)| Written { piece, claim, document })
        .filter(|written| written.status() != Some(Status::NotApplicable))
}

/// Documents whose content can be judged: written, not a mere reference, and no longer the bare template.
pub(super) fn filled<'a>(picture: &'a Picture<'a>) -> impl Iterator<Item = Written<'a>> {
    written(picture).filter(|written| !written.document.reference && !written.is_untouched())
}

/// Documents of which age and outdating are judged: said to be final, watched, and of a series only the newest.
pub(super) fn watched<'a>(picture: &'a Picture<'a>) -> impl Iterator<Item = Written<'a>> {
    written(picture).filter(|written| {
        picture.watched(written.piece) && written.status() != Some(Status::Draft) && written.is_newest()
    })
}

impl<'a> Written<'a> {
    /// The author's own word on its state.
    pub(super) fn status(&self) -> Option<Status> {
        self.document.metadata.status.as_ref().map(|status| status.value)
    }

    /// A finding about this document.
    pub(super) fn finding(&self, rule: Rule, kind: Kind, place: Place) -> Finding {
        let finding = finding(self.piece, rule, kind, place).with("path", self.claim.path.as_str());
        with_file(finding, self.piece, self.claim)
    }

    /// A place in the file itself; the file as a whole where it has no text.
    pub(super) fn place(&self, span: Span) -> Place {
        if self.document.source.text().is_empty() {
            return Place::whole(self.claim.path.clone());
        }
        Place::new(&self.document.source, span)
    }

    /// A place in the metadata: the file's own or the sidecar's.
    pub(super) fn metadata_place(&self, span: Span) -> Place {
        match &self.document.metadata_source {
            Some(source) => Place::new(source, span),
            None => self.place(0..0),
        }
    }

    /// Where the metadata begins, for what is absent from it.
    pub(super) fn metadata_start(&self) -> Place {
        match &self.document.metadata_source {
            Some(source) => Place::new(source, source.line_span(self.document.front.span.start)),
            None => self.place(0..0),
        }
    }

    /// The first line of the body.
    pub(super) fn body_line(&self) -> Place {
        let source = &self.document.source;
        let start = self.document.body_start();
        let skipped = source.text().get(start..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        self.place(source.line_span(start + skipped))
    }

    /// The review date, else the file as a whole.
    pub(super) fn reviewed_place(&self) -> Place {
        match &self.document.metadata.reviewed {
            Some(reviewed) => self.metadata_place(reviewed.span.clone()),
            None => self.place(0..0),
        }
    }

    /// What the history says of it.
    pub(super) fn timeline(&self, picture: &'a Picture<'a>) -> Option<&'a Timeline> {
        picture.timeline(self.piece, self.claim)
    }

    /// The text of the piece's template, if it has one.
    pub(super) fn template(&self, picture: &'a Picture<'a>) -> Option<&'a str> {
        picture.pack.templates.get(self.piece.piece.template.as_ref()?).map(String::as_str)
    }

    /// True while the document says no more than its template.
    pub(super) fn is_untouched(&self) -> bool {
        self.claim.untouched
    }

    /// Whether it speaks for its piece: of a series the newest alone does.
    pub(super) fn is_newest(&self) -> bool {
        self.piece.is_newest(self.claim)
    }
}

/// A finding about a piece, with the words that every message about one may use.
pub(super) fn finding(piece: &PieceView<'_>, rule: Rule, kind: Kind, place: Place) -> Finding {
    let about = About::piece(piece.address.clone(), kind);
    let mut finding = Finding::new(rule, about, place)
        .with("piece", &piece.piece.title)
        .with("the-piece", the_title(&piece.piece.title, &piece.piece.article))
        .with("task", piece.task.id.as_str())
        .with("task-title", &piece.task.title)
        .with("address", piece.address.to_string())
        .with("gate", &piece.gate.title);
    finding.due = piece.due;
    finding.advice = level(piece, kind) == Level::Advice;
    finding
}

/// The title with its article, for the beginning of a sentence.
fn the_title(title: &Words, article: &str) -> Words {
    let mut letters = article.chars();
    let article = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
    let de = match article {
        Some(article) => format!("{article} {}", title.de),
        None => title.de.clone(),
    };
    let en = title.get(Lang::En);
    // An abbreviation keeps its capitals: "The DPIA", but "The risk list".
    let mut letters = en.chars();
    let first = letters.next();
    let lower = match (first, letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => en.to_owned(),
    };
    Words::both(&de, &format!("The {lower}"))
}

fn level(piece: &PieceView<'_>, kind: Kind) -> Level {
    let piece = piece.piece;
    let set = match kind {
        Kind::Sections => piece.sections.as_ref().map(|table| table.level),
        Kind::Rows => piece.rows.as_ref().map(|table| table.level),
        Kind::Checklist => piece.checklist.as_ref().map(|table| table.level),
        Kind::Review => piece.review.as_ref().map(|table| table.level),
        Kind::Current => piece.current.as_ref().map(|table| table.level),
        Kind::Approved => piece.approved.as_ref().map(|table| table.level),
        Kind::Decision => piece.decision.as_ref().map(|table| table.level),
        Kind::Evidence | Kind::Metadata | Kind::Content | Kind::Fields | Kind::Project => None,
    };
    set.unwrap_or_default()
}

/// Where a piece has several files, the file is part of what a finding is about.
pub(super) fn with_file(mut finding: Finding, piece: &PieceView<'_>, claim: &Claim) -> Finding {
    if piece.piece.files != Files::One || (claim.by == ClaimedBy::Metadata && piece.claims.len() > 1) {
        finding.about = finding.about.file(&claim.path);
    }
    finding
}

/// An interval in words.
pub(super) fn interval_words(interval: Interval) -> Words {
    let months = interval.months;
    let de = if months == 1 { "1 Monat".to_owned() } else { format!("{months} Monate") };
    Words::both(&de, &interval.to_string())
}

/// The review date of a document with the day on which the next review is due.
pub(super) fn review<'a>(written: &Written<'a>) -> Option<(&'a crate::text::Spanned<Date>, Date, Interval)> {
    let every = written.piece.piece.review.as_ref()?.every;
    let reviewed = written.document.metadata.reviewed.as_ref()?;
    Some((reviewed, reviewed.value.plus(every), every))
}
