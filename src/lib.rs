//! `nachweis` judges the evidence that a public-sector AI project owes.
//!
//! The modules are layers: each uses only those that stand before it in this file.

pub mod name;
pub mod text;

pub mod rule;

pub mod model;

pub mod finding;

pub mod load;

pub mod repo;

pub mod gather;

pub mod check;

pub mod verdict;

pub mod edit;

pub mod render;

pub mod engine;
