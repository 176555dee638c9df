//! Revisions: `HEAD`, full object ids, full reference names. Short names are refused, for a tag can be called like a
//! branch, and libgit2's own parser is never given words of a stranger.

use git2::{ErrorCode, ObjectFormat, ObjectType, Oid, Reference};

use super::commit::{CommitInfo, object_id};
use super::object::Objects;
use super::open::Repository;
use super::trouble::{Gap, Trouble};

/// Tags of tags that are followed.
const PEELS: usize = 16;

impl Repository {
    /// The commit checked out; nothing if the branch has no commit yet.
    ///
    /// Fails when HEAD or its commit cannot be read.
    pub fn head(&self) -> Result<Option<CommitInfo>, Trouble> {
        let id = match self.git.head() {
            Ok(reference) => target(&reference, "HEAD")?,
            Err(error) if error.code() == ErrorCode::UnbornBranch => return Ok(None),
            Err(error) => return Err(Trouble::from_git(&error, "HEAD")),
        };
        self.commit(id).map(Some)
    }

    /// The commit that a revision names: `HEAD`, a full object id, or a name beginning with `refs/`. Annotated tags
    /// are followed to their commit.
    ///
    /// Fails with [`Trouble::Revision`] for anything else and with [`Trouble::Absent`] for an id that is not there.
    pub fn resolve(&self, rev: &str) -> Result<CommitInfo, Trouble> {
        if rev == "HEAD" {
            return self.head()?.ok_or_else(|| no_revision(rev, Vec::new()));
        }
        if let Some(id) = object_id(rev.as_bytes(), self.git.object_format()) {
            return self.commit(id);
        }
        if rev.starts_with("refs/") {
            let reference = self.reference(rev)?.ok_or_else(|| no_revision(rev, Vec::new()))?;
            return self.commit(target(&reference, rev)?);
        }
        let mut full_names = Vec::new();
        for name in [format!("refs/heads/{rev}"), format!("refs/tags/{rev}"), format!("refs/remotes/{rev}")] {
            if self.reference(&name)?.is_some() {
                full_names.push(name);
            }
        }
        Err(no_revision(rev, full_names))
    }

    /// The commit of this id, or the one that the tag of this id stands for.
    fn commit(&self, id: Oid) -> Result<CommitInfo, Trouble> {
        let objects = Objects::of(&self.git)?;
        let mut id = id;
        for _ in 0..PEELS {
            match objects.header(id)? {
                (ObjectType::Commit, _) => return Ok(objects.info(id)?),
                (ObjectType::Tag, _) => id = tagged(&objects, id)?,
                (ObjectType::Any | ObjectType::Tree | ObjectType::Blob, _) => break,
            }
        }
        Err(no_revision(&id.to_string(), Vec::new()))
    }

    fn reference(&self, name: &str) -> Result<Option<Reference<'_>>, Trouble> {
        if !Reference::is_valid_name(name) {
            return Ok(None);
        }
        match self.git.find_reference(name) {
            Ok(reference) => Ok(Some(reference)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(Trouble::from_git(&error, name)),
        }
    }
}

fn target(reference: &Reference<'_>, name: &str) -> Result<Oid, Trouble> {
    let direct = reference.resolve().map_err(|error| Trouble::from_git(&error, name))?;
    direct.target().ok_or_else(|| no_revision(name, Vec::new()))
}

fn tagged(objects: &Objects<'_>, id: Oid) -> Result<Oid, Trouble> {
    let data = objects.bytes(id, ObjectType::Tag, super::limit::OBJECT)?;
    object_of(&data, objects.format()).ok_or_else(|| Gap::Malformed(id.to_string()).into())
}

fn object_of(tag: &[u8], format: ObjectFormat) -> Option<Oid> {
    object_id(tag.split(|byte| *byte == b'\n').next()?.strip_prefix(b"object ")?, format)
}

fn no_revision(rev: &str, full_names: Vec<String>) -> Trouble {
    Trouble::Revision { rev: rev.to_owned(), full_names }
}
