//! Policy packs: from a folder of TOML to a pack.

mod files;
mod layers;
mod places;
mod validate;

pub use files::PackFile;
pub use layers::{Built, DEEPEST, extends};
pub use places::PackPlaces;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::finding::{About, Finding, Problems};
use crate::model::Pack;
use crate::name::{RepoPath, hex};
use crate::rule::Rule;
use crate::text::{Node, Place, Source};
use layers::Layers;

static BUILTIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/policies");

/// The files of a pack by their path below its folder.
pub type PackFiles = BTreeMap<String, String>;

/// The files of a built-in pack.
pub fn builtin(id: &str) -> Option<&'static Pack> {
    builtin_packs().iter().find(|pack| pack.id.as_str() == id)
}

/// The folder and the files of a built-in pack.
pub fn builtin_files(id: &str) -> Option<(RepoPath, PackFiles)> {
    let dir = BUILTIN.dirs().find(|dir| folder_of(dir).file_name() == id)?;
    Some((folder_of(dir), files_of(dir)))
}

/// All built-in packs. A test holds that each folder under `policies/` reads without a problem.
pub fn builtin_packs() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    PACKS.get_or_init(|| {
        let read = |dir: &Dir<'_>| pack(&folder_of(dir), &files_of(dir), &mut Problems::default());
        BUILTIN.dirs().filter_map(read).collect()
    })
}

/// The problems of the built-in packs; none, as a test holds.
#[cfg(test)]
pub(crate) fn builtin_problems() -> Vec<Finding> {
    let mut problems = Problems::default();
    for dir in BUILTIN.dirs() {
        pack(&folder_of(dir), &files_of(dir), &mut problems);
    }
    problems.into_sorted()
}

fn folder_of(dir: &Dir<'_>) -> RepoPath {
    dir.path().to_str().and_then(|name| RepoPath::new(&format!("policies/{name}"))).unwrap_or_default()
}

fn files_of(dir: &Dir<'_>) -> PackFiles {
    let mut files = PackFiles::new();
    collect(dir, dir, &mut files);
    files
}

fn collect(root: &Dir<'_>, dir: &Dir<'_>, files: &mut PackFiles) {
    for file in dir.files() {
        let path = file.path().strip_prefix(root.path()).ok().and_then(|path| path.to_str());
        if let (Some(path), Some(text)) = (path, file.contents_utf8()) {
            files.insert(path.replace('\\', "/"), text.to_owned());
        }
    }
    for inner in dir.dirs() {
        collect(root, inner, files);
    }
}

/// Reads a pack that builds on no other. `None` if anything is wrong with it; the problems then say what, at the exact
/// words.
pub fn pack(folder: &RepoPath, files: &PackFiles, problems: &mut Problems) -> Option<Pack> {
    Built::read(folder, files, None, problems).map(|built| built.pack)
}

/// SHA-256 over the names and contents of all files; of an overlay over the name and the digest of what it builds on
/// as well, so that nothing below can change unseen.
fn digest(files: &PackFiles, base: Option<&Pack>) -> String {
    let mut hash = Sha256::new();
    let below = base.map(|base| (format!("{}@{}", base.id, base.version), &base.digest));
    let below = below.iter().map(|(name, digest)| (name, *digest));
    for (name, text) in files.iter().chain(below) {
        for part in [name, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    hex(&hash.finalize())
}

/// The files of a pack being read, with their trees for the places of problems.
struct Reader<'a> {
    folder: &'a RepoPath,
    files: &'a PackFiles,
    /// These files, and those below them.
    layers: &'a Layers,
    sources: BTreeMap<String, (Source, Node)>,
    problems: Problems,
}

impl<'a> Reader<'a> {
    fn new(folder: &'a RepoPath, files: &'a PackFiles, layers: &'a Layers) -> Self {
        Self { folder, files, layers, sources: BTreeMap::new(), problems: Problems::default() }
    }

    /// Reads one file as a type, over what is below it.
    fn file<T: serde::de::DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let path = self.folder.join(name)?;
        let below = self.layers.below(name);
        let text = match self.files.get(name) {
            Some(text) => text.as_str(),
            None if below.is_some() => "",
            None => {
                self.broken("unreadable", Place::whole(path), name);
                return None;
            }
        };
        let source = Source::new(path, text);
        let read =
            super::toml::typed_over(&source, below, &[], &mut self.problems).filter(|read| read.sound)?;
        if self.files.contains_key(name) {
            self.sources.insert(name.to_owned(), (source, read.tree));
        }
        Some(read.value)
    }

    /// The place of a value by file and path of keys.
    fn place(&self, name: &str, path: &[&str]) -> Place {
        if let Some((source, tree)) = self.sources.get(name) {
            return Place::new(source, tree.at(path).map_or(0..0, |node| node.span.clone()));
        }
        // What comes from below stands in none of these files.
        let inherited = (!self.files.contains_key(name)).then(|| extends(self.folder, self.files)).flatten();
        inherited.map_or_else(|| Place::whole(self.folder.join(name).unwrap_or_default()), |(_, place)| place)
    }

    fn broken(&mut self, variant: &'static str, place: Place, detail: &str) {
        let about = About::project(format!("{variant}/{detail}")).file(place.path());
        let finding = Finding::new(Rule::BrokenPack, about, place).variant(variant);
        self.problems.push(finding.with("detail", detail));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_packs_are_sound() {
        let problems: Vec<_> = builtin_problems()
            .iter()
            .map(|finding| {
                let at = finding.place.start();
                format!(
                    "{}:{}:{} {} {:?} {:?}",
                    finding.place.path(),
                    at.line,
                    at.column,
                    finding.rule,
                    finding.variant,
                    finding.args
                )
            })
            .collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
        assert_eq!(builtin("arbeitshilfe").map(|pack| pack.version.as_str()), Some("2026.1"));
    }
}
