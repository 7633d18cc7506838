//! `bitext explain` and `bitext rules`.

use super::terminal::{self, Color};
use super::{Error, Outcome, printed};
use crate::output::explain;
use crate::rules::{self, names};
use crate::text::phrases::listed;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule
    id: String,
    #[command(flatten)]
    color: Color,
}

impl Explain {
    pub fn run(self) -> Result<Outcome, Error> {
        let rule = rules::find(&self.id).ok_or_else(|| match rules::named(&self.id) {
            Some(group) => {
                let ids: Vec<String> = group.iter().map(|rule| format!("`{}`", rule.id)).collect();
                Error::GroupOfRules { name: self.id.clone(), rules: listed(&ids) }
            }
            None => names::unknown(&self.id).into(),
        })?;
        let page = explain::for_terminal(&explain::page(rule), self.color.is_wanted(true), terminal::width());
        printed(page.as_bytes())
    }
}

/// `bitext rules`.
pub(super) fn list() -> Result<Outcome, Error> {
    printed(explain::list().as_bytes())
}
