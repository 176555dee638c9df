//! The thin line through it all: opens the repository, finds the projects, gathers, judges, decides.

mod approvals;
mod approved;
mod bar;
mod base;
mod files;
mod packs;
mod policy;
mod policy_view;
mod roster;
mod schema;
mod story;
mod trouble;
mod world;

pub use crate::finding::Exit;
pub use policy::policy_check;
pub use policy_view::{Answer, policy_diff_against, policy_show};
pub use schema::{pack_schema, settings_schema};
pub use story::{Story, StoryError};
pub use world::{Ask, LoadedProject, View, World};

use std::borrow::Cow;
use std::rc::Rc;

use crate::finding::Report;
use crate::load::builtin_packs;
use crate::model::Pack;
use crate::repo::{Repository, Tell, Trouble, Walked};
use crate::rule::Lang;

/// What came of a look at a repository.
#[derive(Debug)]
pub struct Looked {
    /// The report: the same for the same commit, day, pack and language.
    pub report: Report,
    /// What the longest walk through the history took here; nothing where there was none.
    pub walked: Option<Walked>,
}

/// Runs a command that ends in a report. What stands in the way of looking is part of the report.
pub fn report(ask: &Ask) -> Report {
    look(ask, Rc::new(|_| {})).report
}

/// The same, while `tell` hears how far the work has come, and with what it took.
pub fn look(ask: &Ask, tell: Rc<Tell>) -> Looked {
    // Most projects pin a pack of the binary; it is read while the repository is listed.
    std::thread::scope(|scope| {
        scope.spawn(builtin_packs);
        look_at(ask, tell)
    })
}

fn look_at(ask: &Ask, tell: Rc<Tell>) -> Looked {
    let start = ask.starts.first().cloned().unwrap_or_default();
    let opened = Repository::open(&start).and_then(|repository| match &ask.index {
        Some(file) => repository.with_index(file),
        None => Ok(repository),
    });
    match opened {
        Ok(mut repository) => {
            repository.on_progress(tell);
            let report = match &ask.base {
                Some(rev) => base::report(&repository, ask, rev),
                None => World::load(&repository, ask).map(|world| world.report(ask)),
            };
            let report = report.unwrap_or_else(|trouble| stopped(ask, &trouble));
            Looked { report, walked: repository.walked() }
        }
        Err(trouble) => Looked { report: stopped(ask, &trouble), walked: None },
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
