//! The files of a pack, one type each.

use serde::Deserialize;

use super::{Reader, digest};
use crate::model::{
    Contradiction, DateOrder, Fact, Gate, Law, Pack, Phase, Profile, Role, Subject, Task, Topic, Words,
};
use crate::name::{Date, PackId, PhaseId};
use crate::rule::Lang;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Head {
    id: PackId,
    version: String,
    language: Lang,
    title: Words,
    notice: Words,
    researched: Date,
    longest_exemption: String,
    subjects_due: PhaseId,
    #[serde(rename = "profile")]
    profiles: Vec<Profile>,
    #[serde(default, rename = "topic")]
    topics: Vec<Topic>,
}

macro_rules! lists {
    ($($name:ident { $($key:literal $field:ident: $item:ty,)* })*) => {$(
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name { $(#[serde(default, rename = $key)] $field: Vec<$item>,)* }
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
    let names: Vec<String> = reader.files.keys().filter(|name| is_task(name)).cloned().collect();
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
    let template =
        |(name, text): (&String, &String)| Some((name.strip_prefix("templates/")?.to_owned(), text.clone()));
    Some(Pack {
        id: head.id,
        version: head.version,
        language: head.language,
        title: head.title,
        notice: head.notice,
        researched: head.researched,
        longest_exemption: days?,
        subjects_due: head.subjects_due,
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
        templates: reader.files.iter().filter_map(template).collect(),
        digest: digest(reader.files),
    })
}

fn is_task(name: &str) -> bool {
    name.starts_with("tasks/") && name.ends_with(".toml")
}
