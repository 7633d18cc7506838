//! The source side: the source files, and the versions of each that documents are compared with.

mod absent;
pub mod alignment;
pub mod provenance;
pub mod publishing;
pub mod resolve;
pub mod store;

pub use absent::Scope;
pub use resolve::{SourceSide, resolve};
pub use store::{Memory, Store};
