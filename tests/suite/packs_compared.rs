//! Two packs held against each other: each demand that sinks is told, each that rises too, and words are told from
//! demands. The schema of the pack lists the keys, so that none can be forgotten here.

use std::collections::BTreeSet;

use nachweis::engine::pack_schema;
use nachweis::load::builtin;
use nachweis::model::{
    Answer, Column, Condition, Direction, Fact, FactType, Files, Format, Gate, Level, Order, Pack, Piece,
    Task, Type, Words, differences,
};
use nachweis::name::{Address, FactId, Interval, LawId, PhaseId, ProfileId, RoleId, SubjectId, TaskId};

fn shipped() -> Pack {
    builtin("arbeitshilfe").expect("the pack is built in").clone()
}

fn task<'p>(pack: &'p mut Pack, id: &str) -> &'p mut Task {
    pack.tasks.get_mut(id).unwrap_or_else(|| panic!("there is no task {id}"))
}

fn piece<'p>(pack: &'p mut Pack, address: &str) -> &'p mut Piece {
    let address = Address::new(address).expect("an address");
    let of_task = &mut task(pack, address.task.as_str()).evidence;
    of_task.iter_mut().find(|piece| piece.piece == address.piece).expect("the piece")
}

fn column<'p>(pack: &'p mut Pack, name: &str) -> &'p mut Column {
    piece(pack, "P-10/risiken").columns.as_mut().expect("columns").get_mut(name).expect("the column")
}

fn gate<'p>(pack: &'p mut Pack, id: &str) -> &'p mut Gate {
    pack.gates.iter_mut().find(|gate| gate.id.as_str() == id).expect("the gate")
}

fn fact<'p>(pack: &'p mut Pack, id: &str) -> &'p mut Fact {
    pack.facts.iter_mut().find(|fact| fact.id.as_str() == id).expect("the fact")
}

fn phase(id: &str) -> PhaseId {
    PhaseId::new(id).expect("an id")
}

fn role(id: &str) -> RoleId {
    RoleId::new(id).expect("an id")
}

fn is(id: &str, answer: bool) -> Condition {
    Condition::Fact(FactId::new(id).expect("an id"), vec![Answer::Boolean(answer)])
}

fn months(months: u16) -> Interval {
    Interval { months }
}

