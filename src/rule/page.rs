//! A rule's page: the head with every message, and the body that `explain` prints.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Rule;

/// The language of messages and pages.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// German, the default.
    #[default]
    De,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// `de` or `en`.
    pub fn id(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

/// What stands at the top of a page. Texts may hold placeholders such as `{section}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The id of the group, repeated for the reader of the page.
    pub group: String,
    /// Two to five words.
    pub title: String,
    /// The finding in one or more sentences; the first has at most 80 characters.
    pub message: String,
    /// Messages for special cases of the rule.
    #[serde(default)]
    pub variants: BTreeMap<String, String>,
    /// What to write under the marked words.
    pub label: String,
    /// Labels of further places.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// What to do next; commands stand on lines of their own.
    pub help: String,
}

impl Head {
    /// The message of a variant; the plain one where there is no variant of that name.
    pub fn message(&self, variant: Option<&str>) -> &str {
        variant.and_then(|key| self.variants.get(key)).unwrap_or(&self.message)
    }

    /// The label of a further place.
    pub fn label(&self, key: &str) -> &str {
        self.labels.get(key).map_or("", String::as_str)
    }
}

/// A page, taken apart.
#[derive(Clone, Debug)]
pub struct Page {
    /// The head.
    pub head: Head,
    /// Everything below it, as Markdown.
    pub body: &'static str,
}

impl Page {
    /// The page of a rule. A page that could not be read would be a fault of the build, which a test excludes; it
    /// then says so instead of ending the program.
    pub fn of(rule: Rule, lang: Lang) -> Self {
        Self::parse(rule.page_text(lang)).unwrap_or_else(|reason| Self {
            head: Head {
                group: rule.group().id().to_owned(),
                title: rule.id().to_owned(),
                message: format!("{rule} ({reason})"),
                variants: BTreeMap::new(),
                label: String::new(),
                labels: BTreeMap::new(),
                help: String::new(),
            },
            body: "",
        })
    }

    /// Takes a page apart; says why it cannot.
    pub fn parse(text: &'static str) -> Result<Self, String> {
        let rest = text.strip_prefix("---\n").ok_or("no head")?;
        let (head, body) = rest.split_once("\n---\n").ok_or("the head does not end")?;
        let head = serde_saphyr::from_str(head).map_err(|error| error.to_string())?;
        Ok(Self { head, body: body.trim_start() })
    }
}
