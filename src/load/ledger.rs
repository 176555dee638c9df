//! The ledger: one small file for each approval, of a piece or of the settings themselves.

use serde::Deserialize;

use super::toml::typed;
use crate::finding::Problems;
use crate::model::{Approval, SettingsApproval};
use crate::name::{Address, ContentHash, Date, RoleId};
use crate::text::{Place, Source, Spanned};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    task: Option<Address>,
    #[serde(rename = "path")]
    _path: String,
    hash: String,
    reviewed: Option<Date>,
    role: RoleId,
    person: String,
    date: Date,
}

/// What a file says, with its places.
struct Entry {
    task: Option<Address>,
    hash: Spanned<ContentHash>,
    reviewed: Option<Date>,
    role: RoleId,
    person: Spanned<String>,
    date: Spanned<Date>,
}

/// Reads one file of the ledger; nothing if it is no approval of a piece, which then counts as none.
pub fn approval(source: &Source) -> Option<Approval> {
    let Entry { task, hash, reviewed, role, person, date } = entry(source)?;
    let (file, date) = (Place::new(source, 0..0), date.value);
    Some(Approval { file, address: task?, role, person, date, hash, reviewed })
}

/// Reads the one file of the ledger that is about no piece; nothing if it is no approval of the settings.
pub fn settings_approval(source: &Source) -> Option<SettingsApproval> {
    let Entry { task: None, hash, reviewed: None, role, person, date } = entry(source)? else { return None };
    Some(SettingsApproval { file: Place::new(source, 0..0), role, person, date, hash })
}

fn entry(source: &Source) -> Option<Entry> {
    let read = typed::<File>(source, &[], &mut Problems::default()).filter(|read| read.sound)?;
    let (file, tree) = (read.value, read.tree);
    let span = |key: &str| tree.get(key).map_or(0..0, |node| node.span.clone());
    Some(Entry {
        task: file.task,
        hash: Spanned::new(ContentHash::parse(&file.hash)?, span("hash")),
        reviewed: file.reviewed,
        role: file.role,
        person: Spanned::new(file.person, span("person")),
        date: Spanned::new(file.date, span("date")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::RepoPath;

    const SETTINGS: &str =
        "path = \"nachweis.toml\"\nrole = \"leitung\"\nperson = \"a@x.example\"\ndate = 2026-03-02\n";

    fn source(words: &[&str]) -> Source {
        let hash = ContentHash::of(b"Text");
        let text = format!("hash = \"{hash}\"\n{SETTINGS}{}\n", words.join("\n"));
        Source::new(RepoPath::new("freigabe.toml").expect("a path"), text)
    }

    #[test]
    fn a_file_approves_either_a_piece_or_the_settings() {
        let read = |words: &[&str]| {
            let source = source(words);
            (approval(&source).is_some(), settings_approval(&source).is_some())
        };
        assert_eq!(read(&[]), (false, true));
        assert_eq!(read(&["task = \"P-10\""]), (true, false));
        assert_eq!(read(&["task = \"P-10\"", "reviewed = 2026-03-01"]), (true, false));
        assert_eq!(read(&["reviewed = 2026-03-01"]), (false, false));
        assert_eq!(read(&["note = \"x\""]), (false, false));
        assert_eq!(read(&["task = \"\""]), (false, false));
    }

    #[test]
    fn what_it_says_keeps_its_place() {
        let source = source(&[]);
        let read = settings_approval(&source).expect("an approval");
        let words = [&read.hash.span, &read.person.span, &read.date.span].map(|span| source.words(span));
        let hash = format!("\"{}\"", read.hash.value);
        assert_eq!(words, [hash.as_str(), "\"a@x.example\"", "2026-03-02"]);
    }
}
