//! Files of the commit-graph: whatever is asked of one that was accepted, it has an answer. Its checksum is made right
//! first, so that what lies behind it is tried.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nachweis::repo::fuzz;

fuzz_target!(|bytes: &[u8]| fuzz::graph(bytes));
