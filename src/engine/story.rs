//! Scripted repositories, written as TOML: what the demo unpacks and the tests run on.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Deserialize;

use crate::load::canonical;
use crate::name::{CommitId, RepoPath};
use crate::repo::{Step, Trouble, unfold};

/// What stands in an approval where the hash of the approved file belongs; filled in when the story is unpacked.
const HASH: &str = "c1:sha256:@";

/// A history, told as commits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// The commits, in order.
    #[serde(rename = "commit")]
    commits: Vec<Commit>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Commit {
    /// A moment in UTC.
    date: String,
    #[serde(default = "author")]
    author: String,
    #[serde(default)]
    message: String,
    /// Repository path to the name of a content file.
    #[serde(default)]
    write: BTreeMap<RepoPath, String>,
    /// Repository path to content.
    #[serde(default)]
    text: BTreeMap<RepoPath, String>,
    #[serde(default)]
    delete: Vec<RepoPath>,
}

fn author() -> String {
    "Projekt <projekt@behoerde.example>".to_owned()
}

/// Why a story could not be told.
#[derive(Debug)]
pub enum StoryError {
    /// The TOML is wrong.
    Toml(toml::de::Error),
    /// A date is none.
    Date(String),
    /// A content file is missing.
    Content(String),
    /// The repository could not be written.
    Repository(Trouble),
}

impl fmt::Display for StoryError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Toml(error) => write!(out, "{error}"),
            Self::Date(date) => write!(out, "{date} is no moment in UTC"),
            Self::Content(name) => write!(out, "there is no content file {name}"),
            Self::Repository(trouble) => write!(out, "{trouble}"),
        }
    }
}

impl std::error::Error for StoryError {}

impl Story {
    /// Reads a story.
    pub fn parse(text: &str) -> Result<Self, StoryError> {
        toml::from_str(text).map_err(StoryError::Toml)
    }

    /// Tells the story into an empty folder. `content` gives the content files by name.
    pub fn unpack(
        &self,
        folder: &Path,
        content: &dyn Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<Vec<CommitId>, StoryError> {
        let steps = self.commits.iter().map(|commit| step(commit, content)).collect::<Result<Vec<_>, _>>()?;
        unfold(folder, &steps, &fill).map_err(StoryError::Repository)
    }
}

fn step(commit: &Commit, content: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Step, StoryError> {
    let moment: jiff::Timestamp = commit.date.parse().map_err(|_| StoryError::Date(commit.date.clone()))?;
    let mut write = BTreeMap::new();
    for (path, name) in &commit.write {
        write.insert(path.clone(), content(name).ok_or_else(|| StoryError::Content(name.clone()))?);
    }
    write.extend(commit.text.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())));
    Ok(Step {
        time: moment.as_second(),
        author: commit.author.clone(),
        message: commit.message.clone(),
        write,
        delete: commit.delete.clone(),
        merge: Vec::new(),
        parent: None,
    })
}

/// Fills in the hash of the file that an approval names.
fn fill(_: &RepoPath, bytes: Vec<u8>, read: &dyn Fn(&RepoPath) -> Option<Vec<u8>>) -> Vec<u8> {
    let Some(text) = std::str::from_utf8(&bytes).ok().filter(|text| text.contains(HASH)) else {
        return bytes;
    };
    let line = text.lines().find_map(|line| line.trim().strip_prefix("path"));
    let path = line.and_then(|line| RepoPath::new(line.trim_matches([' ', '=', '"'])));
    match path.and_then(|path| Some((read(&path)?, path))) {
        Some((approved, path)) => {
            text.replace(HASH, &canonical(&path, &approved).hash.to_string()).into_bytes()
        }
        None => bytes,
    }
}
