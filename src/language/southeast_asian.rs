//! The languages of South-East Asia: Indonesian, Vietnamese, Thai.
//!
//! They do not inflect. Thai forms are found anywhere in a text: `สาม!ารถ` is สาม where ารถ does not follow, for the two together
//! are the word *can*. Thai sentences end without a mark.

use super::{EndMarks, Language, Script};

/// Indonesian. A one is also a prefix of counting words (`sebuah`).
#[rustfmt::skip]
pub(super) static INDONESIAN: Language = Language {
    code: "id",
    script: Script::Latin,
    numerals: &[
        &["nol", "kosong"],
        &[
            "satu*", "kesatu*", "sebuah", "seorang", "seekor", "selembar", "sebutir", "sepotong", "seperangkat", "sekumpulan",
            "serangkaian", "sekali", "sehari", "sebulan", "setahun", "seminggu", "sejam", "semenit", "sedetik", "suatu",
            "tunggal*", "esa", "salah satu",
        ],
        &["dua*", "kedua*", "berdua*", "ganda*", "sepasang", "pasang*", "kali lipat", "dwi*", "rangkap"],
        &["tiga*", "ketiga*", "bertiga*"],
        &["empat", "empatnya", "keempat*", "berempat*", "perempat*", "catur*"],
        &["lima", "limanya", "kelima*", "berlima*", "panca*"],
        &["enam", "enamnya", "keenam*", "berenam*"],
        &["tujuh", "tujuhnya", "ketujuh*", "bertujuh*"],
        &["delapan*", "kedelapan*"],
        &["sembilan*", "kesembilan*"],
        &["sepuluh*", "kesepuluh*", "puluhan"],
        &["sebelas*", "kesebelas*"],
        &["dua belas*", "duabelas", "kedua belas*", "selusin", "lusin*"],
    ],
    ordinals: &[
        &["pertama*", "kesatu*"],
        &["kedua*", "sekunder"],
        &["ketiga*"],
        &["keempat*"],
        &["kelima*"],
        &["keenam*"],
        &["ketujuh*"],
        &["kedelapan*"],
        &["kesembilan*"],
        &["kesepuluh*"],
    ],
    months: &[],
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
    function_words: &[
        "ada", "adalah", "agar", "akan", "anda", "antara", "apa", "apabila", "apakah", "atas", "atau", "bagaimana", "bagi",
        "bahwa", "banyak", "beberapa", "belum", "berikut", "berikutnya", "bila", "bisa", "bukan", "dalam", "dan", "dapat",
        "dari", "daripada", "dengan", "di", "dia", "harus", "hingga", "ia", "ini", "itu", "jika", "juga", "kami", "karena",
        "ke", "kecuali", "kepada", "ketika", "kita", "lain", "lainnya", "lalu", "lebih", "maka", "mana", "masih", "melalui",
        "mereka", "meskipun", "mungkin", "namun", "oleh", "pada", "para", "pula", "saat", "saja", "sangat", "saya", "sebagai",
        "sebelum", "secara", "sedang", "sehingga", "sejak", "selama", "seluruh", "semua", "seperti", "serta", "sesuai",
        "setelah", "setiap", "suatu", "sudah", "tanpa", "tapi", "telah", "tentang", "terhadap", "tersebut", "tetapi", "tidak",
        "untuk", "yaitu", "yang",
    ],
};

/// Vietnamese.
#[rustfmt::skip]
pub(super) static VIETNAMESE: Language = Language {
    code: "vi",
    script: Script::Latin,
    numerals: &[
        &["không", "số không"],
        &["một", "mốt", "nhất", "duy nhất", "đơn"],
        &["hai", "đôi", "nhị", "kép", "cặp", "cả hai"],
        &["ba", "tam"],
        &["bốn", "tư", "tứ"],
        &["năm", "lăm", "nhăm", "ngũ"],
        &["sáu", "lục"],
        &["bảy", "bẩy", "thất"],
        &["tám", "bát"],
        &["chín", "cửu"],
        &["mười", "chục"],
        &["mười một"],
        &["mười hai", "tá"],
    ],
    ordinals: &[
        &["nhất", "đầu", "đầu tiên", "thứ nhất", "trước tiên"],
        &["thứ hai", "thứ nhì", "nhì"],
        &["thứ ba"],
        &["thứ tư"],
        &["thứ năm"],
        &["thứ sáu"],
        &["thứ bảy"],
        &["thứ tám"],
        &["thứ chín"],
        &["thứ mười"],
    ],
    months: &[
        &["tháng một", "tháng giêng"],
        &["tháng hai"],
        &["tháng ba"],
        &["tháng tư"],
        &["tháng năm"],
        &["tháng sáu"],
        &["tháng bảy"],
        &["tháng tám"],
        &["tháng chín"],
        &["tháng mười"],
        &["tháng mười một"],
        &["tháng mười hai", "tháng chạp"],
    ],
    strong_quotes: &[],
    end_marks: EndMarks::PLAIN,
    function_words: &[
        "bao", "bạn", "bằng", "bị", "bởi", "cho", "chúng", "chưa", "chỉ", "các", "có", "cùng", "cũng", "của", "do", "dù",
        "dưới", "gì", "hay", "hoặc", "hãy", "hơn", "khi", "khác", "không", "là", "làm", "lên", "lại", "muốn", "mà", "mình",
        "mọi", "mỗi", "một", "mới", "ngoài", "như", "nhưng", "những", "nào", "này", "nên", "nó", "nơi", "nếu", "phải", "qua",
        "ra", "rất", "rằng", "sau", "sẽ", "số", "sự", "theo", "thì", "thể", "trong", "trên", "trước", "trừ", "tôi", "tại",
        "tới", "từ", "và", "vào", "vì", "vẫn", "vậy", "về", "với", "xuống", "đang", "đi", "đây", "đã", "đó", "được", "đến",
        "đều", "để", "đối", "ở",
    ],
};

/// Thai.
#[rustfmt::skip]
pub(super) static THAI: Language = Language {
    code: "th",
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
    strong_quotes: &[],
    end_marks: EndMarks {
        stop: &['.', 'ฯ'],
        colon: &[':'],
        question: &['?'],
        exclamation: &['!'],
        optional: true,
    },
    function_words: &[],
};
