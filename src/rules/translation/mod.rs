//! The rules of group translation, one file each.

pub(super) mod broken_emphasis;
pub(super) mod code_mismatch;
pub(super) mod code_order;
pub(super) mod doubled_word;
pub(super) mod edge_whitespace;
pub(super) mod emphasis_mismatch;
pub(super) mod final_punctuation;
pub(super) mod glossary;
pub(super) mod heading_anchor;
pub(super) mod html_mismatch;
pub(super) mod invisible_residue;
pub(super) mod leaked_source;
pub(super) mod length;
pub(super) mod link_mismatch;
pub(super) mod localized_version;
pub(super) mod mangled_name;
pub(super) mod math_mismatch;
pub(super) mod no_loc;
pub(super) mod number_mismatch;
pub(super) mod partly_untranslated;
pub(super) mod placeholder_mismatch;
pub(super) mod stray_character;
pub(super) mod ui_path;
pub(super) mod unbalanced;
pub(super) mod untranslated;
