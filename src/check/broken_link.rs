//! `broken-link`: a relative link that leads to no file of the repository.

use super::context::filled;
use crate::finding::Finding;
use crate::gather::Picture;
use crate::model::{Body, Kind, Link};
use crate::name::RepoPath;
use crate::rule::Rule;

pub(super) fn judge(picture: &Picture<'_>, found: &mut Vec<Finding>) {
    for written in filled(picture) {
        let Body::Markdown(markdown) = &written.document.body else { continue };
        let path = &written.claim.path;
        let broken: Vec<&Link> =
            markdown.links.iter().filter(|link| !leads_somewhere(picture, path, &link.target)).collect();
        let Some((first, rest)) = broken.split_first() else { continue };
        let mut finding = written
            .finding(Rule::BrokenLink, Kind::Content, written.place(first.span.clone()))
            .with("target", first.target.as_str());
        finding.about = finding.about.element("links");
        found.push(
            rest.iter().fold(finding, |finding, link| finding.also("", written.place(link.span.clone()))),
        );
    }
}

/// Only relative links are looked at; whether an address on the web answers is nobody's business here.
fn leads_somewhere(picture: &Picture<'_>, from: &RepoPath, target: &str) -> bool {
    let file = target.split(['#', '?']).next().unwrap_or_default();
    let scheme = file.split('/').next().is_some_and(|first| first.contains(':'));
    if file.is_empty() || scheme || file.starts_with("//") {
        return true;
    }
    let decoded = percent_decoded(file);
    let resolved = match decoded.strip_prefix('/') {
        Some(rooted) => RepoPath::new(rooted),
        None => from.resolve(&decoded),
    };
    resolved.is_some_and(|path| picture.paths.reaches(&path))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match digits.filter(|_| first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
