//! Single segments with one fault of their translation each.

use super::File;

/// Locale, source text, target text, and the rule that reports the segment.
pub const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("it-it", "Close the door of the tower.", "Close the door of the tower.", "untranslated"),
    (
        "zh-cn",
        "To create a list by specifying a [row](row.md).",
        "为列表创建 by specifying a [row](row.md)。",
        "partly-untranslated",
    ),
    (
        "de-de",
        "The lamp is lit before the ships that come home.",
        "Die Lampe brennt, before the ships that come home.",
        "partly-untranslated",
    ),
    (
        "ru-ru",
        "[Light a lamp for the first time](lamp.md)",
        "[Light a lamp for the first time](lamp.md) (Зажигание лампы в первый раз)",
        "partly-untranslated",
    ),
    (
        "hu-hu",
        "Change it in **Get the Lamp from Tower** or from the other keeper.",
        "Módosítsa itt: **Get the Lamp from Tower or** from the other keeper (A lámpa) témakörben.",
        "partly-untranslated",
    ),
    ("ru-ru", "Keepers and their lamps", "Keepers and their lamps (Смотрители)", "partly-untranslated"),
    (
        "ja-jp",
        "Option 1: light it with the switch",
        "オプション 1:スイッチで点灯するOption 1: light it with the switch",
        "leaked-source",
    ),
    ("it-it", "See [the lamp](lamp.md) now.", "Vedere la lampada ora.", "link-mismatch"),
    ("zh-cn", "See the [columns][list] now.", "请参阅列。", "link-mismatch"),
    ("zh-cn", "See the [List][] now.", "请参阅列。", "link-mismatch"),
    ("it-it", "See https://a.example/[tower].", "Vedere https://a.example/ [torre].", "link-mismatch"),
    ("it-it", "Select <b>Light</b>.", "Selezionare \"Accendi\".", "html-mismatch"),
    ("it-it", "Call `Light` or `Dim`.", "Chiamare `Dim` o `Luce`.", "code-mismatch"),
    ("it-it", "Call `Light` or `Dim`.", "Chiamare `Dim``Light`.", "code-mismatch"),
    ("it-it", "It is set to \"{Binding}\".", "È impostata su \"\"Binding\".", "placeholder-mismatch"),
    ("it-it", "The lamp %s is lit.", "La lampada % s è accesa.", "placeholder-mismatch"),
    ("it-it", "Press <kbd>L</kbd>.", "Premere <kbd>L.", "html-mismatch"),
    ("de-de", "Select the **driveItem** now.", "Wählen Sie das \\*\\*driveItem\\*\\* jetzt aus.", "broken-emphasis"),
    ("de-de", "Select **text** now.", "Wählen Sie ** text** jetzt aus.", "broken-emphasis"),
    ("zh-cn", "**Note.** Light it.", "**注意。**点亮它。", "broken-emphasis"),
    ("ru-ru", "Wait for 40 seconds.", "Подождите 45 секунд.", "number-mismatch"),
    ("ja-jp", "It holds 12 lamps.", "ランプが入ります。", "number-mismatch"),
    ("it-it", "The lamp is 1.5 meters high.", "La lampada è alta 15 metri.", "number-mismatch"),
    ("ru-ru", "It was lit until 1/12/2019.", "Она горела до 12.01.18.", "number-mismatch"),
    ("hu-hu", "The tower paid $-8.00 back.", "A torony 8,00 USD összeget fizetett vissza.", "number-mismatch"),
    ("zh-cn", "New in Beacon 5.0", "Beacon 5。0 中的新增功能", "number-mismatch"),
    ("de-de", "New in Beacon 5.0.", "Neu in Beacon 5,0.", "localized-version"),
    ("zh-cn", "New in Beacon 5.0.", "Beacon 5,0 中的新增功能。", "localized-version"),
    ("it-it", "New in Beacon 4.3.1.", "Novità di Beacon 4,3,1.", "localized-version"),
    ("ru-ru", "The 2.0 release is old.", "Выпуск 2,0 устарел.", "localized-version"),
    ("it-it", "A .NET app in C#.", "Un'app . NET in C#.", "mangled-name"),
    ("it-it", "A .NET app in C#.", "Un'app .NET in C #.", "mangled-name"),
    ("ja-jp", "Run file.exe now.", "file. exe を実行します。", "mangled-name"),
    ("de-de", "The BeaconContext class.", "Die beaconcontext-Klasse.", "mangled-name"),
    ("ru-ru", "Open :::no-loc(Beacon)::: now.", "Откройте маяк.", "no-loc"),
];

