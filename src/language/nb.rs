//! Norwegian: Bokmål, and the forms of Nynorsk.
//!
//! The stem of a number is open at its end where it forms compounds, and closed where other words begin with it.

use super::{EndPunctuation, Language, Script, Typography, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "nb",
    tags: &["nb", "no", "nn"],
    cldr: &cldr::NB,
    script: Script::Latin,
    numerals: &[
        &["null", "ingen", "inga", "intet", "inkje"],
        &[
            "en", "ei", "ett", "et", "ein", "eit", "én", "éi", "éin", "éitt", "ene", "eine", "eneste", "einaste", "enkelt*",
            "engangs*", "ettrinns*",
        ],
        &["to", "begge", "båe", "dobbel*", "dobbelt*", "totrinn*", "tofaktor*", "tosifre*", "todelt*", "tvo"],
        &["tre", "tredobbel*", "tretrinn*", "tresifre*", "trippel*", "tredje*"],
        &["fire", "firedobbel*", "firesifre*", "firkant*"],
        &["fem*"],
        &["seks*"],
        &["sju*", "syv*"],
        &["åtte*"],
        &["ni", "nisifre*"],
        &["ti", "tier*", "tisifre*"],
        &["elleve*"],
        &["tolv*", "dusin*"],
    ],
    ordinals: &[
        &["første", "fyrste", "først", "fyrst", "førstegangs*", "førstnevn*"],
        &["andre", "annen", "annet", "anna", "annan", "andregangs*"],
        &["tredje*"],
        &["fjerde*"],
        &["femte*"],
        &["sjette*"],
        &["sjuende", "syvende", "sjuande"],
        &["åttende", "åttande"],
        &["niende", "niande"],
        &["tiende", "tiande"],
    ],
    months: &[],
    values: ValueWords {
        scales: &[(3, &["tusen*"]), (6, &["million*", "mill"]), (9, &["milliard*", "mrd"]), (12, &["billion*"])],
        large: &[
            (20, &["tjue*"]),
            (30, &["tretti*"]),
            (40, &["førti*"]),
            (50, &["femti*"]),
            (60, &["seksti*"]),
            (70, &["sytti*"]),
            (80, &["åtti*"]),
            (90, &["nitti*"]),
            (100, &["hundre*"]),
            (1000, &["tusen*"]),
        ],
        morning: &["formiddag*"],
        afternoon: &["ettermiddag*", "kveld*"],
        minus: &["minus"],
        percent: &["prosent*"],
        currencies: &["dollar*", "euro*", "pund*", "kroner"],
        date_units: None,
        year_offset: 0,
    },
    strong_quotes: &[],
    spaced_punctuation: false,
    dotless_i: false,
    leading_words: &["eller", "en", "et", "og", "og/eller", "å"],
    end_punctuation: EndPunctuation::ENGLISH,
    typography: Typography::NONE,
    legal_doubles: &[
        "at", "av", "de", "den", "der", "det", "er", "i", "med", "om", "opp", "på", "seg", "som", "så", "til", "ved",
    ],
    function_words: &[
        "alle", "at", "av", "bare", "ble", "bli", "blir", "da", "de", "deg", "dem", "den", "denne", "der", "deres", "det",
        "dette", "din", "dine", "disse", "ditt", "du", "eller", "en", "enn", "er", "et", "etter", "for", "fordi", "fra", "før",
        "gjennom", "gjør", "ha", "han", "har", "hun", "hva", "hver", "hvilke", "hvilken", "hvis", "hvor", "hvordan", "i",
        "ikke", "ingen", "inn", "ja", "jeg", "kan", "kun", "kunne", "med", "mellom", "men", "mens", "mot", "må", "noe", "noen",
        "når", "og", "også", "om", "opp", "over", "på", "seg", "sin", "skal", "skulle", "som", "så", "til", "under", "ut",
        "uten", "var", "ved", "vi", "vil", "være",
    ],
};
