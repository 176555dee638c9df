//! Copies of a folder, made so that its files come to be in another order.

use std::fs;
use std::path::{Path, PathBuf};

/// All files below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Copies a folder file by file, the last one first.
pub(crate) fn copied_backwards(from: &Path, to: &Path) {
    for file in files(from).iter().rev() {
        let place = to.join(file.strip_prefix(from).expect("below"));
        fs::create_dir_all(place.parent().expect("a folder")).expect("made");
        fs::copy(file, place).expect("copied");
    }
    // Folders without a file make a repository too.
    for folder in [".git/refs/tags", ".git/objects/info", ".git/objects/pack"] {
        fs::create_dir_all(to.join(folder)).expect("made");
    }
}
