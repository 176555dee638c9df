//! Registers in YAML, JSON, TOML and CSV: places lie in the text, and the same bytes have the same content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nachweis::edit::set_reviewed;
use nachweis::load::{canonical, document};
use nachweis::name::{Date, RepoPath};

fuzz_target!(|input: (u8, &str)| {
    let (kind, text) = input;
    let name = ["a.yaml", "a.json", "a.toml", "a.csv"][usize::from(kind % 4)];
    let path = RepoPath::new(name).expect("a path");
    let Ok(read) = document(&path, Some(text.as_bytes()), None) else { return };
    for flaw in &read.flaws {
        assert!(text.get(flaw.span.clone()).is_some(), "{flaw:?}");
    }
    assert!(read.source.position(text.len()).line >= 1);
    let day = Date::parse("2026-11-22").expect("a date");
    let sound = read.flaws.is_empty();
    if let Some(changed) = set_reviewed(&path, text, day).filter(|_| sound) {
        let (before, after) = (canonical(&path, text.as_bytes()), canonical(&path, changed.as_bytes()));
        assert_eq!(before.hash, after.hash, "{changed}");
        assert_eq!(after.reviewed.as_deref(), Some("2026-11-22"), "{changed}");
    }
});
