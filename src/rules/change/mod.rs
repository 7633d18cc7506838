//! The rules of group change, one file each.

pub(super) mod added_content;
pub(super) mod loosened_check;
pub(super) mod lost_coverage;
pub(super) mod unproven_handoff;
