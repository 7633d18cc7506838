//! The edges: the only modules that touch files, folders and the terminal's progress line.

pub mod progress;
pub mod walk;
pub mod write;
