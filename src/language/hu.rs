//! Hungarian.
//!
//! Endings are joined to the word, so most stems are open. Where another frequent word begins with the stem, its forms are listed
//! (`hat` and `hatás`).

use super::{Article, EndPunctuation, Language, Script, Typography, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "hu",
    tags: &["hu"],
    cldr: &cldr::HU,
    script: Script::Latin,
    numerals: &[
        &["nulla*", "nullá*", "zéró*"],
        &[
            "egy", "egyet", "egynek", "egyben", "egyből", "egyhez", "egyig", "egyre", "egyről", "egytől", "egyért", "egyként",
            "egyik*", "egyszer", "egyszeri*", "egyetlen*", "egyedül*", "egyes*", "egyen*", "egyfakt*", "egylép*", "egyirány*",
            "egyjegy*",
        ],
        &["kettő*", "kettő", "két*", "kett*", "mindkét*", "mindkett*", "dupla*", "duplá*", "pár*", "kétszer*", "ketté*"],
        &["három*", "hárm*", "harmad*", "háromszor*", "tripla*", "triplá*"],
        &["négy*", "néggy*", "negyed*", "négyszer*"],
        &["öt*"],
        &[
            "hat", "hatot", "hatnak", "hatban", "hatból", "hathoz", "hatig", "hatra", "hatról", "hattól", "hattal", "hatos*",
            "hatod*", "hatszor*", "hatjegy*", "haté", "hatfél*", "hatlép*", "hatféle*",
        ],
        &["hét*", "hetet", "hetes*", "heted*", "heten", "hete"],
        &["nyolc*"],
        &["kilenc*"],
        &["tíz*", "tized*", "tizes*", "tizet", "tizen"],
        &["tizenegy*"],
        &["tizenkett*", "tizenkét*", "tucat*"],
    ],
    ordinals: &[
        &["első*", "elsö*", "elsőd*", "először*"],
        &["második*", "másod*"],
        &["harmad*"],
        &["negyed*"],
        &["ötöd*"],
        &["hatod*"],
        &["heted*"],
        &["nyolcad*"],
        &["kilenced*"],
        &["tized*"],
    ],
    months: &[
        &["január*"],
        &["február*"],
        &["március*"],
        &["április*"],
        &["május*"],
        &["június*"],
        &["július*"],
        &["augusztus*"],
        &["szeptember*"],
        &["október*"],
        &["november*"],
        &["december*"],
    ],
    values: ValueWords {
        scales: &[(3, &["ezer*", "e"]), (6, &["millió*", "m"]), (9, &["milliárd*", "mrd"]), (12, &["billió*"])],
        large: &[
            (20, &["húsz*", "husz*"]),
            (30, &["harminc*"]),
            (40, &["negyven*"]),
            (50, &["ötven*"]),
            (60, &["hatvan*"]),
            (70, &["hetven*"]),
            (80, &["nyolcvan*"]),
            (90, &["kilencven*"]),
            (100, &["száz*", "száza*"]),
            (1000, &["ezer*", "ezr*"]),
        ],
        morning: &["de", "délelőtt", "reggel", "hajnal*"],
        afternoon: &["du", "délután", "este"],
        minus: &["mínusz"],
        percent: &["százalék*"],
        currencies: &["*dollár*", "euró*", "font*"],
        date_units: None,
        year_offset: 0,
    },
    strong_quotes: &[],
    spaced_punctuation: false,
    dotless_i: false,
    leading_words: &["a", "az", "egy", "vagy", "és", "és/vagy"],
    end_punctuation: EndPunctuation::ENGLISH,
    typography: Typography {
        article: Some(Article {
            consonant: "a",
            vowel: "az",
            vowels: "aáeéiíoóöőuúüű",
            unclear: &["u", "eu", "one", "once", "és", "illetve", "ill", "azaz", "avagy", "ame", "ami", "aki", "aho", "ahá", "annyi"],
        }),
        ..Typography::NONE
    },
    legal_doubles: &["akár", "amely", "az", "azok", "azt", "egy", "ez", "ezek", "ezt", "már", "néha", "volt"],
    function_words: &[
        "a", "abban", "ahhoz", "ahogy", "ahol", "aki", "alatt", "amely", "amelyek", "amelyet", "amelyik", "amikor", "amint",
        "annak", "arra", "az", "azok", "azonban", "azt", "azzal", "azért", "be", "bármely", "csak", "de", "e", "ebben", "egy",
        "egyes", "ehhez", "el", "ennek", "erre", "ez", "ezek", "ezen", "ezt", "ezzel", "ezért", "fel", "ha", "hanem", "hogy",
        "hogyan", "ide", "ilyen", "is", "itt", "kell", "keresztül", "ki", "kívül", "közben", "között", "le", "legyen", "lehet",
        "majd", "meg", "mely", "melyik", "mert", "mi", "milyen", "minden", "mindig", "mint", "mivel", "míg", "ne", "nem",
        "nincs", "nélkül", "olyan", "ott", "pedig", "s", "sem", "során", "szerint", "számára", "ször", "tehát", "től", "után",
        "vagy", "valamint", "van", "vannak", "volt", "át", "és", "így", "úgy",
    ],
};
