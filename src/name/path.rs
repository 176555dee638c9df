//! Paths inside a repository.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::printable;

/// A path from the root of the repository: UTF-8, forward slashes, no empty, `.` or `..` part. The root itself is
/// the empty path. Never a path of the operating system.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct RepoPath(String);

impl RepoPath {
    /// The path, or nothing if it is absolute, leaves the repository, or holds an empty or `.` part.
    pub fn new(text: &str) -> Option<Self> {
        let valid = text.is_empty()
            || text.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']));
        valid.then(|| Self(text.to_owned()))
    }

    /// The path of an entry whose bytes may be anything: what is no UTF-8 appears as `\xNN`. Such a path names no
    /// file that settings could claim; it is there to be printed.
    pub fn escaped(bytes: &[u8]) -> Self {
        let mut text = String::new();
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            for byte in chunk.invalid() {
                text.push_str(&format!("\\x{byte:02X}"));
            }
        }
        Self(text)
    }

    /// The root of the repository.
    pub fn root() -> Self {
        Self(String::new())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A path below this one; nothing if it would leave the repository.
    pub fn join(&self, below: &str) -> Option<Self> {
        if self.0.is_empty() { Self::new(below) } else { Self::new(&format!("{}/{below}", self.0)) }
    }

    /// The folder that holds this path; the root for a name without a slash.
    pub fn parent(&self) -> Self {
        Self(self.0.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned()))
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// True when this path is the folder or lies below it.
    pub fn is_within(&self, folder: &Self) -> bool {
        folder.0.is_empty()
            || self.0 == folder.0
            || self.0.strip_prefix(&folder.0).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The rest of the path below a folder, if it lies below it.
    pub fn below(&self, folder: &Self) -> Option<&str> {
        if folder.0.is_empty() {
            return Some(&self.0);
        }
        self.0.strip_prefix(&folder.0)?.strip_prefix('/')
    }

    /// Where a relative link in this file leads; nothing when it leaves the repository.
    pub fn resolve(&self, link: &str) -> Option<Self> {
        let mut parts: Vec<&str> =
            self.0.rsplit_once('/').map_or(Vec::new(), |(dir, _)| dir.split('/').collect());
        for part in link.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Self::new(&parts.join("/"))
    }
}

/// For people, and so printable: a path is somebody's words. Programs read [`RepoPath::as_str`].
impl fmt::Display for RepoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { out.write_str(".") } else { out.write_str(&printable(&self.0)) }
    }
}

impl Borrow<str> for RepoPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for RepoPath {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(from)?).ok_or_else(|| de::Error::custom("@path"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside() {
        for wrong in ["/etc", "a//b", "./a", "a/../b", "a/", "a\\b"] {
            assert_eq!(RepoPath::new(wrong), None, "{wrong}");
        }
        let path = RepoPath::new("docs/a/b.md").expect("valid");
        assert_eq!(path.resolve("../c.md"), RepoPath::new("docs/c.md"));
        assert_eq!(path.resolve("../../../c.md"), None);
        assert!(path.is_within(&RepoPath::new("docs").expect("valid")));
        assert!(!path.is_within(&RepoPath::new("doc").expect("valid")));
        assert_eq!(RepoPath::escaped(b"a\xffb").as_str(), "a\\xFFb");
    }

    #[test]
    fn printed_it_steers_nothing() {
        let path = RepoPath::new("a\n::error::\u{1b}[31m\u{202e}b.md").expect("valid");
        assert_eq!(path.to_string(), "a \\u{3a}:error::\\u{1b}[31m\\u{202e}b.md");
        assert_eq!(RepoPath::root().to_string(), ".");
    }
}
