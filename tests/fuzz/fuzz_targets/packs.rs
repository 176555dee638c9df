//! Packs: one file of the shipped pack replaced by something else.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use nachweis::finding::Problems;
use nachweis::load::{PackFiles, builtin_files, pack};
use nachweis::name::RepoPath;

/// A few tasks are enough; the whole pack takes a tenth of a second to read.
static FILES: LazyLock<(RepoPath, PackFiles)> = LazyLock::new(|| {
    let (folder, mut files) = builtin_files("arbeitshilfe").expect("the pack is built in");
    files.retain(|name, _| !name.starts_with("tasks/") || name.starts_with("tasks/I-0"));
    (folder, files)
});

fuzz_target!(|input: (u8, &str)| {
    let (which, text) = input;
    let (folder, files) = &*FILES;
    let names: Vec<&String> = files.keys().filter(|name| name.ends_with(".toml")).collect();
    let mut files = files.clone();
    files.insert(names[usize::from(which) % names.len()].clone(), text.to_owned());
    let mut problems = Problems::default();
    let read = pack(folder, &files, &mut problems);
    let problems = problems.into_sorted();
    assert_eq!(read.is_none(), !problems.is_empty());
    for problem in problems {
        assert!(problem.place.start().line >= 1);
    }
});