/// A key of the schema, what becomes weaker by it, how that is told, and the change.
type Lowering = (&'static str, &'static str, &'static str, fn(&mut Pack));

const LOWERINGS: &[Lowering] = &[
    ("Pack.longest-exemption", "pack longest-exemption", "180 days → 200 days", |pack| {
        pack.longest_exemption = 200
    }),
    ("Pack.subjects-due", "pack subjects-due", "entwicklung → betrieb", |pack| {
        pack.subjects_due = phase("betrieb")
    }),
    ("Pack.policy-owners", "pack policy-owners", "– → pl", |pack| pack.policy_owners.push(role("pl"))),
    ("Pack.profile", "P-10 profiles", "kern → –", |pack| {
        // The last profile holds all tasks: whoever adds one behind it empties it.
        task(pack, "P-10").profiles.remove("kern");
    }),
    ("Phases.phase", "phase betrieb", "betrieb → –", |pack| {
        pack.phases.retain(|one| one.id.as_str() != "betrieb")
    }),
    ("Gates.gate", "gate betrieb", "betrieb → –", |pack| {
        pack.gates.retain(|one| one.id.as_str() != "betrieb")
    }),
    ("Gates.date-order", "date-order ", " → –", |pack| {
        let last = pack.date_orders.len() - 1;
        "only one".clone_into(&mut pack.date_orders[last].id);
    }),
    ("Facts.contradiction", "contradiction ", " → –", |pack| {
        "only one".clone_into(&mut pack.contradictions[0].id);
    }),
    ("Subjects.subject", "subject modell", "modell → –", |pack| {
        pack.subjects.retain(|one| one.id.as_str() != "modell");
    }),
    ("Gate.decides", "gate planung decides", "leitung → –", |pack| gate(pack, "planung").decides.clear()),
    ("Gate.heard", "gate planung heard", "recht → –", |pack| {
        gate(pack, "planung").heard.retain(|one| one.as_str() != "recht");
    }),
    ("Gate.not-conditionable", "gate planung not-conditionable", "P-10 → –", |pack| {
        gate(pack, "planung").not_conditionable.retain(|one| one.as_str() != "P-10");
    }),
    ("Gate.validity", "gate betrieb validity", " → 30 months", |pack| {
        gate(pack, "betrieb").validity = Some(months(30));
    }),
    ("DateOrder.relation", "date-order ", "before → not-after", |pack| {
        let strict = pack.date_orders.iter_mut().find(|one| one.relation == Order::Before);
        strict.expect("a strict order").relation = Order::NotAfter;
    }),
    ("Role.may-own", "role dsb may-own", "false → true", |pack| role_of(pack, "dsb").may_own = true),
    ("Role.may-approve", "role dsb may-approve", "false → true", |pack| {
        role_of(pack, "dsb").may_approve = true
    }),
    ("Role.may-exempt", "role dsb may-exempt", "false → true", |pack| {
        role_of(pack, "dsb").may_exempt = true
    }),
    ("Role.incompatible", "role leitung incompatible", "dsb → –", |pack| {
        role_of(pack, "leitung").incompatible.retain(|one| one.as_str() != "dsb");
    }),
    ("Contradiction.when", "contradiction ", "", |pack| {
        let narrow = Condition::All(vec![pack.contradictions[0].when.clone(), is("personenbezug", true)]);
        pack.contradictions[0].when = narrow;
    }),
    ("Contradiction.advice", "contradiction ", "false → true", |pack| {
        pack.contradictions.iter_mut().find(|one| !one.advice).expect("a strict one").advice = true;
    }),
    ("Subject.applies", "subject modell applies", "– → personenbezug = true", |pack| {
        let subject = pack.subjects.iter_mut().find(|one| one.id.as_str() == "modell").expect("a subject");
        subject.applies = Some(is("personenbezug", true));
    }),
    ("Law.applies-from", "law ", " → –", |pack| {
        pack.laws.iter_mut().find(|law| law.applies_from.is_some()).expect("a law").applies_from = None;
    }),
    ("Task.phase", "P-06 due", "planung → entwicklung", |pack| {
        task(pack, "P-06").evidence.truncate(1);
        task(pack, "P-06").phase = phase("entwicklung");
    }),
    ("Task.due", "P-06 due", "planung → betrieb", |pack| task(pack, "P-06").due = Some(phase("betrieb"))),
    ("Task.profiles", "P-10 profiles", "kern → –", |pack| {
        drop(task(pack, "P-10").profiles.remove("kern"))
    }),
    (
        "Task.applies",
        "P-10 applies",
        "personenbezug = true → (personenbezug = true & beschaeftigte-betroffen = true)",
        |pack| {
            let both = Condition::All(vec![is("personenbezug", true), is("beschaeftigte-betroffen", true)]);
            task(pack, "P-10").applies = Some(both);
        },
    ),
    ("Task.evidence", "P-10/risiken", "P-10/risiken → –", |pack| {
        task(pack, "P-10")
            .evidence
            .retain(|piece| piece.piece.as_ref().is_none_or(|id| id.as_str() != "risiken"));
    }),
    ("Piece.format", "P-10/risiken format", "csv → pdf", |pack| {
        piece(pack, "P-10/risiken").format = Format::Pdf
    }),
    ("Piece.template", "P-10 template", "", |pack| {
        let text = pack.templates.get_mut("P-10.md").expect("the template");
        let item = text.lines().find(|line| line.starts_with("- [ ]")).expect("an item").to_owned();
        *text = text.replacen(&item, "", 1);
    }),
    ("Piece.at-least", "P-10 at-least", "1 → 0", |pack| piece(pack, "P-10").at_least = 0),
    ("Piece.due", "P-10 due", "planung → betrieb", |pack| piece(pack, "P-10").due = Some(phase("betrieb"))),
    (
        "Piece.applies",
        "P-10/schwellwert applies",
        "personenbezug = true → personenbezug = true & beschaeftigte-betroffen = true",
        |pack| {
            piece(pack, "P-10/schwellwert").applies = Some(is("beschaeftigte-betroffen", true));
        },
    ),
    ("Piece.watch-until", "P-10 watch-until", "– → planung", |pack| {
        piece(pack, "P-10").watch_until = Some(phase("planung"));
    }),
    ("Piece.reference", "P-10 reference", "false → true", |pack| piece(pack, "P-10").reference = true),
    ("Piece.law", "P-10 law", "– → dsgvo-35", |pack| {
        piece(pack, "P-10").law = Some(LawId::new("dsgvo-35").expect("an id"));
    }),
    ("Piece.exemptible", "I-06 exemptible", "false → true", |pack| piece(pack, "I-06").exemptible = true),
    ("Piece.sections", "P-10 sections", "sections → –", |pack| piece(pack, "P-10").sections = None),
    ("Piece.fields", "P-10/schwellwert fields", "fields → –", |pack| {
        piece(pack, "P-10/schwellwert").fields = None
    }),
    ("Piece.rows", "P-10/risiken rows", "rows → –", |pack| piece(pack, "P-10/risiken").rows = None),
    ("Piece.columns", "P-10/risiken columns", "columns → –", |pack| {
        piece(pack, "P-10/risiken").columns = None
    }),
    ("Piece.checklist", "P-10 checklist", "checklist → –", |pack| piece(pack, "P-10").checklist = None),
    ("Piece.review", "P-10 review", "review → –", |pack| piece(pack, "P-10").review = None),
    ("Piece.current", "P-10 current", "current → –", |pack| piece(pack, "P-10").current = None),
    ("Piece.approved", "P-10 approved", "approved → –", |pack| piece(pack, "P-10").approved = None),
    ("Piece.decision", "P-20 decision", "decision → –", |pack| piece(pack, "P-20").decision = None),
    ("Sections.filled", "P-10 sections.filled", "restrisiko → –", |pack| {
        sections(pack).filled.retain(|one| one.id != "restrisiko");
    }),
    ("Sections.level", "P-10 sections.level", "demand → advice", |pack| {
        sections(pack).level = Level::Advice
    }),
    ("Sections.exemptible", "P-10 sections.exemptible", "false → true", |pack| {
        sections(pack).exemptible = true
    }),
    ("Field.type", "P-10/schwellwert fields.rat_dsb_am.type", "date → text", |pack| {
        field(pack, "rat_dsb_am").kind = Type::Text;
    }),
    ("Field.values", "P-10/schwellwert fields.ergebnis.values", "– → spaeter", |pack| {
        field(pack, "ergebnis").values.push("spaeter".to_owned());
    }),
    ("Field.required", "P-10/schwellwert fields.ergebnis.required", "true → false", |pack| {
        field(pack, "ergebnis").required = false;
    }),
    ("Column.type", "P-10/risiken columns.frist.type", "date → text", |pack| {
        column(pack, "frist").kind = Type::Text
    }),
    ("Column.values", "P-10/risiken columns.schwere.values", "– → keine", |pack| {
        column(pack, "schwere").values.push("keine".to_owned());
    }),
    ("Column.required", "P-10/risiken columns.schwere.required", "true → false", |pack| {
        column(pack, "schwere").required = false;
    }),
    ("Column.unique", "P-10/risiken columns.risiko_id.unique", "true → false", |pack| {
        column(pack, "risiko_id").unique = false;
    }),
    ("Column.covers", "P-10/risiken columns.ziel.covers", "true → false", |pack| {
        column(pack, "ziel").covers = false;
    }),
    ("Rows.at-least", "P-10/risiken rows.at-least", "5 → 4", |pack| rows(pack).at_least = 4),
    ("Rows.level", "P-10/risiken rows.level", "demand → advice", |pack| rows(pack).level = Level::Advice),
    ("Rows.exemptible", "P-10/risiken rows.exemptible", "false → true", |pack| {
        rows(pack).exemptible = true
    }),
    ("Checklist.level", "P-10 checklist.level", "demand → advice", |pack| {
        piece(pack, "P-10").checklist.as_mut().expect("a checklist").level = Level::Advice;
    }),
    ("Checklist.exemptible", "P-10 checklist.exemptible", "false → true", |pack| {
        piece(pack, "P-10").checklist.as_mut().expect("a checklist").exemptible = true;
    }),
    ("Review.every", "P-10 review.every", "24 months → 36 months", |pack| {
        piece(pack, "P-10").review.as_mut().expect("a review").every = months(36);
    }),
    ("Review.level", "P-10 review.level", "demand → advice", |pack| {
        piece(pack, "P-10").review.as_mut().expect("a review").level = Level::Advice;
    }),
    ("Review.exemptible", "P-10 review.exemptible", "false → true", |pack| {
        piece(pack, "P-10").review.as_mut().expect("a review").exemptible = true;
    }),
    ("Current.subjects", "P-10 current.subjects", "modell → –", |pack| {
        let modell = SubjectId::new("modell").expect("an id");
        piece(pack, "P-10").current.as_mut().expect("a table").subjects.retain(|one| *one != modell);
    }),
    ("Current.evidence", "P-10 current.evidence", "P-07, P-08 → –", |pack| {
        piece(pack, "P-10").current.as_mut().expect("a table").evidence.clear();
    }),
    ("Current.level", "P-10 current.level", "demand → advice", |pack| {
        piece(pack, "P-10").current.as_mut().expect("a table").level = Level::Advice;
    }),
    ("Current.exemptible", "P-10 current.exemptible", "false → true", |pack| {
        piece(pack, "P-10").current.as_mut().expect("a table").exemptible = true;
    }),
    ("Approved.roles", "P-10 approved.roles", "leitung → –", |pack| {
        piece(pack, "P-10").approved.as_mut().expect("a table").roles.clear();
    }),
    ("Approved.level", "P-10 approved.level", "demand → advice", |pack| {
        piece(pack, "P-10").approved.as_mut().expect("a table").level = Level::Advice;
    }),
    ("Approved.signed", "P-10 approved.signed", "true → false", |pack| {
        piece(pack, "P-10").approved.as_mut().expect("a table").signed = false;
    }),
    ("Approved.exemptible", "P-10 approved.exemptible", "false → true", |pack| {
        piece(pack, "P-10").approved.as_mut().expect("a table").exemptible = true;
    }),
    ("DecisionOf.level", "P-20 decision.level", "demand → advice", |pack| {
        piece(pack, "P-20").decision.as_mut().expect("a table").level = Level::Advice;
    }),
    ("DecisionOf.exemptible", "P-20 decision.exemptible", "false → true", |pack| {
        piece(pack, "P-20").decision.as_mut().expect("a table").exemptible = true;
    }),
];

fn role_of<'p>(pack: &'p mut Pack, id: &str) -> &'p mut nachweis::model::Role {
    pack.roles.iter_mut().find(|role| role.id.as_str() == id).expect("the role")
}

