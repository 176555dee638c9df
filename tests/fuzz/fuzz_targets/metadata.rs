//! The front matter of a document: whatever it says, its places lie in the text, and a new review date is the only
//! thing that `review` changes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nachweis::edit::set_reviewed;
use nachweis::load::{canonical, document};
use nachweis::name::{Date, RepoPath};

fuzz_target!(|front: &str| {
    let path = RepoPath::new("nachweise/a.md").expect("a path");
    let text = format!("---\n{front}\n---\n\n# Titel\n\nText.\n");
    let Ok(read) = document(&path, Some(text.as_bytes()), None) else { return };
    for task in &read.metadata.tasks {
        assert!(text.get(task.span.clone()).is_some());
    }
    for flaw in &read.flaws {
        assert!(text.get(flaw.span.clone()).is_some(), "{flaw:?}");
    }
    let day = Date::parse("2026-11-22").expect("a date");
    let before = canonical(&path, text.as_bytes());
    let sound = read.flaws.is_empty();
    if let Some(changed) = set_reviewed(&path, &text, day).filter(|_| sound) {
        let after = canonical(&path, changed.as_bytes());
        assert_eq!(before.hash, after.hash, "{changed}");
        assert_eq!(after.reviewed.as_deref(), Some("2026-11-22"), "{changed}");
    }
});
