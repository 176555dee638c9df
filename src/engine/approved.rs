//! The lawful way to lower a bar: an approval of the settings in the ledger of the judged tree. Who may give it, and who
//! is a member of that role, is said by the bar of the base alone.

use super::world::{LoadedProject, World};
use crate::finding::{About, Finding, Value};
use crate::load::{MAX_DATA, canonical, settings_approval};
use crate::model::{SettingsApproval, Words};
use crate::name::{ContentHash, RepoPath, RoleId};
use crate::repo::{EntryKind, Trouble};
use crate::rule::{Lang, Rule};
use crate::text::{Place, Source};

impl LoadedProject {
    /// What an approval of the settings is of: the settings by value, and what belongs to the bar but stands elsewhere.
    /// Everything that a project is made of is named here, so that whatever joins it is said to be covered or not.
    pub fn bar_hash(&self) -> ContentHash {
        // A pack is pinned by its digest in the settings, or by a version that is part of the program; so is the
        // file of keys.
        let Self { file, baseline, pack: _, nested, roster: _ } = self;
        let settings = canonical(file.source.path(), file.source.text().as_bytes()).hash;
        // Folders with settings of their own take files away from this project.
        let nested: String = nested.iter().map(|folder| format!("\n{folder}")).collect();
        let baseline = baseline.hash().map_or_else(String::new, |hash| format!("\nbaseline {hash}"));
        ContentHash::of(format!("bar\n{settings}{baseline}{nested}").as_bytes())
    }

    /// Where an approval of the settings by a role stands.
    pub fn approval_path(&self, role: &RoleId) -> RepoPath {
        self.file.evidence_folder().join(&SettingsApproval::path(role)).unwrap_or_default()
    }
}

/// What the ledger of the judged tree says of a lowered bar.
pub(super) enum Approval {
    /// Somebody who may has approved exactly this.
    Given(Box<Given>),
    /// Nobody has. Each approval that does not count stands with the key of the label that says why.
    Missing(Vec<(&'static str, Place)>),
}

/// An approval that counts.
pub(super) struct Given {
    approval: SettingsApproval,
    /// The title of the role at the base.
    title: Words,
}

/// Looks for an approval. `before` are the trees that the change came from: what lay in their ledgers already was not
/// given for this change. `abreast` is true when the target has not moved its bar since the branch left it.
///
/// Fails when a file of a ledger cannot be read.
pub(super) fn approval(
    (head, ours): (&World<'_>, &LoadedProject),
    theirs: &LoadedProject,
    before: &[(&World<'_>, &LoadedProject)],
    abreast: bool,
) -> Result<Approval, Trouble> {
    let mut refused = Vec::new();
    for role in &ours.pack.roles {
        let Some(approval) = read(head, ours, &role.id)? else { continue };
        let members = theirs.file.settings.roles.get(&role.id);
        let mut known = false;
        for (world, project) in before {
            known |= read(world, project, &role.id)?.is_some_and(|old| {
                old.hash.value == approval.hash.value
                    && old.date == approval.date
                    && old.person.value == approval.person.value
            });
        }
        let at = |span: &crate::text::Span| Place::new(&approval.file.source, span.clone());
        let reason = if approval.role != role.id || !theirs.pack.policy_owners.contains(&role.id) {
            ("owner", approval.file.clone())
        } else if !members.is_some_and(|role| role.members.contains(&approval.person.value)) {
            ("member", at(&approval.person.span))
        } else if approval.hash.value != ours.bar_hash() {
            ("content", at(&approval.hash.span))
        } else if known {
            ("known", approval.file.clone())
        } else if !abreast {
            ("behind", approval.file.clone())
        } else {
            // Who wrote the settings must not be the one who approves them: that is decided here as well, from the
            // authors of the change, where authorship is judged.
            let title =
                theirs.pack.role(role.id.as_str()).map_or_else(Words::default, |role| role.title.clone());
            return Ok(Approval::Given(Box::new(Given { approval, title })));
        };
        refused.push(reason);
    }
    Ok(Approval::Missing(refused))
}

/// The approval of the settings by a role in the ledger of a tree.
fn read(
    world: &World<'_>,
    project: &LoadedProject,
    role: &RoleId,
) -> Result<Option<SettingsApproval>, Trouble> {
    let path = project.approval_path(role);
    if world.snapshot.entry(&path).is_none_or(|entry| entry.kind != EntryKind::File) {
        return Ok(None);
    }
    let text = String::from_utf8(world.snapshot.read(&path, MAX_DATA as u64)?).ok();
    Ok(text.and_then(|text| settings_approval(&Source::new(path, text))))
}

impl Given {
    /// What is said of a value that was lowered with this approval.
    pub(super) fn of(&self, lowered: &Finding) -> Finding {
        let about: About = lowered.about.clone();
        let what = about.requirement.trim_start_matches("project/bar/").to_owned();
        let value = |key: &str, lang| lowered.args.get(key).map(|value| value.get(lang).to_owned());
        let told = |lang: Lang| match (value("before", lang), value("now", lang), value("elements", lang)) {
            (_, _, Some(elements)) => format!("{what}: {elements}"),
            (Some(before), Some(now), None) => format!("{what}: {before} → {now}"),
            _ => what.clone(),
        };
        let what = Words::both(&told(Lang::De), &told(Lang::En));
        Finding::new(Rule::PolicyApproved, about, lowered.place.clone())
            .with("what", Value::Words(what))
            .with("role", self.approval.role.as_str())
            .with("role-title", &self.title)
            .with("approved", self.approval.date)
            .with("file", self.approval.file.path().as_str())
            .also("approval", self.approval.file.clone())
    }
}
