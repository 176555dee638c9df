//! Commits that are signed, by keys made of a number: no key is kept anywhere, and no program is needed to sign.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};
use ssh_key::private::Ed25519Keypair;
use ssh_key::{HashAlg, LineEnding, PrivateKey};

use super::evidence::File;
use super::{Scene, git, noon, save};

/// The key of a number.
pub(crate) fn key(number: u8) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[number; 32]))
}

/// A line of the roster: whose key it is, with options such as `valid-before="20260201Z" ` or none.
pub(crate) fn line(who: &str, options: &str, number: u8) -> String {
    format!("{who} {options}{}\n", public(number))
}

/// The public part of a key as OpenSSH writes it.
pub(crate) fn public(number: u8) -> String {
    key(number).public_key().to_openssh().expect("a public key")
}

/// The fingerprint of a key.
pub(crate) fn fingerprint(number: u8) -> String {
    key(number).fingerprint(HashAlg::Sha256).to_string()
}

/// `PATH@sha256:…` of a file with that text.
pub(crate) fn pinned(path: &str, text: &str) -> String {
    let digest: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{path}@sha256:{digest}")
}

/// A commit to be made on top of HEAD.
#[derive(Clone)]
pub(crate) struct Deed<'d> {
    pub(crate) day: &'d str,
    /// Address of author and committer.
    pub(crate) author: &'d str,
    pub(crate) message: &'d str,
    pub(crate) files: &'d [File],
    /// Who signs, and for what.
    pub(crate) by: Option<(u8, &'d str)>,
    /// The header that holds the signature.
    pub(crate) header: &'d str,
}

/// A signed commit by the head of the authority.
pub(crate) const DEED: Deed<'static> = Deed {
    day: "2026-03-05",
    author: "leitung@behoerde.example",
    message: "Freigabe",
    files: &[],
    by: Some((1, "git")),
    header: "gpgsig",
};

impl Deed<'_> {
    /// Makes the commit; gives back its id.
    pub(crate) fn done(&self, root: &Path) -> String {
        for (path, text) in self.files {
            save(root, path, text);
        }
        git(root, &["add", "--all"]);
        let who = format!("N <{}> {} +0000", self.author, noon(self.day));
        let head = format!(
            "tree {}\nparent {}\nauthor {who}\ncommitter {who}\n",
            git(root, &["write-tree"]),
            git(root, &["rev-parse", "HEAD"]),
        );
        let message = format!("\n{}\n", self.message);
        let signature =
            self.by.map(|(number, namespace)| armour(number, namespace, &format!("{head}{message}")));
        write(root, &with_signature(&head, self.header, signature.as_deref(), &message))
    }
}

/// A signature over a text.
pub(crate) fn armour(number: u8, namespace: &str, text: &str) -> String {
    let signature = key(number).sign(namespace, HashAlg::Sha512, text.as_bytes()).expect("signed");
    signature.to_pem(LineEnding::LF).expect("an armour")
}

/// A commit object with a signature in its header.
pub(crate) fn with_signature(head: &str, header: &str, armour: Option<&str>, message: &str) -> String {
    let folded = armour.map(|armour| format!("{header} {}\n", armour.trim_end().replace('\n', "\n ")));
    format!("{head}{}{message}", folded.unwrap_or_default())
}

/// Writes a commit object and moves the branch to it.
pub(crate) fn write(root: &Path, commit: &str) -> String {
    let file = root.join(".git/commit-to-be");
    fs::write(&file, commit).expect("the commit is written");
    let id = git(root, &["hash-object", "--literally", "-t", "commit", "-w", ".git/commit-to-be"]);
    git(root, &["update-ref", "HEAD", &id]);
    id
}

impl Scene {
    /// Sets who made the commit that was added last.
    pub(crate) fn by(&mut self, address: &str) -> &mut Self {
        self.author(&format!("N <{address}>"));
        self
    }
}
