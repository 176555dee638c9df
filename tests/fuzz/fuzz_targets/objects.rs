//! Commits and trees as they lie in the object store: nothing that is read of them can be taken in two ways.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nachweis::repo::fuzz;

fuzz_target!(|input: (bool, bool, &[u8])| {
    let (tree, sha256, bytes) = input;
    if tree { fuzz::tree(bytes, sha256) } else { fuzz::commit(bytes, sha256) }
});
