//! The files of a pack, one type each.

use serde::Deserialize;

use super::Reader;
use crate::model::{
    Contradiction, DateOrder, Fact, Gate, Law, Pack, Phase, Profile, Role, Subject, Task, Topic, Words,
};
use crate::name::{Date, PackId, PhaseId, RoleId};
use crate::rule::Lang;

/// `pack.toml`. Of a pack that builds on another every key may be missing but id, version, title and notice.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Pack")]
pub struct Head {
    /// The id that settings name.
    id: PackId,
    /// Its version; settings pin it.
    version: String,
    /// The pack that this one builds on: `arbeitshilfe@2026.1`, or `PATH@sha256:…` for one inside the repository, from
    /// this pack's folder.
    #[serde(default, rename = "extends")]
    _extends: Option<String>,
    /// What of the pack below is left out: `P-03`, `P-10/risiken`, `P-10/review`, `P-10/risiken/columns`.
    #[serde(default, rename = "without")]
    _without: Vec<String>,
    /// The language of its texts.
    language: Lang,
    /// What it is called.
    title: Words,
    /// What it is and is not.
    notice: Words,
    /// The day of its research.
    researched: Date,
    /// The longest an exemption may run, such as `180 days`.
    longest_exemption: String,
    /// The gate from which on a subject without files is an error.
    subjects_due: PhaseId,
    /// Roles whose approval of the settings lets the bar sink; none can without one.
    #[serde(default)]
    policy_owners: Vec<RoleId>,
    /// The profiles, from the smallest; the last holds all tasks.
    #[serde(rename = "profile")]
    profiles: Vec<Profile>,
    /// The topics of the guideline.
    #[serde(default, rename = "topic")]
    topics: Vec<Topic>,
}

macro_rules! lists {
    ($($name:ident { $($key:literal $field:ident: $item:ty,)* })*) => {$(
        /// The lists of a file, by the name of their table.
        #[derive(Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $(#[serde(default, rename = $key)] $field: Vec<$item>,)* }
    )*};
}

lists! {
    Phases { "phase" phases: Phase, }
    Gates { "gate" gates: Gate, "date-order" date_orders: DateOrder, }
    Roles { "role" roles: Role, }
    Facts { "fact" facts: Fact, "contradiction" contradictions: Contradiction, }
    Subjects { "subject" subjects: Subject, }
    Laws { "law" laws: Law, }
}

/// What a file of a pack may hold; for the schema.
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each is a file")]
pub enum PackFile {
    Head(Box<Head>),
    Phases(Phases),
    Gates(Gates),
    Roles(Roles),
    Facts(Facts),
    Subjects(Subjects),
    Laws(Laws),
    Task(Box<Task>),
}

/// Reads every file; `None` if one could not be read.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Pack> {
    // All files are read before the first `?`, so that one run names the mistakes of all.
    let head = reader.file::<Head>("pack.toml");
    let phases = reader.file::<Phases>("phases.toml");
    let gates = reader.file::<Gates>("gates.toml");
    let roles = reader.file::<Roles>("roles.toml");
    let facts = reader.file::<Facts>("facts.toml");
    let subjects = reader.file::<Subjects>("subjects.toml");
    let laws = reader.file::<Laws>("laws.toml");
    let names: Vec<String> = reader.layers.names().into_iter().filter(|name| is_task(name)).collect();
    let tasks: Vec<Option<Task>> = names.iter().map(|name| reader.file::<Task>(name)).collect();
    for (name, task) in names.iter().zip(&tasks) {
        if task.as_ref().is_some_and(|task| *name != format!("tasks/{}.toml", task.id)) {
            let place = reader.place(name, &["id"]);
            reader.broken("name", place, name);
        }
    }

    let (head, gates, facts) = (head?, gates?, facts?);
    let days = head.longest_exemption.strip_suffix(" days").and_then(|days| days.parse().ok());
    if days.is_none() {
        let place = reader.place("pack.toml", &["longest-exemption"]);
        reader.broken("unreadable", place, "longest-exemption");
    }
    let template = |name: String| {
        Some((name.strip_prefix("templates/")?.to_owned(), reader.layers.whole(&name)?.clone()))
    };
    Some(Pack {
        id: head.id,
        version: head.version,
        language: head.language,
        title: head.title,
        notice: head.notice,
        researched: head.researched,
        longest_exemption: days?,
        subjects_due: head.subjects_due,
        policy_owners: head.policy_owners,
        profiles: head.profiles,
        topics: head.topics,
        phases: phases?.phases,
        gates: gates.gates,
        date_orders: gates.date_orders,
        roles: roles?.roles,
        facts: facts.facts,
        contradictions: facts.contradictions,
        subjects: subjects?.subjects,
        laws: laws?.laws,
        tasks: tasks
            .into_iter()
            .map(|task| task.map(|task| (task.id.clone(), task)))
            .collect::<Option<_>>()?,
        templates: reader.layers.names().into_iter().filter_map(template).collect(),
        // What it is made of is known once it has been read.
        digest: String::new(),
        parts: Vec::new(),
        departures: Vec::new(),
    })
}

fn is_task(name: &str) -> bool {
    name.starts_with("tasks/") && name.ends_with(".toml")
}
