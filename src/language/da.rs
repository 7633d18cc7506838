//! Danish.
//!
//! The stem of a number is open at its end where it forms compounds, and closed where other words begin with it (`fire` and
//! `firewall`).

use super::{EndPunctuation, Language, Script, Typography, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "da",
    tags: &["da"],
    cldr: &cldr::DA,
    script: Script::Latin,
    numerals: &[
        &["nul", "ingen", "intet", "ingenting"],
        &["en", "et", "én", "ét", "ene", "eneste", "enkelt*", "engangs*", "ettrin*", "ettal*"],
        &["to", "begge", "dobbelt*", "totrin*", "tofaktor*", "todelt*", "tocif*"],
        &["tre", "tredobbelt*", "tretrin*", "trecif*", "tredje*"],
        &["fire", "firdobbelt*", "firecif*", "firkant*"],
        &["fem*"],
        &["seks*"],
        &["syv*"],
        &["otte*"],
        &["ni", "nital*", "nicif*"],
        &["ti", "tital*", "ticif*", "tier*"],
        &["elleve*"],
        &["tolv*", "dusin*"],
    ],
    ordinals: &[
        &["første", "førstegangs*", "førstnævn*", "først"],
        &["anden", "andet", "andre", "andens", "andengangs*"],
        &["tredje*"],
        &["fjerde*"],
        &["femte*"],
        &["sjette*"],
        &["syvende*"],
        &["ottende*"],
        &["niende*"],
        &["tiende*"],
    ],
    months: &[],
    values: ValueWords {
        scales: &[(3, &["tusind*", "tus"]), (6, &["million*", "mio"]), (9, &["milliard*", "mia"]), (12, &["billion*"])],
        large: &[
            (20, &["tyve*"]),
            (30, &["tredive*"]),
            (40, &["fyrre*"]),
            (50, &["halvtreds*"]),
            (60, &["tres", "tresinds*"]),
            (70, &["halvfjerds*"]),
            (80, &["firs*"]),
            (90, &["halvfems*"]),
            (100, &["hundred*"]),
            (1000, &["tusind*"]),
        ],
        morning: &["formiddag*"],
        afternoon: &["eftermiddag*", "aften*"],
        minus: &["minus"],
        percent: &["procent*"],
        currencies: &["dollar*", "euro*", "pund*", "kroner"],
        date_units: None,
        year_offset: 0,
    },
    strong_quotes: &[],
    spaced_punctuation: false,
    dotless_i: false,
    leading_words: &["at", "eller", "en", "et", "og", "og/eller"],
    end_punctuation: EndPunctuation::ENGLISH,
    typography: Typography::NONE,
    legal_doubles: &[
        "af", "at", "de", "den", "der", "det", "er", "i", "med", "om", "op", "på", "sig", "som", "så", "til", "ved",
    ],
    function_words: &[
        "af", "alle", "at", "blev", "blive", "bliver", "da", "de", "dem", "den", "denne", "der", "deres", "det", "dette",
        "dig", "din", "dine", "disse", "dit", "du", "efter", "eller", "en", "end", "er", "et", "for", "fordi", "fra", "før",
        "gennem", "gør", "ham", "han", "har", "have", "hvad", "hver", "hvilke", "hvilken", "hvis", "hvor", "hvordan",
        "hvornår", "i", "ikke", "ind", "ingen", "ja", "jeg", "kan", "kun", "kunne", "man", "med", "mellem", "men", "mens",
        "mod", "må", "nogen", "noget", "nogle", "når", "og", "også", "om", "op", "over", "på", "sig", "sin", "skal", "skulle",
        "som", "så", "til", "ud", "uden", "under", "var", "ved", "vi", "vil", "være",
    ],
};
