//! Names and places that lead elsewhere, look like others, or cannot be.

use std::path::Path;

use nachweis::render::Format;

use super::case::{Case, LATER, REVIEWED, TODAY, errors, only, paths_of, whole};
use super::forge::{Forge, sort};
use crate::support::evidence::*;
use crate::support::{git, save};

/// The project with one more file of this name in its folder of evidence, below `idee`.
fn beside(name: &[u8], bytes: &[u8]) -> Case {
    let case = Case::of(&whole());
    let forge = Forge::of(&case);
    let mut idea = forge.entries(forge.at("nachweise/idee"));
    idea.push(("100644".to_owned(), name.to_vec(), forge.blob(bytes)));
    sort(&mut idea);
    let mut folder = forge.entries(forge.at("nachweise"));
    let idea = forge.tree(&idea);
    folder.iter_mut().filter(|entry| entry.1 == b"idee").for_each(|entry| entry.2 = idea);
    forge.commit(&forge.header(forge.with_folder(forge.tree(&folder)), REVIEWED));
    case
}

const TWINS: &str = "ambiguous-evidence/twins";

#[test]
fn two_names_that_are_one_file_elsewhere_are_ambiguous() {
    for (name, twin) in [("another case", "Mehrwerte.md"), ("another ending", "mehrwerte.MD")] {
        let report = beside(twin.as_bytes(), b"# Anderes\n").check(1);
        let found: Vec<_> = errors(&report).into_iter().filter(|found| found.0 == TWINS).collect();
        assert_eq!(found.len(), 1, "{name}: {report:#}");
    }
    let (composed, apart) = ("Bef\u{fc}rchtungen.md", "Befu\u{308}rchtungen.md");
    let mut files = whole();
    files.push(("nachweise/Bef\u{fc}rchtungen.md", "x\n".to_owned()));
    Case::of(&files).check(0);
    files.push(("nachweise/Befu\u{308}rchtungen.md", "y\n".to_owned()));
    let report = Case::of(&files).check(1);
    assert!(errors(&report).iter().any(|found| found.0 == TWINS), "{composed} {apart}: {report:#}");

    let mut settings = whole();
    settings.push(("NACHWEIS.toml", "version = 1\n".to_owned()));
    only(&Case::of(&settings).check(1), TWINS, "nachweis.toml");
    let mut folder = whole();
    folder.push(("Nachweise/Idee/MEHRWERTE.md", "# Anderes\n".to_owned()));
    only(&Case::of(&folder).gate(1), TWINS, BENEFITS);
    // What is no evidence may be called as it likes.
    let mut other = whole();
    other.extend([("src/A.rs", String::new() + "a"), ("src/a.rs", String::new() + "b")]);
    Case::of(&other).check(0);
}

#[test]
fn a_name_in_the_other_form_of_unicode_is_a_name() {
    // Claimed by its metadata, since it lies at no default place.
    let mut files = whole();
    files.retain(|file| file.0 != BENEFITS);
    files.push(("nachweise/mehrwerte-fu\u{308}r-alle.md", benefits(REVIEWED).1));
    let case = Case::of(&files);
    case.gate(0);
    case.look(0);
}

#[test]
fn a_name_that_would_command_a_terminal_or_a_runner_only_names() {
    for name in [
        &b"a\n::error file=x::gotcha"[..],
        b"##[error]gotcha.md",
        b"x ::add-mask::gotcha.md",
        b"\x1b[2J\x1b]0;gotcha\x07.md",
        "\u{202e}dm.gotcha\u{2066}".as_bytes(),
        b"gotcha\xff\xfe.md",
        b"gotcha\r\n.md",
        b"%0A::notice::gotcha",
        b"$(touch gotcha).md",
        b"--format=gotcha",
        b"C:\\gotcha.md",
        b"aux.gotcha.md",
        b"a:gotcha",
        b"gotcha. ",
    ] {
        let case = beside(name, b"x\n");
        let report = case.check(0);
        let orphan = paths_of(&report, "orphan-evidence");
        assert!(orphan.len() == 1 && orphan[0].contains("gotcha"), "{orphan:?}");
        let told = case.every_format(0, &["check", "--verbose", "--rev", "HEAD", "--as-of", TODAY]);
        let silent: Vec<_> =
            told.iter().filter(|(_, text)| !text.contains("gotcha")).map(|told| told.0).collect();
        // GitHub shows ten findings, and others weigh more.
        assert!(silent.iter().all(|format| *format == Format::Github), "{name:?}: {silent:?}");
        for words in [&["explain"][..], &["status"], &["explain", "nachweise/idee/mehrwerte.md"]] {
            case.run(0, &[words, &["--as-of", TODAY]].concat());
        }
    }
}

