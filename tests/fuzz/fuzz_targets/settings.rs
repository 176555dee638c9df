//! Settings: every problem stands at words of the text, and what is read without a problem can be held against a pack.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nachweis::finding::Problems;
use nachweis::load::{FILE_NAME, builtin, settings};
use nachweis::name::RepoPath;
use nachweis::text::Source;

fuzz_target!(|text: &str| {
    let source = Source::new(RepoPath::new(FILE_NAME).expect("a path"), text);
    let mut problems = Problems::default();
    let read = settings(&source, &mut problems);
    if let (Some(file), Some(pack)) = (&read, builtin("arbeitshilfe")) {
        file.check_against(pack, &mut problems);
    }
    let problems = problems.into_sorted();
    assert!(read.is_some() || !problems.is_empty(), "nothing was read, and nobody is told why");
    for problem in problems {
        assert!(problem.place.span.end <= text.len(), "{problem:?}");
        assert!(problem.place.start().line >= 1);
    }
});
