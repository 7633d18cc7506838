//! Values: the numbers, amounts, dates and times of a text, read by the conventions of a locale, and the values of a source
//! that its target lacks.
//!
//! ```text
//! scan -> number, date, time -> source (expected values), target (index of values) -> compare
//! ```
//!
//! A source is English, so its values have one reading. A target is read in each way that its locale allows, and as English,
//! because labels may be left in English. It has a value if one of its readings is that value.

mod compare;
mod date;
mod number;
mod scan;
mod sign;
mod source;
mod target;
mod time;

pub use compare::{DateParts, Loss, LossKind, losses};

use crate::language::{self, Language, Separators};

/// How a locale writes values.
#[derive(Clone, Copy, Debug)]
pub struct Convention {
    /// The vocabulary of the language; `None` for an unsupported language.
    pub language: Option<&'static Language>,
    /// Whether a point may separate groups of digits. It may in unsupported languages.
    pub point_groups: bool,
    /// Whether a comma with three digits after it may be a decimal separator. It may in unsupported languages.
    pub comma_decimal: bool,
}

impl Convention {
    /// The convention of a locale. It also accepts the separators of other regions of the language.
    pub fn for_locale(locale: &str) -> Self {
        let language = language::for_locale(locale);
        let any = |is: fn(&Separators) -> bool| language.is_none_or(|language| language.cldr.separators.iter().any(is));
        Self {
            language,
            point_groups: any(|separators| separators.group == "." || separators.decimal == ","),
            comma_decimal: any(|separators| separators.decimal == ","),
        }
    }
}