#[test]
fn values_and_questions_only_say_what_they_are() {
    let evil = "x\\u001b[31m\\n::error::y ##[error]z \\u202e";
    let mut files = whole();
    files[0] = with(settings("planung"), "Verständliche Bescheide", evil);
    files[0] = with(files.remove(0), "[\"leitung@behoerde.example\"]", &format!("[\"{evil}\"]"));
    files.insert(0, files[0].clone());
    files.remove(1);
    let case = Case::of(&files);
    case.every_format(1, &["check", "--verbose", "--as-of", TODAY]);
    for words in [&["status"][..], &["explain"], &["explain", IDEA], &["list", "roles"]] {
        case.run(0, &[words, &["--as-of", TODAY]].concat());
    }
    // What is asked comes back in the answer.
    let evil = "x\u{1b}[31m\n::error::y ##[error]z \u{202e}";
    for words in [
        &["explain", evil][..],
        &["gate", evil],
        &["check", "--rev", evil],
        &["check", "--base", evil],
        &["check", "--format", evil],
        &["check", "--report", evil],
        &["check", "--as-of", evil],
        &["check", "--project", evil],
        &["check", evil],
        &["new", evil],
        &["review", evil],
        &["approve", evil, "--role", "leitung"],
        &["approve", "I-06", "--role", evil],
        &["approve", "I-06", "--role", "leitung", "--as", &format!("{evil}x")],
        &["list", "tasks", "--phase", evil],
        &["status", "--role", evil],
        &[evil],
    ] {
        let outcome = case.run(2, words);
        assert!(!outcome.err.is_empty() || !outcome.out.is_empty(), "{words:?}");
    }
}

