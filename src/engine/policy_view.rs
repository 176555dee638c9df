//! `policy show` and `policy diff`: the policy at hand, and what moved in it.

use super::bar::{Earlier, present};
use super::packs::{self, Pin};
use super::policy::{from_repository, names_pack};
use super::trouble;
use super::world::{self, Ask, LoadedProject, View, World};
use crate::finding::{Problems, Report};
use crate::load::builtin;
use crate::model::Pack;
use crate::name::RepoPath;
use crate::repo::{Repository, Trouble};
use crate::rule::{Lang, Rule};
use crate::text::Place;
use crate::verdict::{Effective, Moved, PolicyDiff, effective, pack_diff, policy_diff};

/// The answer, with its language; or a report of what stood in the way.
pub type Answer<T> = Result<(T, Lang), Box<Report>>;

/// The effective policy of the projects at hand.
pub fn policy_show(ask: &Ask) -> Answer<Vec<Effective>> {
    let shown = open(ask).and_then(|repository| {
        let world = World::load(&repository, ask)?;
        if !world.problems.is_empty() {
            return Ok(Err(Box::new(world.report(ask))));
        }
        let all = world.projects.iter().map(|project| effective(&project.file, &project.pack)).collect();
        Ok(Ok((all, world.lang(ask).unwrap_or_default())))
    });
    shown.unwrap_or_else(|trouble| Err(stopped(ask, &trouble)))
}

/// What the policy of the projects at hand asks for less, more or otherwise than that of a revision, than a pack of
/// the program or of the repository by its pin, or than a pack in a folder of the working tree.
pub fn policy_diff_against(ask: &Ask, against: &str) -> Answer<Vec<PolicyDiff>> {
    let found = open(ask).and_then(|repository| match against {
        "HEAD" => with_revision(&repository, ask, against),
        full if full.starts_with("refs/") || is_object(full) => with_revision(&repository, ask, full),
        pack => with_pack(&repository, ask, pack),
    });
    found.unwrap_or_else(|trouble| Err(stopped(ask, &trouble)))
}

fn is_object(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn open(ask: &Ask) -> Result<Repository, Trouble> {
    Repository::open(&ask.starts.first().cloned().unwrap_or_default())
}

fn stopped(ask: &Ask, trouble: &Trouble) -> Box<Report> {
    Box::new(world::empty_report(ask, ask.lang.unwrap_or_default(), vec![trouble::finding(trouble)]))
}

fn with_revision(repository: &Repository, ask: &Ask, rev: &str) -> Result<Answer<Vec<PolicyDiff>>, Trouble> {
    let mut head = World::list(repository, ask)?;
    let view = View::Revision(rev.to_owned());
    let mut base = Earlier::list(repository, &Ask { view, ..ask.clone() }, &head)?;
    // What stands where the search begins is asked about; a project that hides another from it says nothing of that.
    let asked = head.chosen(ask)?;
    let mut wanted = asked.clone();
    wanted.extend(base.world.chosen(ask)?);
    head.read(&wanted)?;
    base.world.read(&wanted)?;
    for world in [&head, &base.world] {
        if !world.problems.is_empty() {
            return Ok(Err(Box::new(world.report(ask))));
        }
    }
    let commit = base.world.snapshot.commit().map(|commit| commit.id.short().to_owned()).unwrap_or_default();
    let of = |ours: &LoadedProject, theirs: &LoadedProject| {
        let (now, then) = (present(ours, &head), base.bar(theirs, &head));
        policy_diff((&then, &theirs.file), (&now, &ours.file))
    };
    let at_hand = head.projects.iter().filter(|project| asked.contains(&project.file.folder()));
    let diffs = at_hand.filter_map(|ours| {
        let folder = ours.file.folder();
        let theirs = base.world.project(&folder)?;
        let name = |commit: &str, project: &LoadedProject| {
            let pack = format!("{}@{}", project.pack.id, project.pack.version);
            [commit, project.file.source.path().as_str(), &pack].join(" ").trim_start().to_owned()
        };
        Some(PolicyDiff { before: name(&commit, theirs), now: name("", ours), values: of(ours, theirs) })
    });
    let diffs: Vec<PolicyDiff> = diffs.collect();
    Ok(Ok((diffs, head.lang(ask).unwrap_or_default())))
}

fn with_pack(repository: &Repository, ask: &Ask, named: &str) -> Result<Answer<Vec<PolicyDiff>>, Trouble> {
    let world = World::load(repository, ask)?;
    let lang = world.lang(ask).unwrap_or_default();
    // Whoever asks because the pinned version is another one has no project that can be judged yet.
    let pinned = world.problems.iter().find(|problem| problem.rule == Rule::PackVersion);
    let newer = pinned.and_then(|problem| builtin(problem.args.get("pack")?.get(Lang::De)));
    let others = world.problems.iter().any(|problem| problem.rule != Rule::PackVersion);
    if others || (newer.is_none() && world.projects.is_empty()) {
        return Ok(Err(Box::new(world.report(ask))));
    }
    let mut problems = Problems::default();
    let then: Option<Pack> = if names_pack(named) {
        let pin = Pin { text: named, element: "against".to_owned(), place: Place::whole(RepoPath::root()) };
        let prefix = repository.prefix();
        packs::pinned(&world.snapshot, &pin, |path| prefix.join(path), &mut problems)
            .map(|pack| pack.into_owned())
    } else {
        from_repository(ask, named, &mut problems)?.map(|(_, _, built)| built.pack)
    };
    let Some(then) = then else {
        return Ok(Err(Box::new(world::empty_report(ask, lang, problems.into_sorted()))));
    };
    let name = |pack: &Pack| format!("{}@{}", pack.id, pack.version);
    let of = |now: &Pack| {
        let values: Vec<Moved> = pack_diff(&then, now);
        PolicyDiff { before: name(&then), now: name(now), values }
    };
    let diffs = match newer {
        Some(newer) => vec![of(newer)],
        None => world.projects.iter().map(|project| of(&project.pack)).collect(),
    };
    Ok(Ok((diffs, lang)))
}
