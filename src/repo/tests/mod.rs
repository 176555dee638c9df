//! Tests of this layer on repositories that they make themselves; one file per question.

mod agreement;
mod ancestry;
mod damage;
mod differential;
mod edits;
mod forged;
mod former;
mod graph;
mod histories;
mod hostile;
mod moments;
mod opening;
mod random;
mod scene;
mod scripted;
mod views;
