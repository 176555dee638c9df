//! How the names appear in the published JSON Schemas: as strings of a shape.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Address, Date, Interval};

macro_rules! strings {
    ($($name:ident $title:literal $pattern:literal)*) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $title.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    )*};
}

strings! {
    Address "Address" "^[A-Za-z][A-Za-z0-9._-]*(/[A-Za-z][A-Za-z0-9._-]*)?$"
    Date "Date" "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    Interval "Interval" "^[0-9]+ months?$"
}
