//! `ambiguous-evidence`: two files claim a piece of which there is one, or two names are one and the same elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::context::finding;
use crate::finding::{About, Finding};
use crate::gather::Picture;
use crate::model::{Files, Kind};
use crate::name::RepoPath;
use crate::rule::Rule;
use crate::text::Place;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for piece in picture.due().filter(|piece| piece.piece.files == Files::One) {
        let [first, second, ..] = piece.claims.as_slice() else { continue };
        let ambiguous =
            finding(piece, Rule::AmbiguousEvidence, Kind::Evidence, Place::whole(second.path.clone()))
                .also("other", Place::whole(first.path.clone()));
        found.push(ambiguous.with("first", first.path.as_str()).with("second", second.path.as_str()));
    }
    twins(picture, found);
}

/// Finds names that Windows or macOS take for one: whoever reads the repository there sees one of the files, and not
/// necessarily the one that is judged here.
fn twins(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let (settings, folder) = (folded(picture.file.source.path()), folded(&picture.file.evidence_folder()));
    let inside = format!("{folder}/");
    let claims = picture.due().flat_map(|piece| &piece.claims);
    let claimed: BTreeSet<String> = claims.map(|claim| folded(&claim.path)).collect();
    let concerns = |key: &String| {
        *key == settings || key.starts_with(&inside) || claimed.contains(key) || folder.is_empty()
    };
    let mut alike: BTreeMap<String, Vec<&RepoPath>> = BTreeMap::new();
    for path in picture.paths.iter() {
        let key = folded(path);
        if concerns(&key) {
            alike.entry(key).or_default().push(path);
        }
    }
    for paths in alike.values() {
        let [first, second, ..] = paths.as_slice() else { continue };
        let place = Place::whole((*second).clone());
        let of_piece =
            picture.due().find(|piece| piece.claims.iter().any(|claim| paths.contains(&&claim.path)));
        let mut twins = match of_piece {
            Some(piece) => finding(piece, Rule::AmbiguousEvidence, Kind::Evidence, place),
            None => Finding::new(Rule::AmbiguousEvidence, About::project("evidence"), place),
        };
        twins.about = twins.about.element("twins").file(second);
        let twins = twins.variant("twins").also("other", Place::whole((*first).clone()));
        found.push(twins.with("first", first.as_str()).with("second", second.as_str()));
    }
}

/// The same for names that differ in case, or in how accents and umlauts are composed.
fn folded(path: &RepoPath) -> String {
    // Most names are; repositories have many.
    if path.as_str().is_ascii() {
        return path.as_str().to_ascii_lowercase();
    }
    let upper = path.as_str().nfd().flat_map(char::to_uppercase).collect::<String>();
    upper.chars().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_one_elsewhere() {
        let folded = |name: &str| folded(&RepoPath::new(name).expect("a path"));
        for (one, two) in
            [("a/B.md", "A/b.MD"), ("müll", "mu\u{308}ll"), ("MÜLL", "mu\u{308}ll"), ("maß", "MASS")]
        {
            assert_eq!(folded(one), folded(two), "{one} {two}");
        }
        assert_ne!(folded("mull"), folded("müll"));
    }
}
