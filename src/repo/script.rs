//! Scripted repositories: written step by step, the same bytes every time. For the demo and for tests; the only
//! place of this layer that writes.

use std::collections::BTreeMap;
use std::path::Path;

use git2::{ObjectFormat, Oid, RepositoryInitOptions, Signature, Time};

use super::tree::Mode;
use super::trouble::Trouble;
use crate::name::{CommitId, RepoPath};

/// A commit to be made.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// When, in seconds since 1970, UTC; author's and committer's time.
    pub time: i64,
    /// By whom, written `Name <address>`; author and committer.
    pub author: String,
    /// The commit's message.
    pub message: String,
    /// Files to write.
    pub write: BTreeMap<RepoPath, Vec<u8>>,
    /// Files to delete, before any is written.
    pub delete: Vec<RepoPath>,
    /// Earlier steps, by index, that are parents besides the first one. Their files are not merged: a merge that
    /// brings something says so in `write`.
    pub merge: Vec<usize>,
    /// The first parent, whose files this step begins with: the step before (`None`), no parent at all
    /// (`Some(None)`), or an earlier step.
    pub parent: Option<Option<usize>>,
}

/// May rewrite what a step writes: given are the path, the bytes, and a reader of the files of that commit, in which
/// those that the step writes at earlier paths are rewritten already.
pub type Fill<'a> = dyn Fn(&RepoPath, Vec<u8>, &dyn Fn(&RepoPath) -> Option<Vec<u8>>) -> Vec<u8> + 'a;

/// Makes a repository in an empty folder: branch `main`, a commit per step, the last one checked out. No template,
/// no identity and no line end setting of the machine has any influence on it.
///
/// Fails when the folder is not there or not empty, when a step names a later one, and when something cannot be
/// written.
pub fn unfold(folder: &Path, steps: &[Step], fill: &Fill<'_>) -> Result<Vec<CommitId>, Trouble> {
    unfold_as(ObjectFormat::Sha1, folder, steps, fill)
}

/// As [`unfold`], with the hash algorithm of the repository.
pub(super) fn unfold_as(
    format: ObjectFormat,
    folder: &Path,
    steps: &[Step],
    fill: &Fill<'_>,
) -> Result<Vec<CommitId>, Trouble> {
    let mut present = folder.read_dir().map_err(|error| Trouble::from_io(&error, folder))?;
    if present.next().is_some() {
        return Err(Trouble::Unreadable { detail: format!("{}: not empty", folder.display()) });
    }
    let mut options = RepositoryInitOptions::new();
    options.no_reinit(true).external_template(false).initial_head("main").object_format(format);
    let git = git2::Repository::init_opts(folder, &options).map_err(failed)?;
    let mut made: Vec<Made> = Vec::new();
    for step in steps {
        let next = commit(&git, step, &made, fill)?;
        made.push(next);
    }
    if let Some(last) = made.last() {
        check_out(&git, folder, last)?;
    }
    made.iter()
        .map(|made| CommitId::new(&made.id.to_string()).ok_or_else(|| broken("an object id")))
        .collect()
}

/// Writes the tree of these files. Paths are valid, and none is a folder of another.
pub(super) fn write_tree(
    git: &git2::Repository,
    files: &BTreeMap<RepoPath, (Mode, Oid)>,
) -> Result<Oid, Trouble> {
    let names: Vec<(&str, Mode, Oid)> =
        files.iter().map(|(path, (mode, id))| (path.as_str(), *mode, *id)).collect();
    write_folder(git, &names)
}

/// A commit that was made, and its files.
struct Made {
    id: Oid,
    files: BTreeMap<RepoPath, (Mode, Oid)>,
}

