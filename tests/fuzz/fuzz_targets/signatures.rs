//! Signatures of commits, and the keys that may sign: what is wrong with a roster stands in its text, what is read of it
//! allows what it allows, and only a signature that holds speaks for anybody, who is named in the roster.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use nachweis::finding::Problems;
use nachweis::load::{revoked, signers};
use nachweis::model::{Roster, Signature};
use nachweis::name::RepoPath;
use nachweis::repo::fuzz;
use nachweis::text::Source;

/// A key that is sound, so that what stands before it in a line is tried.
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

fuzz_target!(|input: (&str, &str, &str, i64, bool)| {
    let (people, armour, rest, moment, sha256) = input;
    let text = format!("{people} {KEY}\n{rest}\n");
    let source = Source::new(RepoPath::new("allowed_signers").expect("a path"), text.as_str());
    let mut problems = Problems::default();
    let signers = signers(&source, &mut problems);
    for problem in problems.into_sorted() {
        assert!(text.get(problem.place.span.clone()).is_some(), "{problem:?}");
    }
    for signer in &signers {
        assert!(signer.is_within(signer) && signer.principals.iter().all(|person| !person.is_empty()));
    }

    // As Git writes it, and whatever else may stand in a commit.
    let folded = armour.replace('\n', "\n ");
    let framed = format!(
        "tree a\ngpgsig -----BEGIN SSH SIGNATURE-----\n {folded}\n -----END SSH SIGNATURE-----\n\nStand\n"
    );
    let people: BTreeSet<String> = signers.iter().flat_map(|signer| signer.principals.clone()).collect();
    let roster = Roster { named: true, signers, revoked: rest.lines().filter_map(revoked).collect() };
    for commit in [framed.as_str(), armour] {
        let signature = fuzz::signature(commit.as_bytes(), sha256);
        assert!(roster.judge(&signature, "", moment, i64::MAX).is_err(), "nobody has signed");
        for person in &people {
            let counts = roster.judge(&signature, person, moment, i64::MAX).is_ok();
            assert!(!counts || matches!(&signature, Signature::Ssh(_, namespace) if namespace == "git"));
        }
    }
});