/// A document with one segment, and with definitions of link labels.
pub fn document(locale: &str, source: &str, target: &str) -> File {
    let pair = super::pair("2ba23-103", target, source);
    File { path: format!("{locale}/a.md"), content: format!("{pair}\n\n[list]: list.md\n[Elenco]: list.md\n") }
}

/// Segments with a second kind of fault that a rule words differently.
pub const MORE_FAULTS: &[(&str, &str, &str)] = &[
    ("it-it", "See the lamp.", "Vedere la [lampada](lamp.md)."),
    ("it-it", "Call the lamp `Light`.", "Chiamare la lampada Light."),
    ("it-it", "Call `Light`, `Dim`, `Dark` and `Bright`.", "Chiamare la lampada."),
    ("it-it", "Call the lamp.", "Chiamare la `lampada`."),
    ("it-it", "Press <kbd>L</kbd>.", "Premere <b>L</b>."),
    ("it-it", "Press the key.", "Premere il <kbd>tasto</kbd>."),
    ("it-it", "Select **text** now.", "Selezionare **testo ora."),
    ("it-it", "Select **text** now.", "Selezionare ** testo** ora."),
    ("it-it", "Close the door.", " Chiudere la porta."),
    ("it-it", "Close the door.", "Chiudere\u{a0} la porta."),
    ("it-it", "It holds 12 lamps and 14 doors.", "Contiene lampade e porte."),
    ("it-it", "It was lit on 1/12/2019 at 5:30 PM.", "Era accesa."),
    ("it-it", "It was lit on 1/12/2019.", "Era accesa il 12/1/2019 e il 1/12/2019."),
    ("it-it", "It was lit at 5:30 PM.", "Era accesa."),
    ("it-it", "It holds 50% of $20.", "Contiene 50 di 20."),
    ("it-it", "It holds 50 lamps.", "Contiene 50% lampade."),
    ("it-it", "It costs $20.", "Costa 20."),
    ("it-it", "See [the lamp](lamp.md).", "Vedere [la lampada]\u{200b}(lamp.md)."),
    ("it-it", "Call `Light` now.", "Chiamare `Li\u{200b}ght` ora."),
    ("it-it", "Close the door.", "Chiu\u{200b}dere la porta."),
    ("it-it", "Close the door.", "Chiudere la porta\u{202e}."),
    ("it-it", "Close the door.", "Chiudere la porta\u{202b}."),
    ("it-it", "Close the door.", "Chiudere la porta\u{202c}."),
    ("it-it", "Close the door.", "Chiudere la porta\u{2067}."),
    ("it-it", "Close the door.", "Chiudere la po\u{200f}rta."),
    ("it-it", "Close the door.", "Chiudere la po\u{200d}rta."),
    ("it-it", "Close the door.", "Chiudere la po\u{2060}rta."),
    ("it-it", "Close the door.", "Chiudere la po\u{feff}rta."),
    ("it-it", "Close the door.", "Chiudere la po\u{ad}rta."),
    ("it-it", "Close the café door.", "Chiudere la porta del cafÃ©."),
    ("it-it", "Close the door.", "Chiudere la porta\u{7}."),
    ("hu-hu", "Paid $-3.87 back.", "%-3,87 visszafizetve."),
    ("it-it", "Light<br>it.", "Accendi<hr>la."),
    ("ar-sa", "Call `Light` now.", "اتصل `Li\u{200f}ght` الآن."),
    ("ar-sa", "See [the lamp](lamp.md).", "انظر [المصباح]\u{200f}(lamp.md)."),
    ("ar-sa", "Close the door.", "أغلق \u{202a}الباب."),
    ("ar-sa", "Close the door.", "أغلق\u{202c}الباب."),
];
