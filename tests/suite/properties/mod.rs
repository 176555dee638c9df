//! Properties: sentences that hold for every project, tried on projects that are made up. Nothing is drawn anew from
//! run to run: the same cases come again, and a larger number of them begins with those of the smaller one.
//!
//! `NACHWEIS_PROPERTIES=20000` tries so many of each; unless it says so, each property states its own number.

mod bar;
mod content;
mod evidence;
mod formats;
mod history;
mod house;
mod machine;
mod names;
mod settings;
mod shipped;
mod time;

use std::cell::Cell;
use std::fmt::Debug;

use nachweis::engine::Exit;
use nachweis::finding::Report;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// What a case comes to.
type Held = Result<(), TestCaseError>;

/// How many of the cases a property had something to say about: one that is always beside the point proves nothing.
#[derive(Default)]
struct Tally {
    counted: Cell<u32>,
}

impl Tally {
    /// Counts a case of which the property says something.
    fn counts(&self) {
        self.counted.set(self.counted.get() + 1);
    }
}

/// Tries a property on so many cases. At least one in `worth` of them must have counted.
fn holds<S>(cases: u32, worth: u32, of: S, property: impl Fn(S::Value, &Tally) -> Held)
where
    S: Strategy,
    S::Value: Debug,
{
    let asked = std::env::var("NACHWEIS_PROPERTIES").ok().map(|text| text.parse().expect("a number"));
    let cases: u32 = asked.unwrap_or(cases);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let tally = Tally::default();
    if let Err(error) = runner.run(&of, |value| property(value, &tally)) {
        panic!("{error}");
    }
    let counted = tally.counted.get();
    assert!(counted >= cases / worth, "of {cases} cases only {counted} were to the point");
}

/// The findings that block, each by its identity with its rule.
fn blocking(report: &Report) -> Vec<(String, nachweis::rule::Rule)> {
    let blocking = report.findings.iter().filter(|judged| judged.blocking);
    blocking.map(|judged| (judged.fingerprint.clone(), judged.finding.rule)).collect()
}

fn passes(report: &Report) -> bool {
    Exit::of(report) == Exit::Pass
}
