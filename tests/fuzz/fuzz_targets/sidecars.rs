//! Sidecars, and the files of the ledger.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nachweis::load::{approval, canonical, document, sidecar_of};
use nachweis::name::RepoPath;
use nachweis::text::Source;

fuzz_target!(|text: &str| {
    let path = RepoPath::new("nachweise/a.pdf").expect("a path");
    let sidecar = sidecar_of(&path).expect("a path");
    for bytes in [None, Some(b"%PDF-1.7".as_slice())] {
        if let Ok(read) = document(&path, bytes, Some((&sidecar, text.as_bytes()))) {
            for flaw in &read.flaws {
                assert!(text.get(flaw.span.clone()).is_some(), "{flaw:?}");
            }
        }
    }
    canonical(&sidecar, text.as_bytes());
    let ledger = RepoPath::new("nachweise/freigaben/P-10.leitung.toml").expect("a path");
    if let Some(approval) = approval(&Source::new(ledger, text)) {
        assert!(text.get(approval.hash.span).is_some() && text.get(approval.person.span).is_some());
    }
});
