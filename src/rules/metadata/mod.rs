//! The rules of group metadata, one file each.

pub(super) mod invalid_metadata;
pub(super) mod metadata_mismatch;
pub(super) mod ms_date_behind;
pub(super) mod ms_date_mismatch;
pub(super) mod untranslated_metadata;
