//! The suite: the library and the program against real repositories.

mod approvals;
mod catalogue;
mod claims;
mod cli;
mod demo;
mod exemptions;
mod files;
mod help;
mod hygiene;
mod init;
mod laws;
mod own_packs;
mod packs;
mod pages;
mod policy;
mod readme;
mod repositories;
mod settings;
mod states;
mod support;
mod templates;
mod time;
mod toml_1_0;
mod undetermined;
