//! The page of a pack: what it is, and what it is not.

use super::block::Block;
use super::ids;
use super::terms::Term;
use super::view::View;
use crate::rule::Lang;

/// What `list packs` says about a pack.
pub(super) fn page(view: View<'_>) -> Vec<Block> {
    let pack = view.pack;
    let language = match pack.language {
        Lang::De => Term::German,
        Lang::En => Term::English,
    };
    let days = format!("{} {}", pack.longest_exemption, ids::pick(view.lang, "Tage", "days"));
    let profiles =
        pack.profiles.iter().map(|profile| (profile.id.to_string(), view.words(&profile.note).to_owned()));
    vec![
        Block::heading(1, format!("{} ({})", view.words(&pack.title), pack.id)),
        Block::Fields(vec![
            (view.word(Term::Version), pack.version.clone()),
            (view.word(Term::Language), view.word(language).to_owned()),
            (view.word(Term::Researched), pack.researched.to_string()),
            (view.word(Term::Tasks), pack.tasks.len().to_string()),
            (view.word(Term::Exemption), days),
        ]),
        Block::Label(view.word(Term::Digest).to_owned()),
        Block::Verbatim(vec![format!("sha256:{}", pack.digest)]),
        Block::paragraph(view.words(&pack.notice)),
        Block::Label(format!("{}:", view.word(Term::Profiles))),
        Block::Names(profiles.collect()),
    ]
}
