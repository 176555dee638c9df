//! A pack that builds on another: its files laid over those below, and what it leaves out of them.

use toml::de::DeTable;

use super::{PackFiles, Reader, digest, files, validate};
use crate::finding::{About, Finding, Problems};
use crate::load::toml::{cut_piece, lay, tree};
use crate::model::{Departure, Direction, Kind, Pack, PackPart, Words, differences};
use crate::name::RepoPath;
use crate::rule::Rule;
use crate::text::{Place, Source};

/// How many packs may build on each other.
pub const DEEPEST: usize = 4;

/// Keys of `pack.toml` that every pack says for itself.
const OWN: [&str; 6] = ["id", "version", "title", "notice", "extends", "without"];

/// A pack, together with what is needed to build on it.
#[derive(Debug)]
pub struct Built {
    /// The pack.
    pub pack: Pack,
    /// The packs that it builds on, the nearest first.
    ancestors: Vec<Pack>,
    /// Its own files, and those below.
    pub(super) layers: Layers,
}

/// The files of packs that build on each other, the uppermost first.
#[derive(Clone, Debug, Default)]
pub(super) struct Layers(Vec<Layer>);

#[derive(Clone, Debug)]
struct Layer {
    files: PackFiles,
    /// What it leaves out of the layers below.
    without: Vec<String>,
}

/// What a pack says it builds on, with the place of these words.
pub fn extends(folder: &RepoPath, files: &PackFiles) -> Option<(String, Place)> {
    let text = files.get("pack.toml")?;
    let tree = tree(text).ok()?;
    let node = tree.get("extends")?;
    let source = Source::new(folder.join("pack.toml")?, text.as_str());
    Some((node.text()?.to_owned(), Place::new(&source, node.span.clone())))
}

impl Built {
    /// A pack that was read already, with its files; it builds on nothing.
    pub fn whole(pack: Pack, files: PackFiles) -> Self {
        let layers = Layers(vec![Layer { files, without: Vec::new() }]);
        Self { pack, ancestors: Vec::new(), layers }
    }

    /// Reads a pack. `None` if anything is wrong with it; the problems then say what, at the exact words.
    pub fn read(
        folder: &RepoPath,
        own: &PackFiles,
        base: Option<Self>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let without = left_out(own);
        let below = base.as_ref().map(|base| base.layers.clone()).unwrap_or_default();
        let layer = Layer { files: own.clone(), without: without.clone() };
        let layers = Layers(std::iter::once(layer).chain(below.0.iter().cloned()).collect());
        let mut reader = Reader::new(folder, own, &layers);
        let read = files::read(&mut reader);
        for (at, wanted) in without.iter().enumerate().filter(|(_, wanted)| !below.has(wanted)) {
            let place = reader.place("pack.toml", &["without", &at.to_string()]);
            let about = About::project(format!("without/{wanted}")).file(place.path());
            let finding = Finding::new(Rule::UnknownId, about, place).with("id", wanted.as_str());
            let kind = Words::both("Stelle im unteren Regelwerk", "part of the pack below");
            let known = "AUFGABE, AUFGABE/NACHWEIS, AUFGABE/review";
            reader.problems.push(finding.with("kind", kind).with("known", known));
        }
        if let Some(pack) = &read {
            validate::validate(pack, &mut reader);
        }
        let sound = reader.problems.is_empty();
        problems.extend(reader.problems);
        let mut pack = read.filter(|_| sound)?;
        pack.digest = digest(own, base.as_ref().map(|base| &base.pack));
        let part = PackPart {
            id: pack.id.clone(),
            version: pack.version.clone(),
            digest: pack.digest.clone(),
            files: own.keys().cloned().collect(),
            keys: keys(own),
        };
        let (ancestors, parts) = match base {
            Some(base) => {
                (std::iter::once(base.pack.clone()).chain(base.ancestors).collect(), base.pack.parts)
            }
            None => (Vec::new(), Vec::new()),
        };
        pack.parts = std::iter::once(part).chain(parts).collect();
        pack.departures = departures(&pack, &ancestors);
        Some(Self { pack, ancestors, layers })
    }
}

/// In what a pack asks for less than those it builds on. What several of them ask for is told of the lowest.
fn departures(pack: &Pack, ancestors: &[Pack]) -> Vec<Departure> {
    let mut found: Vec<Departure> = Vec::new();
    for from in ancestors.iter().rev() {
        for difference in differences(from, pack) {
            let counts = matches!(difference.direction, Direction::Weaker | Direction::Changed);
            let told = |known: &Departure| known.difference.element() == difference.element();
            if counts && !found.iter().any(told) {
                found.push(Departure { from: format!("{}@{}", from.id, from.version), difference });
            }
        }
    }
    found
}

