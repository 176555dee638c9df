//! The suite: the library and the program against real repositories.

mod hygiene;
mod pages;
mod support;
