//! The suite: the library and the program against real repositories.

mod claims;
mod cli;
mod demo;
mod exemptions;
mod files;
mod help;
mod hygiene;
mod pages;
mod readme;
mod repositories;
mod states;
mod support;
mod templates;
mod time;
mod undetermined;
