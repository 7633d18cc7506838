//! The rules, in the order in which they are listed, and which rule explains which.

mod altered_source;
mod broken_pair;
mod duplicate_id;
mod edge_whitespace;
mod empty_translation;
mod foreign_id;
mod heading_anchor;
mod id_mismatch;
mod id_order;
mod invalid_metadata;
mod locale_drift;
mod lost_segment;
mod metadata_mismatch;
mod missing_document;
mod missing_segment;
mod ms_date_behind;
mod ms_date_mismatch;
mod orphan_document;
mod segment_order;
mod stale_document;
mod stale_segment;
mod stray_character;
mod unknown_handoff;
mod unpaired_text;
mod untranslated_metadata;

use crate::rule::Rule;

/// Every rule there is.
pub static RULES: &[&Rule] = &[
    &broken_pair::RULE,
    &id_mismatch::RULE,
    &duplicate_id::RULE,
    &foreign_id::RULE,
    &id_order::RULE,
    &empty_translation::RULE,
    &unpaired_text::RULE,
    &altered_source::RULE,
    &lost_segment::RULE,
    &segment_order::RULE,
    &stale_document::RULE,
    &stale_segment::RULE,
    &missing_segment::RULE,
    &missing_document::RULE,
    &orphan_document::RULE,
    &unknown_handoff::RULE,
    &ms_date_mismatch::RULE,
    &ms_date_behind::RULE,
    &metadata_mismatch::RULE,
    &invalid_metadata::RULE,
    &untranslated_metadata::RULE,
    &heading_anchor::RULE,
    &stray_character::RULE,
    &edge_whitespace::RULE,
    &locale_drift::RULE,
];

/// One fault gives one finding. The rule on the left explains the fault: what the rules on the right report of the same
/// unit or in the same stretch of the same document only repeats it.
pub static EXPLAINS: &[(&str, &[&str])] = &[
    ("broken-pair", &["lost-segment", "missing-segment", "unpaired-text", "heading-anchor"]),
    ("id-mismatch", &["segment-order"]),
    ("duplicate-id", &["heading-anchor", "segment-order", "altered-source", "stale-segment"]),
    ("id-order", &["heading-anchor", "segment-order"]),
    ("lost-segment", &["unpaired-text", "heading-anchor"]),
    ("altered-source", &["heading-anchor"]),
    ("stale-segment", &["heading-anchor"]),
    ("invalid-metadata", &["ms-date-mismatch", "metadata-mismatch"]),
    ("ms-date-mismatch", &["ms-date-behind"]),
    ("empty-translation", &["edge-whitespace", "stray-character"]),
];

/// The rule of an id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_precedence_names_real_rules() {
        for (i, rule) in RULES.iter().enumerate() {
            assert!(RULES[..i].iter().all(|other| other.id != rule.id), "{}", rule.id);
        }
        for (explains, repeats) in EXPLAINS {
            assert!(find(explains).is_some(), "{explains}");
            for id in *repeats {
                assert!(find(id).is_some(), "{id}");
                assert!(id != explains);
            }
        }
    }
}
