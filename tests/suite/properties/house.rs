//! Projects under a small pack of their own, made up piece by piece: what is asked, and what somebody has written.
//! What is written does not depend on what is asked, so that a demand can be added and the evidence stay as it is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use nachweis::finding::Problems;
use nachweis::load::{PackFiles, pack};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

use crate::support::{Scene, date, path};

/// Where the pack lies in the repository.
const FOLDER: &str = "regeln/haus";

/// The first day; all others are counted from it.
const START: &str = "2025-01-06";

const PHASES: [&str; 2] = ["idee", "bau"];
const SECTIONS: [&str; 3] = ["Anlass", "Prüfung", "Ergebnis"];
const FIELDS: [&str; 2] = ["menge", "stand"];
pub(super) const ROLES: [&str; 2] = ["leitung", "dsb"];

/// What a pack asks of a piece.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) phase: usize,
    pub(super) at_least: usize,
    pub(super) sections: usize,
    pub(super) fields: usize,
    pub(super) checklist: bool,
    pub(super) review: Option<u8>,
    pub(super) subject: bool,
    /// That it is not older than the task before it.
    pub(super) follows: bool,
    pub(super) roles: usize,
    /// That it applies to those alone whose fact says so.
    pub(super) conditional: bool,
    pub(super) advice: bool,
}

/// What somebody has written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) day: u8,
    pub(super) status: &'static str,
    pub(super) reason: bool,
    pub(super) reviewed: Option<u8>,
    /// For each section whether it is there, and whether there is something in it.
    sections: [(bool, bool); 3],
    fields: [bool; 2],
    ticked: [bool; 2],
    placeholder: bool,
    malformed: bool,
    /// On which day each role approved it, if it did.
    pub(super) approved: [Option<u8>; 2],
    /// When it was written to again, and whether the review date went with it.
    pub(super) again: Option<(u8, bool)>,
}

/// A task with one piece.
#[derive(Clone, Debug)]
pub(super) struct Owed {
    pub(super) asked: Asked,
    pub(super) written: Option<Written>,
}

