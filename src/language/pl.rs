//! Polish.
//!
//! Numerals, ordinals and months have case forms, and numerals form compounds. A stem is open where no other frequent word begins
//! with it; otherwise its forms are listed (`jedna`, because `jednak` means *however*).

use super::{EndPunctuation, Language, Script, Typography, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "pl",
    tags: &["pl"],
    cldr: &cldr::PL,
    script: Script::Latin,
    numerals: &[
        &["zero", "zera", "zeru", "zerem", "zerow*", "żaden", "żadn*"],
        &[
            "jeden", "jedna", "jedno", "jednego", "jednej", "jednemu", "jednym", "jedną", "jedni", "jedne", "jednych",
            "jednymi", "jednoraz*", "jednokrot*", "jednoetap*", "jednoskład*", "jedyn*", "raz", "pojedyncz*",
        ],
        &[
            "dwa", "dwie", "dwaj", "dwó*", "dwu*", "dwom*", "dwoj*", "dwiem*", "dwoist*", "dwakroć", "dwukrot*", "podwój*",
            "podwoj*", "oba", "obie", "obu", "obaj", "oboma", "obydw*", "obydwo*", "oboje", "obojg*", "para", "pary", "parę",
            "par", "parami", "dwójk*",
        ],
        &[
            "trzy", "trzej", "trzech", "trzem", "trzema", "troje", "trojga", "trojgu", "trojgiem", "trój*", "trzyk*",
            "trzyet*", "trzys*", "trzyn*", "potrój*", "potroj*",
        ],
        &["czter*", "czwor*", "czwór*", "poczwór*"],
        &["pięć*", "pięci*"],
        &["sześć*", "sześci*"],
        &["siedem*", "siedm*", "siódm*"],
        &["osiem*", "ośmi*", "ósm*"],
        &["dziewięć*", "dziewięci*"],
        &["dziesięć*", "dziesięci*"],
        &["jedenast*", "jedenaśc*"],
        &["dwanaś*", "dwunast*", "tuzin*"],
    ],
    ordinals: &[
        &["pierwsz*"],
        &[
            "drugi", "druga", "drugie", "drugiego", "drugiej", "drugiemu", "drugim", "drugimi", "drugich", "drugą", "drugo*",
            "wtór*",
        ],
        &["trzeci*"],
        &["czwart*"],
        &["piąt*"],
        &["szóst*"],
        &["siódm*"],
        &["ósm*"],
        &["dziewiąt*"],
        &["dziesiąt*"],
    ],
    months: &[
        &["styczeń", "styczni*"],
        &["lut", "luty", "lutego", "lutemu", "lutym", "lutow*"],
        &["marzec", "marc*"],
        &["kwiecień", "kwietni*"],
        &["maj", "maja", "majowi", "majem", "maju", "majow*"],
        &["czerwiec", "czerwc*"],
        &["lipiec", "lipc*"],
        &["sierpień", "sierpni*"],
        &["wrzesień", "wrześni*", "wrzesni*"],
        &["październik*"],
        &["listopad*"],
        &["grudzień", "grudni*"],
    ],
    values: ValueWords {
        scales: &[(3, &["tys", "tysiąc*", "tysięc*"]), (6, &["mln", "milion*"]), (9, &["mld", "miliard*"]), (12, &["bln", "bilion*"])],
        large: &[
            (20, &["dwadzieśc*", "dwudziest*"]),
            (30, &["trzydzieśc*", "trzydziest*"]),
            (40, &["czterdzieśc*", "czterdziest*"]),
            (50, &["pięćdziesiąt*", "pięćdziesięci*"]),
            (60, &["sześćdziesiąt*", "sześćdziesięci*"]),
            (70, &["siedemdziesiąt*", "siedemdziesięci*"]),
            (80, &["osiemdziesiąt*", "osiemdziesięci*"]),
            (90, &["dziewięćdziesiąt*", "dziewięćdziesięci*"]),
            (100, &["sto", "stu", "setn*", "setk*"]),
            (1000, &["tysiąc*", "tysięc*"]),
        ],
        morning: &["rano"],
        afternoon: &["popołudni*", "wieczor*"],
        minus: &["minus"],
        percent: &["procent*"],
        currencies: &["dolar*", "euro", "funt*"],
        date_units: None,
        year_offset: 0,
    },
    strong_quotes: &[],
    spaced_punctuation: false,
    dotless_i: false,
    leading_words: &[
        "a", "dla", "do", "i", "i/lub", "lub", "na", "o", "od", "oraz", "po", "przez", "przy", "w", "we", "z", "za", "ze",
    ],
    end_punctuation: EndPunctuation::ENGLISH,
    typography: Typography::NONE,
    legal_doubles: &["coraz", "no", "tak", "to"],
    function_words: &[
        "a", "aby", "albo", "ale", "ani", "bez", "bo", "by", "być", "był", "było", "były", "ci", "co", "czy", "dla", "do",
        "gdy", "gdzie", "i", "ich", "im", "inne", "innego", "innych", "jak", "jako", "jednak", "jego", "jej", "jest", "jeśli",
        "już", "każda", "każdego", "każdy", "kiedy", "kto", "która", "które", "którego", "której", "który", "których",
        "którym", "którzy", "którą", "lub", "ma", "mają", "mi", "mogą", "może", "można", "musi", "na", "nad", "nie", "niego",
        "niej", "niż", "o", "od", "on", "ona", "oni", "oraz", "po", "pod", "podczas", "ponieważ", "poniżej", "przed", "przez",
        "przy", "się", "swoje", "są", "ta", "tak", "także", "tam", "te", "tego", "tej", "temu", "ten", "to", "tych", "tylko",
        "tym", "tymi", "tą", "tę", "u", "w", "we", "więc", "wszystkie", "z", "za", "ze", "zostać", "został", "została", "że",
        "żeby",
    ],
};
