//! The rules, in the order in which they are listed.

mod altered_source;
mod broken_emphasis;
mod broken_pair;
mod code_mismatch;
mod duplicate_id;
mod edge_whitespace;
mod emphasis_mismatch;
mod empty_translation;
mod final_punctuation;
mod foreign_id;
mod glossary;
mod heading_anchor;
mod html_mismatch;
mod id_mismatch;
mod id_order;
mod inconsistent_translation;
mod invalid_metadata;
mod invisible_residue;
mod leaked_source;
mod link_mismatch;
mod locale_drift;
mod localized_version;
mod lost_segment;
mod mangled_name;
mod metadata_mismatch;
mod missing_document;
mod missing_segment;
mod ms_date_behind;
mod ms_date_mismatch;
mod no_loc;
mod number_mismatch;
mod orphan_document;
mod partly_untranslated;
mod placeholder_mismatch;
mod segment_order;
mod stale_document;
mod stale_segment;
mod stray_character;
mod unknown_handoff;
mod unpaired_text;
mod untranslated;
mod untranslated_metadata;
pub mod unused_suppression;

use crate::rule::{Group, Rule};

/// Every rule there is.
pub static RULES: &[&Rule] = &[
    &broken_pair::RULE,
    &id_mismatch::RULE,
    &duplicate_id::RULE,
    &foreign_id::RULE,
    &id_order::RULE,
    &empty_translation::RULE,
    &unpaired_text::RULE,
    &unused_suppression::RULE,
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
    &untranslated::RULE,
    &partly_untranslated::RULE,
    &leaked_source::RULE,
    &link_mismatch::RULE,
    &code_mismatch::RULE,
    &placeholder_mismatch::RULE,
    &html_mismatch::RULE,
    &broken_emphasis::RULE,
    &emphasis_mismatch::RULE,
    &number_mismatch::RULE,
    &localized_version::RULE,
    &mangled_name::RULE,
    &no_loc::RULE,
    &glossary::RULE,
    &stray_character::RULE,
    &invisible_residue::RULE,
    &edge_whitespace::RULE,
    &final_punctuation::RULE,
    &heading_anchor::RULE,
    &locale_drift::RULE,
    &inconsistent_translation::RULE,
];

/// The rules whose claims are exact by construction, with the reason: no reading can make them more certain.
static EXACT: &[(&str, &str)] = &[
    ("broken-pair", "the markup of the pair is not whole"),
    ("id-mismatch", "the two ids differ"),
    ("duplicate-id", "the id is in the document twice"),
    ("foreign-id", "the prefix differs"),
    ("id-order", "the ids do not ascend"),
    ("empty-translation", "the target has no text"),
    ("unused-suppression", "the suppression hides no finding of this run"),
    ("altered-source", "the source text differs from that of the same source hash"),
    ("lost-segment", "the source of the same hash has the segment"),
    ("segment-order", "the order differs from that of the source file"),
    ("stale-document", "the source hash differs"),
    ("stale-segment", "the current source does not hold the text"),
    ("missing-segment", "the current source holds the text, and no segment has it"),
    ("missing-document", "the source file exists, and the document does not"),
    ("orphan-document", "the document exists, and the source file does not"),
    ("unknown-handoff", "no version of the source has the recorded hash"),
    ("ms-date-mismatch", "the dates of the same source hash differ"),
    ("ms-date-behind", "one date is earlier than the other"),
    ("metadata-mismatch", "the values of the same source hash differ"),
    ("invalid-metadata", "the value does not have the form of its key"),
    ("leaked-source", "the target holds the whole source text and more"),
    ("link-mismatch", "the address is compared character by character"),
    ("code-mismatch", "the code is compared character by character"),
    ("no-loc", "the term that the document lists is absent"),
    ("glossary", "none of the configured translations is there"),
    ("heading-anchor", "the anchor differs from the slug, by a rule that held for 179,358 of 179,461 headings"),
    ("locale-drift", "the source hashes differ"),
];

/// Why the claim of a rule is exact by construction; `None` where it is not.
pub fn exact(rule: &Rule) -> Option<&'static str> {
    EXACT.iter().find(|(id, _)| *id == rule.id).map(|(_, why)| *why)
}

/// The rule of an id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// The rules that a name stands for: one by its id, or all of a group; `None` where it is neither.
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
