//! The rules of group translation on single sentences: each fault gives one finding of its rule, and correct translations that
//! look wrong give none.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests work with files and programs as a user does")]

mod common;

use bitext::rules;
use bitext::rules::rule::Rule;
use common::{File, lint_with, properties};
use proptest::prelude::*;

/// The rules that report of one pair in a locale: their ids.
fn reported(locale: &str, source: &str, target: &str, rule: Option<&'static Rule>) -> Vec<&'static str> {
    let report = lint_with(&[common::faults::document(locale, source, target)], rule);
    report.findings.iter().map(|judged| judged.finding.rule.id).collect()
}

#[test]
fn each_fault_gives_one_finding_of_its_rule() {
    for &(locale, source, target, rule) in common::faults::FAULTS {
        assert_eq!(reported(locale, source, target, None), [rule], "{locale}: {target}");
    }
}

/// FORMAT.md, section 5, the column "trap", and further cases from real documents.
#[test]
fn correct_translations_are_not_reported() {
    for (locale, source, target) in [
        // Short names may stay the same.
        ("it-it", "Beacon First", "Beacon First"),
        ("it-it", "Beacon First", "Panoramica di Beacon First"),
        ("de-de", "the Beacon Framework Core Tools", "die Beacon Framework Core Tools"),
        // Product names and titles stay.
        ("zh-cn", "Use Visual Studio Code for the web.", "使用 Visual Studio Code 进行 Web 开发。"),
        ("ja-jp", "Also see [Voice and tone guidelines](a.md).", "[Voice and tone guidelines](a.md) も参照してください。"),
        (
            "ru-ru",
            "It reports \"The lamp is not available in the tower\".",
            "Он сообщает: \"The lamp is not available in the tower\".",
        ),
        ("ru-ru", "Tagged with consider-for-next-release.", "С тегом consider-for-next-release."),
        // GUIDs, slugs, paths, queries, products with numbers.
        ("it-it", "7099743e-f474-48be-97bc-d4fb22f059bf", "7099743e-f474-48be-97bc-d4fb22f059bf"),
        ("it-it", "get-all-of-a-keeper-s-lamps", "get-all-of-a-keeper-s-lamps"),
        ("ar-sa", "lamps\\_\\\\Styles\\\\but\\_is\\_lit.gif", "lamps\\_\\\\Styles\\\\but\\_is\\_lit.gif"),
        (
            "it-it",
            "LampUsage **WHERE** KeeperId IN ('a', 'b') AND Kind = 'big'",
            "LampUsage **WHERE** KeeperId IN ('a', 'b') AND Kind = 'big'",
        ),
        ("it-it", "Beacon 365 Apps for business", "Beacon 365 Apps for business"),
        ("ru-ru", "Buy Beacon 365 E3 for unattended BTA today.", "Купите Beacon 365 E3 for unattended BTA сегодня."),
        // The long form of an acronym, and an original in brackets after its translation.
        ("ko-kr", "Use light as a service (LaaS) now.", "지금 LaaS(light as a service)를 사용합니다."),
        ("zh-cn", "Learn about rules of the harbour.", "了解港口规则(rules of the harbour)。"),
        // The English title of a page elsewhere, with its translation; the name of an offer inside a sentence.
        (
            "ru-ru",
            "See [Lamps for the harbour](/harbour/lamps) now.",
            "См. [Lamps for the harbour](/harbour/lamps) (Лампы для гавани).",
        ),
        (
            "ru-ru",
            "See [Lamps for the harbour](https://example.com/lamps) now.",
            "См. Lamps for the harbour (Лампы [для гавани](https://example.com/lamps)).",
        ),
        ("ru-ru", "Name: Lamp License for keepers", "Название: Lamp License for keepers (Лицензия на лампы)"),
        // A link target with spaces is broken, and not text.
        ("ru-ru", "See [roles](lamps or a keeper.md) now.", "См. [роли](lamps or a keeper.md)."),
        // Real decimals become commas.
        ("de-de", "It takes 2.5 seconds.", "Es dauert 2,5 Sekunden."),
        ("de-de", "A weight between 0.0 and 1.0.", "Ein Gewicht zwischen 0,0 und 1,0."),
        // Quotation marks for bold.
        ("zh-cn", "Select **Light**.", "选择“点亮”。"),
        ("ja-jp", "Select **Light**.", "「点灯」を選択します。"),
        // Names of placeholders for the reader may be translated.
        ("it-it", "Type \\<connection string name>.", "Digitare \\<nome della stringa di connessione>."),
        // Numbers in the forms of languages.
        ("it-it", "The 2nd lamp.", "La seconda lampada."),
        ("zh-cn", "In May 2020 it was lit.", "2020 年 5 月点亮。"),
        ("de-de", "On 5/12/2020 it was lit.", "Am 12. Mai 2020 wurde sie angezündet."),
        ("de-de", "There are 11,200 lamps.", "Es gibt 11.200 Lampen."),
        ("fr-fr", "There are 11,200 lamps.", "Il y a 11\u{202f}200 lampes."),
        ("it-it", "Light one lamp of 3.", "Accendere 1 lampada di tre."),
        ("ja-jp", "There are 20,000 lamps.", "ランプは 2 万個あります。"),
        ("ar-sa", "There are 45 lamps.", "هناك ٤٥ مصباحا."),
        ("it-it", "In the 20th century.", "Nel XX secolo."),
        ("de-de", "At 3 PM.", "Um 15 Uhr."),
        ("ru-ru", "Lit on 2/11/18 at 7:30 PM.", "Зажжена 11.02.2018 г. в 19:30."),
        ("ja-jp", "There are 15 million lamps.", "ランプは 1,500 万個あります。"),
        ("hu-hu", "It costs $12,000 a year.", "Évente 12 000 USD-be kerül."),
        ("zh-cn", "There is 24x7 support.", "提供全天候支持。"),
        ("de-de", "The tower costs 4.0 a month.", "Der Turm kostet 4,0 im Monat."),
        ("ja-jp", "Before 3.0 it was dark.", "3\\.0 より前は暗かった。"),
        ("ru-ru", "A 3rd party lamp.", "Сторонняя лампа."),
        // The locale in an address.
        ("it-it", "See [it](/en-us/lamp).", "Vedere [qui](/it-it/lamp)."),
        ("it-it", "See [it](/en-us/lamp).", "Vedere [qui](/lamp)."),
        // A label is found whatever its capitals and spaces, and the translation may have its own for the same address.
        ("it-it", "See [list][] now.", "Vedere [List][] ora."),
        ("it-it", "See [list][] now.", "Vedere [elenco][] ora."),
        ("it-it", "See [the list][list] now.", "Vedere [l'elenco](list.md) ora."),
        ("it-it", "See [lamps][] now.", "Vedere [lampade][] ora."),
        // Words in brackets in an address, and a scheme without a host.
        ("it-it", "Go to https://a.example/[tower].", "Passare a https://a.example/[torre]."),
        ("ja-jp", "Go to http://, not https:// (tower).", "https://(塔) ではなく http://に移動します。"),
        // Other forms of bold type, contractions, quotations and ordinals.
        ("zh-cn", "Select <strong>Light</strong> or <b>Dim</b>.", "选择“点亮”或“调暗”。"),
        ("it-it", "Select <b>Light</b>.", "Selezionare **Accendi**."),
        ("ja-jp", "What&#39;s a lamp?", "ランプとは何ですか?"),
        ("de-de", "The &quot;big&quot; lamp", "Die „große“ Lampe"),
        ("de-de", "In the 20<sup>th</sup> century", "Im 20. Jahrhundert"),
        ("fr-fr", "The 2nd lamp", "La 2<sup>e</sup> lampe"),
        // A placeholder may become a link.
        ("it-it", "See <xref:A.B> now.", "Vedere [A.B](xref:A.B) ora."),
        // Abbreviations, and a sentence end without its space.
        ("it-it", "As in art.149 of it.", "Come nell'art. 149."),
        ("es-es", "From 3 p.m. on", "A partir de las 3 p. m."),
        // The order of code and links is free.
        ("ja-jp", "`A` before `B`.", "`B` の前に `A`。"),
        // A name may be inflected.
        ("ru-ru", "A BeaconContext.", "Класс BeaconContext'а."),
        ("it-it", "the iBeacon lamp", "IBeacon: la lampada"),
        // It may name a type and a variable.
        ("it-it", "A lampRoom is a LampRoom.", "Una stanza è una LampRoom."),
        // An ampersand may be a word, a no-break space may go.
        ("zh-cn", "Towers &amp; lamps&nbsp;too", "塔楼和灯"),
    ] {
        assert_eq!(reported(locale, source, target, None), [""; 0], "{locale}: {target}");
    }
}

#[test]
fn all_split_names_of_a_unit_are_one_finding_and_all_with_other_capitals_another() {
    let file = File {
        path: "it-it/a.md".into(),
        content: "<span data-ttu-id=\"2ba23-103\">Un'app . NET in C # con beaconcontext.</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">A .NET app in C# with a .NET BeaconContext.</span></span>\n".into(),
    };
    let report = lint_with(&[file], None);
    let shown = |judged: &bitext::report::decide::Decided| {
        let fix = judged.finding.fix.as_ref().unwrap();
        (judged.finding.message.clone(), fix.safe, fix.edits.len())
    };
    assert_eq!(
        report.findings.iter().map(shown).collect::<Vec<_>>(),
        [
            ("`.NET` is split: `. NET` (and 1 more name)".to_owned(), true, 2),
            ("`BeaconContext` became `beaconcontext`".to_owned(), false, 1)
        ]
    );
}

#[test]
fn rules_that_are_off_by_default_accept_the_punctuation_of_a_language() {
    let off = |id| rules::find(id).unwrap();
    for (locale, source, target, rule, expected) in [
        ("it-it", "Parameters:", "Parametri", "final-punctuation", 1),
        ("ja-jp", "Parameters:", "パラメーター。", "final-punctuation", 0),
        ("zh-cn", "Parameters:", "参数：", "final-punctuation", 0),
        ("el-gr", "Is it lit?", "Είναι αναμμένη;", "final-punctuation", 0),
        ("th-th", "It is lit.", "มันสว่าง", "final-punctuation", 0),
        ("it-it", "Select **Light**.", "Selezionare Accendi.", "emphasis-mismatch", 1),
        ("zh-cn", "Select **Light**.", "选择“点亮”。", "emphasis-mismatch", 0),
        ("ja-jp", "Select **Light**.", "「点灯」を選択します。", "emphasis-mismatch", 0),
    ] {
        assert_eq!(reported(locale, source, target, Some(off(rule))).len(), expected, "{locale}: {target}");
    }
}

#[test]
fn an_unsupported_locale_gets_the_other_checks_and_is_listed_as_not_checked() {
    let pair = |target: &str, source: &str| {
        format!(
            "<span data-ttu-id=\"2ba23-103\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">{source}</span></span>\n"
        )
    };
    let content = pair("Kannettu 3 `Lampa` 45", "Carried 3 `Lamp` 46");
    let report = lint_with(&[File { path: "et-ee/a.md".into(), content }], None);
    let ids: Vec<&str> = report.findings.iter().map(|judged| judged.finding.rule.id).collect();
    assert_eq!(ids, ["code-mismatch", "number-mismatch"]);
    assert!(report.run.coverage.not_checked.iter().any(|skipped| skipped.reason.contains("et-EE is not a supported language")));
}

proptest! {
    #![proptest_config(properties("translation", 2000))]
    #[test]
    fn no_text_makes_a_panic_and_every_place_is_in_the_document(
        source in "[a-zA-Z0-9 .,*_`\\[\\]()<>{}!&;:#%$'\"\\\\éя本。٣“”the is \u{a0}-]{0,60}",
        target in "[a-zA-Z0-9 .,*_`\\[\\]()<>{}!&;:#%$'\"\\\\éя本。٣“”the is \u{a0}-]{0,60}",
        mixed in any::<bool>(),
        locale in prop::sample::select(vec!["it-it", "ru-ru", "zh-cn", "ar-sa", "th-th", "et-ee"]),
    ) {
        // In half of the cases the target also contains the source.
        let target = if mixed { format!("{target}{source}") } else { target };
        let pair = format!(
            "<span data-ttu-id=\"2ba23-103\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">{source}</span></span>\n"
        );
        let file = File { path: format!("{locale}/a.md"), content: pair };
        let report = lint_with(&[file], None);
        for judged in &report.findings {
            let text = report.run.documents[judged.finding.document].text.as_str();
            prop_assert!(text.get(judged.finding.span.range()).is_some());
            for related in &judged.finding.related {
                prop_assert!(text.get(related.span.range()).is_some());
            }
            for edit in judged.finding.fix.iter().flat_map(|fix| &fix.edits) {
                prop_assert!(text.get(edit.span.range()).is_some());
            }
        }
    }
}

/// A heading with its anchor, and a link to it.
fn heading(anchor: &str, source: &str) -> String {
    format!(
        "## {anchor}<span data-ttu-id=\"2ba23-103\">Accendere la lampada</span><span class=\"sxs-lookup\"><span data-stu-id=\"2ba23-103\">{source}</span></span>\n\n"
    )
}

#[test]
fn further_anchors_beside_the_generated_one_are_accepted() {
    for (anchor, source) in [
        ("<a name=\"light-the-lamp\"></a><a id=\"14\"/></a>", "Light the lamp"),
        ("<a name=\"light-the-lamp\"></a><a name=\"9\"></a>", "Light the lamp"),
        ("<a name=\"light-the-lamp\"></a> ", "Light the lamp"),
        ("<a name=\"light-lamp_name\"></a>", "Light [!INCLUDE[lamp_name](../includes/lamp-name.md)]"),
        ("<a name=\"light-the-no-loclamp\"></a>", "Light the Lamp"),
        ("<a href=\"\" id=\"lamp\"></a>", "Light the lamp"),
    ] {
        // Another heading has its generated anchor, so the document has anchors.
        let other = heading("<a name=\"light-the-lamp\"></a>", "Light the lamp").replace("2ba23-103", "2ba23-104");
        let content = heading(anchor, source) + &other;
        let report = common::lint(&[File { path: "it-it/lamp.md".to_owned(), content }]);
        assert!(common::findings(&report).iter().all(|(_, rule, _)| *rule != "heading-anchor"), "{anchor}");
    }
}

#[test]
fn a_document_without_anchors_is_one_finding_where_a_link_needs_one() {
    let unanchored = heading("", "Light the lamp") + &heading("", "Trim the wick").replace("2ba23-103", "2ba23-104");
    let file = |path: &str, content: &str| File { path: path.to_owned(), content: content.to_owned() };
    let anchored = heading("<a name=\"doors\"></a>", "Doors");
    let found = |link: &str| {
        let files = [file("it-it/door.md", &format!("{anchored}{link}\n")), file("it-it/lamp.md", &unanchored)];
        let report = common::lint(&files);
        report
            .findings
            .iter()
            .filter(|judged| judged.finding.rule.id == "heading-anchor")
            .map(|judged| judged.finding.message.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("See [this](lamp.md)."), Vec::<String>::new());
    assert_eq!(
        found("See [this](../it-it/lamp.md#trim-the-wick)."),
        ["the document has no heading anchors, but links lead to `#trim-the-wick`"]
    );
}
