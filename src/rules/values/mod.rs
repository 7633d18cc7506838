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

use crate::language::{self, Language};
use std::collections::HashMap;
use std::sync::LazyLock;

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
        static BY_LANGUAGE: LazyLock<HashMap<&str, (bool, bool)>> = LazyLock::new(|| {
            let separators = |language: &&'static Language| {
                let any = |is: fn(&language::Cldr) -> bool| language::cldr_of_regions(language.code).any(is);
                let points = any(|cldr| cldr.group == "." || cldr.decimal == ",");
                (language.code, (points, any(|cldr| cldr.decimal == ",")))
            };
            language::LANGUAGES.iter().map(separators).collect()
        });
        let language = language::of(locale);
        let known = language.and_then(|language| BY_LANGUAGE.get(language.code));
        let (point_groups, comma_decimal) = known.copied().unwrap_or((true, true));
        Self { language, point_groups, comma_decimal }
    }
}
