//! The rules of group translation, one file each.

pub(super) mod broken_emphasis;
pub(super) mod capitalization;
pub(super) mod code_mismatch;
pub(super) mod edge_whitespace;
pub(super) mod emphasis_mismatch;
pub(super) mod emphasis_scope;
pub(super) mod final_punctuation;
pub(super) mod glossary;
pub(super) mod heading_anchor;
pub(super) mod html_mismatch;
pub(super) mod identifier_mismatch;
pub(super) mod invisible_residue;
pub(super) mod leaked_source;
pub(super) mod link_mismatch;
pub(super) mod link_text;
pub(super) mod localized_version;
pub(super) mod mangled_name;
pub(super) mod markup_punctuation;
pub(super) mod markup_spacing;
pub(super) mod no_loc;
pub(super) mod number_mismatch;
pub(super) mod partly_untranslated;
pub(super) mod placeholder_mismatch;
pub(super) mod stray_character;
pub(super) mod typography;
pub(super) mod untranslated;