fn sections(pack: &mut Pack) -> &mut nachweis::model::Sections {
    piece(pack, "P-10").sections.as_mut().expect("sections")
}

fn rows(pack: &mut Pack) -> &mut nachweis::model::Rows {
    piece(pack, "P-10/risiken").rows.as_mut().expect("rows")
}

fn field<'p>(pack: &'p mut Pack, name: &str) -> &'p mut nachweis::model::Field {
    piece(pack, "P-10/schwellwert").fields.as_mut().expect("fields").get_mut(name).expect("the field")
}

/// The shipped pack with every requirement set as strict as the tests need it.
fn strict() -> Pack {
    let mut pack = shipped();
    gate(&mut pack, "betrieb").validity = Some(months(12));
    piece(&mut pack, "I-06").exemptible = false;
    column(&mut pack, "ziel").covers = true;
    sections(&mut pack).exemptible = false;
    rows(&mut pack).exemptible = false;
    let dpia = piece(&mut pack, "P-10");
    dpia.checklist.as_mut().expect("a table").exemptible = false;
    dpia.review.as_mut().expect("a table").exemptible = false;
    dpia.current.as_mut().expect("a table").exemptible = false;
    dpia.approved.as_mut().expect("a table").exemptible = false;
    piece(&mut pack, "P-20").decision.as_mut().expect("a table").exemptible = false;
    task(&mut pack, "P-06").evidence.truncate(1);
    piece(&mut pack, "P-10").approved.as_mut().expect("a table").signed = true;
    pack
}

