//! The edges: the only modules that touch files, folders, git and the terminal's progress line.

#![allow(clippy::disallowed_methods, reason = "this is the edge that they are kept at")]

pub mod checkout;
pub mod git;
pub mod progress;
pub mod repository;
pub mod revisions;
pub mod walk;
pub mod write;
