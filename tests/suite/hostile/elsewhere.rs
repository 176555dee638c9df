//! Cases that have a test in another place: what is tried, the file below `tests/suite`, and the test.

use std::fs;

use crate::support::root;

const ELSEWHERE: [(&str, &str, &str); 63] = [
    (
        "a bar that the change itself lowers",
        "base_bar",
        "each_lowering_blocks_at_its_words_and_raising_is_free",
    ),
    ("settings that are deleted", "base_bar", "settings_that_vanish_are_missed"),
    ("settings that become a link", "base_bar", "settings_that_become_a_link_are_missed"),
    ("nothing that is due", "undetermined", "without_a_task_that_is_due_there_is_nothing_to_check"),
    (
        "a pack that is not the one that was pinned",
        "own_packs",
        "a_wrong_digest_is_refused_and_the_right_one_is_named",
    ),
    ("a base that is the judged commit itself", "base", "what_belongs_to_the_target_is_judged_as_it_is"),
    ("a base that could be a branch or a tag", "base", "the_base_is_a_full_name"),
    (
        "an exemption on its last day and the day after",
        "exemptions",
        "an_exemption_holds_on_its_last_day_and_not_the_day_after",
    ),
    (
        "an exemption that is longer than the pack allows",
        "exemptions",
        "an_exemption_is_not_longer_than_the_pack_allows",
    ),
    ("a pattern in place of a task or a rule", "exemptions", "a_pattern_is_no_task_and_no_rule"),
    ("an exemption that somebody grants themselves", "exemptions", "nobody_grants_themselves_an_exemption"),
    ("an exemption by somebody who may not", "exemptions", "only_who_may_can_grant_an_exemption"),
    ("a review of the 29th of February", "time", "a_review_of_29_february_is_due_on_the_28th"),
    (
        "a day on which nobody can ask yet",
        "time",
        "a_gate_is_not_asked_for_a_day_before_its_commit_or_after_the_clock",
    ),
    ("a day before the base", "base", "a_gate_is_not_asked_for_a_day_before_the_base"),
    ("a clock that is wrong", "../../src/repo/tests/histories", "clocks_do_not_matter"),
    ("a shallow clone", "undetermined", "a_shallow_clone_knows_no_age"),
    (
        "a mode, a line break or a rename that renews nothing",
        "time",
        "what_changes_no_content_does_not_move_the_review_point",
    ),
    (
        "a file renamed away and back",
        "../../src/repo/tests/histories",
        "a_rename_away_and_back_does_not_either",
    ),
    (
        "a clone without blobs",
        "undetermined",
        "a_clone_without_blobs_is_undecided_where_an_old_content_matters",
    ),
    ("a clone without trees", "undetermined", "a_clone_without_trees_knows_no_history"),
    ("an object that is gone", "undetermined", "an_object_that_is_gone_is_no_absent_file"),
    (
        "an object with other bytes than its name says",
        "../../src/repo/tests/damage",
        "a_blob_with_other_bytes_is_refused",
    ),
    ("no commit yet", "undetermined", "before_the_first_commit_check_works_and_gate_does_not"),
    ("a bare repository", "repositories", "a_bare_repository"),
    ("a linked work tree", "repositories", "a_linked_work_tree"),
    ("a repository of SHA-256", "repositories", "a_repository_of_sha_256"),
    ("references in a reftable", "undetermined", "references_in_a_reftable_are_not_read"),
    ("an unrelated history", "base_history", "an_unrelated_history_is_held_against_the_target_alone"),
    ("a graph of the commits that lies", "../../src/repo/tests/forged", "any_bit_turned_and_sealed_again"),
    (
        "an author line that names somebody else, another's key, another namespace, a trailer",
        "signatures",
        "whatever_else_is_no_signature_of_theirs",
    ),
    ("a trailer in place of an approval", "signatures", "a_trailer_is_no_approval"),
    (
        "a signature moved to another commit, message or author, or with more behind a zero",
        "signatures",
        "a_signature_holds_for_its_own_commit_alone",
    ),
    (
        "a key that has expired, and a commit dated back",
        "signatures",
        "a_key_that_had_expired_signs_nothing_whatever_the_commit_says",
    ),
    ("a revoked key", "signatures", "a_revoked_key_never_counts"),
    ("a roster that the change brings along", "signatures", "a_change_is_signed_by_the_roster_of_its_target"),
    (
        "an approval of another content or another piece",
        "signatures",
        "what_was_approved_is_neither_copied_nor_changed",
    ),
    ("an approval by whoever wrote it", "authorship", "nobody_approves_what_they_wrote_alone"),
    (
        "an address in other letters, or in letters that look alike",
        "authorship",
        "an_address_in_other_letters_is_another_address",
    ),
    ("a template that nobody filled in", "packs", "no_fresh_template_proves_anything"),
    (
        "a template of which only the metadata is filled in",
        "packs",
        "a_template_with_nothing_but_its_metadata_filled_in_proves_nothing",
    ),
    ("one file for two pieces", "claims", "a_file_for_two_tasks_is_held_against_what_each_asks"),
    (
        "pointers to large files, UTF-16, programs and pages under another name",
        "files",
        "what_cannot_be_read_is_no_evidence",
    ),
    ("a page without a byte", "../../src/load/document", "what_is_no_content_is_unreadable"),
    ("a file that Git does not know", "files", "what_git_does_not_know_nobody_else_sees"),
    (
        "a value that looks like a number in base eight",
        "../../src/load/yaml",
        "values_stay_as_written_and_keep_their_place",
    ),
    ("budgets of values, depth and length", "../../src/load/yaml", "budgets_hold_to_the_last_value"),
    ("settings to the last byte", "settings", "settings_above_the_limit_leave_it_undecided"),
    (
        "settings that break their reader",
        "settings",
        "settings_that_are_made_to_break_the_reader_are_only_wrong",
    ),
    ("a link in place of evidence", "files", "a_link_is_no_evidence_and_never_followed"),
    ("a submodule under a subject", "base_attacks", "a_subject_does_not_vanish_into_another_repository"),
    (
        "depth, length and number of paths to the last one",
        "../../src/repo/tests/hostile",
        "depth_length_and_number_are_limited",
    ),
    (
        "a few trees that name each other a billion times",
        "../../src/repo/tests/hostile",
        "a_few_trees_that_name_each_other_a_billion_times",
    ),
    (
        "an index that leads out of the work tree",
        "../../src/repo/tests/hostile",
        "an_index_cannot_lead_out_of_the_work_tree",
    ),
    ("names of any bytes", "../../src/repo/tests/views", "names_of_any_bytes"),
    (
        "every format with hostile names and values",
        "formats/hostile",
        "no_other_format_is_obeyed_by_a_runner",
    ),
    ("commands to the runner", "formats/hostile", "no_value_becomes_a_workflow_command"),
    ("what cannot be seen", "formats/hostile", "nothing_unseen_leaves_in_any_format"),
    ("a work tree elsewhere", "undetermined", "a_work_tree_elsewhere_is_not_read"),
    ("a repository of somebody else", "undetermined", "a_repository_of_somebody_else_is_not_read"),
    ("a pipe that is closed", "formats/streams", "a_closed_pipe_changes_no_code"),
    (
        "devices, links and folders in place of a report",
        "formats/streams",
        "devices_pipes_and_links_are_never_replaced",
    ),
    (
        "yesterday's report",
        "formats/streams",
        "all_formats_are_written_in_one_run_and_one_failure_keeps_none_back",
    ),
];

#[test]
fn every_test_that_is_named_is_there() {
    for (what, file, name) in ELSEWHERE {
        let path = root().join("tests/suite").join(format!("{file}.rs"));
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{what}: {}: {error}", path.display()));
        let found = text.split("#[test]").skip(1).any(|test| {
            let code = test.lines().map(str::trim).find(|line| line.starts_with("fn "));
            code.is_some_and(|code| code.starts_with(&format!("fn {name}(")))
        });
        assert!(found, "{what}: {file} has no test {name}");
    }
}

#[test]
fn no_case_is_listed_twice() {
    for (at, case) in ELSEWHERE.iter().enumerate() {
        assert!(ELSEWHERE[at + 1..].iter().all(|other| other.0 != case.0 && other.2 != case.2), "{case:?}");
    }
}
