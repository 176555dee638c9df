//! The lawful way to lower a bar: an approval of the settings in the ledger of the judged tree. Who may give it, who is a
//! member of that role, and whether it has to be signed and by which key, is said by the bar of the base alone.

use super::world::{LoadedProject, World};
use crate::finding::{About, Finding, Value};
use crate::gather::{Asked, settled};
use crate::load::{BASELINE_NAME, FILE_NAME, MAX_DATA, canonical, settings_approval};
use crate::model::{SettingsApproval, Unsigned, Words};
use crate::name::{ContentHash, Date, RepoPath, RoleId};
use crate::repo::{CommitInfo, EntryKind, Trouble};
use crate::rule::{Lang, Rule};
use crate::text::{Place, Source, Span};

impl LoadedProject {
    /// What an approval of the settings is of: the settings by value, and what belongs to the bar but stands elsewhere.
    /// Everything that a project is made of is named here, so that whatever joins it is said to be covered or not.
    pub fn bar_hash(&self) -> ContentHash {
        // A pack is pinned by its digest in the settings, or by a version that is part of the program; so is the
        // file of keys.
        let Self { file, baseline, pack: _, nested, roster: _ } = self;
        let settings = canonical(file.source.path(), file.source.text().as_bytes()).hash;
        // Of two projects that say the same one is approved, and not the other.
        let folder = Some(file.folder()).filter(|folder| *folder != RepoPath::root());
        let folder = folder.map_or_else(String::new, |folder| format!("\nfolder {:?}", folder.as_str()));
        // Folders with settings of their own take files away from this project.
        let nested: String = nested.iter().map(|folder| format!("\nnested {:?}", folder.as_str())).collect();
        let baseline = baseline.hash().map_or_else(String::new, |hash| format!("\nbaseline {hash}"));
        ContentHash::of(format!("bar\n{settings}{baseline}{folder}{nested}").as_bytes())
    }

    /// The files by which a change of the bar is made, of those that [`Self::bar_hash`] covers. What is pinned by its
    /// digest was changed by whoever changed the pin; folders that the base knows take away nothing new.
    pub(super) fn bar_files(&self, base: &Self) -> Vec<RepoPath> {
        let Self { file, baseline, pack: _, nested, roster: _ } = self;
        let baseline = baseline.is_there().then(|| file.evidence_folder().join(BASELINE_NAME)).flatten();
        let new = nested.iter().filter(|folder| !base.nested.contains(folder));
        let nested = new.filter_map(|folder| folder.join(FILE_NAME));
        [file.source.path().clone()].into_iter().chain(baseline).chain(nested).collect()
    }

    /// Whether this bar lets nobody lower it without a signature: by the settings, or because a pack that wants
    /// signatures of anything is not to be changed by anybody who needs none.
    pub fn must_be_signed(&self) -> bool {
        self.file.settings.trust.signed || self.pack.asks_for_signatures()
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
    /// True when nobody else has written what was approved, which the base allows.
    alone: bool,
}

/// A change of which an approval is sought.
pub(super) struct Lowering<'a> {
    pub(super) head: &'a World<'a>,
    pub(super) ours: &'a LoadedProject,
    /// The project at the base.
    pub(super) theirs: &'a LoadedProject,
    /// The project in the trees that the change came from: what lay in its ledger there was given for another change.
    pub(super) before: Vec<&'a LoadedProject>,
    /// True when the target has not moved its bar since the branch left it.
    pub(super) abreast: bool,
    /// The base.
    pub(super) target: &'a CommitInfo,
    /// The day for which it is judged.
    pub(super) as_of: Date,
}

