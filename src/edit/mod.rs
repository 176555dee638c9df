//! What the writing commands would write: from model to text. Pure; the process writes it.

mod baseline;
mod exemption;
mod review;
mod settings;

pub use baseline::{Adoption, adopt, baseline_text};
pub use exemption::{exemption_block, with_exemption, with_renewal};
pub use review::set_reviewed;
pub use settings::{Answers, pipeline, settings_text};
