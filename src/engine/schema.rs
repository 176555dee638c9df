//! JSON Schemas for editors and for readers of reports, in draft 07, which editors know.

use schemars::generate::SchemaSettings;

use crate::load::PackFile;
use crate::model::Settings;

/// The schema of `nachweis.toml`.
pub fn settings_schema() -> serde_json::Value {
    generated::<Settings>("nachweis.toml")
}

/// The schema of the files of a pack: each is one of them. A file of a pack that builds on another may leave out what
/// that one says.
pub fn pack_schema() -> serde_json::Value {
    generated::<PackFile>("pack")
}

fn generated<T: schemars::JsonSchema>(title: &str) -> serde_json::Value {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    let mut value = schema.to_value();
    value["title"] = title.into();
    value
}
