//! Hashes: of content, and those by which Git names commits.

use std::fmt;

use sha2::{Digest, Sha256};

/// The canonical form that hashes are made of today. Every form ever shipped stays readable.
pub const FORM: &str = "c1";

/// The hash of canonical content, written `c1:sha256:…`: the form, the algorithm, 64 lower-case digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(String);

impl ContentHash {
    /// The hash of canonical bytes.
    pub fn of(canonical: &[u8]) -> Self {
        Self(format!("{FORM}:sha256:{}", hex(&Sha256::digest(canonical))))
    }

    /// Reads a hash from a file; nothing if its form or shape is unknown.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("c1:sha256:")?;
        let shape =
            digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        shape.then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The full name of a commit, tree or blob: 40 or 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct CommitId(String);

impl CommitId {
    /// The name, or nothing if it is no full object id.
    pub fn new(text: &str) -> Option<Self> {
        let shape = matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        shape.then(|| Self(text.to_ascii_lowercase()))
    }

    /// All digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first seven digits, for people.
    pub fn short(&self) -> &str {
        &self.0[..7]
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_carry_their_form() {
        let hash = ContentHash::of(b"abc");
        assert!(hash.to_string().starts_with("c1:sha256:ba7816bf"), "{hash}");
        assert_eq!(ContentHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(ContentHash::parse("c9:sha256:00"), None);
        assert_eq!(CommitId::new("abc"), None);
    }
}
