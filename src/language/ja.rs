//! Japanese.
//!
//! Forms are found anywhere in a text. `十!分` is 十 without 分 after it, because 十分 means *enough*.

use super::{DateUnits, EndPunctuation, Language, Mark, Script, Typography, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "ja",
    tags: &["ja"],
    cldr: &cldr::JA,
    script: Script::Japanese,
    numerals: &[
        &["零", "ゼロ", "〇", "０", "⓪"],
        &["一", "壱", "ひとつ", "ひとり", "単", "ワン", "シングル", "片方", "１", "①"],
        &["二", "弐", "ふたつ", "ふたり", "両", "双", "ダブル", "ツー!ル", "ペア", "デュアル", "２", "②"],
        &["三", "みっつ", "スリー!プ", "トリプル", "３", "③"],
        &["四", "よっつ", "よん", "４", "④"],
        &["五", "いつつ", "ファイブ", "５", "⑤"],
        &["六", "むっつ", "シックス", "６", "⑥"],
        &["七", "ななつ", "なな", "セブン", "７", "⑦"],
        &["八", "やっつ", "エイト", "８", "⑧"],
        &["九", "ここのつ", "ナイン", "９", "⑨"],
        &["十!分", "拾", "１０", "⑩"],
        &["十一", "イレブン", "１１", "⑪"],
        &["十二", "ダース", "１２", "⑫"],
    ],
    ordinals: &[
        &["第一", "最初", "初", "一番", "一次", "一つ目", "一度", "ファースト", "先頭"],
        &["第二", "二番", "二次", "二つ目", "二度", "セカンド"],
        &["第三", "三番", "三次", "三つ目", "三度", "サード"],
        &["第四", "四番", "四次", "四つ目"],
        &["第五", "五番", "五次", "五つ目"],
        &["第六", "六番", "六次", "六つ目"],
        &["第七", "七番", "七次", "七つ目"],
        &["第八", "八番", "八次", "八つ目"],
        &["第九", "九番", "九次", "九つ目"],
        &["第十", "十番", "十次"],
    ],
    months: &[],
    values: ValueWords {
        scales: &[(3, &["千"]), (4, &["万"]), (8, &["億"]), (12, &["兆"])],
        large: &[
            (20, &["二十"]),
            (30, &["三十"]),
            (40, &["四十"]),
            (50, &["五十"]),
            (60, &["六十"]),
            (70, &["七十"]),
            (80, &["八十"]),
            (90, &["九十"]),
            (100, &["百"]),
            (1000, &["千"]),
        ],
        morning: &["午前", "朝"],
        afternoon: &["午後", "夜", "夕方"],
        minus: &["マイナス", "負", "零下"],
        percent: &["パーセント", "割合"],
        currencies: &["ドル", "ユーロ", "円", "ポンド"],
        date_units: Some(DateUnits { year: &["年"], month: &["月"], day: &["日"], lead: false }),
        year_offset: 0,
    },
    strong_quotes: &[("「", "」"), ("『", "』"), ("[", "]"), ("［", "］"), ("【", "】")],
    spaced_punctuation: false,
    dotless_i: false,
    leading_words: &[],
    end_punctuation: EndPunctuation {
        stop: &['。', '．', '.', '｡'],
        colon: &['：', ':', '。', '．', '.', '｡'],
        question: &['？', '?'],
        exclamation: &['！', '!'],
        optional: false,
    },
    typography: Typography {
        marks: &[
            // Some publishers write `，`.
            Mark { latin: ',', own: '、', is_certain: false },
            Mark { latin: ';', own: '；', is_certain: true },
        ],
        ..Typography::NONE
    },
    legal_doubles: &[],
    function_words: &[],
};
