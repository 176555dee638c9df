//! Text in German and English.

use serde::{Deserialize, Serialize};

use crate::rule::Lang;

/// A text in the pack's language and, where a pack has it, in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// German.
    pub de: String,
    /// English; German is shown where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Words {
    /// The text in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.en) {
            (Lang::En, Some(text)) => text,
            (Lang::De | Lang::En, _) => &self.de,
        }
    }

    /// One text that serves in both languages.
    pub fn same(text: &str) -> Self {
        Self { de: text.to_owned(), en: None }
    }

    /// A text in both languages.
    pub fn both(de: &str, en: &str) -> Self {
        Self { de: de.to_owned(), en: Some(en.to_owned()) }
    }
}