fn commit(git: &git2::Repository, step: &Step, made: &[Made], fill: &Fill<'_>) -> Result<Made, Trouble> {
    let earlier = |at: usize| made.get(at).ok_or_else(|| broken("a step that is not earlier"));
    let first = match step.parent {
        None => made.last(),
        Some(None) => None,
        Some(Some(at)) => Some(earlier(at)?),
    };
    let mut files = first.map(|first| first.files.clone()).unwrap_or_default();
    for path in &step.delete {
        files.remove(path).ok_or_else(|| broken("a file to delete that is not there"))?;
    }
    for (path, bytes) in &step.write {
        files.insert(path.clone(), (Mode::File, git.blob(bytes).map_err(failed)?));
    }
    for (path, bytes) in &step.write {
        let read = |path: &RepoPath| {
            let (_, id) = files.get(path)?;
            git.find_blob(*id).ok().map(|blob| blob.content().to_vec())
        };
        let filled = fill(path, bytes.clone(), &read);
        files.insert(path.clone(), (Mode::File, git.blob(&filled).map_err(failed)?));
    }
    let mut parents: Vec<Oid> = first.iter().map(|first| first.id).collect();
    for at in &step.merge {
        parents.push(earlier(*at)?.id);
    }
    let tree = write_tree(git, &files)?;
    let id = write_commit(git, tree, &parents, step)?;
    Ok(Made { id, files })
}

/// Writes a commit of a tree with the step's words.
pub(super) fn write_commit(
    git: &git2::Repository,
    tree: Oid,
    parents: &[Oid],
    step: &Step,
) -> Result<Oid, Trouble> {
    let person = step.author.strip_suffix('>').and_then(|author| author.split_once(" <"));
    let (name, address) = person.ok_or_else(|| broken("an author not written `Name <address>`"))?;
    let by = Signature::new(name, address, &Time::new(step.time, 0)).map_err(failed)?;
    let tree = git.find_tree(tree).map_err(failed)?;
    let parents =
        parents.iter().map(|id| git.find_commit(*id)).collect::<Result<Vec<_>, _>>().map_err(failed)?;
    git.commit(None, &by, &by, &step.message, &tree, &parents.iter().collect::<Vec<_>>()).map_err(failed)
}

fn write_folder(git: &git2::Repository, files: &[(&str, Mode, Oid)]) -> Result<Oid, Trouble> {
    let mut folder = git.treebuilder(None).map_err(failed)?;
    let mut rest = files;
    while let Some((path, mode, id)) = rest.first() {
        let name = path.split('/').next().unwrap_or_default();
        let below =
            |path: &str| path.strip_prefix(name).and_then(|path| path.strip_prefix('/')).map(str::len);
        let count = rest.iter().take_while(|(path, ..)| below(path).is_some()).count();
        let (inside, others) = rest.split_at(count.max(1));
        rest = others;
        if count == 0 {
            folder.insert(name, *id, bits(*mode)).map_err(failed)?;
        } else {
            let inside: Vec<_> =
                inside.iter().map(|(path, mode, id)| (&path[name.len() + 1..], *mode, *id)).collect();
            folder.insert(name, write_folder(git, &inside)?, bits(Mode::Folder)).map_err(failed)?;
        }
    }
    folder.write().map_err(failed)
}

fn bits(mode: Mode) -> i32 {
    match mode {
        Mode::Folder => 0o040_000,
        Mode::File => 0o100_644,
        Mode::Executable => 0o100_755,
        Mode::Symlink => 0o120_000,
        Mode::Submodule => 0o160_000,
    }
}

/// Writes files, index and branch by hand: libgit2's checkout would apply the machine's line end settings, and its
/// way to move a branch would write the clock and somebody's name into a log.
fn check_out(git: &git2::Repository, folder: &Path, last: &Made) -> Result<(), Trouble> {
    for (path, (_, id)) in &last.files {
        let place = folder.join(path.as_str());
        let blob = git.find_blob(*id).map_err(failed)?;
        let parent = place.parent().unwrap_or(folder);
        let written = std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&place, blob.content()));
        written.map_err(|error| Trouble::from_io(&error, &place))?;
    }
    let tree = git.find_commit(last.id).and_then(|commit| commit.tree()).map_err(failed)?;
    let mut index = git.index().map_err(failed)?;
    index.read_tree(&tree).and_then(|()| index.write()).map_err(failed)?;
    let branch = git.path().join("refs/heads/main");
    std::fs::write(&branch, format!("{}\n", last.id)).map_err(|error| Trouble::from_io(&error, &branch))
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
fn failed(error: git2::Error) -> Trouble {
    Trouble::from_git(&error, "scripted repository")
}

fn broken(what: &str) -> Trouble {
    Trouble::Unreadable { detail: format!("scripted repository: {what}") }
}
