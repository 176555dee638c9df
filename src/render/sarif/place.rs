//! Places in SARIF: addresses relative to the root of the repository, columns in code points.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_sarif::sarif::{ArtifactLocation, Location, Message, PhysicalLocation, Region};

use crate::name::RepoPath;
use crate::render::item;
use crate::text::Place;

/// The name of the root; where it lies is nobody's business.
pub(super) const ROOT: &str = "%SRCROOT%";

/// What an address may hold without being encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where words stand.
pub(super) fn physical(place: &Place) -> PhysicalLocation {
    let (start, end) = item::region(place);
    let region = Region::builder()
        .start_line(number(start.line))
        .start_column(number(start.column))
        .end_line(number(end.line))
        .end_column(number(end.column))
        .build();
    PhysicalLocation::builder().artifact_location(artifact(place.path())).region(region).build()
}

/// A further place with what is said about it.
pub(super) fn related(id: usize, place: PhysicalLocation, label: &str) -> Location {
    let location = Location::builder().id(number(id)).physical_location(place);
    if label.is_empty() { location.build() } else { location.message(message(label)).build() }
}

/// A file as a whole.
pub(super) fn file(path: &RepoPath) -> PhysicalLocation {
    PhysicalLocation::builder().artifact_location(artifact(path)).build()
}

/// A plain text. What a reader would take for a link of its own is parted by a blank.
pub(super) fn message(text: &str) -> Message {
    Message::builder().text(text.replace("](", "] (")).build()
}

fn artifact(path: &RepoPath) -> ArtifactLocation {
    let uri = utf8_percent_encode(path.as_str(), ENCODED).to_string();
    ArtifactLocation::builder().uri(uri).uri_base_id(ROOT).build()
}

/// Lines, columns and places in a list are small.
pub(super) fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
