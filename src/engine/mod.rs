//! The thin line through it all: opens the repository, finds the projects, gathers, judges, decides.

mod approvals;
mod bar;
mod base;
mod packs;
mod policy;
mod roster;
mod schema;
mod story;
mod trouble;
mod world;

pub use crate::finding::Exit;
pub use policy::policy_check;
pub use schema::{pack_schema, settings_schema};
pub use story::{Story, StoryError};
pub use world::{Ask, LoadedProject, View, World};

use std::borrow::Cow;

use crate::finding::Report;
use crate::load::builtin_packs;
use crate::model::Pack;
use crate::repo::{Repository, Trouble};
use crate::rule::Lang;

/// Runs a command that ends in a report. What stands in the way of looking is part of the report.
pub fn report(ask: &Ask) -> Report {
    let start = ask.starts.first().cloned().unwrap_or_default();
    let opened = Repository::open(&start).and_then(|repository| match &ask.index {
        Some(file) => repository.with_index(file),
        None => Ok(repository),
    });
    match opened {
        Ok(repository) => {
            let report = match &ask.base {
                Some(rev) => base::report(&repository, ask, rev),
                None => World::load(&repository, ask).map(|world| world.report(ask)),
            };
            report.unwrap_or_else(|trouble| stopped(ask, &trouble))
        }
        Err(trouble) => stopped(ask, &trouble),
    }
}

/// The pack that the project at hand is judged by, and its language; outside of a project the first built-in pack.
/// What is wrong with a project is told by the commands that judge it, not by those that only show the catalogue.
pub fn pack_at_hand(ask: &Ask) -> Option<(Cow<'static, Pack>, Option<Lang>)> {
    let start = ask.starts.first().cloned().unwrap_or_default();
    let project = Repository::open(&start)
        .ok()
        .and_then(|repository| World::load(&repository, ask).ok()?.projects.into_iter().next());
    match project {
        Some(project) => Some((project.pack, Some(project.file.settings.language))),
        None => Some((Cow::Borrowed(builtin_packs().first()?), None)),
    }
}

/// The report of a run that could not begin.
pub fn stopped(ask: &Ask, trouble: &Trouble) -> Report {
    world::empty_report(ask, ask.lang.unwrap_or(Lang::De), vec![trouble::finding(trouble)])
}
