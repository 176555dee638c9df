//! Repositories of somebody who means harm, or of nobody who means anything: each case builds one by script, runs the
//! program on it, and holds its exit code and what it says. `elsewhere` names the cases that have a test in another place.
//!
//! What has no test, and why:
//!
//! - *Patterns and limits of a pack that are too large.* A pack has no regular expressions, and limits cannot be set:
//!   a key for one is unknown. Globs of the settings are tried.
//! - *More exemptions than a number allows.* There is no such number. Each has a reason, an owner, somebody who granted it
//!   and an end, and a gate names those that it rests on.
//! - *A change of the file that calls the program.* It looks at no pipeline file. Only the forge can hold that one, by
//!   required workflows or execution policies.
//! - *A history against an earlier commit that is known, a branch without a past.* Nothing is remembered from run to
//!   run. A branch without a past is as old as it is; against the target it is held by `--base`.
//! - *A child that is older than its parent.* Clocks are not compared: what counts is the order of commits.
//! - *Archives: bombs, parts twice, entities.* Nothing reads inside office files and archives; they are bytes.
//! - *Letters of another script that look alike, names in two directions.* Names and addresses are equal byte by byte
//!   or not at all, and are printed so that nothing in them is hidden.
//! - *A word of draft in a final text.* The author's own word on the state is `status`; words that stand in for content
//!   are placeholders, and a text may speak of drafts.
//! - *A hash in a sidecar that does not match.* A sidecar of a file that is here holds none: what is pinned is pinned by
//!   its approval. That of a reference names a file that nobody here can look at.
//! - *Names that Windows cannot have.* They are printed as they are; no rule forbids them (`paths` tries some).
//! - *Disks that are full, folders that are read-only.* Both need rights that tests should not have. Files that may not
//!   grow, folders in place of files and a full device do the same to a write, and so do calls that are made to fail
//!   (`injected`, where there is `strace`).
//! - *A variable of ten megabytes.* No system passes one; as large as it passes is tried.
//! - *A temporary file after a kill.* The report is there whole or not at all. A run that is killed while it writes may
//!   leave a hidden file beside it: no signal is caught, so that shells and pipelines see by what it ended.

mod case;
mod content;
mod elsewhere;
mod environment;
mod exemptions;
mod faults;
mod forge;
mod history;
mod injected;
mod parsers;
mod paths;
mod policy;
mod time;
