//! Markdown: headings, prose, items and links lie in the text, sections do not end before they begin, and blanks at the
//! ends of lines do not count.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nachweis::load::{canonical, document};
use nachweis::model::Body;
use nachweis::name::RepoPath;

fuzz_target!(|text: &str| {
    let path = RepoPath::new("nachweise/a.md").expect("a path");
    let Ok(read) = document(&path, Some(text.as_bytes()), None) else { return };
    let Body::Markdown(markdown) = &read.body else { return };
    for heading in &markdown.headings {
        assert!(heading.span.start <= heading.end && heading.end <= text.len());
        assert!(text.get(heading.span.clone()).is_some());
    }
    let spans = markdown.prose.iter().map(|prose| &prose.span);
    let spans = spans.chain(markdown.items.iter().map(|item| &item.span));
    for span in spans.chain(markdown.links.iter().map(|link| &link.span)).chain(&markdown.code) {
        assert!(text.get(span.clone()).is_some(), "{span:?}");
    }
    // Code counts as it stands, and what is not closed may reach to the end; what cannot be read counts by its bytes.
    if read.flaws.is_empty() && markdown.code.last().is_none_or(|code| code.end < text.trim_end().len()) {
        let longer = format!("{text}\n\n");
        assert_eq!(canonical(&path, text.as_bytes()).hash, canonical(&path, longer.as_bytes()).hash);
    }
});
