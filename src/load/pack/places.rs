//! Where things stand in the files of a pack.

use super::{Built, PackFiles, extends};
use crate::load::toml::{tree, tree_over};
use crate::name::RepoPath;
use crate::text::{Node, Place, Source};

/// The files of a pack, read as trees, to point at words in them.
#[derive(Debug)]
pub struct PackPlaces<'a> {
    folder: &'a RepoPath,
    files: &'a PackFiles,
    /// The pack as it was read: what it inherits stands in lists too.
    built: &'a Built,
}

impl<'a> PackPlaces<'a> {
    /// The places of a pack's files below its folder.
    pub fn new(folder: &'a RepoPath, files: &'a PackFiles, built: &'a Built) -> Self {
        Self { folder, files, built }
    }

    /// The value at a path of keys in a file; the nearest one above it that exists. What comes from the pack below
    /// stands where that is named.
    pub fn at(&self, file: &str, path: &[&str]) -> Place {
        let whole = || Place::whole(self.folder.join(file).unwrap_or_default());
        let Some((source, tree)) = self.laid(file) else {
            return extends(self.folder, self.files).map_or_else(whole, |(_, place)| place);
        };
        let nearest = (0..=path.len()).rev().find_map(|length| {
            let part = path.get(..length)?;
            tree.key_at(part).or_else(|| tree.at(part).map(|node| source.line_span(node.span.start)))
        });
        Place::new(&source, nearest.unwrap_or(0..0))
    }

    /// Every TOML file with its tree.
    pub fn trees(&self) -> Vec<(String, (Source, Node))> {
        let names =
            self.files.keys().filter(|name| name.ends_with(".toml") && !name.starts_with("templates/"));
        names.filter_map(|name| Some((name.clone(), self.tree(name)?))).collect()
    }

    /// A file with what it is laid over.
    fn laid(&self, file: &str) -> Option<(Source, Node)> {
        let text = self.files.get(file)?;
        let source = Source::new(self.folder.join(file)?, text.as_str());
        Some((source, tree_over(text, self.built.layers.below(file))?))
    }

    fn tree(&self, file: &str) -> Option<(Source, Node)> {
        let text = self.files.get(file)?;
        let source = Source::new(self.folder.join(file)?, text.as_str());
        Some((source, tree(text).ok()?))
    }
}
