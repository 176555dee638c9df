//! What the writing commands would write: from model to text. Pure; the process writes it.

mod review;
mod settings;

pub use review::set_reviewed;
pub use settings::{Answers, pipeline, settings_text};
