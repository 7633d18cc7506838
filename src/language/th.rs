//! Thai.
//!
//! Words do not inflect, and sentences end without a punctuation mark. Forms are found anywhere in a text: `สาม!ารถ` is สาม without
//! ารถ after it, because the two together are the word *can*.

use super::{EndPunctuation, Language, Script, Typography, ValueWords, cldr};

#[rustfmt::skip]
pub(super) static LANGUAGE: Language = Language {
    code: "th",
    tags: &["th"],
    cldr: &cldr::TH,
    script: Script::Thai,
    numerals: &[
        &["ศูนย์", "๐"],
        &["หนึ่ง", "เดียว", "เดี่ยว", "นึง", "แรก", "๑"],
        &["สอง", "คู่!มือ", "ทวิ", "๒"],
        &["สาม!ารถ", "ไตร", "๓"],
        &["สี่", "จัตุ", "๔"],
        &["ห้า!ม", "เบญจ", "๕"],
        &["หก", "๖"],
        &["เจ็ด", "๗"],
        &["แปด", "๘"],
        &["เก้า!อี้", "๙"],
        &["สิบ", "๑๐"],
        &["สิบเอ็ด", "๑๑"],
        &["สิบสอง", "โหล!ด", "๑๒"],
    ],
    ordinals: &[
        &["แรก", "ที่หนึ่ง", "หนึ่ง"],
        &["ที่สอง", "สอง"],
        &["ที่สาม", "สาม!ารถ"],
        &["ที่สี่", "สี่"],
        &["ที่ห้า!ม", "ห้า!ม"],
        &["ที่หก", "หก"],
        &["ที่เจ็ด", "เจ็ด"],
        &["ที่แปด", "แปด"],
        &["ที่เก้า!อี้", "เก้า!อี้"],
        &["ที่สิบ", "สิบ"],
    ],
    months: &[],
    values: ValueWords {
        scales: &[(3, &["พัน"]), (4, &["หมื่น"]), (5, &["แสน"]), (6, &["ล้าน"])],
        large: &[
            (20, &["ยี่สิบ"]),
            (30, &["สามสิบ"]),
            (40, &["สี่สิบ"]),
            (50, &["ห้าสิบ"]),
            (60, &["หกสิบ"]),
            (70, &["เจ็ดสิบ"]),
            (80, &["แปดสิบ"]),
            (90, &["เก้าสิบ"]),
            (100, &["ร้อย"]),
            (1000, &["พัน"]),
        ],
        morning: &["ก่อนเที่ยง", "เช้า"],
        afternoon: &["หลังเที่ยง", "บ่าย", "เย็น", "ค่ำ"],
        minus: &["ลบ"],
        percent: &["เปอร์เซ็นต์", "ร้อยละ"],
        currencies: &["ดอลลาร์", "ยูโร", "บาท", "ปอนด์"],
        date_units: None,
        year_offset: 543,
    },
    strong_quotes: &[],
    spaced_punctuation: false,
    dotless_i: false,
    leading_words: &[],
    end_punctuation: EndPunctuation {
        stop: &['.', 'ฯ'],
        colon: &[':'],
        question: &['?'],
        exclamation: &['!'],
        optional: true,
    },
    typography: Typography::NONE,
    legal_doubles: &["*"],
    function_words: &[],
};
