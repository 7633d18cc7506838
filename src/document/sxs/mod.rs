//! Side-by-side documents: the spans that carry a segment, whole and damaged.

pub mod damaged;
pub mod pairs;
