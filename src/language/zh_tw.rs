//! Chinese in traditional characters. Words that are written alike in both are those of simplified Chinese.
//!
//! Forms are found anywhere in a text. `十!分` is 十 without 分 after it, because 十分 means *very*.

use super::{DateUnits, Language, Script, ValueWords, cldr, zh_cn};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "zh-TW",
    tags: &["zh-Hant", "zh-TW", "zh-HK", "zh-MO"],
    cldr: &cldr::ZH_TW,
    script: Script::Han,
    numerals: &[
        &["零", "〇", "０", "⓪"],
        &["一", "壹", "單一", "單個", "單次", "單項", "單獨", "唯一", "首", "１", "①"],
        &["二", "兩", "貳", "倆", "雙", "一對", "成對", "２", "②"],
        &["三", "叁", "叄", "３", "③"],
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
    ordinals: zh_cn::LANGUAGE.ordinals,
    months: &[],
    values: ValueWords {
        scales: &[(3, &["千"]), (4, &["萬"]), (6, &["百萬"]), (7, &["千萬"]), (8, &["億"]), (12, &["兆"])],
        large: zh_cn::LANGUAGE.values.large,
        morning: zh_cn::LANGUAGE.values.morning,
        afternoon: zh_cn::LANGUAGE.values.afternoon,
        minus: &["負", "零下"],
        percent: zh_cn::LANGUAGE.values.percent,
        currencies: &["美元", "歐元", "新台幣", "英鎊", "元"],
        date_units: Some(DateUnits { year: &["年"], month: &["月"], day: &["日", "號"], lead: false }),
        year_offset: 0,
    },
    strong_quotes: &[("「", "」"), ("『", "』"), ("[", "]"), ("［", "］"), ("【", "】"), ("“", "”"), ("\"", "\"")],
    spaced_punctuation: false,
    dotless_i: false,
    leading_words: &[],
    end_punctuation: zh_cn::LANGUAGE.end_punctuation,
    typography: zh_cn::LANGUAGE.typography,
    legal_doubles: &["並", "以", "及", "和", "在", "將", "對", "或", "的", "與"],
    function_words: &[],
};
