//! German.
//!
//! The stem of a number is open at its end where it forms compounds (`zweistufig`), and closed where other words begin with it.

use super::{EndPunctuation, Language, Script, Typography, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "de",
    tags: &["de"],
    cldr: &cldr::DE,
    script: Script::Latin,
    numerals: &[
        &["null", "kein*", "nullmal*"],
        &[
            "ein", "eine", "einem", "einen", "einer", "eines", "eins", "einmal", "einmalig*", "einzig*", "einzeln*",
            "einstufig*", "einseitig*", "einstellig*",
        ],
        &["zwei*", "zwo", "beid*", "doppel*", "doppelt*", "paar"],
        &["drei*", "dreifach*", "tripel*"],
        &["vier*"],
        &["fünf*"],
        &["sechs*", "sechzehn*"],
        &["sieben*", "siebt*"],
        &["acht*"],
        &["neun*"],
        &["zehn*"],
        &["elf*"],
        &["zwölf*", "dutzend*"],
    ],
    ordinals: &[
        &["erst", "erste", "erstem", "ersten", "erster", "erstes", "erstens", "erstmal*", "zuerst"],
        &["zweit*", "zwot*"],
        &["dritt*"],
        &["viert*"],
        &["fünft*"],
        &["sechst*"],
        &["siebt*", "siebent*"],
        &["acht*"],
        &["neunt*"],
        &["zehnt*"],
    ],
    months: &[],
    values: ValueWords {
        scales: &[(3, &["tausend*", "tsd"]), (6, &["million*", "mio"]), (9, &["milliarde*", "mrd"]), (12, &["billion*"])],
        large: &[
            (20, &["zwanzig*"]),
            (30, &["dreißig*"]),
            (40, &["vierzig*"]),
            (50, &["fünfzig*"]),
            (60, &["sechzig*"]),
            (70, &["siebzig*"]),
            (80, &["achtzig*"]),
            (90, &["neunzig*"]),
            (100, &["hundert*", "einhundert*"]),
            (1000, &["tausend*", "eintausend*"]),
        ],
        morning: &["vorm*", "früh", "morgens"],
        afternoon: &["nachm*", "abends", "nachmittag*", "mittags"],
        minus: &["minus"],
        percent: &["*prozent*"],
        currencies: &["*dollar*", "*euro*", "pfund*"],
        date_units: None,
        year_offset: 0,
    },
    strong_quotes: &[],
    spaced_punctuation: false,
    dotless_i: false,
    leading_words: &[
        "beim", "das", "dem", "den", "der", "des", "die", "ein", "eine", "einem", "einen", "einer", "eines", "im", "oder",
        "und", "und/oder", "vom", "zum", "zur",
    ],
    end_punctuation: EndPunctuation::ENGLISH,
    typography: Typography::NONE,
    legal_doubles: &[
        "an", "auf", "aus", "bei", "das", "dem", "den", "denen", "der", "deren", "des", "die", "durch", "für", "ihr", "im",
        "in", "mit", "nach", "sie", "sodass", "um", "unter", "von", "vor", "wir", "zu", "zum", "zur", "über",
    ],
    function_words: &[
        "aber", "alle", "als", "am", "an", "auch", "auf", "aus", "bei", "beim", "bis", "da", "damit", "dann", "das", "dass",
        "dem", "den", "denen", "der", "deren", "des", "dessen", "die", "dies", "diese", "diesem", "diesen", "dieser", "dieses",
        "durch", "ein", "eine", "einem", "einen", "einer", "eines", "er", "es", "für", "haben", "hat", "hier", "ihm", "ihn",
        "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im", "in", "indem", "ist", "jede", "jeden", "jeder", "jedes",
        "kann", "kein", "keine", "können", "mit", "muss", "müssen", "nach", "nicht", "noch", "nur", "ob", "oder", "ohne",
        "sein", "seine", "sich", "sie", "sind", "so", "sobald", "sodass", "soll", "sollte", "sollten", "sowie", "um", "und",
        "unter", "vom", "von", "vor", "war", "was", "welche", "wenn", "werden", "wie", "wir", "wird", "wurde", "wurden", "zu",
        "zum", "zur", "zwischen", "über",
    ],
};
