//! The process: arguments in, exit code out. Everything that judges is in the library.

mod approve;
mod approve_settings;
mod args;
mod baseline;
mod check;
mod clock;
mod complete;
mod demo;
mod english;
mod exempt;
mod exempt_list;
mod explain;
mod failure;
mod init;
mod list;
mod new;
mod output;
mod policy;
mod progress;
mod review;
mod schema;
mod status;
mod usage;

use std::process::ExitCode;

use args::Command;

fn main() -> ExitCode {
    let args = match usage::parse() {
        Ok(args) => args,
        Err(code) => return ExitCode::from(code),
    };
    let done = match &args.command {
        Command::Demo => demo::run(&args),
        Command::Init(own) => init::run(&args, own),
        Command::New(own) => new::run(&args, own),
        Command::Check(own) => check::check(&args, own),
        Command::Gate(own) => check::gate(&args, own),
        Command::Status(own) => status::run(&args, own),
        Command::Review(own) => review::run(&args, own),
        Command::Approve(own) => approve::run(&args, own),
        Command::Exempt(own) => exempt::run(&args, own),
        Command::Baseline(own) => baseline::run(&args, own),
        Command::List(own) => list::run(&args, own),
        Command::Explain(own) => explain::run(&args, own),
        Command::Policy(own) => policy::run(&args, own),
        Command::Schema(own) => schema::run(own),
        Command::Completions(own) => complete::run(own),
    };
    ExitCode::from(done.map_or_else(|failure| failure.report(args.lang()), |exit| exit.code()))
}
