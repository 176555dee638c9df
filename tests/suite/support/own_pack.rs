//! Projects that are judged by a pack of their own: the shipped one with some words exchanged.

use nachweis::finding::Problems;
use nachweis::load::pack;

use super::evidence::{File, with};
use super::{Scene, path, texts_below};

/// Where the pack lies in the repository.
const FOLDER: &str = "regeln/haus";

/// A file of the pack, words in it, and what stands there instead.
pub(crate) type Exchange = (&'static str, &'static str, &'static str);

impl Scene {
    /// A repository of one commit, of which the first file is the settings.
    pub(crate) fn by_own_pack(day: &str, files: &[File], exchanges: &[Exchange]) -> Self {
        let mut texts = texts_below("policies/arbeitshilfe");
        for (name, old, new) in exchanges {
            let text = texts.get_mut(*name).unwrap_or_else(|| panic!("the pack has no {name}"));
            assert!(text.contains(old), "{name} has no `{old}`");
            *text = text.replacen(old, new, 1);
        }
        let read = pack(&path(FOLDER), &texts, &mut Problems::default()).expect("a sound pack");
        let pinned = format!("{FOLDER}@sha256:{}", read.digest);
        let settings = with(files[0].clone(), "arbeitshilfe@2026.1", &pinned);
        let texts: Vec<(String, &str)> =
            texts.iter().map(|(name, text)| (format!("{FOLDER}/{name}"), text.as_str())).collect();
        let mut write: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        write.extend(files[1..].iter().map(|file| (file.0, file.1.as_str())));
        write.push((settings.0, &settings.1));
        let mut scene = Self::new();
        scene.commit(day, &write, &[]).build();
        scene
    }
}
