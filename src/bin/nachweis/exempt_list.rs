//! The list that `exempt` prints: every exemption, with whether it holds and where it does not.

use nachweis::finding::Finding;
use nachweis::gather::Picture;
use nachweis::model::{Due, Exemption, Gate};
use nachweis::rule::Lang;
use nachweis::verdict::{barred, covers, ends_at, faults};

use crate::exempt::what;

/// All exemptions of the project, each with whether it holds.
pub(crate) fn list(picture: &Picture<'_>, found: &[Finding], lang: Lang) -> String {
    let de = lang == Lang::De;
    let all = &picture.file.settings.exemptions;
    let mut out = String::new();
    if all.is_empty() {
        out.push_str(if de { "Es gibt keine Ausnahmen.\n" } else { "There are no exemptions.\n" });
    }
    for (at, exemption) in all.iter().enumerate() {
        let state = state(picture, at, exemption, found, de);
        let Exemption { owner, expires, reason, .. } = exemption;
        let (what, reason) = (what(exemption), reason.split_whitespace().collect::<Vec<_>>().join(" "));
        let reason = reason.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'");
        out.push_str(&if de {
            format!("{what}: bis {expires}, {state}. Beheben muss es: {owner}.\n  {reason}\n")
        } else {
            format!("{what}: until {expires}, {state}. To be mended by: {owner}.\n  {reason}\n")
        });
    }
    out
}

fn state(picture: &Picture<'_>, at: usize, exemption: &Exemption, found: &[Finding], de: bool) -> String {
    let pick = |german: &str, english: &str| if de { german.to_owned() } else { english.to_owned() };
    let fault = faults(picture.pack, &picture.file.settings, at).into_iter().next();
    if let Some(rule) = fault.map(|fault| fault.rule()) {
        return pick(&format!("gilt nicht ({rule})"), &format!("does not hold ({rule})"));
    }
    if exemption.expires < picture.as_of {
        return pick("abgelaufen", "expired");
    }
    if picture.as_of < exemption.created {
        let from = exemption.created;
        return pick(&format!("gilt erst ab {from}"), &format!("holds from {from} on"));
    }
    let task = &exemption.task.task;
    let title = |gate: &Gate| gate.title.get(if de { Lang::De } else { Lang::En }).to_owned();
    if let Some(gate) = barred(picture, task).map(title) {
        return pick(
            &format!("gilt nicht (Tor „{gate}“ lässt keine zu)"),
            &format!("does not hold (the gate “{gate}” allows none)"),
        );
    }
    let used = found.iter().any(|finding| finding.due != Due::Later && covers(picture, exemption, finding));
    if !used {
        return pick("wird nicht gebraucht", "is not needed");
    }
    match ends_at(picture, task).map(title) {
        Some(gate) => {
            pick(&format!("gilt, nicht am Tor „{gate}“"), &format!("holds, not at the gate “{gate}”"))
        }
        None => pick("gilt", "holds"),
    }
}
