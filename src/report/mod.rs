//! From findings to a report.

pub mod baseline;
pub mod decide;
pub mod explanations;
pub mod policy;
pub mod suppress;
