//! Tests of this layer on repositories that they make themselves; one file per question.

mod ancestry;
mod damage;
mod differential;
mod histories;
mod hostile;
mod opening;
mod scene;
mod scripted;
mod views;
