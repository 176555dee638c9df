//! The whole catalogue that is built in, in every form.

mod listings;
mod pages;

use crate::load::builtin;
use crate::model::Pack;
use crate::render::layout;

fn pack() -> &'static Pack {
    builtin("arbeitshilfe").expect("the built-in pack")
}

/// No line is too wide, save code and words that cannot be broken; none ends in a blank.
fn fits(what: &str, text: &str, width: usize) {
    for line in text.lines() {
        let words = line.trim_start().split(' ').count();
        let fits = layout::columns(line) <= width || words == 1;
        assert!(fits, "{what}: {line}");
        assert_eq!(line, line.trim_end(), "{what}");
    }
    assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{what}");
    assert!(!text.contains("\n\n\n"), "{what}");
}
