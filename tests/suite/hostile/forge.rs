//! Objects that no Git would write, put into the store byte by byte.

use git2::{ObjectType, Oid, Repository};

use super::case::Case;
use crate::support::noon;

/// The store of a case.
pub(super) struct Forge(Repository);

impl Forge {
    pub(super) fn of(case: &Case) -> Self {
        Self(Repository::open(case.root()).expect("the repository opens"))
    }

    pub(super) fn head(&self) -> Oid {
        self.0.head().expect("a head").target().expect("an id")
    }

    /// The object at a path of the commit that is checked out; the root for an empty one.
    pub(super) fn at(&self, path: &str) -> Oid {
        let tree = self.0.find_commit(self.head()).and_then(|commit| commit.tree()).expect("a tree");
        if path.is_empty() {
            return tree.id();
        }
        tree.get_path(std::path::Path::new(path)).expect("the file is there").id()
    }

    pub(super) fn blob(&self, bytes: &[u8]) -> Oid {
        self.0.blob(bytes).expect("written")
    }

    /// The entries of a tree: mode, name and object.
    pub(super) fn entries(&self, tree: Oid) -> Vec<(String, Vec<u8>, Oid)> {
        let tree = self.0.find_tree(tree).expect("a tree");
        let entry = |entry: git2::TreeEntry<'_>| {
            (format!("{:o}", entry.filemode()), entry.name_bytes().to_vec(), entry.id())
        };
        tree.iter().map(entry).collect()
    }

    /// A tree of these entries, in this order, whatever they are.
    pub(super) fn tree(&self, entries: &[(String, Vec<u8>, Oid)]) -> Oid {
        let mut data = Vec::new();
        for (mode, name, id) in entries {
            data.extend_from_slice(mode.as_bytes());
            data.push(b' ');
            data.extend_from_slice(name);
            data.push(0);
            data.extend_from_slice(id.as_bytes());
        }
        self.write(ObjectType::Tree, &data)
    }

    /// The tree of the commit that is checked out, with another entry in its folder of evidence.
    pub(super) fn with_evidence(&self, mode: &str, name: &[u8], id: Oid) -> Oid {
        let mut inner = self.entries(self.at("nachweise"));
        inner.push((mode.to_owned(), name.to_vec(), id));
        sort(&mut inner);
        self.with_folder(self.tree(&inner))
    }

    /// The tree of the commit that is checked out, with another folder of evidence.
    pub(super) fn with_folder(&self, folder: Oid) -> Oid {
        let mut root = self.entries(self.at(""));
        root.iter_mut().filter(|entry| entry.1 == b"nachweise").for_each(|entry| entry.2 = folder);
        self.tree(&root)
    }

    /// The header lines of a commit on top of the one that is checked out.
    pub(super) fn header(&self, tree: Oid, day: &str) -> String {
        let who = format!("Projekt <projekt@behoerde.example> {} +0000", noon(day));
        format!("tree {tree}\nparent {}\nauthor {who}\ncommitter {who}\n", self.head())
    }

    /// Writes a commit and moves the branch to it.
    pub(super) fn commit(&self, header: &str) -> Oid {
        let id = self.write(ObjectType::Commit, format!("{header}\nStand\n").as_bytes());
        self.move_to(id);
        id
    }

    /// Moves the branch.
    pub(super) fn move_to(&self, id: Oid) {
        self.0.reference("refs/heads/main", id, true, "").expect("the branch moves");
    }

    fn write(&self, kind: ObjectType, data: &[u8]) -> Oid {
        self.0.odb().and_then(|odb| odb.write(kind, data)).expect("written")
    }
}

/// Sorts as Git does: folders as if their names ended with a slash.
pub(super) fn sort(entries: &mut [(String, Vec<u8>, Oid)]) {
    entries.sort_by_key(|(mode, name, _)| {
        let slash: &[u8] = if mode == "40000" { b"/" } else { b"" };
        [name.as_slice(), slash].concat()
    });
}
