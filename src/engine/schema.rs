//! JSON Schemas for editors and for readers of reports, in draft 07, which editors know.

use schemars::generate::SchemaSettings;

use crate::model::{Settings, Task};

/// The schema of `nachweis.toml`.
pub fn settings_schema() -> serde_json::Value {
    generated::<Settings>("nachweis.toml")
}

/// The schema of a pack's task files, `tasks/*.toml`.
pub fn pack_schema() -> serde_json::Value {
    generated::<Task>("tasks/*.toml")
}

fn generated<T: schemars::JsonSchema>(title: &str) -> serde_json::Value {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    let mut value = schema.to_value();
    value["title"] = title.into();
    value
}
