//! The rules of group source, one file each.

pub(super) mod altered_source;
pub(super) mod lost_segment;
pub(super) mod missing_document;
pub(super) mod missing_segment;
pub(super) mod orphan_document;
pub(super) mod segment_order;
pub(super) mod stale_document;
pub(super) mod stale_segment;
pub(super) mod structure_mismatch;
pub(super) mod unknown_handoff;
