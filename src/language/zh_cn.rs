//! Chinese in simplified characters.
//!
//! Forms are found anywhere in a text. `十!分` is 十 without 分 after it, because 十分 means *very*.

use super::{DateUnits, EndPunctuation, Language, Mark, Script, Typography, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "zh-CN",
    tags: &["zh", "zh-Hans"],
    cldr: &cldr::ZH_CN,
    script: Script::Han,
    numerals: &[
        &["零", "〇", "０", "⓪"],
        &["一", "壹", "单一", "单个", "单次", "单项", "单独", "唯一", "首", "１", "①"],
        &["二", "两", "贰", "俩", "双", "一对", "成对", "２", "②"],
        &["三", "叁", "仨", "３", "③"],
        &["四", "肆", "４", "④"],
        &["五", "伍", "５", "⑤"],
        &["六", "６", "⑥"],
        &["七", "柒", "７", "⑦"],
        &["八", "捌", "８", "⑧"],
        &["九", "玖", "９", "⑨"],
        &["十!分", "拾", "１０", "⑩"],
        &["十一", "１１", "⑪"],
        &["十二", "一打", "１２", "⑫"],
    ],
    ordinals: &[
        &["第一", "首", "初", "最先"],
        &["第二", "其次"],
        &["第三"],
        &["第四"],
        &["第五"],
        &["第六"],
        &["第七"],
        &["第八"],
        &["第九"],
        &["第十"],
    ],
    months: &[],
    values: ValueWords {
        scales: &[(3, &["千"]), (4, &["万"]), (6, &["百万"]), (7, &["千万"]), (8, &["亿"]), (12, &["万亿"])],
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
        morning: &["上午", "早上", "凌晨", "早晨"],
        afternoon: &["下午", "晚上", "中午", "傍晚"],
        minus: &["负", "零下"],
        percent: &["百分"],
        currencies: &["美元", "欧元", "人民币", "英镑", "元"],
        date_units: Some(DateUnits { year: &["年"], month: &["月"], day: &["日", "号"], lead: false }),
        year_offset: 0,
    },
    strong_quotes: &[("“", "”"), ("「", "」"), ("『", "』"), ("[", "]"), ("［", "］"), ("【", "】"), ("\"", "\"")],
    spaced_punctuation: false,
    dotless_i: false,
    leading_words: &[],
    end_punctuation: EndPunctuation {
        stop: &['。', '．', '.', '｡'],
        colon: &['：', ':', '︰', '﹕', '∶'],
        question: &['？', '?'],
        exclamation: &['！', '!'],
        optional: false,
    },
    typography: Typography {
        marks: &[
            // Between the items of a list `、` may be meant.
            Mark { latin: ',', own: '，', is_certain: false },
            Mark { latin: ';', own: '；', is_certain: true },
            Mark { latin: '?', own: '？', is_certain: true },
        ],
        ..Typography::NONE
    },
    legal_doubles: &["与", "以", "及", "和", "在", "对", "将", "并", "或", "的"],
    function_words: &[],
};
