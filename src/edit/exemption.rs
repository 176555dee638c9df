//! `exempt` changes the settings: a block more at their end, or new values in one that is there. Everything else stays
//! byte for byte, comments and order included.

use crate::finding::Problems;
use crate::load::{SettingsFile, settings};
use crate::model::Exemption;
use crate::text::{Source, Span};

/// The settings with one exemption more. Nothing where they are written in a way that a further block does not fit
/// to, such as a list in one line: then [`exemption_block`] is for a person to paste.
pub fn with_exemption(file: &SettingsFile, exemption: &Exemption) -> Option<SettingsFile> {
    let text = file.source.text();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if text.ends_with('\n') || text.is_empty() { "" } else { line_end };
    let block = exemption_block(exemption).replace('\n', line_end);
    let mut expected = file.settings.clone();
    expected.exemptions.push(exemption.clone());
    reread(file, format!("{text}{gap}{line_end}{block}")).filter(|file| file.settings == expected)
}

/// The settings with new values in the exemption of that place, counted from zero. Its task and its rule stay.
pub fn with_renewal(file: &SettingsFile, at: usize, exemption: &Exemption) -> Option<SettingsFile> {
    let index = at.to_string();
    let mut changes: Vec<(Span, String)> = values(exemption)
        .into_iter()
        .filter(|(key, _)| !matches!(*key, "task" | "rule"))
        .map(|(key, value)| (file.value(&["exemption", &index, key]).span, value))
        .collect();
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = file.source.text().to_owned();
    for (span, value) in changes {
        text.get(span.clone()).filter(|words| !words.is_empty())?;
        text.replace_range(span, &value);
    }
    let mut expected = file.settings.clone();
    expected.exemptions.get_mut(at)?.clone_from(exemption);
    reread(file, text).filter(|file| file.settings == expected)
}

/// The block of an exemption, as it stands in the settings.
pub fn exemption_block(exemption: &Exemption) -> String {
    let lines = values(exemption).into_iter().map(|(key, value)| format!("{key:<11} = {value}\n"));
    format!("[[exemption]]\n{}", lines.collect::<String>())
}

fn values(exemption: &Exemption) -> Vec<(&'static str, String)> {
    let Exemption { task, rule, reason, owner, approved_by, created, expires } = exemption;
    let mut values = vec![("task", format!("\"{task}\""))];
    values.extend(rule.as_ref().map(|rule| ("rule", quoted(rule))));
    values.extend([
        ("reason", quoted(reason)),
        ("owner", format!("\"{owner}\"")),
        ("approved-by", quoted(approved_by)),
        ("created", created.to_string()),
        ("expires", expires.to_string()),
    ]);
    values
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// What was written is read back before anybody gets it: a change that says something else is none.
fn reread(file: &SettingsFile, text: String) -> Option<SettingsFile> {
    let mut problems = Problems::default();
    let read = settings(&Source::new(file.source.path().clone(), text), &mut problems);
    read.filter(|_| problems.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{Address, Date, RepoPath, RoleId};

    const HEAD: &str = "# Kopf\nversion = 1\n[project]\nname = \"x\"\nphase = \"planung\"\n[policy]\n\
                        packs = [\"arbeitshilfe@2026.1\"]\nprofile = \"kern\" # klein\n";

    fn read(text: &str) -> SettingsFile {
        let path = RepoPath::new("nachweis.toml").expect("a path");
        settings(&Source::new(path, text), &mut Problems::default()).expect("settings")
    }

    fn exemption(reason: &str, expires: &str) -> Exemption {
        Exemption {
            task: Address::new("P-15").expect("an address"),
            rule: Some("missing-evidence".to_owned()),
            reason: reason.to_owned(),
            owner: RoleId::new("pl").expect("a role"),
            approved_by: "leitung@behoerde.example".to_owned(),
            created: Date::parse("2026-10-01").expect("a date"),
            expires: Date::parse(expires).expect("a date"),
        }
    }

    #[test]
    fn a_block_is_added_and_renewed_and_nothing_else_changes() {
        let first = exemption("\"Klausur\" verlegt", "2026-12-01");
        let added = with_exemption(&read(HEAD), &first).expect("it fits");
        let block = "\n[[exemption]]\ntask        = \"P-15\"\nrule        = \"missing-evidence\"\n\
                     reason      = '\"Klausur\" verlegt'\nowner       = \"pl\"\n\
                     approved-by = \"leitung@behoerde.example\"\ncreated     = 2026-10-01\nexpires     = 2026-12-01\n";
        assert_eq!(added.source.text(), format!("{HEAD}{block}"));
        let commented = added.source.text().replace("2026-12-01\n", "2026-12-01 # letzter Tag\n");
        let renewed = with_renewal(&read(&commented), 0, &exemption("Neuer Termin", "2027-01-31"));
        let expected = commented
            .replace("'\"Klausur\" verlegt'", "\"Neuer Termin\"")
            .replace("2026-12-01", "2027-01-31");
        assert_eq!(renewed.expect("it fits").source.text(), expected);
    }

    #[test]
    fn line_ends_stay_and_a_last_line_without_one_gets_it() {
        let dos = HEAD.trim_end().replace('\n', "\r\n");
        let added = with_exemption(&read(&dos), &exemption("Klausur", "2026-12-01")).expect("it fits");
        let text = added.source.text();
        assert!(text.starts_with(&format!("{dos}\r\n\r\n[[exemption]]\r\n")), "{text}");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }

    #[test]
    fn a_list_in_one_line_takes_no_block() {
        let one = "{ task = \"P-15\", reason = \"x\", owner = \"pl\", approved-by = \"a\", created = 2026-01-01, \
                   expires = 2026-01-02 }";
        let listed = read(&format!("exemption = [{one}]\n{HEAD}"));
        assert_eq!(listed.settings.exemptions.len(), 1);
        assert!(with_exemption(&listed, &exemption("Klausur", "2026-12-01")).is_none());
        assert!(with_renewal(&listed, 0, &exemption("Klausur", "2026-12-01")).is_none(), "another rule");
    }
}
