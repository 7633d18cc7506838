//! The rules of group consistency, one file each.

pub(super) mod inconsistent_translation;
pub(super) mod label_consistency;
pub(super) mod locale_drift;
