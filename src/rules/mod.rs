//! The rules, in the order in which they are listed.

pub mod address;
pub mod by_document;
mod change;
mod consistency;
pub mod context;
pub mod docs;
pub mod english;
pub mod finding;
pub mod formulas;
pub mod identifiers;
mod labels;
pub mod markup;
mod metadata;
pub mod names;
pub mod options;
pub mod rule;
pub mod run;
pub mod runs;
mod source;
#[cfg(test)]
pub mod testing;
mod translation;
pub mod values;

use crate::rules::rule::{Group, Rule};

/// All rules.
pub static RULES: &[&Rule] = &[
    &markup::broken_pair::RULE,
    &markup::id_mismatch::RULE,
    &markup::duplicate_id::RULE,
    &markup::foreign_id::RULE,
    &markup::id_order::RULE,
    &markup::empty_translation::RULE,
    &markup::active_content::RULE,
    &markup::unpaired_text::RULE,
    &markup::unused_suppression::RULE,
    &source::altered_source::RULE,
    &source::lost_segment::RULE,
    &source::segment_order::RULE,
    &source::structure_mismatch::RULE,
    &source::stale_document::RULE,
    &source::stale_segment::RULE,
    &source::missing_segment::RULE,
    &source::missing_document::RULE,
    &source::orphan_document::RULE,
    &source::unknown_handoff::RULE,
    &metadata::ms_date_mismatch::RULE,
    &metadata::ms_date_behind::RULE,
    &metadata::metadata_mismatch::RULE,
    &metadata::invalid_metadata::RULE,
    &metadata::untranslated_metadata::RULE,
    &translation::untranslated::RULE,
    &translation::partly_untranslated::RULE,
    &translation::leaked_source::RULE,
    &translation::link_mismatch::RULE,
    &translation::link_text::RULE,
    &translation::code_mismatch::RULE,
    &translation::code_order::RULE,
    &translation::math_mismatch::RULE,
    &translation::placeholder_mismatch::RULE,
    &translation::html_mismatch::RULE,
    &translation::broken_emphasis::RULE,
    &translation::emphasis_mismatch::RULE,
    &translation::emphasis_scope::RULE,
    &translation::ui_path::RULE,
    &translation::unbalanced::RULE,
    &translation::doubled_word::RULE,
    &translation::length::RULE,
    &translation::number_mismatch::RULE,
    &translation::localized_version::RULE,
    &translation::mangled_name::RULE,
    &translation::identifier_mismatch::RULE,
    &translation::no_loc::RULE,
    &translation::glossary::RULE,
    &translation::stray_character::RULE,
    &translation::invisible_residue::RULE,
    &translation::edge_whitespace::RULE,
    &translation::markup_spacing::RULE,
    &translation::markup_punctuation::RULE,
    &translation::typography::RULE,
    &translation::capitalization::RULE,
    &translation::final_punctuation::RULE,
    &translation::heading_anchor::RULE,
    &consistency::locale_drift::RULE,
    &consistency::inconsistent_translation::RULE,
    &consistency::label_consistency::RULE,
    &change::lost_coverage::RULE,
    &change::loosened_check::RULE,
    &change::unproven_handoff::RULE,
    &change::added_content::RULE,
];

/// The rule with an id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// The rules with a name, which is the id of one rule or the name of a group; `None` if it is neither.
pub fn named(name: &str) -> Option<Vec<&'static Rule>> {
    if let Some(rule) = find(name) {
        return Some(vec![rule]);
    }
    let group = Group::ALL.into_iter().find(|group| group.name() == name)?;
    Some(RULES.iter().copied().filter(|rule| rule.group == group).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique() {
        for (i, rule) in RULES.iter().enumerate() {
            assert!(RULES[..i].iter().all(|other| other.id != rule.id), "{}", rule.id);
        }
    }
}
