//! Source text with places: what a file says and where. No format is known here.

mod data;
mod source;
mod spanned;

pub use data::{Data, Entry, Node};
pub use source::{Place, Position, Source, Span};
pub use spanned::Spanned;
