//! Dutch.
//!
//! The stem of a number is open at its end where it forms compounds, and closed where other words begin with it.

use super::{EndPunctuation, Language, Script, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "nl",
    tags: &["nl"],
    cldr: &cldr::NL,
    script: Script::Latin,
    numerals: &[
        &["nul", "geen"],
        &["een", "één", "eén", "eentje", "ene", "enkel*", "eenmaal", "eenmalig*", "enige", "eens"],
        &["twee*", "beide*", "dubbel*", "paar", "tweemaal"],
        &["drie*", "driemaal"],
        &["vier*"],
        &["vijf*"],
        &["zes*"],
        &["zeven*"],
        &["acht*"],
        &["negen*"],
        &["tien*"],
        &["elf*"],
        &["twaalf*", "dozijn*"],
    ],
    ordinals: &[
        &["eerst*", "allereerst*"],
        &["tweed*"],
        &["derd*"],
        &["vierd*"],
        &["vijfd*"],
        &["zesd*"],
        &["zevend*"],
        &["achtst*"],
        &["negend*"],
        &["tiend*"],
    ],
    months: &[],
    values: ValueWords {
        scales: &[(3, &["duizend*", "dzd"]), (6, &["miljoen*", "mln"]), (9, &["miljard*", "mld", "mrd"]), (12, &["biljoen*"])],
        large: &[
            (20, &["twintig*"]),
            (30, &["dertig*"]),
            (40, &["veertig*"]),
            (50, &["vijftig*"]),
            (60, &["zestig*"]),
            (70, &["zeventig*"]),
            (80, &["tachtig*"]),
            (90, &["negentig*"]),
            (100, &["honderd*"]),
            (1000, &["duizend*"]),
        ],
        morning: &["'s", "ochtends", "ochtend*", "voormiddag*"],
        afternoon: &["middag*", "namiddag*", "avond*"],
        minus: &["minus"],
        percent: &["procent*", "percent*"],
        currencies: &["dollar*", "euro*", "pond*"],
        date_units: None,
        year_offset: 0,
    },
    strong_quotes: &[],
    spaced_punctuation: false,
    dotless_i: false,
    end_punctuation: EndPunctuation::ENGLISH,
    legal_doubles: &[
        "aan", "af", "bij", "dat", "de", "die", "door", "er", "heel", "het", "in", "is", "met", "na", "naar", "om", "op",
        "over", "te", "uit", "van", "voor", "wat", "we", "ze", "zijn", "zo",
    ],
    function_words: &[
        "aan", "al", "alle", "als", "andere", "bij", "dan", "dat", "de", "deze", "die", "dit", "doet", "door", "een", "en",
        "er", "geen", "had", "hebben", "hebt", "heeft", "het", "hier", "hoe", "hun", "ik", "in", "is", "je", "kan", "kunnen",
        "kunt", "maar", "meer", "met", "moet", "moeten", "na", "naar", "niet", "nog", "of", "om", "omdat", "onder", "ook",
        "op", "over", "te", "tot", "tussen", "u", "uit", "uw", "van", "vanuit", "via", "voor", "waar", "waarin", "wanneer",
        "want", "was", "wat", "we", "welke", "werd", "wilt", "worden", "wordt", "zal", "ze", "zich", "zij", "zijn", "zo",
        "zoals", "zodat", "zonder", "zou", "één",
    ],
};
