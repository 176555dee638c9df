//! From text to model: settings, packs, evidence. No file is opened here; every mistake is collected, none stops.

mod baseline;
mod canonical;
mod csv;
mod document;
mod ids;
mod json;
mod ledger;
mod limits;
mod markdown;
mod metadata;
mod pack;
mod settings;
mod signers;
mod toml;
mod yaml;

pub use baseline::{BASELINE_NAME, BaselineFile, baseline};
pub use canonical::{Canonical, canonical};
pub use document::{SIDECAR, document, sidecar_of};
pub use ledger::{approval, settings_approval};
pub use limits::{MAX_DATA, MAX_EVIDENCE, MAX_FOLDER, MAX_TEXTS, MAX_TOML};
pub use pack::{
    Built, DEEPEST, PackFile, PackFiles, PackPlaces, builtin, builtin_files, builtin_packs, extends, pack,
};
pub(crate) use settings::one_pack;
pub use settings::{FILE_NAME, SettingsFile, settings};
pub use signers::{revoked, signers};