/// Looks for an approval.
///
/// Fails when a file of a ledger or the history cannot be read.
pub(super) fn approval(lowering: &Lowering<'_>) -> Result<Approval, Trouble> {
    let Lowering { head, ours, theirs, abreast, .. } = lowering;
    let mut refused = Vec::new();
    for role in &ours.pack.roles {
        let Some(approval) = read(head, ours, &role.id)? else { continue };
        let (settings, person) = (&theirs.file.settings, approval.person.value.as_str());
        let at = |span: &Span| Place::new(&approval.file.source, span.clone());
        let reason = if approval.role != role.id || !theirs.pack.policy_owners.contains(&role.id) {
            ("owner", approval.file.clone())
        } else if !settings.is_member(&role.id, person) {
            ("member", at(&approval.person.span))
        } else if settings.held_beside(&theirs.pack, &role.id, person).is_some() {
            ("incompatible", at(&approval.person.span))
        } else if approval.hash.value != ours.bar_hash() {
            ("content", at(&approval.hash.span))
        } else if !abreast {
            ("behind", approval.file.clone())
        } else {
            match lowering.worth(&approval)? {
                Ok(alone) => {
                    let title = theirs.pack.role(role.id.as_str()).map(|role| role.title.clone());
                    let title = title.unwrap_or_default();
                    return Ok(Approval::Given(Box::new(Given { approval, title, alone })));
                }
                Err((label, span)) => (label, at(&span)),
            }
        };
        refused.push(reason);
    }
    Ok(Approval::Missing(refused))
}

/// Why an approval does not count: the key of the label, and the words in its file that it is about.
type Refusal = (&'static str, Span);

impl Lowering<'_> {
    /// What the history says of an approval that counts: whether nobody else has written the change. Or why it does not
    /// count. Whoever has written the change alone approves nothing by it. What nobody seems to have written was written
    /// by whoever put it there past the history of the file, such as a merge that takes back what the target has.
    ///
    /// Fails when that cannot be seen.
    fn worth(&self, approval: &SettingsApproval) -> Result<Result<bool, Refusal>, Trouble> {
        let Self { head, ours, theirs, before, target, as_of, .. } = self;
        let (files, roster) = (ours.bar_files(theirs), &theirs.roster);
        let earlier = before.iter().map(|project| project.approval_path(&approval.role));
        let ledgers = earlier.chain([approval.file.path().clone()]).collect();
        let asked = Asked { approval, ledgers: &ledgers, files: &files, roster, as_of: *as_of, target };
        let story = settled(head.repository, &head.snapshot, asked)?;
        let date = |why| Ok(Err((why, approval.date.span.clone())));
        let person = |why| Ok(Err((why, approval.person.span.clone())));
        if story.is_old {
            return date("known");
        }
        if story.is_back {
            return date("back");
        }
        // As everywhere a day is granted to time zones.
        if approval.date.value > story.given.plus_days(1) {
            return date("future");
        }
        if story.written.is_some_and(|written| approval.date.value < written) {
            return date("early");
        }
        let solo = theirs.file.settings.trust.solo;
        let alone = match &story.wrote {
            None if solo => false,
            // Whose edit it will be is known once it is committed.
            None => return person("uncommitted"),
            Some(authors) => match (authors.has_other(&approval.person.value), &authors.hidden) {
                (Some(other), _) => !other,
                (None, Some(hidden)) => return Err(hidden.clone().into()),
                (None, None) => true,
            },
        };
        if alone && !solo {
            return person("author");
        }
        match story.signature {
            Err(Unsigned::Uncommitted) if theirs.must_be_signed() => person("uncommitted"),
            Err(_) if theirs.must_be_signed() => person("unsigned"),
            Ok(()) | Err(_) => Ok(Ok(alone)),
        }
    }
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
        let finding = Finding::new(Rule::PolicyApproved, about, lowered.place.clone());
        let finding = if self.alone { finding.variant("solo") } else { finding };
        finding
            .with("what", Value::Words(what))
            .with("role", self.approval.role.as_str())
            .with("role-title", &self.title)
            .with("approved", self.approval.date.value)
            .with("file", self.approval.file.path().as_str())
            .also("approval", self.approval.file.clone())
    }
}
