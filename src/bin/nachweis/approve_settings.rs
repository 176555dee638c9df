//! `approve nachweis.toml`: records that a role that may lower the bar approves exactly these settings.

use std::path::Path;

use nachweis::engine::{Exit, LoadedProject, World};
use nachweis::gather::Picture;
use nachweis::model::SettingsApproval;
use nachweis::name::{RepoPath, RoleId};
use nachweis::rule::{Lang, Rule};

use crate::args::ApproveArgs;
use crate::failure::Failure;
use crate::{approve, output};

/// The project whose settings an argument names, if it names any: by their path from the root of the repository, or
/// by their name alone.
pub(crate) fn meant<'w>(
    world: &'w World<'_>,
    picture: &Picture<'_>,
    target: &str,
) -> Option<&'w LoadedProject> {
    let path = picture.file.source.path();
    let named = RepoPath::new(target.trim_start_matches("./"))?;
    let same = named == *path || named.as_str() == path.file_name();
    world.projects.iter().find(|project| same && project.file.source.path() == path)
}

/// Writes the file of the ledger, or prints it with `--print`.
pub(crate) fn run(
    world: &World<'_>,
    project: &LoadedProject,
    picture: &Picture<'_>,
    root: &Path,
    lang: Lang,
    own: &ApproveArgs,
) -> Result<Exit, Failure> {
    let role = approve::role(picture, &own.role)?;
    let owners = &picture.pack.policy_owners;
    if !owners.contains(&role) {
        let known: Vec<&str> = owners.iter().map(|role| role.as_str()).collect();
        let (de, en) = if known.is_empty() {
            ("keine".to_owned(), "none".to_owned())
        } else {
            (known.join(", "), known.join(", "))
        };
        let de = format!(
            "Die Rolle {role} darf den Maßstab nicht senken.\nDas Regelwerk nennt dafür unter policy-owners: {de}"
        );
        let en = format!(
            "the role {role} may not lower the bar.\nThe pack names for it under policy-owners: {en}"
        );
        return Err(Failure::Told(Exit::Yardstick, de, en));
    }
    let person = own.person.clone().or_else(|| approve::user_email(root)).unwrap_or_default();
    approve::member(picture, &role, &person)?;
    let notes = authors(world, project, picture, (&role, &person))?;
    approve::note(lang, notes.into_iter().chain(approve::named(picture, &person)));
    let settings = project.file.source.path();
    let text = SettingsApproval::text(settings, &project.bar_hash(), &role, &person, picture.as_of);
    let path = project.approval_path(&role);
    if own.print {
        output::say(&format!("# {path}\n{text}"))?;
        return Ok(Exit::Pass);
    }
    output::write(root, &root.join(path.as_str()), text.as_bytes())?;
    let sign = if project.must_be_signed() { " -S" } else { "" };
    let how = format!("  git add {settings} {path}\n  git commit{sign}\n");
    output::say(&match lang {
        Lang::De => format!(
            "Freigabe der Einstellungen festgehalten: {path}\nSie zählt, wenn die Rolle {role} am Zielzweig schon \
             dieses Mitglied hat, beides in einer Änderung liegt und noch jemand anderes an ihr geschrieben hat:\n{how}"
        ),
        Lang::En => format!(
            "Approval of the settings recorded: {path}\nIt counts if the role {role} has this member at the target \
             branch already, if both are in one change, and if somebody else has written part of it:\n{how}"
        ),
    })?;
    Ok(Exit::Pass)
}

/// As for a piece, with one difference: what the change will be held against is not known here. So only what nobody
/// else has ever written is refused; whoever wrote last is told.
fn authors(
    world: &World<'_>,
    project: &LoadedProject,
    picture: &Picture<'_>,
    (role, person): (&RoleId, &str),
) -> Result<Option<(String, String)>, Failure> {
    if picture.file.settings.trust.solo {
        return Ok(None);
    }
    let Some(writers) = world.writers_of_bar(project).map_err(|trouble| approve::unseen(&trouble))? else {
        return Ok(Some(approve::uncommitted()));
    };
    approve::refuse_alone(picture, &writers.ever, (role, person), Rule::PolicyWeakened)?;
    Ok(writers.last.is_only(person).then(|| {
        let de = format!(
            "Hinweis: Zuletzt hat „{person}“ daran geschrieben. Die Freigabe zählt nicht, wenn das in dieser Änderung sonst niemand getan hat."
        );
        let en = format!(
            "note: “{person}” wrote it last. The approval does not count if nobody else has written part of this change."
        );
        (de, en)
    }))
}