/// The demands that differ, as they are told.
fn told(before: &Pack, now: &Pack) -> Vec<(String, Direction, String)> {
    let all = differences(before, now).into_iter().filter(|one| one.direction != Direction::Wording);
    all.map(|one| (one.element(), one.direction, one.values())).collect()
}

#[test]
fn the_order_of_who_decides_and_who_is_heard_asks_for_nothing() {
    let mut before = shipped();
    gate(&mut before, "planung").decides.push(role("it"));
    let mut now = before.clone();
    gate(&mut now, "planung").decides.reverse();
    gate(&mut now, "planung").heard.reverse();
    assert_ne!(gate(&mut now, "planung").decides, gate(&mut before, "planung").decides);
    assert_eq!(differences(&before, &now), []);
}

#[test]
fn each_demand_that_sinks_is_told_and_each_that_rises() {
    let strict = strict();
    let mut wrong = Vec::new();
    for (key, element, values, change) in LOWERINGS {
        let mut lax = strict.clone();
        change(&mut lax);
        let sunk = told(&strict, &lax);
        let hit = |found: &[(String, Direction, String)], direction: Direction| {
            found.iter().any(|(told, way, _)| told.starts_with(element) && *way == direction)
        };
        if !hit(&sunk, Direction::Weaker) || !sunk.iter().any(|(_, _, told)| told.ends_with(values)) {
            wrong.push(format!("{key} sinks: {sunk:?}"));
        }
        let risen = told(&lax, &strict);
        let only = risen.iter().all(|(_, way, _)| *way != Direction::Weaker);
        let way = if ONE_WAY.contains(key) { Direction::Changed } else { Direction::Stricter };
        if !hit(&risen, way) || (!only && !RENAMED.contains(key)) {
            wrong.push(format!("{key} rises: {risen:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Keys whose case gives an entry another name: then one is gone both ways.
const RENAMED: [&str; 2] = ["Gates.date-order", "Facts.contradiction"];

/// Keys of which only the way down can be told: whether a date is more than text depends on who reads it.
const ONE_WAY: [&str; 4] = ["Piece.format", "Piece.template", "Field.type", "Column.type"];

/// A key of the schema, how it is told, and the change.
type Other = (&'static str, &'static str, fn(&mut Pack));

/// What nobody can order.
const OTHERS: &[Other] = &[
    ("Roles.role", "role haushalt", |pack| pack.roles.retain(|one| one.id.as_str() != "haushalt")),
    ("Facts.fact", "fact beschaeftigte-betroffen", |pack| {
        pack.facts.retain(|one| one.id.as_str() != "beschaeftigte-betroffen")
    }),
    ("Gate.record", "gate planung record", |pack| {
        gate(pack, "planung").record = Address::new("P-10").expect("an address");
    }),
    ("Gate.repeats", "gate planung repeats", |pack| gate(pack, "planung").repeats = true),
    ("DateOrder.first", "date-order ", |pack| {
        "anderes_feld".clone_into(&mut pack.date_orders[0].first.field)
    }),
    ("DateOrder.second", "date-order ", |pack| {
        pack.date_orders[0].second.evidence = Address::new("P-10").expect("an address");
    }),
    ("When.evidence", "date-order ", |pack| {
        pack.date_orders[0].first.evidence = Address::new("P-10").expect("an address");
    }),
    ("When.field", "date-order ", |pack| "anderes_feld".clone_into(&mut pack.date_orders[0].second.field)),
    ("Fact.type", "fact personenbezug type", |pack| fact(pack, "personenbezug").kind = FactType::OneOf),
    ("Fact.values", "fact dsfa-erforderlich values", |pack| {
        fact(pack, "dsfa-erforderlich").values.push("vielleicht".to_owned());
    }),
    ("Task.responsible", "P-10 responsible", |pack| task(pack, "P-10").responsible = role("pl")),
    ("Piece.files", "P-10 files", |pack| piece(pack, "P-10").files = Files::Series),
    // A heading that many documents have anyway: below it stands something else.
    ("Section.de", "P-10 sections.", |pack| "Anhang".clone_into(&mut sections(pack).filled[0].de)),
    ("Section.en", "P-10 sections.", |pack| sections(pack).filled[0].en = Some("Annex".to_owned())),
    ("Section.also", "P-10 sections.", |pack| sections(pack).filled[0].also.push("Anhang".to_owned())),
    ("Rows.under", "P-10/risiken rows.under", |pack| rows(pack).under = Some("zeilen".to_owned())),
    ("DecisionOf.gate", "P-20 decision.gate", |pack| {
        let id = gate(pack, "betrieb").id.clone();
        piece(pack, "P-20").decision.as_mut().expect("a table").gate = id;
    }),
];

#[test]
fn what_nobody_can_order_is_told_as_changed() {
    let strict = strict();
    for (key, element, change) in OTHERS {
        let mut other = strict.clone();
        change(&mut other);
        let found = told(&strict, &other);
        let hit = found.iter().any(|(told, way, _)| told.starts_with(element) && *way == Direction::Changed);
        assert!(hit, "{key}: {found:?}");
    }
    let mut swapped = strict.clone();
    swapped.phases.swap(1, 2);
    assert!(
        told(&strict, &swapped)
            .iter()
            .any(|(told, way, _)| told == "pack phases" && *way == Direction::Changed)
    );
    let mut between = strict.clone();
    let at = between.phases.iter().position(|phase| phase.id.as_str() == "betrieb").expect("the phase");
    let (mut new_phase, mut new_gate) = (between.phases[at].clone(), between.gates[at - 1].clone());
    new_phase.id = phase("probe");
    new_gate.id = nachweis::name::GateId::new("probe").expect("an id");
    between.phases.insert(at, new_phase);
    between.gates.insert(at, new_gate);
    let found = told(&strict, &between);
    let moved =
        |one: &(String, Direction, String)| one.0 == "pack opening-gate" && one.1 == Direction::Changed;
    assert!(found.iter().any(moved), "{found:?}");
    let mut another = strict.clone();
    another.templates.get_mut("P-10.md").expect("the template").push_str("\nMehr Text.\n");
    let found = told(&strict, &another);
    assert_eq!(found[0].1, Direction::Changed, "{found:?}");
}

fn words() -> Words {
    Words::both("Anders", "Otherwise")
}

/// A key of the schema, and the change.
type Wording = (&'static str, fn(&mut Pack));

/// Words for people: nothing that is owed.
const WORDS: &[Wording] = &[
    ("Pack.language", |pack| pack.language = nachweis::rule::Lang::En),
    ("Pack.title", |pack| pack.title = words()),
    ("Pack.notice", |pack| pack.notice = words()),
    ("Pack.researched", |pack| pack.researched = pack.researched.plus_days(1)),
    ("Pack.topic", |pack| drop(pack.topics.pop())),
    ("Profile.title", |pack| pack.profiles[0].title = words()),
    ("Profile.note", |pack| pack.profiles[0].note = words()),
    ("Topic.title", |pack| pack.topics[0].title = words()),
    ("Phase.title", |pack| pack.phases[0].title = words()),
    ("Phase.note", |pack| pack.phases[0].note = words()),
    ("Gate.title", |pack| pack.gates[0].title = words()),
    ("Gate.question", |pack| pack.gates[0].question = words()),
    ("Gate.holds", |pack| pack.gates[0].holds.clear()),
    ("Gate.no-go", |pack| pack.gates[0].no_go.clear()),
    ("DateOrder.reason", |pack| pack.date_orders[0].reason = words()),
    ("Role.title", |pack| pack.roles[0].title = words()),
    ("Role.note", |pack| pack.roles[0].note = words()),
    ("Fact.question", |pack| pack.facts[0].question = words()),
    ("Fact.why", |pack| pack.facts[0].why = words()),
    ("Contradiction.message", |pack| pack.contradictions[0].message = words()),
    ("Subject.title", |pack| pack.subjects[0].title = words()),
    ("Subject.about", |pack| pack.subjects[0].about = words()),
    ("Subject.globs", |pack| pack.subjects[0].globs.push("mehr/**".to_owned())),
    ("Laws.law", |pack| drop(pack.laws.pop())),
    ("Law.short", |pack| pack.laws[0].short.push('!')),
    ("Law.citation", |pack| pack.laws[0].citation.push('!')),
    ("Law.subject", |pack| pack.laws[0].subject = words()),
    ("Law.addressee", |pack| pack.laws[0].addressee.push('!')),
    ("Law.source", |pack| pack.laws[0].source.push('!')),
    ("Law.confidence", |pack| pack.laws[0].confidence.push('!')),
    ("Task.title", |pack| task(pack, "P-10").title = words()),
    ("Task.origin", |pack| task(pack, "P-10").origin = nachweis::model::Origin::Practice),
    ("Task.confidence", |pack| task(pack, "P-10").confidence.push('!')),
    ("Task.official-ref", |pack| task(pack, "P-10").official_ref.push('!')),
    ("Task.topics", |pack| task(pack, "P-10").topics.clear()),
    ("Task.contributing", |pack| task(pack, "P-10").contributing.clear()),
    ("Task.goals", |pack| task(pack, "P-10").goals = words()),
    ("Task.steps", |pack| task(pack, "P-10").steps.clear()),
    ("Task.methods", |pack| task(pack, "P-10").methods.clear()),
    ("Task.effort", |pack| task(pack, "P-10").effort.small = [0.0, 1.0]),
    ("Task.resources", |pack| task(pack, "P-10").resources.clear()),
    ("Task.checklist", |pack| task(pack, "P-10").checklist.clear()),
    ("Task.basis", |pack| task(pack, "P-10").basis.clear()),
    ("Task.reading", |pack| task(pack, "P-10").reading.clear()),
    ("Piece.title", |pack| piece(pack, "P-10").title = words()),
    ("Piece.article", |pack| piece(pack, "P-10").article.push('!')),
    ("Piece.path", |pack| piece(pack, "P-10").path.push('x')),
    ("Review.reason", |pack| piece(pack, "P-10").review.as_mut().expect("a review").reason = None),
];

#[test]
fn words_are_no_demands() {
    let strict = strict();
    for (key, change) in WORDS {
        let mut other = strict.clone();
        change(&mut other);
        let found = differences(&strict, &other);
        let all = !found.is_empty() && found.iter().all(|one| one.direction == Direction::Wording);
        assert!(all, "{key}: {found:?}");
    }
}

/// Keys that say which one is meant.
const NAMES: [&str; 14] = [
    "Pack.id",
    "Pack.version",
    "Pack.extends",
    "Pack.without",
    "Profile.id",
    "Topic.id",
    "Phase.id",
    "Gate.id",
    "DateOrder.id",
    "Role.id",
    "Fact.id",
    "Contradiction.id",
    "Subject.id",
    "Law.id",
];

#[test]
fn no_key_of_a_pack_is_forgotten() {
    let schema = pack_schema();
    let known: BTreeSet<String> = schema["definitions"]
        .as_object()
        .expect("definitions")
        .iter()
        // Texts and citations are compared as wholes.
        .filter(|(name, _)| !["Words", "Basis", "Reading", "Effort", "Condition"].contains(&name.as_str()))
        .flat_map(|(name, shape)| {
            let keys = shape["properties"].as_object().into_iter().flat_map(|keys| keys.keys());
            keys.map(move |key| format!("{name}.{key}"))
        })
        .collect();
    let mut told: BTreeSet<String> = LOWERINGS.iter().map(|case| case.0.to_owned()).collect();
    told.extend(OTHERS.iter().map(|case| case.0.to_owned()));
    told.extend(WORDS.iter().map(|case| case.0.to_owned()));
    told.extend(NAMES.map(str::to_owned));
    told.extend(["Task.id", "Piece.piece", "Section.id"].map(str::to_owned));
    let missing: Vec<_> = known.difference(&told).collect();
    let unknown: Vec<_> = told.difference(&known).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "not told: {missing:?}; not in the schema: {unknown:?}"
    );
}

#[test]
fn a_profile_behind_the_last_empties_it_and_that_is_told() {
    let before = shipped();
    let mut now = before.clone();
    let mut last = now.profiles[1].clone();
    last.id = ProfileId::new("alles").expect("an id");
    now.profiles.push(last);
    let found = told(&before, &now);
    let dropped = |id: &TaskId| {
        let name = format!("{id} profiles");
        found
            .iter()
            .any(|(told, way, values)| *told == name && *way == Direction::Weaker && values == "voll → –")
    };
    let absent: Vec<&TaskId> = before
        .tasks
        .values()
        .filter(|task| !task.profiles.contains_key("voll"))
        .map(|task| &task.id)
        .collect();
    assert!(!absent.is_empty() && absent.into_iter().all(dropped), "{found:?}");
}

#[test]
fn a_profile_that_comes_or_goes_is_told_once_and_not_by_each_task() {
    let before = shipped();
    let (mut without, mut with) = (before.clone(), before.clone());
    without.profiles.retain(|profile| profile.id.as_str() != "kern");
    assert_eq!(
        told(&before, &without),
        [("profile kern".to_owned(), Direction::Weaker, "kern → –".to_owned())]
    );
    let mut first = with.profiles[0].clone();
    first.id = ProfileId::new("neu").expect("an id");
    task(&mut with, "P-10").profiles.insert(first.id.clone(), String::new());
    with.profiles.insert(0, first);
    assert_eq!(told(&before, &with), [("profile neu".to_owned(), Direction::Stricter, "– → neu".to_owned())]);
}

#[test]
fn which_file_counts_and_in_what_form_is_no_address() {
    let before = shipped();
    let one = |change: fn(&mut Piece)| {
        let mut now = before.clone();
        change(piece(&mut now, "P-10"));
        told(&before, &now)
            .into_iter()
            .map(|(element, direction, _)| (element, direction))
            .collect::<Vec<_>>()
    };
    let changed = |key: &str| (format!("P-10 {key}"), Direction::Changed);
    let moved = one(|piece| {
        piece.files = Files::Series;
        piece.path.push('x');
    });
    assert_eq!(moved, [changed("path"), changed("files")]);
    assert_eq!(one(|piece| piece.format = Format::Csv), [changed("format")]);
    let mut blind = before.clone();
    piece(&mut blind, "P-10").format = Format::Pdf;
    let mut blinder = blind.clone();
    piece(&mut blinder, "P-10").format = Format::Any;
    let found = told(&blind, &blinder);
    assert_eq!(found, [("P-10 format".to_owned(), Direction::Changed, "pdf → any".to_owned())]);
}

#[test]
fn a_cell_that_is_asked_for_no_more_or_may_hold_anything_is_a_lowering() {
    let strict = strict();
    let one = |change: fn(&mut Pack)| {
        let mut now = strict.clone();
        change(&mut now);
        let all = |found: Vec<(String, Direction, String)>| {
            found.into_iter().map(|(element, way, values)| format!("{element}: {values}, {way:?}"))
        };
        all(told(&strict, &now)).chain(all(told(&now, &strict))).collect::<Vec<_>>()
    };
    let gone = one(|pack| {
        let fields = &mut piece(pack, "P-10/schwellwert").fields;
        fields.as_mut().expect("fields").shift_remove("rat_dsb_am");
    });
    let key = "P-10/schwellwert fields.*";
    assert_eq!(gone, [format!("{key}: rat_dsb_am → –, Weaker"), format!("{key}: – → rat_dsb_am, Stricter")]);
    let gone = one(|pack| {
        piece(pack, "P-10/risiken").columns.as_mut().expect("columns").shift_remove("frist");
    });
    let key = "P-10/risiken columns.*";
    assert_eq!(gone, [format!("{key}: frist → –, Weaker"), format!("{key}: – → frist, Stricter")]);
    let free = one(|pack| field(pack, "ergebnis").values.clear());
    let (key, all) =
        ("P-10/schwellwert fields.ergebnis.values", field(&mut strict.clone(), "ergebnis").values.join(", "));
    assert_eq!(free, [format!("{key}: {all} → –, Weaker"), format!("{key}: – → {all}, Stricter")]);
    let fewer = one(|pack| drop(field(pack, "ergebnis").values.pop()));
    let last = field(&mut strict.clone(), "ergebnis").values.pop().expect("a value");
    assert_eq!(fewer, [format!("{key}: {last} → –, Stricter"), format!("{key}: – → {last}, Weaker")]);
    // Where each value has to occur, one less is less to do.
    let fewer = one(|pack| drop(column(pack, "ziel").values.pop()));
    let last = column(&mut strict.clone(), "ziel").values.pop().expect("a value");
    let key = "P-10/risiken columns.ziel.values";
    assert_eq!(fewer, [format!("{key}: {last} → –, Weaker"), format!("{key}: – → {last}, Weaker")]);
}

#[test]
fn a_law_that_binds_later_asks_for_less_until_then() {
    let before = shipped();
    let moved = |days: i64| {
        let mut now = before.clone();
        let law = now.laws.iter_mut().find(|law| law.applies_from.is_some()).expect("a law");
        law.applies_from = law.applies_from.map(|day| day.plus_days(days));
        told(&before, &now).into_iter().map(|(_, direction, _)| direction).collect::<Vec<_>>()
    };
    assert_eq!(moved(1), [Direction::Weaker]);
    assert_eq!(moved(-1), [Direction::Stricter]);
}

#[test]
fn a_condition_is_compared_by_what_it_does() {
    let before = shipped();
    let mut same = before.clone();
    // Written otherwise, it says the same.
    task(&mut same, "P-10").applies = Some(Condition::Not(Box::new(is("personenbezug", false))));
    assert_eq!(told(&before, &same), []);
    let mut wider = before.clone();
    task(&mut wider, "P-10").applies = None;
    let found = told(&before, &wider);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0.as_str(), found[0].1), ("P-10 applies", Direction::Stricter));
}

#[test]
fn conditions_of_too_many_answers_are_told_as_changed() {
    let narrowed_by = |counts: &[usize]| {
        let mut before = shipped();
        task(&mut before, "P-10").applies = None;
        let ids: Vec<String> = (0..counts.len()).map(|nth| format!("frage-{nth}")).collect();
        for (id, count) in ids.iter().zip(counts) {
            let mut new = fact(&mut before, "dsfa-erforderlich").clone();
            new.id = FactId::new(id).expect("an id");
            new.values = (0..*count).map(|nth| format!("antwort-{nth}")).collect();
            before.facts.push(new);
        }
        let mut now = before.clone();
        let word = vec![Answer::Word("antwort-0".to_owned())];
        let each = ids.iter().map(|id| Condition::Fact(FactId::new(id).expect("an id"), word.clone()));
        task(&mut now, "P-10").applies = Some(Condition::All(each.collect()));
        let found = told(&before, &now);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].1
    };
    // With the open one four answers each: 4^8 = 65,536 combinations are tried, 4^7 * 5 are not.
    assert_eq!(narrowed_by(&[3; 8]), Direction::Weaker);
    assert_eq!(narrowed_by(&[3, 3, 3, 3, 3, 3, 3, 4]), Direction::Changed);
}

#[test]
fn a_pack_does_not_differ_from_itself() {
    assert_eq!(differences(&shipped(), &shipped()), []);
}