/// A project and its pack.
#[derive(Clone, Debug)]
pub(super) struct House {
    pub(super) phase: usize,
    pub(super) tasks: Vec<Owed>,
    /// Of each gate the day of its decision, and what it says.
    pub(super) decisions: [Option<(u8, &'static str)>; 2],
    pub(super) fact: Option<bool>,
    pub(super) exempt: Option<(usize, u8)>,
    /// The days on which the model was changed.
    pub(super) model: Vec<u8>,
    /// The day on which all this is judged.
    pub(super) today: u8,
}

fn asked() -> impl Strategy<Value = Asked> {
    let first =
        (0..2_usize, prop_oneof![4 => Just(1_usize), 1 => Just(0)], 0..4_usize, 0..3_usize, any::<bool>());
    let second = (option::of(1..14_u8), any::<bool>(), any::<bool>(), 0..3_usize, any::<bool>(), 0..6_u8);
    (first, second).prop_map(|((phase, at_least, sections, fields, checklist), second)| {
        let (review, subject, follows, roles, conditional, advice) = second;
        let conditional = conditional && roles > 1;
        let advice = advice == 0;
        Asked {
            phase,
            at_least,
            sections,
            fields,
            checklist,
            review,
            subject,
            follows,
            roles,
            conditional,
            advice,
        }
    })
}

/// True, as a rule.
fn mostly() -> impl Strategy<Value = bool> {
    prop_oneof![24 => Just(true), 1 => Just(false)]
}

fn written() -> impl Strategy<Value = Written> {
    let status = prop_oneof![30 => Just("final"), 1 => Just("draft"), 1 => Just("not-applicable")];
    let sections = [(mostly(), mostly()), (mostly(), mostly()), (mostly(), mostly())];
    let words = (sections, [mostly(), mostly()], [mostly(), mostly()], mostly(), mostly());
    let approved = [option::weighted(0.9, 10..14_u8), option::weighted(0.9, 10..14_u8)];
    let again = option::weighted(0.1, (10..16_u8, any::<bool>()));
    let reviewed = option::weighted(0.95, 4..9_u8);
    (4..9_u8, status, mostly(), reviewed, words, approved, again).prop_map(
        |(day, status, reason, reviewed, (sections, fields, ticked, clean, sound), approved, again)| {
            Written {
                day: day.max(reviewed.unwrap_or(day)),
                status,
                reason,
                reviewed,
                sections,
                fields,
                ticked,
                placeholder: !clean,
                malformed: !sound,
                approved,
                again,
            }
        },
    )
}

/// A project of which most is in order, and some is not.
pub(super) fn house() -> impl Strategy<Value = House> {
    let owed =
        (asked(), option::weighted(0.95, written())).prop_map(|(asked, written)| Owed { asked, written });
    let course = prop_oneof![20 => Just("go"), 1 => Just("no-go"), 1 => Just("back")];
    let decision = || option::weighted(0.95, (16..18_u8, course.clone()));
    let model = prop_oneof![4 => Just(Vec::new()), 1 => vec(5..20_u8, 1..3)];
    let exempt = option::weighted(0.2, (0..4_usize, 14..40_u8));
    (
        0..2_usize,
        vec(owed, 1..4),
        [decision(), decision()],
        option::of(any::<bool>()),
        exempt,
        model,
        20..60_u8,
    )
        .prop_map(|(phase, tasks, decisions, fact, exempt, mut model, today)| {
            model.sort_unstable();
            model.dedup();
            House { phase, tasks, decisions, fact, exempt, model, today }
        })
}

/// A day so many weeks after the first one.
pub(super) fn day(week: u8) -> String {
    date(START).plus_days(i64::from(week) * 7).to_string()
}

/// The id of a task.
pub(super) fn id(at: usize) -> String {
    format!("T-0{}", at + 1)
}

/// Where the piece of a task lies.
pub(super) fn place(at: usize) -> String {
    format!("nachweise/{}.md", id(at).to_lowercase())
}

/// Where the approval of a task by a role lies.
pub(super) fn ledger(task: &str, role: &str) -> String {
    format!("nachweise/freigaben/{task}.{role}.toml")
}

impl House {
    /// The repository, written commit by commit.
    pub(super) fn scene(&self) -> Scene {
        let mut scene = self.commits();
        scene.build_in_memory();
        scene
    }

    /// The same, not yet written.
    pub(super) fn commits(&self) -> Scene {
        let mut scene = Scene::new();
        for (week, files) in self.by_day() {
            let files: Vec<(&str, &str)> =
                files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            scene.commit(&day(week), &files, &[]);
        }
        scene
    }

    /// The files as they are in the end.
    pub(super) fn last_tree(&self) -> BTreeMap<String, String> {
        self.by_day().into_values().flatten().collect()
    }

    fn by_day(&self) -> BTreeMap<u8, Vec<(String, String)>> {
        let mut by_day: BTreeMap<u8, Vec<(String, String)>> = BTreeMap::new();
        let mut add = |day: u8, name: String, text: String| by_day.entry(day).or_default().push((name, text));
        let files = self.pack_files();
        add(0, "nachweis.toml".to_owned(), self.settings(&files));
        for (name, text) in files {
            add(0, format!("{FOLDER}/{name}"), text);
        }
        add(0, "modell/version.toml".to_owned(), "version = 0\n".to_owned());
        for day in &self.model {
            add(*day, "modell/version.toml".to_owned(), format!("version = {day}\n"));
        }
        for (at, owed) in self.tasks.iter().enumerate() {
            let Some(written) = &owed.written else { continue };
            let (task, place) = (id(at), place(at));
            add(written.day, place.clone(), written.text(&task, None));
            for (role, day) in ROLES.iter().zip(written.approved) {
                if let Some(day) = day {
                    add(day, ledger(&task, role), approval(&task, &place, role, written.reviewed, day));
                }
            }
            if let Some((day, dated)) = written.again {
                add(day, place, written.text(&task, Some((day, dated))));
            }
        }
        for (at, decision) in self.decisions.iter().enumerate() {
            let Some((day, course)) = decision else { continue };
            let (task, phase) = (["I-01", "B-01"][at], PHASES[at]);
            let place = format!("nachweise/entscheidung-{phase}.md");
            add(*day, place.clone(), record(task, course, *day));
            add(*day, ledger(task, "leitung"), approval(task, &place, "leitung", None, *day));
        }
        by_day
    }

    /// The settings, with the pack pinned.
    pub(super) fn settings(&self, files: &PackFiles) -> String {
        let mut problems = Problems::default();
        let digest = pack(&path(FOLDER), files, &mut problems).map(|pack| pack.digest);
        let digest = digest.unwrap_or_else(|| panic!("the pack is sound: {:#?}", problems.into_sorted()));
        let mut text = format!(
            "version = 1\n\n[project]\nname = \"Haus\"\nphase = \"{}\"\n\n[policy]\n\
             packs = [\"{FOLDER}@sha256:{digest}\"]\nprofile = \"alles\"\n",
            PHASES[self.phase]
        );
        if let Some(answer) = self.fact {
            write!(text, "\n[facts]\nmassen = {answer}\n").expect("a string");
        }
        text.push_str("\n[subjects]\nmodell = [\"modell/**\"]\n");
        for role in ROLES {
            write!(text, "\n[roles.{role}]\nmembers = [\"{role}@behoerde.example\"]\n").expect("a string");
        }
        if let Some((at, until)) = self.exempt.filter(|(at, _)| *at < self.tasks.len()) {
            write!(
                text,
                "\n[[exemption]]\ntask = \"{}\"\nreason = \"Auf Mai verlegt\"\nowner = \"fach\"\n\
                 approved-by = \"leitung@behoerde.example\"\ncreated = {}\nexpires = {}\n",
                id(at),
                day(12),
                day(until)
            )
            .expect("a string");
        }
        text
    }

    /// The files of the pack.
    pub(super) fn pack_files(&self) -> PackFiles {
        let mut files: PackFiles =
            HEADS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        for (at, phase) in PHASES.iter().enumerate() {
            let task = ["I-01", "B-01"][at];
            let more = format!(
                "[evidence.approved]\nroles = [\"leitung\"]\n\n[evidence.decision]\ngate = \"{phase}\"\n"
            );
            let text = task_text(task, phase, &format!("entscheidung-{phase}.md"), "", &more);
            files.insert(format!("tasks/{task}.toml"), text);
        }
        for (at, owed) in self.tasks.iter().enumerate() {
            files.insert(format!("tasks/{}.toml", id(at)), owed.asked.text(at));
        }
        files
    }
}

impl Asked {
    fn text(&self, at: usize) -> String {
        let level = if self.advice { "level = \"advice\"\n" } else { "" };
        let mut more = String::new();
        if self.sections > 0 {
            let sections = SECTIONS.iter().take(self.sections);
            let sections: Vec<String> = sections
                .enumerate()
                .map(|(number, name)| format!("{{ id = \"s{number}\", de = \"{name}\" }}"))
                .collect();
            write!(more, "[evidence.sections]\nfilled = [{}]\n{level}\n", sections.join(", "))
                .expect("a string");
        }
        if self.fields > 0 {
            more.push_str("[evidence.fields]\n");
            for name in FIELDS.iter().take(self.fields) {
                writeln!(more, "{name} = {{ type = \"integer\" }}").expect("a string");
            }
        }
        if self.checklist {
            write!(more, "[evidence.checklist]\n{level}\n").expect("a string");
        }
        if let Some(months) = self.review {
            let unit = if months == 1 { "month" } else { "months" };
            write!(more, "[evidence.review]\nevery = \"{months} {unit}\"\n{level}\n").expect("a string");
        }
        let before = if self.follows && at > 0 { format!("\"{}\"", id(at - 1)) } else { String::new() };
        if self.subject || !before.is_empty() {
            let subject = if self.subject { "\"modell\"" } else { "" };
            write!(more, "[evidence.current]\nsubjects = [{subject}]\nevidence = [{before}]\n{level}\n")
                .expect("a string");
        }
        if self.roles > 0 {
            let roles: Vec<String> =
                ROLES.iter().take(self.roles).map(|role| format!("\"{role}\"")).collect();
            write!(more, "[evidence.approved]\nroles = [{}]\n{level}\n", roles.join(", ")).expect("a string");
        }
        let mut head = format!("at-least = {}\n", self.at_least);
        if self.conditional {
            head.push_str("applies = { fact = \"massen\", is = [true] }\n");
        }
        let name = place(at).trim_start_matches("nachweise/").to_owned();
        task_text(&id(at), PHASES[self.phase], &name, &head, &more)
    }
}

fn task_text(id: &str, phase: &str, place: &str, head: &str, more: &str) -> String {
    format!(
        "id = \"{id}\"\nphase = \"{phase}\"\ntitle = {{ de = \"Aufgabe {id}\" }}\norigin = \"practice\"\n\
         confidence = \"high\"\nresponsible = \"fach\"\ngoals = {{ de = \"Klarheit.\" }}\n\
         effort = {{ small = [1, 1], large = [1, 1] }}\n\n[[evidence]]\ntitle = {{ de = \"Nachweis {id}\" }}\n\
         path = \"{place}\"\nformat = \"markdown\"\n{head}\n{more}"
    )
}

impl Written {
    /// The file, as first written or as written to again.
    fn text(&self, task: &str, again: Option<(u8, bool)>) -> String {
        let mut text = format!("---\ntask: {task}\nstatus: {}\nresponsible: fach\n", self.status);
        let reviewed = match again {
            Some((day, true)) => Some(day),
            Some((_, false)) | None => self.reviewed,
        };
        if let Some(reviewed) = reviewed {
            writeln!(text, "reviewed: {}", day(reviewed)).expect("a string");
        }
        if self.reason {
            text.push_str("reason: Es werden keine Daten verarbeitet\n");
        }
        for (name, _) in FIELDS.iter().zip(self.fields).filter(|(_, there)| *there) {
            writeln!(text, "{name}: 12").expect("a string");
        }
        text.push_str(if self.malformed { "x: [\n---\n" } else { "---\n" });
        writeln!(text, "\n# Nachweis {task}").expect("a string");
        for (name, (_, filled)) in SECTIONS.iter().zip(self.sections).filter(|(_, (there, _))| *there) {
            let words = if self.placeholder { "TODO" } else { "Das Team hat den Stand festgehalten." };
            write!(text, "\n## {name}\n\n{}\n", if filled { words } else { "" }).expect("a string");
        }
        text.push_str("\n## Prüfliste\n\n");
        for (number, ticked) in self.ticked.iter().enumerate() {
            writeln!(text, "- [{}] Frage {number}?", if *ticked { 'x' } else { ' ' }).expect("a string");
        }
        if let Some((day, _)) = again {
            write!(text, "\n## Nachtrag\n\nErgänzt in Woche {day}.\n").expect("a string");
        }
        text
    }
}

fn record(task: &str, course: &str, decided: u8) -> String {
    format!(
        "---\ntask: {task}\nstatus: final\nresponsible: leitung\ndecision: {course}\ndecided: {}\nconditions: []\n\
         ---\n\n# Entscheidung\n\n## Gründe\n\nDie Leitung hat entschieden.\n",
        day(decided)
    )
}

fn approval(task: &str, place: &str, role: &str, reviewed: Option<u8>, on: u8) -> String {
    let reviewed = reviewed.map(|week| format!("reviewed = {}\n", day(week))).unwrap_or_default();
    format!(
        "task = \"{task}\"\npath = \"{place}\"\nhash = \"c1:sha256:@\"\n{reviewed}role = \"{role}\"\n\
         person = \"{role}@behoerde.example\"\ndate = {}\n",
        day(on)
    )
}

/// What does not vary.
const HEADS: [(&str, &str); 7] = [
    (
        "pack.toml",
        "id = \"haus\"\nversion = \"1\"\nlanguage = \"de\"\ntitle = { de = \"Haus\" }\nnotice = { de = \"Zur Probe.\" }\n\
         longest-exemption = \"180 days\"\nresearched = 2025-01-01\nsubjects-due = \"bau\"\n\n[[profile]]\n\
         id = \"alles\"\ntitle = { de = \"Alles\" }\nnote = { de = \"Alles.\" }\n",
    ),
    (
        "phases.toml",
        "[[phase]]\nid = \"idee\"\ntitle = { de = \"Idee\" }\nnote = { de = \"Was?\" }\n\n[[phase]]\nid = \"bau\"\n\
         title = { de = \"Bau\" }\nnote = { de = \"Wie?\" }\n",
    ),
    (
        "gates.toml",
        "[[gate]]\nid = \"idee\"\ntitle = { de = \"Idee\" }\nquestion = { de = \"Weiter?\" }\ndecides = [\"leitung\"]\n\
         heard = []\nrecord = \"I-01\"\n\n[[gate]]\nid = \"bau\"\ntitle = { de = \"Bau\" }\n\
         question = { de = \"Fertig?\" }\ndecides = [\"leitung\"]\nheard = []\nrecord = \"B-01\"\n",
    ),
    (
        "roles.toml",
        "[[role]]\nid = \"leitung\"\ntitle = { de = \"Leitung\" }\nmay-own = true\nmay-approve = true\n\
         note = { de = \"Entscheidet.\" }\n\n[[role]]\nid = \"dsb\"\ntitle = { de = \"Datenschutz\" }\nmay-own = false\n\
         may-approve = true\nnote = { de = \"Berät.\" }\n\n[[role]]\nid = \"fach\"\ntitle = { de = \"Fachbereich\" }\n\
         may-own = true\nmay-approve = false\nnote = { de = \"Schreibt.\" }\n",
    ),
    (
        "facts.toml",
        "[[fact]]\nid = \"massen\"\nquestion = { de = \"Sind es viele?\" }\ntype = \"boolean\"\nwhy = { de = \"Davon \
         hängt es ab.\" }\n",
    ),
    (
        "subjects.toml",
        "[[subject]]\nid = \"modell\"\ntitle = { de = \"Modell\" }\nabout = { de = \"Die Version.\" }\n\
         globs = [\"modell/**\"]\n",
    ),
    ("laws.toml", ""),
];
