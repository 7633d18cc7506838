//! The rules of group markup, one file each.

pub(super) mod active_content;
pub(super) mod broken_pair;
pub(super) mod duplicate_id;
pub(super) mod empty_translation;
pub(super) mod foreign_id;
pub(super) mod id_mismatch;
pub(super) mod id_order;
pub(super) mod unpaired_text;
pub mod unused_suppression;
