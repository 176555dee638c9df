//! Finding and opening a repository.

use std::path::{Component, Path, PathBuf};

use git2::{ErrorCode, RepositoryOpenFlags};

use super::trouble::{Trouble, UnsupportedKind};
use super::walked::Walks;
use crate::name::RepoPath;

/// An open repository. Nothing is ever written to it.
pub struct Repository {
    pub(super) git: git2::Repository,
    pub(super) walks: Walks,
    root: PathBuf,
    prefix: RepoPath,
}

impl Repository {
    /// Opens the repository that `start`, an absolute path, lies in: the nearest folder at or above it that holds
    /// a `.git`, else `start` itself if it is a bare repository (in this order, so that a bare repository somebody
    /// committed is never entered). Parents are those of the path as written; no link is resolved on the way.
    ///
    /// Fails when there is none ([`Trouble::NoRepository`]), when it belongs to somebody else, when its format is
    /// unknown, and when its work tree is not the folder that holds `.git`.
    pub fn open(start: &Path) -> Result<Self, Trouble> {
        // Objects are remembered here where that helps; libgit2 would keep up to 256 MB of them besides.
        git2::opts::enable_caching(false);
        let start = lexical(start).ok_or_else(|| Trouble::NoRepository { directory: start.to_owned() })?;
        if let Some(root) = start.ancestors().find(|folder| is_marker(&folder.join(".git"))) {
            let git = open_exactly(&root.join(".git"), root)?;
            let prefix = if git.is_bare() { RepoPath::root() } else { prefix(&start, root) };
            check_work_dir(&git, root)?;
            return Ok(Self { git, walks: Walks::default(), root: root.to_owned(), prefix });
        }
        if is_store(&start) {
            let git = open_exactly(&start, &start)?;
            if git.workdir().is_some() {
                return Err(foreign_work_tree(&git));
            }
            return Ok(Self { git, walks: Walks::default(), root: start, prefix: RepoPath::root() });
        }
        Err(Trouble::NoRepository { directory: start })
    }

    /// The address of whoever works here, from Git's settings (`user.email`). No proof of anything.
    pub fn user_email(&self) -> Option<String> {
        self.git.config().ok()?.get_string("user.email").ok()
    }

    /// Where `start` lies below the root of the work tree; the root itself in a bare repository.
    pub fn prefix(&self) -> &RepoPath {
        &self.prefix
    }

    /// The root of the work tree, absolute; nothing for a bare repository.
    pub fn work_dir(&self) -> Option<&Path> {
        if self.git.is_bare() { None } else { Some(&self.root) }
    }
}

impl Repository {
    /// The same repository with another file as its index.
    pub fn with_index(self, file: &Path) -> Result<Self, Trouble> {
        let format = self.git.object_format();
        let opened = git2::Index::open_ext(file, format);
        opened.and_then(|mut index| self.git.set_index(&mut index)).map_err(|error| Trouble::Unreadable {
            detail: format!("{}: {}", file.display(), error.message()),
        })?;
        Ok(self)
    }
}

/// The path without `.` and `..`; nothing if it is relative, since only the process knows to what.
fn lexical(start: &Path) -> Option<PathBuf> {
    let mut path = PathBuf::new();
    for part in start.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                path.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => path.push(part),
        }
    }
    path.is_absolute().then_some(path)
}

fn is_marker(git: &Path) -> bool {
    git.metadata()
        .is_ok_and(|found| found.is_file() || found.is_dir() && git.join("HEAD").symlink_metadata().is_ok())
}

fn is_store(folder: &Path) -> bool {
    folder.join("HEAD").symlink_metadata().is_ok()
        && folder.join("objects").is_dir()
        && (folder.join("refs").is_dir() || folder.join("reftable").is_dir())
}

/// Opens this one and no other: no search upwards, no `.git` inside.
fn open_exactly(git: &Path, directory: &Path) -> Result<git2::Repository, Trouble> {
    let flags = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT;
    let nowhere: [&Path; 0] = [];
    git2::Repository::open_ext(git, flags, nowhere).map_err(|error| {
        let detail = error.message().to_owned();
        // libgit2 has no codes for these; its words are pinned by a test.
        let kind = if detail.contains("refstorage") {
            UnsupportedKind::Reftable
        } else if detail.contains("object format") {
            UnsupportedKind::ObjectFormat
        } else if detail.contains("extension") || detail.contains("repository version") {
            UnsupportedKind::Other
        } else if error.code() == ErrorCode::Owner {
            return Trouble::ForeignOwner { directory: directory.to_owned() };
        } else {
            return Trouble::Unreadable { detail: format!("{}: {detail}", git.display()) };
        };
        Trouble::Unsupported { kind, detail }
    })
}

/// `core.worktree` may point anywhere, `/etc` included; files there are no evidence of this repository.
fn check_work_dir(git: &git2::Repository, root: &Path) -> Result<(), Trouble> {
    let Some(claimed) = git.workdir() else { return Ok(()) };
    let same = match (claimed.canonicalize(), root.canonicalize()) {
        (Ok(claimed), Ok(root)) => claimed == root,
        _ => false,
    };
    if same { Ok(()) } else { Err(foreign_work_tree(git)) }
}

fn foreign_work_tree(git: &git2::Repository) -> Trouble {
    let claimed = git.workdir().unwrap_or(Path::new("")).display().to_string();
    Trouble::Unsupported { kind: UnsupportedKind::Worktree, detail: format!("work tree at `{claimed}`") }
}

fn prefix(start: &Path, root: &Path) -> RepoPath {
    let below = start.strip_prefix(root).unwrap_or(Path::new(""));
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().as_encoded_bytes()).collect();
    super::snapshot::repo_path(&parts.join(&b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_are_lexical_and_the_start_is_absolute() {
        assert_eq!(lexical(Path::new("/a/./b/../c/")), Some(PathBuf::from("/a/c")));
        assert_eq!(lexical(Path::new("/../a")), Some(PathBuf::from("/a")));
        assert_eq!(lexical(Path::new("a/b")), None);
        assert_eq!(prefix(Path::new("/r/x/y"), Path::new("/r")).as_str(), "x/y");
    }
}
