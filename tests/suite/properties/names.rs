//! Names of files: two of them that are one elsewhere, by case or by the form of Unicode, are always told apart from two
//! that are not.

use nachweis::engine::{Ask, View, report};
use nachweis::rule::Rule;
use proptest::prelude::{prop_assert_eq, prop_oneof};
use unicode_normalization::UnicodeNormalization;

use super::holds;
use crate::support::evidence::settings;
use crate::support::{Scene, ask, found};

const DAY: &str = "2026-03-02";

/// A name in one of the ways to write it.
fn written(name: &str, how: u8) -> String {
    match how {
        0 => name.nfc().collect(),
        1 => name.nfd().collect(),
        2 => name.to_uppercase().nfc().collect(),
        3 => name.to_uppercase().nfd().collect(),
        _ => name.to_lowercase().nfc().collect(),
    }
}

#[test]
fn two_names_of_one_composed_and_folded_form_are_twins_and_no_others() {
    let name = || prop_oneof!["[a-zäöüß]{1,8}", "[éàçñ가-힣]{1,4}", "[a-z]{1,6}"];
    holds(96, 4, (name(), name(), 0..5_u8, 0..5_u8, 0..4_u8), |(one, other, how, also, same), tally| {
        let second = if same > 0 { &one } else { &other };
        let [first, second] =
            [written(&one, how), written(second, also)].map(|name| format!("nachweise/{name}.md"));
        if first == second {
            return Ok(());
        }
        let key = |name: &str| -> String { name.nfc().collect::<String>().to_uppercase().nfc().collect() };
        let alike = key(&first) == key(&second);
        if alike {
            tally.counts();
        }
        let (settings_path, settings) = settings("ideenbewertung");
        let mut scene = Scene::new();
        let files = [(settings_path, settings.as_str()), (first.as_str(), "x\n"), (second.as_str(), "y\n")];
        scene.commit(DAY, &files, &[]).build_in_memory();
        let view = View::Revision("HEAD".to_owned());
        let report = report(&Ask { view, ..ask(&scene.root(), DAY, None) });
        let twins = found(&report, Rule::AmbiguousEvidence);
        prop_assert_eq!(twins.len(), usize::from(alike), "{} {}", first, second);
        Ok(())
    });
}