#[test]
fn names_that_lead_out_of_the_repository_or_into_its_store_leave_it_undecided() {
    let twice = |entries: &mut Vec<(String, Vec<u8>, git2::Oid)>, forge: &Forge| {
        entries.push(("100644".to_owned(), b"zz".to_vec(), forge.blob(b"draft\n")));
        entries.push(("100644".to_owned(), b"zz".to_vec(), forge.blob(b"final\n")));
    };
    let unsorted = |entries: &mut Vec<(String, Vec<u8>, git2::Oid)>, _: &Forge| entries.reverse();
    type Change<'a> = &'a dyn Fn(&mut Vec<(String, Vec<u8>, git2::Oid)>, &Forge);
    let named = |mode: &'static str, name: &'static [u8]| {
        move |entries: &mut Vec<(String, Vec<u8>, git2::Oid)>, forge: &Forge| {
            entries.push((mode.to_owned(), name.to_vec(), forge.blob(b"x\n")));
            sort(entries);
        }
    };
    let (up, here, none) = (named("100644", b".."), named("100644", b"."), named("100644", b""));
    let (slash, store) = (named("100644", b"a/b"), named("40000", b".git"));
    let (capitals, short) = (named("100644", b".GIT"), named("100644", b"git~1"));
    let (dots, stream) = (named("100644", b".git . "), named("100644", b".git::$INDEX_ALLOCATION"));
    let hidden = named("100644", ".g\u{200c}it".as_bytes());
    let (mode, device) = (named("100600", b"a.md"), named("20666", b"a.md"));
    let changes: [(&str, Change<'_>); 14] = [
        ("a name twice", &twice),
        ("an order that is none", &unsorted),
        ("the folder above", &up),
        ("the folder itself", &here),
        ("no name", &none),
        ("a slash in a name", &slash),
        ("the store", &store),
        ("the store in capitals", &capitals),
        ("its short name on NTFS", &short),
        ("its name with blanks", &dots),
        ("its name with a stream", &stream),
        ("its name on HFS+", &hidden),
        ("a mode that Git does not write", &mode),
        ("a device", &device),
    ];
    for (name, change) in changes {
        let case = Case::of(&whole());
        let forge = Forge::of(&case);
        let mut entries = forge.entries(forge.at("nachweise"));
        change(&mut entries, &forge);
        forge.commit(&forge.header(forge.with_folder(forge.tree(&entries)), LATER));
        for report in [case.check(3), case.gate(3)] {
            assert_eq!(report["verdict"], "undetermined", "{name}");
        }
    }
}

#[test]
fn a_tree_deeper_or_a_path_longer_than_any_is_not_followed() {
    let case = Case::of(&whole());
    let forge = Forge::of(&case);
    let mut deep = forge.tree(&[("100644".to_owned(), b"a.md".to_vec(), forge.blob(b"x\n"))]);
    for _ in 0..30_000 {
        deep = forge.tree(&[("40000".to_owned(), b"d".to_vec(), deep)]);
    }
    let plain = forge.at("");
    forge.commit(&forge.header(forge.with_evidence("40000", b"tief", deep), LATER));
    assert_eq!(paths_of(&case.check(3), "limit-reached").len(), 1);
    let before = forge.head().to_string();
    // As the past of what is judged, and as what it is held against.
    forge.commit(&forge.header(plain, LATER));
    assert_eq!(errors(&case.gate(0)), []);
    assert_eq!(paths_of(&case.report(3, &["check", "--base", &before]), "limit-reached").len(), 1);

    for (length, code) in [(4_096 - "nachweise/".len(), 0), (4_097 - "nachweise/".len(), 3)] {
        let case = Case::of(&whole());
        let forge = Forge::of(&case);
        let name = "n".repeat(length);
        forge
            .commit(&forge.header(forge.with_evidence("100644", name.as_bytes(), forge.blob(b"x\n")), LATER));
        assert_eq!(paths_of(&case.check(code), "limit-reached").len(), usize::from(code == 3), "{length}");
    }
}

#[test]
fn another_repository_in_place_of_evidence_is_not_entered() {
    let case = Case::of(&whole());
    let forge = Forge::of(&case);
    let mut idea = forge.entries(forge.at("nachweise/idee"));
    idea.iter_mut().filter(|entry| entry.1 == b"mehrwerte.md").for_each(|entry| {
        *entry = ("160000".to_owned(), entry.1.clone(), forge.head());
    });
    sort(&mut idea);
    let mut folder = forge.entries(forge.at("nachweise"));
    let idea = forge.tree(&idea);
    folder.iter_mut().filter(|entry| entry.1 == b"idee").for_each(|entry| entry.2 = idea);
    forge.commit(&forge.header(forge.with_folder(forge.tree(&folder)), LATER));
    only(&case.check(1), "unreadable-evidence/submodule", BENEFITS);
    let gate = errors(&case.gate(1));
    let unreadable = ("unreadable-evidence/submodule".to_owned(), BENEFITS.to_owned());
    assert!(gate.len() == 2 && gate.contains(&unreadable), "{gate:?}, and the decision rested on the file");
}

#[cfg(unix)]
#[test]
fn a_link_to_what_never_ends_or_to_what_is_secret_is_not_followed() {
    use std::os::unix::fs::symlink;
    let secret = tempfile::tempdir().expect("a folder");
    save(secret.path(), "geheim.md", benefits(REVIEWED).1.replace("Acht Gespräche", "Geheimnis"));
    let secret = secret.path().join("geheim.md");
    for target in [Path::new("/dev/zero"), Path::new("/dev/stdin"), Path::new("/proc/self/environ"), &secret]
    {
        let case = Case::of(&whole());
        let file = case.root().join(BENEFITS);
        std::fs::remove_file(&file).expect("removed");
        symlink(target, &file).expect("a link");
        only(&case.look(1), "unreadable-evidence/symlink", BENEFITS);
        let told = case.run(1, &["check", "--verbose", "--as-of", TODAY]);
        assert!(!told.out.contains("Geheimnis"), "{}", told.out);
        // To review it is not to read what it leads to.
        let told = case.run(3, &["review", "I-02", "--as-of", TODAY]);
        assert!(!told.out.contains("Geheimnis") && told.err.contains("mehrwerte.md"), "{told:?}");
        // A folder that is a link leads nowhere either.
        std::fs::remove_file(&file).expect("removed");
        git(&case.root(), &["checkout", "--quiet", "."]);
        std::fs::rename(case.root().join("nachweise/idee"), case.root().join("anderswo")).expect("moved");
        symlink(case.root().join("anderswo"), case.root().join("nachweise/idee")).expect("a link");
        let report = case.look(1);
        assert!(errors(&report).iter().any(|found| found.0 == "missing-evidence"), "{report:#}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_evidence_is_no_file() {
    let case = Case::of(&whole());
    let file = case.root().join(BENEFITS);
    std::fs::remove_file(&file).expect("removed");
    let made = std::process::Command::new("mkfifo").arg(&file).status().expect("mkfifo runs");
    assert!(made.success());
    assert!(errors(&case.look(1)).iter().any(|found| found.0 == "missing-evidence"));
}
