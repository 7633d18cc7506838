//! The rules of group translation, one file each.

pub(super) mod broken_emphasis;
pub(super) mod code_mismatch;
pub(super) mod edge_whitespace;
pub(super) mod emphasis_mismatch;
pub(super) mod final_punctuation;
pub(super) mod glossary;
pub(super) mod heading_anchor;
pub(super) mod html_mismatch;
pub(super) mod invisible_residue;
pub(super) mod leaked_source;
pub(super) mod link_mismatch;
pub(super) mod localized_version;
pub(super) mod mangled_name;
pub(super) mod no_loc;
pub(super) mod number_mismatch;
pub(super) mod partly_untranslated;
pub(super) mod placeholder_mismatch;
pub(super) mod stray_character;
pub(super) mod untranslated;

/// Checks of the texts that a rule reports.
#[cfg(test)]
mod testing {
    use crate::rules::rule::Rule;
    use crate::rules::testing::report_document;

    /// A segment with the id `2ba23-103`.
    pub fn segment(source: &str, target: &str) -> String {
        let target = format!("<span data-ttu-id=\"2ba23-103\">{target}</span>");
        format!("{target}<span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">{source}</span></span>")
    }

    /// Asserts that the report of a rule on one segment contains some texts.
    pub fn assert_reported(rule: &'static Rule, locale: &str, source: &str, target: &str, texts: &[&str]) {
        let report = report_document(rule, &format!("{locale}/lamp.md"), &segment(source, target));
        for text in texts {
            assert!(report.contains(text), "“{text}” is not in the report on “{target}”:\n{report}");
        }
    }
}
