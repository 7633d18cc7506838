//! The Romance languages: Spanish, French, Italian, Portuguese.
//!
//! Numerals from two on have one form; one, the ordinals and the words for none agree with their noun. Contractions of a
//! preposition and the article (`num`, `duma`) hold a one too.

use super::{EndMarks, Language, Script};

/// Spanish.
#[rustfmt::skip]
pub(super) static SPANISH: Language = Language {
    code: "es",
    script: Script::Latin,
    numerals: &[
        &["cero*", "ningún", "ningun*"],
        &["un", "una", "uno", "unos", "unas", "únic*", "solo", "sola", "sólo"],
        &["dos", "ambos", "ambas", "dobl*", "doble*", "par", "pares", "dúplex"],
        &["tres", "tripl*", "trío"],
        &["cuatro", "cuádrupl*"],
        &["cinco"],
        &["seis"],
        &["siete"],
        &["ocho"],
        &["nueve"],
        &["diez", "decen*"],
        &["once"],
        &["doce", "docen*"],
    ],
    ordinals: &[
        &["primer*", "primari*"],
        &["segund*"],
        &["tercer*", "terci*"],
        &["cuart*"],
        &["quint*"],
        &["sext*"],
        &["séptim*", "sétim*"],
        &["octav*"],
        &["noven*", "nono", "nona"],
        &["décim*"],
    ],
    months: &[],
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
    function_words: &[
        "a", "al", "algunos", "ambos", "ante", "antes", "así", "aunque", "cada", "como", "con", "contra", "cual", "cuales",
        "cuando", "cómo", "de", "debe", "deben", "del", "desde", "donde", "durante", "e", "el", "ella", "ellos", "en", "entre",
        "era", "es", "esa", "ese", "eso", "esta", "estas", "este", "esto", "estos", "está", "están", "fue", "ha", "hacia",
        "han", "hasta", "hay", "la", "las", "le", "les", "lo", "los", "mediante", "mientras", "muy", "más", "ni", "no", "nos",
        "o", "otra", "otro", "otros", "para", "pero", "por", "porque", "pueda", "puede", "pueden", "que", "quien", "qué", "se",
        "sea", "según", "ser", "si", "sin", "sobre", "son", "su", "sus", "sí", "también", "tanto", "tiene", "tienen", "todo",
        "todos", "tras", "tu", "un", "una", "unas", "uno", "unos", "usted", "y", "ya",
    ],
};

/// French.
#[rustfmt::skip]
pub(super) static FRENCH: Language = Language {
    code: "fr",
    script: Script::Latin,
    numerals: &[
        &["zéro*", "aucun*", "nul", "nulle", "nulles", "nuls"],
        &["un", "une", "uns", "unes", "uniqu*", "seul*", "fois", "unitair*"],
        &["deux", "doubl*", "pair*", "couple*"],
        &["trois", "tripl*", "trio"],
        &["quatre", "quadrupl*"],
        &["cinq*"],
        &["six"],
        &["sept"],
        &["huit"],
        &["neuf"],
        &["dix", "dizain*"],
        &["onze"],
        &["douze", "douzain*"],
    ],
    ordinals: &[
        &["premier*", "premièr*", "primo", "primair*"],
        &["deuxièm*", "second", "seconde", "seconds", "secondes", "secondair*", "secundo"],
        &["troisièm*", "tiers", "tierce*", "tertio"],
        &["quatrièm*", "quart*"],
        &["cinquièm*"],
        &["sixièm*"],
        &["septièm*"],
        &["huitièm*"],
        &["neuvièm*"],
        &["dixièm*"],
    ],
    months: &[],
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
    function_words: &[
        "afin", "au", "aucun", "aussi", "autre", "autres", "aux", "avant", "avec", "avez", "avoir", "car", "ce", "cela",
        "celle", "celui", "ces", "cet", "cette", "chaque", "comme", "comment", "d", "dans", "de", "depuis", "des", "doit",
        "doivent", "dont", "du", "elle", "elles", "en", "entre", "est", "et", "eux", "fait", "il", "ils", "j", "je", "l", "la",
        "le", "les", "leur", "leurs", "lors", "lorsque", "mais", "même", "n", "ne", "nos", "notre", "nous", "on", "ont", "ou",
        "où", "par", "pas", "pendant", "peut", "peuvent", "plus", "pour", "puis", "qu", "quand", "que", "quel", "quelle",
        "qui", "s", "sa", "sans", "se", "selon", "sera", "ses", "si", "soit", "son", "sont", "sous", "sur", "tous", "tout",
        "toute", "toutes", "un", "une", "vers", "via", "vos", "votre", "vous", "y", "à", "été", "être",
    ],
};

/// Italian.
#[rustfmt::skip]
pub(super) static ITALIAN: Language = Language {
    code: "it",
    script: Script::Latin,
    numerals: &[
        &["zero", "nessun*"],
        &["un", "uno", "una", "unic*", "singol*", "solo", "sola", "sole", "soli", "unitari*"],
        &["due", "entramb*", "ambedue", "doppi*", "duplic*", "coppi*", "paio", "paia"],
        &["tre", "tripl*", "trio"],
        &["quattro", "quadrupl*"],
        &["cinque"],
        &["sei"],
        &["sette"],
        &["otto"],
        &["nove"],
        &["dieci", "decin*"],
        &["undici"],
        &["dodici", "dozzin*"],
    ],
    ordinals: &[
        &["prima", "prime", "primi", "primo", "primari*"],
        &["second*", "secondari*"],
        &["terz*"],
        &["quart*"],
        &["quint*"],
        &["sesta", "seste", "sesti", "sesto"],
        &["settima", "settime", "settimi", "settimo"],
        &["ottav*"],
        &["nona", "none", "noni", "nono"],
        &["decima", "decime", "decimi", "decimo"],
    ],
    months: &[],
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
    function_words: &[
        "a", "ad", "agli", "al", "alcuni", "alla", "alle", "allo", "anche", "ancora", "che", "chi", "ci", "come", "con", "cui",
        "d", "da", "dagli", "dai", "dal", "dalla", "dalle", "dei", "del", "dell", "della", "delle", "dello", "deve", "devono",
        "di", "dopo", "dove", "durante", "e", "ed", "era", "essere", "fino", "fra", "gli", "ha", "hanno", "i", "il", "in",
        "invece", "l", "la", "le", "lo", "loro", "ma", "mediante", "mentre", "nei", "nel", "nell", "nella", "nelle", "nello",
        "no", "non", "o", "ogni", "oppure", "per", "perché", "più", "poi", "possono", "prima", "può", "quale", "quali",
        "quando", "quanto", "quella", "quello", "questa", "queste", "questi", "questo", "quindi", "se", "senza", "si", "sia",
        "sono", "stata", "stato", "su", "sua", "sue", "sugli", "sui", "sul", "sulla", "sulle", "suo", "tra", "tramite",
        "tutte", "tutti", "un", "una", "uno", "vengono", "viene", "è",
    ],
};

/// Portuguese, of Brazil and of Portugal.
#[rustfmt::skip]
pub(super) static PORTUGUESE: Language = Language {
    code: "pt",
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
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
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
