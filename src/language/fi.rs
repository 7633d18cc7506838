//! Finnish.
//!
//! Endings are joined to the word, so most stems are open. Where another frequent word begins with the stem, its forms are listed.

use super::{EndPunctuation, Language, Script, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "fi",
    tags: &["fi"],
    cldr: &cldr::FI,
    script: Script::Latin,
    numerals: &[
        &["nolla*"],
        &[
            "yksi", "yhden*", "yhdellä", "yhdeltä", "yhdelle", "yhdessä", "yhdestä", "yhdeksi", "yhteen", "yhtenä", "yhtä",
            "yhdet", "yksiä", "yksien", "yksitt*", "yksivaih*", "yksitas*", "yksisuun*", "yksinumer*", "yhdensuun*", "ainoa*",
            "ainut", "ainoan*", "kerran", "kerta*",
        ],
        &[
            "kaksi", "kaksi*", "kahden*", "kahta", "kahdet", "kahdella", "kahdelta", "kahdelle", "kahdessa", "kahdesta",
            "kahdeksi", "kahteen", "kahtena", "kahdesti", "kaksois*", "kaksin*", "molem*", "kumpi*", "kumpa*", "kummas*",
            "kumman*", "kummal*", "tupla*", "pari*", "parin",
        ],
        &["kolme*", "kolmi*", "kolmo*", "kolmin*"],
        &["neljä*", "neli*", "nelos*", "nelji*"],
        &[
            "viisi*", "viiden*", "viidellä", "viideltä", "viidelle", "viidessä", "viidestä", "viideksi", "viiteen", "viitenä",
            "viittä", "viidet", "viidesti", "viitos*",
        ],
        &[
            "kuusi*", "kuuden*", "kuudella", "kuudelta", "kuudelle", "kuudessa", "kuudesta", "kuudeksi", "kuuteen", "kuutena",
            "kuutta", "kuudet", "kuutos*",
        ],
        &["seitsem*", "seitsen*"],
        &["kahdeksa*", "kahdeksi*"],
        &["yhdeksä*", "yhdeksi*"],
        &["kymmen*", "kymppi*", "kympi*"],
        &[
            "yksitoista*", "yhdentoista", "yhtätoista", "yhdessätoista", "yhdestätoista", "yhteentoista", "yhdellätoista",
            "yhdelletoista",
        ],
        &[
            "kaksitoista*", "kahdentoista", "kahtatoista", "kahdessatoista", "kahdestatoista", "kahteentoista",
            "kahdellatoista", "kahdelletoista", "tusina*",
        ],
    ],
    ordinals: &[
        &["ensimmäi*", "ensin", "ensi", "ensiksi"],
        &["toinen", "tois*", "toiseksi"],
        &["kolma*", "kolmos*"],
        &["neljä*"],
        &["viide*", "viido*"],
        &["kuude*", "kuudo*"],
        &["seitsemä*"],
        &["kahdeksa*"],
        &["yhdeksä*"],
        &["kymmene*"],
    ],
    months: &[
        &["tammikuu*"],
        &["helmikuu*"],
        &["maaliskuu*"],
        &["huhtikuu*"],
        &["toukokuu*"],
        &["kesäkuu*"],
        &["heinäkuu*"],
        &["elokuu*"],
        &["syyskuu*"],
        &["lokakuu*"],
        &["marraskuu*"],
        &["joulukuu*"],
    ],
    values: ValueWords {
        scales: &[(3, &["tuhat*", "tuhan*", "tuhans*"]), (6, &["miljoon*", "milj"]), (9, &["miljard*", "mrd"]), (12, &["biljoon*"])],
        large: &[
            (20, &["kaksikymmen*", "kahdenkymmen*"]),
            (30, &["kolmekymmen*"]),
            (40, &["neljäkymmen*"]),
            (50, &["viisikymmen*"]),
            (60, &["kuusikymmen*"]),
            (70, &["seitsemänkymmen*"]),
            (80, &["kahdeksankymmen*"]),
            (90, &["yhdeksänkymmen*"]),
            (100, &["sata*", "sada*"]),
            (1000, &["tuhat*", "tuhan*"]),
        ],
        morning: &["ap", "aamu*"],
        afternoon: &["ip", "ilta*", "iltapäiv*"],
        minus: &["miinus"],
        percent: &["prosent*"],
        currencies: &["*dollari*", "euro*", "punta*"],
        date_units: None,
        year_offset: 0,
    },
    strong_quotes: &[],
    spaced_punctuation: false,
    dotless_i: false,
    end_punctuation: EndPunctuation::ENGLISH,
    function_words: &[
        "ei", "eivät", "eli", "emme", "en", "ennen", "ettei", "että", "he", "heidän", "hän", "ilman", "ja", "jo", "joka",
        "jokainen", "jokin", "jonka", "jos", "jossa", "jota", "joten", "jotka", "jotta", "kaikki", "kaikkien", "kanssa",
        "kautta", "koko", "koska", "kuin", "kuinka", "kun", "kuten", "mikä", "mikäli", "minkä", "missä", "mitä", "mukaan",
        "mutta", "myös", "myöten", "ne", "niiden", "niin", "niitä", "nyt", "näiden", "näin", "nämä", "ole", "olet", "olevan",
        "oli", "olla", "ollut", "on", "ovat", "ovatko", "pitäisi", "se", "sekä", "sellainen", "sen", "siihen", "siinä", "siis",
        "siitä", "silloin", "sillä", "sitten", "sitä", "tai", "tavalla", "te", "tee", "tulee", "tämä", "tämän", "tässä",
        "tästä", "tätä", "täytyy", "vaan", "vai", "vaikka", "vain", "voi", "voidaan", "voit", "voivat", "välillä",
    ],
};
