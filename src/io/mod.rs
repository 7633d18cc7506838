//! The only modules, beside the command line, that touch files, folders, git and the standard streams.

#![allow(clippy::disallowed_methods, reason = "the other modules must not touch the world; these do it for them")]

pub mod change;
pub mod checkout;
pub mod git;
pub mod load;
pub mod paths;
pub mod read;
pub mod repository;
pub mod revisions;
pub mod snapshot;
pub mod threads;
pub mod tracked;
pub mod walk;
pub mod work_trees;
pub mod write;
