//! The Germanic languages other than English: German, Dutch, Swedish, Danish, Norwegian.
//!
//! A number's stem is open at its end where compounds are made with it (`zweistufig`), and closed where other words begin as it
//! does (`fire` and `firewall`).

use super::{EndMarks, Language, Script};

/// German.
#[rustfmt::skip]
pub(super) static GERMAN: Language = Language {
    code: "de",
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
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
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

/// Dutch.
#[rustfmt::skip]
pub(super) static DUTCH: Language = Language {
    code: "nl",
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
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
    function_words: &[
        "aan", "al", "alle", "als", "andere", "bij", "dan", "dat", "de", "deze", "die", "dit", "doet", "door", "een", "en",
        "er", "geen", "had", "hebben", "hebt", "heeft", "het", "hier", "hoe", "hun", "ik", "in", "is", "je", "kan", "kunnen",
        "kunt", "maar", "meer", "met", "moet", "moeten", "na", "naar", "niet", "nog", "of", "om", "omdat", "onder", "ook",
        "op", "over", "te", "tot", "tussen", "u", "uit", "uw", "van", "vanuit", "via", "voor", "waar", "waarin", "wanneer",
        "want", "was", "wat", "we", "welke", "werd", "wilt", "worden", "wordt", "zal", "ze", "zich", "zij", "zijn", "zo",
        "zoals", "zodat", "zonder", "zou", "één",
    ],
};

/// Swedish.
#[rustfmt::skip]
pub(super) static SWEDISH: Language = Language {
    code: "sv",
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
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
    function_words: &[
        "alla", "allt", "andra", "att", "av", "bara", "bli", "blir", "de", "dem", "den", "denna", "deras", "dess", "dessa",
        "det", "detta", "dig", "din", "dina", "ditt", "du", "där", "efter", "eftersom", "eller", "en", "ett", "från", "för",
        "genom", "gör", "ha", "har", "hur", "här", "i", "in", "inga", "ingen", "innan", "inte", "ja", "kan", "kommer", "kunna",
        "man", "med", "medan", "mellan", "men", "mot", "måste", "ni", "när", "nästa", "någon", "något", "några", "och",
        "också", "om", "på", "sig", "sin", "sina", "sitt", "ska", "skulle", "som", "så", "till", "under", "upp", "ur", "ut",
        "utan", "var", "vara", "vi", "vid", "vilka", "vilken", "vilket", "vill", "än", "är", "över",
    ],
};

/// Danish.
#[rustfmt::skip]
pub(super) static DANISH: Language = Language {
    code: "da",
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
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
    function_words: &[
        "af", "alle", "at", "blev", "blive", "bliver", "da", "de", "dem", "den", "denne", "der", "deres", "det", "dette",
        "dig", "din", "dine", "disse", "dit", "du", "efter", "eller", "en", "end", "er", "et", "for", "fordi", "fra", "før",
        "gennem", "gør", "ham", "han", "har", "have", "hvad", "hver", "hvilke", "hvilken", "hvis", "hvor", "hvordan",
        "hvornår", "i", "ikke", "ind", "ingen", "ja", "jeg", "kan", "kun", "kunne", "man", "med", "mellem", "men", "mens",
        "mod", "må", "nogen", "noget", "nogle", "når", "og", "også", "om", "op", "over", "på", "sig", "sin", "skal", "skulle",
        "som", "så", "til", "ud", "uden", "under", "var", "ved", "vi", "vil", "være",
    ],
};

/// Norwegian: Bokmål, and the forms of Nynorsk.
#[rustfmt::skip]
pub(super) static NORWEGIAN: Language = Language {
    code: "nb",
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
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
    function_words: &[
        "alle", "at", "av", "bare", "ble", "bli", "blir", "da", "de", "deg", "dem", "den", "denne", "der", "deres", "det",
        "dette", "din", "dine", "disse", "ditt", "du", "eller", "en", "enn", "er", "et", "etter", "for", "fordi", "fra", "før",
        "gjennom", "gjør", "ha", "han", "har", "hun", "hva", "hver", "hvilke", "hvilken", "hvis", "hvor", "hvordan", "i",
        "ikke", "ingen", "inn", "ja", "jeg", "kan", "kun", "kunne", "med", "mellom", "men", "mens", "mot", "må", "noe", "noen",
        "når", "og", "også", "om", "opp", "over", "på", "seg", "sin", "skal", "skulle", "som", "så", "til", "under", "ut",
        "uten", "var", "ved", "vi", "vil", "være",
    ],
};
