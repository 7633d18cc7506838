//! Values: the numbers, amounts, dates and times that a text holds, read by the conventions of a locale, and which values of
//! a source its target lacks.
//!
//! ```text
//! scan -> number, date, time -> source (what is wanted), target (what is there) -> compare
//! ```
//!
//! A source has one meaning: it is English. A target may be read in each way that its locale, or an English label in it,
//! allows; a value is there when one reading gives it.

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
    /// The table of the language; `None` where there is none.
    pub language: Option<&'static Language>,
    /// Whether a point may separate groups of digits. Where the locale is not known, it may.
    pub point_groups: bool,
    /// Whether a comma with three digits after it may be a decimal separator. Where the locale is not known, it may.
    pub comma_decimal: bool,
}

impl Convention {
    /// The convention of a locale. What another region of the language writes is right, too.
    pub fn of_locale(locale: &str) -> Self {
        let language = language::for_locale(locale);
        let any = |is: fn(&Separators) -> bool| language.is_none_or(|language| language.cldr.separators.iter().any(is));
        Self {
            language,
            point_groups: any(|separators| separators.group == "." || separators.decimal == ","),
            comma_decimal: any(|separators| separators.decimal == ","),
        }
    }
}