/// The keys at the top of `pack.toml`.
fn keys(files: &PackFiles) -> std::collections::BTreeSet<String> {
    let tree = files.get("pack.toml").and_then(|text| tree(text).ok());
    tree.iter().flat_map(|tree| tree.entries()).map(|entry| entry.key.clone()).collect()
}

/// What a pack leaves out of those below.
fn left_out(files: &PackFiles) -> Vec<String> {
    let tree = files.get("pack.toml").and_then(|text| tree(text).ok());
    let items = tree.as_ref().and_then(|tree| tree.get("without")).map(|node| node.items().to_vec());
    items.unwrap_or_default().iter().filter_map(|item| Some(item.text()?.to_owned())).collect()
}

impl Layers {
    /// The names of all files, those of left out tasks aside.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.0.iter().flat_map(|layer| layer.files.keys().cloned()).collect();
        names.sort();
        names.dedup();
        names.retain(|name| !name.starts_with("tasks/") || self.has_file(name));
        names
    }

    /// A file as it stands in the uppermost layer that has it; for templates, which are taken whole.
    pub(super) fn whole(&self, name: &str) -> Option<&String> {
        self.0.iter().find_map(|layer| layer.files.get(name))
    }

    /// A file as the layers below the uppermost make it.
    pub(super) fn below(&self, name: &str) -> Option<DeTable<'_>> {
        let (upper, below) = self.0.split_first()?;
        upper.cut_from(name, laid(name, below)?)
    }

    /// Whether a file is there, sound or not, and no layer above leaves all of it out.
    fn has_file(&self, name: &str) -> bool {
        for layer in &self.0 {
            if layer.files.contains_key(name) {
                return true;
            }
            let mut whole =
                layer.without.iter().map(|wanted| parts(wanted)).filter(|(_, rest)| rest.is_none());
            if whole.any(|(task, _)| name == format!("tasks/{task}.toml")) {
                return false;
            }
        }
        false
    }

    /// The place in the list of what the uppermost layer leaves out, if it leaves this out.
    pub(super) fn left_out(&self, id: &str) -> Option<usize> {
        self.0.first()?.without.iter().position(|wanted| {
            wanted == id || id.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// Whether these layers have what one above leaves out.
    fn has(&self, wanted: &str) -> bool {
        let (task, rest) = parts(wanted);
        let Some(mut table) = laid(&format!("tasks/{task}.toml"), &self.0) else { return false };
        rest.is_none_or(|rest| left(&mut table, rest))
    }
}

impl Layer {
    /// A file of the layers below, without what this one leaves out.
    fn cut_from<'i>(&self, name: &str, mut table: DeTable<'i>) -> Option<DeTable<'i>> {
        if name == "pack.toml" {
            OWN.iter().for_each(|key| drop(table.remove(*key)));
        }
        for (task, rest) in self.without.iter().map(|wanted| parts(wanted)) {
            if name == format!("tasks/{task}.toml") {
                left(&mut table, rest?);
            }
        }
        Some(table)
    }
}

/// A file as these layers make it.
fn laid<'i>(name: &str, layers: &'i [Layer]) -> Option<DeTable<'i>> {
    let mut made: Option<DeTable<'i>> = None;
    for layer in layers.iter().rev() {
        let below = made.and_then(|table| layer.cut_from(name, table));
        let own = layer.files.get(name).and_then(|text| Some(DeTable::parse(text).ok()?.into_inner()));
        made = match (own, below) {
            (Some(mut own), Some(below)) => {
                lay(&mut own, below);
                Some(own)
            }
            (own, below) => own.or(below),
        };
    }
    made
}

/// A task, and what of it is meant.
fn parts(wanted: &str) -> (&str, Option<&str>) {
    wanted.split_once('/').map_or((wanted, None), |(task, rest)| (task, Some(rest)))
}

/// Leaves a piece out of a task, or one table of a piece.
fn left(table: &mut DeTable<'_>, rest: &str) -> bool {
    let mut requirement = |piece: &str, key: &str| {
        let known = key == "columns" || Kind::ALL.iter().any(|kind| kind.id() == key);
        known && cut_piece(table, piece, Some(key))
    };
    match rest.split_once('/') {
        Some((piece, key)) => requirement(piece, key),
        None => requirement("", rest) || cut_piece(table, rest, None),
    }
}
