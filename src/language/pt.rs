//! Portuguese, of Brazil and of Portugal.
//!
//! Numerals from three on have one form. The smaller ones, the ordinals and the words for none agree with their noun. Contractions of
//! a preposition and the article (`num`, `duma`) contain a one.

use super::{EndPunctuation, Language, Script, Typography, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "pt",
    tags: &["pt"],
    cldr: &cldr::PT,
    script: Script::Latin,
    numerals: &[
        &["zero*", "nenhum*"],
        &["um", "uma", "uns", "umas", "num", "numa", "nuns", "numas", "dum", "duma", "duns", "dumas", "únic*", "só"],
        &["dois", "duas", "ambos", "ambas", "dupl*", "dobr*", "par", "pares"],
        &["três", "tres", "tripl*", "trio"],
        &["quatro", "quádrupl*"],
        &["cinco"],
        &["seis"],
        &["sete"],
        &["oito"],
        &["nove"],
        &["dez", "dezena*"],
        &["onze"],
        &["doze", "dúzia*"],
    ],
    ordinals: &[
        &["primeir*", "primári*"],
        &["segund*"],
        &["terceir*", "terç*"],
        &["quart*"],
        &["quint*"],
        &["sext*"],
        &["sétim*"],
        &["oitav*"],
        &["nono", "nona", "nonos", "nonas"],
        &["décim*"],
    ],
    months: &[],
    values: ValueWords {
        scales: &[(3, &["mil", "milhar*"]), (6, &["milhão", "milhões", "mi"]), (9, &["bilhão", "bilhões"]), (12, &["trilhão", "trilhões"])],
        large: &[
            (20, &["vint*"]),
            (30, &["trint*"]),
            (40, &["quarent*"]),
            (50, &["cinquent*"]),
            (60, &["sessent*"]),
            (70, &["setent*"]),
            (80, &["oitent*"]),
            (90, &["novent*"]),
            (100, &["cem", "cento", "centen*"]),
            (1000, &["mil", "milhar*"]),
        ],
        morning: &["manhã"],
        afternoon: &["tarde", "noite"],
        minus: &["menos"],
        percent: &["cento", "porcent*"],
        currencies: &["dólar*", "euro*", "libra*"],
        date_units: None,
        year_offset: 0,
    },
    strong_quotes: &[],
    spaced_punctuation: false,
    dotless_i: false,
    leading_words: &[
        "a", "ao", "aos", "as", "com", "da", "das", "de", "do", "dos", "e", "e/ou", "em", "na", "nas", "no", "nos", "o",
        "os", "ou", "para", "pela", "pelas", "pelo", "pelos", "por", "sem", "sob", "sobre", "um", "uma", "à", "às",
    ],
    end_punctuation: EndPunctuation::ENGLISH,
    typography: Typography::NONE,
    legal_doubles: &["já", "logo", "muito", "nos", "quase", "que", "se", "sim"],
    function_words: &[
        "a", "ao", "aos", "apenas", "após", "as", "até", "cada", "com", "como", "da", "das", "de", "dela", "dele", "deles",
        "desde", "desta", "deste", "deve", "devem", "do", "dos", "durante", "e", "ela", "ele", "eles", "em", "enquanto",
        "entre", "era", "essa", "essas", "esse", "esses", "esta", "estas", "este", "estes", "estiver", "está", "estão", "eu",
        "foi", "foram", "há", "isso", "isto", "já", "lhe", "mais", "mas", "mesmo", "muito", "na", "nas", "nem", "no", "nos",
        "não", "nós", "o", "onde", "os", "ou", "outra", "outras", "outro", "outros", "para", "pela", "pelas", "pelo", "pelos",
        "pode", "podem", "por", "porque", "quais", "qual", "quando", "que", "quem", "se", "seja", "sem", "ser", "seu", "seus",
        "sob", "sobre", "sua", "suas", "são", "também", "tem", "ter", "todas", "todos", "têm", "um", "uma", "umas", "uns",
        "você", "à", "às", "é",
    ],
};
