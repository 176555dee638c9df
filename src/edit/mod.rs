//! What the writing commands would write: from model to text. Pure; the process writes it.

mod exemption;
mod review;
mod settings;

pub use exemption::{exemption_block, with_exemption, with_renewal};
pub use review::set_reviewed;
pub use settings::{Answers, pipeline, settings_text};
