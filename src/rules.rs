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
mod ms_date_behind;
mod ms_date_mismatch;
mod stray_character;
mod unpaired_text;

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
    &ms_date_mismatch::RULE,
    &ms_date_behind::RULE,
    &invalid_metadata::RULE,
    &heading_anchor::RULE,
    &stray_character::RULE,
    &edge_whitespace::RULE,
    &locale_drift::RULE,
];

/// One fault gives one finding. The rule on the left explains the fault: what the rules on the right report of the same
/// unit or in the same stretch of the same document only repeats it.
pub static EXPLAINS: &[(&str, &[&str])] = &[
    ("broken-pair", &["lost-segment", "unpaired-text", "heading-anchor"]),
    ("duplicate-id", &["heading-anchor"]),
    ("id-order", &["heading-anchor"]),
    ("lost-segment", &["unpaired-text", "heading-anchor"]),
    ("altered-source", &["heading-anchor"]),
    ("invalid-metadata", &["ms-date-mismatch"]),
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
