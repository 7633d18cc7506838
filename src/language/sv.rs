//! Swedish.
//!
//! The stem of a number is open at its end where it forms compounds, and closed where other words begin with it.

use super::{EndPunctuation, Language, Script, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "sv",
    tags: &["sv"],
    cldr: &cldr::SV,
    script: Script::Latin,
    numerals: &[
        &["noll*", "ingen", "inga", "inget"],
        &["en", "ett", "ena", "enda", "enkel*", "enstaka", "engångs*", "ettstegs*", "ental*"],
        &["två*", "båda*", "bägge", "dubbel*", "tve*"],
        &["tre", "tredubb*", "trestegs*", "trefaldig*", "trippel*", "tredje*"],
        &["fyra*", "fyr*"],
        &["fem*"],
        &["sex*"],
        &["sju*"],
        &["åtta*"],
        &["nio*"],
        &["tio*"],
        &["elva*"],
        &["tolv*", "dussin*"],
    ],
    ordinals: &[
        &["första", "förste", "först", "förstahands*", "förstnämn*"],
        &["andra", "andre", "andrahands*"],
        &["tredje*"],
        &["fjärde*"],
        &["femte*"],
        &["sjätte*"],
        &["sjunde*"],
        &["åttonde*"],
        &["nionde*"],
        &["tionde*"],
    ],
    months: &[],
    values: ValueWords {
        scales: &[(3, &["tusen*"]), (6, &["miljon*", "mn", "milj"]), (9, &["miljard*", "mdr"]), (12, &["biljon*"])],
        large: &[
            (20, &["tjugo*"]),
            (30, &["trettio*"]),
            (40, &["fyrtio*"]),
            (50, &["femtio*"]),
            (60, &["sextio*"]),
            (70, &["sjuttio*"]),
            (80, &["åttio*"]),
            (90, &["nittio*"]),
            (100, &["hundra*", "etthundra*"]),
            (1000, &["tusen*"]),
        ],
        morning: &["fm", "förmiddag*"],
        afternoon: &["em", "eftermiddag*", "kväll*"],
        minus: &["minus"],
        percent: &["procent*"],
        currencies: &["dollar*", "euro*", "pund*", "kronor"],
        date_units: None,
        year_offset: 0,
    },
    strong_quotes: &[],
    spaced_punctuation: false,
    dotless_i: false,
    end_punctuation: EndPunctuation::ENGLISH,
    legal_doubles: &[
        "att", "av", "de", "den", "det", "för", "i", "med", "om", "på", "sig", "som", "så", "till", "upp", "vid", "är",
    ],
    function_words: &[
        "alla", "allt", "andra", "att", "av", "bara", "bli", "blir", "de", "dem", "den", "denna", "deras", "dess", "dessa",
        "det", "detta", "dig", "din", "dina", "ditt", "du", "där", "efter", "eftersom", "eller", "en", "ett", "från", "för",
        "genom", "gör", "ha", "har", "hur", "här", "i", "in", "inga", "ingen", "innan", "inte", "ja", "kan", "kommer", "kunna",
        "man", "med", "medan", "mellan", "men", "mot", "måste", "ni", "när", "nästa", "någon", "något", "några", "och",
        "också", "om", "på", "sig", "sin", "sina", "sitt", "ska", "skulle", "som", "så", "till", "under", "upp", "ur", "ut",
        "utan", "var", "vara", "vi", "vid", "vilka", "vilken", "vilket", "vill", "än", "är", "över",
    ],
};
