//! The terminal and the files: where bytes leave the process.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use nachweis::engine::Exit;
use nachweis::finding::Report;
use nachweis::name::printable_lines;
use nachweis::render::{Format, Options, render};

use crate::args::{Args, ColorArg};
use crate::failure::Failure;

/// The widest line that still reads well.
const WIDEST: usize = 100;

/// How to lay out for standard output.
pub(crate) fn options(args: &Args) -> Options {
    let width = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    Options {
        width: width.clamp(40, WIDEST),
        color: color(args.color),
        verbose: args.verbose,
        quiet: args.quiet,
    }
}

fn color(asked: ColorArg) -> bool {
    match asked {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            io::stdout().is_terminal() && !refused && !dumb
        }
    }
}

/// The format of a report.
pub(crate) fn format(args: &Args) -> Result<Format, Failure> {
    args.format.as_deref().map_or(Ok(Format::Text), format_of)
}

fn format_of(name: &str) -> Result<Format, Failure> {
    let found = Format::ALL.into_iter().find(|format| format.id() == name);
    found.ok_or_else(|| Failure::Format(name.to_owned(), Format::ALL.map(Format::id).join(", ")))
}

/// Writes words of ours to standard output. Whatever of somebody else is among them is made printable here, so that
/// no command can forget it.
pub(crate) fn say(text: &str) -> Result<(), Failure> {
    put(&printable_lines(text))
}

/// Writes what the library has laid out, or a file, to standard output as it is: colours and commands to a runner are
/// meant. Whoever closes the pipe has read enough: that is no failure.
pub(crate) fn put(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes words of ours to standard error, printable like all others; if even that fails there is nobody left to tell.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable_lines(text));
}

/// True where somebody may be watching standard error: never in a pipe.
pub(crate) fn is_watched() -> bool {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    !dumb && io::stderr().is_terminal()
}

/// Writes over the last line of standard error. A terminal that takes nothing gets nothing.
pub(crate) fn write_over(line: &str) {
    let mut out = io::stderr().lock();
    let _ = write!(out, "\r\u{1b}[K{line}").and_then(|()| out.flush());
}

/// Writes a report that the library has laid out to standard error.
pub(crate) fn complain_at_length(report: &str) {
    let _ = writeln!(io::stderr().lock(), "{report}");
}

/// Writes a report to standard output and to the files of `--report`, and gives the exit code, which depends on no
/// format. Who cannot have the file still gets the answer.
pub(crate) fn report(args: &Args, report: &Report) -> Result<Exit, Failure> {
    let main = format(args)?;
    let written = report_files(args, report);
    put(&render(report, main, &options(args)))?;
    written.map(|()| Exit::of(report))
}

/// Writes the files of `--report`. One that cannot be written keeps none of the others back.
pub(crate) fn report_files(args: &Args, report: &Report) -> Result<(), Failure> {
    let plain = Options { width: 80, color: false, ..options(args) };
    let mut written = Ok(());
    for (format, path) in files(args)? {
        written = written.and(write_report(&path, render(report, format, &plain).as_bytes()));
    }
    written
}

/// Removes the files of `--report`: whatever happens afterwards, nobody takes yesterday's pass for today's. What
/// cannot be removed cannot be replaced either, which is told when it is written.
pub(crate) fn clear(args: &Args) -> Result<(), Failure> {
    for (_, path) in files(args)? {
        if matches!(Target::of(&path), Target::File) {
            let _ = std::fs::remove_file(path);
        }
    }
    format(args).map(|_| ())
}

/// What stands where a report is to be written.
enum Target {
    /// A file, or nothing yet.
    File,
    /// Standard output, before what `--format` writes there.
    Output,
    /// A device or a pipe: written to, never replaced or removed.
    Stream,
    /// A link to a file, or to nothing: whoever put it there chooses what would be overwritten.
    Link,
}

impl Target {
    fn of(path: &Path) -> Self {
        // The device of that name leads to whatever standard output is, which may well be a file.
        if path == Path::new("-") || path == Path::new("/dev/stdout") {
            return Self::Output;
        }
        let is_stream = |kind: std::fs::FileType| !kind.is_file() && !kind.is_dir() && !kind.is_symlink();
        match std::fs::symlink_metadata(path).map(|metadata| metadata.file_type()) {
            Ok(kind) if kind.is_symlink() => match std::fs::metadata(path) {
                Ok(behind) if is_stream(behind.file_type()) => Self::Stream,
                Ok(_) | Err(_) => Self::Link,
            },
            Ok(kind) if is_stream(kind) => Self::Stream,
            Ok(_) | Err(_) => Self::File,
        }
    }
}

fn write_report(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    match Target::of(path) {
        Target::File => whole(path, bytes),
        Target::Output => put(&String::from_utf8_lossy(bytes)),
        Target::Stream => {
            let stream = std::fs::File::options().write(true).open(path);
            let written = stream.and_then(|mut stream| stream.write_all(bytes).and_then(|()| stream.flush()));
            written.map_err(|error| Failure::Io(path.to_owned(), error))
        }
        Target::Link => Err(is_link(path)),
    }
}

fn files(args: &Args) -> Result<Vec<(Format, PathBuf)>, Failure> {
    let pair = |text: &String| match text.split_once('=') {
        Some((format, path)) if !path.is_empty() => Ok((format_of(format)?, PathBuf::from(path))),
        Some(_) | None => Err(Failure::Report(text.clone())),
    };
    args.report.iter().map(pair).collect()
}

/// Writes a file at or below a folder, whole or not at all. A link on the way would choose what is written: whoever
/// committed it could reach any file of whoever works here.
pub(crate) fn write(root: &Path, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let mut place = root.to_owned();
    for part in below.components() {
        place.push(part);
        if place.is_symlink() {
            return Err(is_link(&place));
        }
    }
    whole(path, bytes)
}

fn is_link(path: &Path) -> Failure {
    let path = path.display();
    Failure::Told(
        Exit::Unwritten,
        format!("{path} ist eine Verknüpfung; durch sie hindurch wird nichts geschrieben."),
        format!("{path} is a link; nothing is written through it."),
    )
}

/// Beside it first, then in its place. No signal is caught: whoever interrupts finds what was there before, at worst
/// with a hidden file beside it, and a shell sees 130.
fn whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error| Failure::Io(path.to_owned(), error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    readable(file.as_file()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Temporary files are private; what is written here is meant for everybody who may read the folder.
#[cfg(unix)]
fn readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}
