//! The names of rules and groups on the command line, in the configuration and in suppressions.

use super::rule::{Group, Rule};
use super::{RULES, named};
use crate::Error;
use crate::text::nearest::nearest;

/// How many characters of an unknown name a message shows.
const MAX_SHOWN_CHARACTERS: usize = 60;

/// The rules with some names. Each name is the id of a rule or the name of a group.
///
/// # Errors
/// [`Error::UnknownRule`] for the first name that is neither.
pub fn all_named<'a>(names: impl IntoIterator<Item = &'a String>) -> Result<Vec<&'static Rule>, Error> {
    let mut found = Vec::new();
    for name in names {
        found.extend(named(name).ok_or_else(|| unknown(name))?);
    }
    Ok(found)
}

/// The error for a name that is neither a rule nor a group. It suggests the nearest name.
pub fn unknown(name: &str) -> Error {
    let name = shown(name);
    let names = RULES.iter().map(|rule| rule.id).chain(Group::ALL.map(Group::name));
    let hint = nearest(&name, names).map_or(String::new(), |known| format!("; did you mean `{known}`?"));
    Error::UnknownRule { name, hint }
}

/// The same error without a suggestion, for a name among many: a suggestion compares it with the names of all rules and groups.
pub fn unknown_among_many(name: &str) -> Error {
    Error::UnknownRule { name: shown(name), hint: String::new() }
}

/// The part of a name that a message shows.
fn shown(name: &str) -> String {
    name.chars().take(MAX_SHOWN_CHARACTERS).collect()
}
