//! `weakened-pack`: the pack builds on another and asks for less than that one. Its owner may decide so; nobody is to
//! overlook it.

use crate::finding::{About, Finding};
use crate::gather::Picture;
use crate::model::{Difference, Direction, Pack, Words};
use crate::rule::Rule;
use crate::text::Place;

/// How many differences that nobody can order are named.
const NAMED: usize = 4;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    let place = picture.file.value(&["policy", "packs", "0"]);
    found.extend(departures(picture.pack, |_| place.clone()));
}

/// Everything that a pack asks less for than those it builds on, each at a place; what nobody can order is one finding.
pub fn departures(pack: &Pack, place: impl Fn(&Difference) -> Place) -> Vec<Finding> {
    let of = |direction| pack.departures.iter().filter(move |found| found.difference.direction == direction);
    let weaker = of(Direction::Weaker).map(|departure| {
        let difference = &departure.difference;
        let about = About::project(format!("pack/{}", difference.element()));
        Finding::new(Rule::WeakenedPack, about, place(difference))
            .with("pack", pack.id.as_str())
            .with("from", departure.from.as_str())
            .with("element", difference.element())
            .with("values", difference.values())
    });
    let others: Vec<_> = of(Direction::Changed).collect();
    let other = others.first().map(|first| {
        let about = About::project("pack");
        let finding = Finding::new(Rule::WeakenedPack, about, place(&first.difference)).variant("other");
        let named: Vec<String> = others.iter().take(NAMED).map(|one| one.difference.element()).collect();
        let (named, more) = (named.join(", "), others.len().saturating_sub(NAMED));
        let elements = if more == 0 {
            Words::same(&named)
        } else {
            Words::both(&format!("{named} und {more} weitere"), &format!("{named} and {more} more"))
        };
        finding
            .cases(others.len())
            .with("pack", pack.id.as_str())
            .with("from", first.from.as_str())
            .with("elements", elements)
    });
    weaker.chain(other).collect()
}
