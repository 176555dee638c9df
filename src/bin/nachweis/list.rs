//! `list`: what there is, from the pack of the project at hand or, outside of one, from the built-in pack.

use std::borrow::Cow;

use nachweis::engine::{Exit, View, pack_at_hand};
use nachweis::model::Pack;
use nachweis::name::{PhaseId, ProfileId, RoleId};
use nachweis::render::{Filter, ListFormat, Listing, list};
use nachweis::rule::Lang;

use crate::args::{Args, ListArgs, ListWhat};
use crate::failure::Failure;
use crate::{check, output};

/// Prints a list.
pub(crate) fn run(args: &Args, own: &ListArgs) -> Result<Exit, Failure> {
    let (pack, lang) = pack(args)?;
    let listing = match own.what {
        ListWhat::Tasks => Listing::Tasks,
        ListWhat::Rules => Listing::Rules,
        ListWhat::Phases => Listing::Phases,
        ListWhat::Roles => Listing::Roles,
        ListWhat::Facts => Listing::Facts,
        ListWhat::Packs => Listing::Packs,
    };
    let format = format(args)?;
    let filter = Filter {
        phase: known(own.phase.as_deref(), |id| pack.order(id).is_some(), PhaseId::new, "phases")?,
        role: known(own.role.as_deref(), |id| pack.role(id).is_some(), RoleId::new, "roles")?,
        profile: known(own.profile.as_deref(), |id| has_profile(&pack, id), ProfileId::new, "packs")?,
    };
    output::put(&list(&pack, listing, &filter, format, lang, &output::options(args)))?;
    Ok(Exit::Pass)
}

/// The format of a listing.
pub(crate) fn format(args: &Args) -> Result<ListFormat, Failure> {
    let name = args.format.as_deref().unwrap_or("text");
    let formats = || ListFormat::ALL.map(ListFormat::id).join(", ");
    ListFormat::from_id(name).ok_or_else(|| Failure::Format(name.to_owned(), formats()))
}

fn has_profile(pack: &Pack, id: &str) -> bool {
    pack.profiles.iter().any(|profile| profile.id.as_str() == id)
}

/// An id of a filter, if it exists.
fn known<T, E>(
    asked: Option<&str>,
    exists: impl Fn(&str) -> bool,
    read: impl Fn(&str) -> Result<T, E>,
    listing: &str,
) -> Result<Option<T>, Failure> {
    let Some(id) = asked else { return Ok(None) };
    let unknown = || Failure::Unknown(id.to_owned(), format!("nachweis list {listing}"));
    if exists(id) { read(id).map(Some).map_err(|_| unknown()) } else { Err(unknown()) }
}

/// The pack at hand and the language to show it in.
pub(crate) fn pack(args: &Args) -> Result<(Cow<'static, Pack>, Lang), Failure> {
    let ask = check::ask(args, "list", View::Worktree)?;
    let (pack, lang) = pack_at_hand(&ask).ok_or_else(|| Failure::Demo("no pack".to_owned()))?;
    Ok((pack, args.asked_lang().or(lang).unwrap_or_default()))
}
