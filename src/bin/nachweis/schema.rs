//! `schema`: JSON Schemas for editors and for readers of reports.

use nachweis::engine::{Exit, pack_schema, settings_schema};

use crate::args::{SchemaArgs, SchemaWhat};
use crate::failure::Failure;
use crate::output;

/// Prints a schema.
pub(crate) fn run(own: &SchemaArgs) -> Result<Exit, Failure> {
    let schema = match own.what {
        SchemaWhat::Settings => settings_schema(),
        SchemaWhat::Pack => pack_schema(),
        SchemaWhat::Report => nachweis::render::schema(),
    };
    output::put(&format!("{schema:#}\n"))?;
    Ok(Exit::Pass)
}
