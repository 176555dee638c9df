//! The suite: the library and the program against real repositories.

mod claims;
mod exemptions;
mod files;
mod hygiene;
mod pages;
mod repositories;
mod states;
mod support;
mod time;
mod undetermined;
