//! A pack: what `list tasks`, `phases`, `roles` and `facts` do not show.

use serde::Serialize;

use super::parts::{ConditionShape, condition};
use super::{Text, text};
use crate::model::{Contradiction, DateOrder, Law, Order, Pack, Profile, Subject, Topic, When};
use crate::name::{Address, Date, LawId, PackId, PhaseId, ProfileId, SubjectId};
use crate::rule::Lang;

#[derive(Serialize)]
pub(super) struct PackShape<'a> {
    id: &'a PackId,
    version: &'a str,
    digest: String,
    language: Lang,
    title: Text<'a>,
    notice: Text<'a>,
    researched: Date,
    longest_exemption_days: i64,
    subjects_due: &'a PhaseId,
    tasks: usize,
    profiles: Vec<ProfileShape<'a>>,
    topics: Vec<TopicShape<'a>>,
    subjects: Vec<SubjectShape<'a>>,
    contradictions: Vec<ContradictionShape<'a>>,
    date_orders: Vec<DateOrderShape<'a>>,
    laws: Vec<LawShape<'a>>,
}

#[derive(Serialize)]
struct ProfileShape<'a> {
    id: &'a ProfileId,
    title: Text<'a>,
    note: Text<'a>,
}

#[derive(Serialize)]
struct TopicShape<'a> {
    id: &'a str,
    title: Text<'a>,
}

#[derive(Serialize)]
struct SubjectShape<'a> {
    id: &'a SubjectId,
    title: Text<'a>,
    about: Text<'a>,
    globs: &'a [String],
    applies: Option<ConditionShape<'a>>,
}

#[derive(Serialize)]
struct ContradictionShape<'a> {
    id: &'a str,
    when: ConditionShape<'a>,
    message: Text<'a>,
    advice: bool,
}

#[derive(Serialize)]
struct DateOrderShape<'a> {
    id: &'a str,
    first: WhenShape<'a>,
    relation: Order,
    second: WhenShape<'a>,
    reason: Text<'a>,
}

#[derive(Serialize)]
struct WhenShape<'a> {
    evidence: &'a Address,
    field: &'a str,
}

/// An entry of the law table.
#[derive(Serialize)]
pub(super) struct LawShape<'a> {
    id: &'a LawId,
    short: &'a str,
    citation: &'a str,
    subject: Text<'a>,
    addressee: &'a str,
    applies_from: Option<Date>,
    source: &'a str,
    confidence: &'a str,
}

pub(super) fn shape(pack: &Pack) -> PackShape<'_> {
    PackShape {
        id: &pack.id,
        version: &pack.version,
        digest: format!("sha256:{}", pack.digest),
        language: pack.language,
        title: text(&pack.title),
        notice: text(&pack.notice),
        researched: pack.researched,
        longest_exemption_days: pack.longest_exemption,
        subjects_due: &pack.subjects_due,
        tasks: pack.tasks.len(),
        profiles: pack.profiles.iter().map(profile).collect(),
        topics: pack.topics.iter().map(topic).collect(),
        subjects: pack.subjects.iter().map(subject).collect(),
        contradictions: pack.contradictions.iter().map(contradiction).collect(),
        date_orders: pack.date_orders.iter().map(date_order).collect(),
        laws: pack.laws.iter().map(law).collect(),
    }
}

fn profile(profile: &Profile) -> ProfileShape<'_> {
    ProfileShape { id: &profile.id, title: text(&profile.title), note: text(&profile.note) }
}

fn topic(topic: &Topic) -> TopicShape<'_> {
    TopicShape { id: &topic.id, title: text(&topic.title) }
}

fn subject(subject: &Subject) -> SubjectShape<'_> {
    SubjectShape {
        id: &subject.id,
        title: text(&subject.title),
        about: text(&subject.about),
        globs: &subject.globs,
        applies: subject.applies.as_ref().map(condition),
    }
}

fn contradiction(found: &Contradiction) -> ContradictionShape<'_> {
    ContradictionShape {
        id: &found.id,
        when: condition(&found.when),
        message: text(&found.message),
        advice: found.advice,
    }
}

fn date_order(order: &DateOrder) -> DateOrderShape<'_> {
    DateOrderShape {
        id: &order.id,
        first: when(&order.first),
        relation: order.relation,
        second: when(&order.second),
        reason: text(&order.reason),
    }
}

fn when(when: &When) -> WhenShape<'_> {
    WhenShape { evidence: &when.evidence, field: &when.field }
}

/// An entry of the law table.
pub(super) fn law(law: &Law) -> LawShape<'_> {
    LawShape {
        id: &law.id,
        short: &law.short,
        citation: &law.citation,
        subject: text(&law.subject),
        addressee: &law.addressee,
        applies_from: law.applies_from,
        source: &law.source,
        confidence: &law.confidence,
    }
}
