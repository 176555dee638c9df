//! From text to model: settings, packs, evidence. No file is opened here; every mistake is collected, none stops.

mod canonical;
mod csv;
mod document;
mod json;
mod ledger;
mod limits;
mod markdown;
mod metadata;
mod pack;
mod settings;
mod toml;
mod yaml;

pub use canonical::{Canonical, canonical};
pub use document::{SIDECAR, document, sidecar_of};
pub use ledger::approval;
pub use limits::{MAX_DATA, MAX_EVIDENCE, MAX_FOLDER, MAX_TEXTS, MAX_TOML};
pub use pack::{PackFiles, PackPlaces, builtin, builtin_files, builtin_packs, pack};
pub(crate) use settings::one_pack;
pub use settings::{FILE_NAME, SettingsFile, settings};
