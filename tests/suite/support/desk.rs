//! A desk to work at: runs the program and Git in a temporary folder, shut off from the machine around it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A temporary folder with a home of its own, on one fixed day.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
    day: String,
}

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// The program reads the day from `SOURCE_DATE_EPOCH` (a gate from the clock alone), Git from its own variables.
    pub(crate) fn on(day: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["home", "tmp", "work"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Self { folder, day: day.to_owned() }
    }

    /// The folder to work in.
    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// Where temporary files go; the project of `demo` among them.
    pub(crate) fn tmp(&self) -> PathBuf {
        self.folder.path().join("tmp")
    }

    /// The program with arguments, ready to be changed and run.
    pub(crate) fn program(&self, at: &Path, arguments: &[&str]) -> Command {
        self.command(env!("CARGO_BIN_EXE_nachweis"), at, arguments)
    }

    /// Runs the program.
    pub(crate) fn nachweis(&self, at: &Path, arguments: &[&str]) -> Outcome {
        run(&mut self.program(at, arguments))
    }

    /// Runs Git.
    pub(crate) fn git(&self, at: &Path, arguments: &[&str]) -> Outcome {
        run(&mut self.command("git", at, arguments))
    }

    pub(crate) fn command(&self, program: &str, at: &Path, arguments: &[&str]) -> Command {
        let noon = format!("{}T12:00:00+0000", self.day);
        let mut command = Command::new(program);
        command.args(arguments).current_dir(at).stdin(Stdio::null()).env_clear();
        for inherited in ["PATH", "SystemRoot"] {
            command.envs(std::env::var_os(inherited).map(|value| (inherited, value)));
        }
        command
            .env("HOME", self.folder.path().join("home"))
            .env("TMPDIR", self.tmp())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_COUNT", "1")
            .env("GIT_CONFIG_KEY_0", "init.defaultBranch")
            .env("GIT_CONFIG_VALUE_0", "main")
            .env("GIT_CEILING_DIRECTORIES", self.folder.path())
            .env("GIT_AUTHOR_NAME", "Projekt")
            .env("GIT_AUTHOR_EMAIL", "projekt@behoerde.example")
            .env("GIT_AUTHOR_DATE", &noon)
            .env("GIT_COMMITTER_NAME", "Projekt")
            .env("GIT_COMMITTER_EMAIL", "projekt@behoerde.example")
            .env("GIT_COMMITTER_DATE", &noon)
            .env("SOURCE_DATE_EPOCH", super::noon(&self.day).to_string());
        command
    }
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    Outcome {
        code: output.status.code().unwrap_or_else(|| panic!("{command:?} was ended by a signal")),
        out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}
