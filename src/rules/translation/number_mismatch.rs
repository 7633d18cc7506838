//! `number-mismatch`: a number, a date or a time of the source is missing.

use crate::document::inline::Kind;
use crate::rules::context::{ParsedSegment, SideText};
use crate::rules::finding::Problem;
use crate::rules::rule::{Aspect, Check, Covers, Explains, Group, Level, Rule};
use crate::rules::values::{DateParts, Loss, LossKind, losses};
use crate::text::phrases::{and_more, listed, listed_briefly};

/// The rule.
pub static RULE: Rule = Rule {
    id: "number-mismatch",
    group: Group::Translation,
    level: Level::Error,
    since: "0.1.0",
    docs: r#"
Reports when a number, date, time or amount of the source is missing from the target or has another value there.

## What it does

Reads the source as English and the target by the conventions of its locale, and searches the target for each value of the source. The target may use the separators, digits, date order, month names, clock (12-hour or 24-hour) and scale words (`1.5 million`, `150 万`) of its locale. A small number or an ordinal may be a word. The value must be the same: `1.5` is not `15`, and `1/12/2019` is not `12.01.18`. The target must also have the minus sign, the percent sign and the currency of the source. A value that the source repeats needs to appear only once. Numbers in addresses, code and names (`EF6`, `21Vianet`) and idioms (`24x7`, `2-way`) are not compared. In locales whose words bitext does not know, any word is accepted for a number, a month or a currency.

## Why it matters

Readers act on numbers, and a wrong date or amount misleads them.

## Example

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Attendere 45 secondi.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Wait 40 seconds.</span></span>
```

## Use instead

`it-it/lamp.md`:

```markdown
<span data-ttu-id="2ba23-103">Attendere 40 secondi.</span><span class="sxs-lookup"><span data-stu-id="2ba23-103">Wait 40 seconds.</span></span>
```

## What to do

Write the value of the source in the form of the locale.
"#,
    aspect: Aspect::TargetPart,
    explains: &[Explains { covers: Covers::Segment, rules: &["inconsistent-translation"], aspects: &[] }],
    checks: &[Check::Segment(check)],
    ..Rule::DEFAULTS
};

fn check(segment: &ParsedSegment<'_>, findings: &mut Vec<Problem>) {
    let (source, target) = (segment.source, segment.target);
    if !source.inline.has(Kind::Number) || segment.is_same() || target.text.trim().is_empty() {
        return;
    }
    let locale = segment.document.identity.locale.as_deref().unwrap_or("");
    let losses = losses(source, target, locale);
    let Some(first) = losses.first() else { return };
    let (message, label) = summary(source, target, &losses);
    let mut finding = segment.finding(&RULE, first.target, Some((first.source, "the value in the source")), message).label(label);
    for loss in &losses[1..losses.len().min(MAX_RELATED)] {
        if let Some(span) = source.text_ref.place(loss.source) {
            finding = finding.related_here(span, "the value in the source");
        }
        if let Some(span) = loss.target {
            finding = finding.related_here(target.place(span), "also differs");
        }
    }
    findings.push(
        finding.problems(losses.len()).help("readers act on numbers; write the value of the source in the form of the locale"),
    );
}

/// How many lost values of one segment are shown with their places.
const MAX_RELATED: usize = 8;

/// The message and the label for the losses of a segment. Only missing numbers are listed; otherwise the message describes the
/// first loss.
fn summary(source: SideText<'_>, target: SideText<'_>, losses: &[Loss]) -> (String, &'static str) {
    let is_missing = |loss: &Loss| loss.kind == LossKind::Number && loss.target.is_none();
    if losses.len() > 1 && losses.iter().all(is_missing) {
        let names = listed_briefly(losses.iter().map(|loss| format!("`{}`", source.get(loss.source).trim())), "number");
        return (format!("the numbers {names} are missing"), "lacks the numbers");
    }
    let (message, label) = described(source, target, &losses[0]);
    (message + &and_more(losses.len() - 1, "value"), label)
}

/// The message and the label for one loss.
fn described(source: SideText<'_>, target: SideText<'_>, loss: &Loss) -> (String, &'static str) {
    let value = source.get(loss.source).trim();
    let found = loss.target.map(|span| target.get(span).trim());
    match (loss.kind, found) {
        (LossKind::Number, Some(found)) => (format!("`{value}` became `{found}`"), "differs from the number in the source"),
        (LossKind::Number, None) => (format!("the number `{value}` is missing"), "lacks the number"),
        (LossKind::Date(parts), Some(found)) => {
            (format!("the date `{value}` became `{found}`: another {}", named(parts)), "differs from the date in the source")
        }
        (LossKind::Date(parts), None) => {
            let is_whole = parts == DateParts { year: true, month: true, day: true };
            let message = if is_whole {
                format!("the date `{value}` is missing")
            } else {
                format!("the date `{value}` lost its {}", named(parts))
            };
            (message, "lacks the date")
        }
        (LossKind::Time, _) => (format!("the time `{value}` is missing"), "lacks the time"),
        (LossKind::Order, found) => {
            let message = format!("the range `{value}` lost its common order of day and month{}", became(found));
            (message, "mixes two orders of day and month")
        }
        (LossKind::Minus, found) => (format!("`{value}` lost its minus sign{}", became(found)), "lacks the minus sign"),
        (LossKind::Percent, found) => (format!("`{value}` lost its percent sign{}", became(found)), "lacks the percent sign"),
        (LossKind::Currency, found) => (format!("the amount `{value}` lost its currency{}", became(found)), "lacks the currency"),
        (LossKind::CurrencyToPercent, found) => (
            format!("the currency sign of `{value}` became a percent sign{}", became(found)),
            "is not a percentage in the source",
        ),
    }
}

fn became(found: Option<&str>) -> String {
    found.map_or_else(String::new, |found| format!(": `{found}`"))
}

fn named(parts: DateParts) -> String {
    let names = [(parts.year, "year"), (parts.month, "month"), (parts.day, "day")];
    listed(&names.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::inline::Inline;
    use crate::rules::testing::assert_reported;
    use crate::rules::testing::report;

    #[test]
    fn the_example_is_reported() {
        insta::assert_snapshot!(report(&RULE), @r#"
        it-it/lamp.md: `40` became `45`
          at "45": differs from the number in the source
          see "40" in it-it/lamp.md: the value in the source
          help: readers act on numbers; write the value of the source in the form of the locale
        "#);
    }

    #[test]
    fn each_kind_of_loss_has_a_label() {
        for (locale, source, target, texts) in [
            ("it-it", "Use lamps 33 and 44.", "Usare lampade.", ["the numbers `33` and `44` are missing", "lacks the numbers"]),
            ("it-it", "Use lamp 33.", "Usare la lampada.", ["the number `33` is missing", "lacks the number"]),
            (
                "it-it",
                "Wait 33 and 55 days.",
                "Attendere 34 e 56 giorni.",
                ["`33` became `34` (and 1 more value)", "also differs"],
            ),
            ("ru-ru", "Until 1/12/2019.", "До 12.01.18.", ["another year", "differs from the date in the source"]),
            ("it-it", "Until May 4, 2021.", "Fino a presto.", ["is missing", "lacks the date"]),
            ("fr-fr", "It opens at 7:30 PM.", "Elle ouvre à 18 h 30.", ["the time `7:30 PM` is missing", "lacks the time"]),
            (
                "it-it",
                "From 3/1/2018 – 1/12/2019.",
                "Dal 3/1/2018 - 12/01/2019.",
                ["lost its common order of day and month", "mixes two orders of day and month"],
            ),
            ("it-it", "It starts at -7 degrees.", "Inizia a 7 gradi.", ["lost its minus sign", "lacks the minus sign"]),
            ("it-it", "It takes 9% more.", "Richiede 9 in più.", ["lost its percent sign", "lacks the percent sign"]),
            ("zh-cn", "At most $50,000.", "最多 50,000。", ["lost its currency", "lacks the currency"]),
            (
                "hu-hu",
                "Paid $-3.87 back.",
                "%-3,87 visszafizetve.",
                ["became a percent sign", "is not a percentage in the source"],
            ),
        ] {
            assert_reported(&RULE, locale, source, target, &texts);
        }
    }

    /// The message for a source and a target; empty without a finding.
    fn message(locale: &str, source: &str, target: &str) -> String {
        let (source_inline, target_inline) = (Inline::new(source), Inline::new(target));
        let source = SideText::new(source, &source_inline);
        let target = SideText::new(target, &target_inline);
        let losses = losses(source, target, locale);
        if losses.is_empty() { String::new() } else { summary(source, target, &losses).0 }
    }

    #[test]
    fn a_lost_value_is_named() {
        let mut wrong = Vec::new();
        for (locale, source, target, expected) in [
            ("it-it", "Wait 1.5 hours.", "Attendere 15 ore.", "`1.5` became `15`"),
            ("it-it", "Set it to 5.0 now.", "Impostare 50 ora.", "`5.0` became `50`"),
            ("de-de", "It has 112 lamps.", "Es hat 11.2 Lampen.", "`112` became `11.2`"),
            ("tr-tr", "It needs Beacon v4.9.", "Beacon v 49 gerekir.", "`v4.9` became `49`"),
            ("ru-ru", "On 1/12/2019 it ends.", "Заканчивается 12.01.18.", "the date `1/12/2019` became `12.01.18`: another year"),
            (
                "hu-hu",
                "Paid $-3.87 back.",
                "%-3,87 visszafizetve.",
                "the currency sign of `$-3.87` became a percent sign: `-3,87`",
            ),
            ("hu-hu", "Paid $-8.00 back.", "8,00 USD visszafizetve.", "`$-8.00` lost its minus sign: `8,00`"),
            ("hu-hu", "Lit on 2/12/17.", "2017. október 12-én.", "the date `2/12/17` became `2017. október 12`: another month"),
            (
                "it-it",
                "From 3/1/2018 – 1/12/2019.",
                "Dal 3/1/2018 - 12/01/2019.",
                "the range `3/1/2018 – 1/12/2019` lost its common order of day and month: `3/1/2018 - 12/01/2019`",
            ),
            ("it-it", "Lit on May 1, 2020 again.", "Accesa di nuovo nel 2020.", "the date `May 1, 2020` lost its month and day"),
            ("it-it", "Until the end of March 2021.", "Fino alla fine.", "the date `March 2021` lost its year and month"),
            ("it-it", "Until May 4, 2021.", "Fino a presto.", "the date `May 4, 2021` is missing"),
            ("zh-cn", "On July 1 it ends.", "6 月 1 日结束。", "the date `July 1` became `6 月 1`: another month"),
            ("fr-fr", "It opens at 7:30 PM.", "Elle ouvre à 18 h 30.", "the time `7:30 PM` is missing"),
            ("it-it", "It takes 9% more.", "Richiede il 10% in più.", "`9%` became `10%`"),
            ("it-it", "It takes 9% more.", "Richiede 9 in più.", "`9%` lost its percent sign: `9`"),
            ("zh-cn", "At most $50,000 a year.", "每年最多 50,000。", "the amount `$50,000` lost its currency: `50,000`"),
            ("zh-cn", "New in Beacon 5.0", "Beacon 5。0 的新功能", "`5.0` became `5。0`"),
            ("zh-cn", "New in Beacon 5.0.1", "Beacon 5.0。1 的新功能", "`5.0.1` became `5.0。1`"),
            ("ja-jp", "It holds 15 million lamps.", "ランプが 150 万個入ります。", "`15 million` became `150 万`"),
            ("it-it", "It holds 10K lamps.", "Contiene 10 lampade.", "`10K` became `10`"),
            ("es-es", "It holds 13 million lamps.", "Contiene 15 millones de lámparas.", "`13 million` became `15 millones`"),
            ("pt-br", "It opens at 7:30 PM.", "Abre às 18h30.", "the time `7:30 PM` is missing"),
            ("it-it", "It starts at -7 degrees.", "Inizia a 7 gradi.", "`-7` lost its minus sign: `7`"),
            ("it-it", "Use lamps 33 and 44 and 5.", "Usare lampade.", "the numbers `33`, `44` and `5` are missing"),
            ("it-it", "Lamps 33, 33 and 44.", "Lampade 33, 44 e 45.", "`33` became `45`"),
            ("ar-sa", "It costs 1000 a day.", "يكلف 100 في اليوم.", "`1000` became `100`"),
            ("et-ee", "Carried 46 lamps.", "Kannettu 45 lampi.", "`46` became `45`"),
        ] {
            let found = message(locale, source, target);
            if found != expected {
                wrong.push(format!("{locale}: {source} | {target} | {found}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_value_in_the_form_of_its_locale_is_accepted() {
        let mut wrong = Vec::new();
        for (locale, source, target) in [
            // Dates.
            ("ru-ru", "Lit on 1/13/2018.", "Горит с 13.01.2018."),
            ("ru-ru", "Lit on 1/13/2018.", "Горит с 13 января 2018 г."),
            ("ru-ru", "On 2/11/18 it ends.", "Одиннадцатого февраля 2018 г. она гаснет."),
            ("hu-hu", "Lit on 2021-04-16.", "2021.04. 16. óta ég."),
            ("hu-hu", "Lit on 3/11/2017 – 2/10/2018.", "2017. 03. 11. – 2018. 02. 10."),
            ("nl-nl", "09-July-21", "9 juli 2021"),
            ("zh-cn", "Date: 2021-05-17", "日期：2021 年 5 月 17 日"),
            ("it-it", "before March 31,2021", "prima del 31 marzo 2021"),
            ("it-it", "6/10/2019", "10/6/2019"),
            ("it-it", "Oil lamps of the 1970s", "Lampade a olio degli anni '70"),
            ("zh-cn", "From May 2 to May 9, 2020", "2020 年 5 月 2 日至 9 日"),
            ("he-il", "It starts at -7 degrees.", "זה מתחיל במינוס 7 מעלות."),
            ("zh-cn", "It starts at -7 degrees.", "从零下 7 度开始。"),
            ("es-es", "It holds 13 million lamps.", "Contiene trece millones de lámparas."),
            ("pt-pt", "It holds 2.5 billion lamps.", "Contém 2,5 mil milhões de lâmpadas."),
            ("pt-br", "It opens at 7:30 PM.", "Abre às 19h30."),
            ("it-it", "6/10/2019", "06/10/2019"),
            ("ko-kr", "See the December 19 list.", "2019년 12월 목록을 참조하세요."),
            ("th-th", "On 17 May 2021", "วันที่ 17 พฤษภาคม 2564"),
            ("vi-vn", "On May 17, 2021", "Vào ngày 17 tháng 5 năm 2021"),
            ("ru-ru", "from 7/1 - 7/3", "с 01.07 по 03.07"),
            ("ru-ru", "from 7/4 - 7/7", "с 04.07 по 07.07"),
            // Times.
            ("it-it", "at 7:30 PM", "alle 19:30"),
            ("it-it", "by 6pm", "entro le 18.00"),
            ("fr-fr", "at 7:30 PM", "à 19 h 30"),
            ("ko-kr", "at 6:00 PM", "오후 6시"),
            ("ja-jp", "at 6:30 p.m.", "午後 6 時 30 分"),
            ("zh-cn", "at 18:30", "下午 6:30"),
            ("de-de", "at 3 PM", "um 15 Uhr"),
            // Amounts and scales.
            ("ar-sa", "an invoice for 10,000.00 USD", "فاتورة تبلغ قيمتها 10000 دولار"),
            ("hu-hu", "$6,000, $12,000 or $13,000", "6000, 12 000 USD vagy 13 000 USD"),
            ("zh-cn", "at most $50,000", "最多 50，000 美元"),
            ("ja-jp", "15 million lamps", "1,500 万個のランプ"),
            ("ja-jp", "120,000,000 lamps", "1 億 2,000 万個のランプ"),
            ("ko-kr", "up to 1 million lamps", "최대 100만 개의 램프"),
            ("ar-sa", "1 million lamps", "مليون مصباح"),
            ("ru-ru", "10K lamps", "10 тыс. ламп"),
            ("nl-nl", "2.5 million lamps", "2,5 miljoen lampen"),
            ("it-it", "USD18,750 a year", "18.750 USD all'anno"),
            ("ru-ru", "-$20", "— $20"),
            ("tr-tr", "50% more", "%50 daha fazla"),
            ("zh-cn", "1-K lamps and 2-K lamps", "一千盏灯和两千盏灯"),
            // Words.
            ("ar-sa", "90 lamps", "التسعين مصباحا"),
            ("ja-jp", "more than 1 lamp", "2 以上のランプ"),
            ("it-it", "the 1st of the month", "il primo del mese"),
            ("es-es", "the 1st lamp", "la 1.ª lámpara"),
            ("it-it", "in the 20th century", "nel XX secolo"),
            ("it-it", "in the last 1 month", "nell'ultimo mese"),
            // Idioms and names.
            ("zh-cn", "24x7 support", "全天候支持"),
            ("zh-cn", "24 X 7 support", "全天候支持"),
            ("ru-ru", "24/7 support", "круглосуточная поддержка"),
            ("zh-cn", "24 hours per day, 365 days per year", "全年全天候"),
            ("it-it", "a 360-degree view", "una vista completa"),
            ("it-it", "a 2-way lamp", "una lampada bidirezionale"),
            ("zh-cn", "operated by 21Vianet", "由世纪互联运营"),
            ("zh-cn", "100% of it", "全额"),
            ("zh-cn", "after COVID-19", "新冠疫情之后"),
            ("zh-cn", "Beacon 6.1.3", "Beacon beacon6.1.3"),
            ("zh-cn", "Beacon 3. **1**.0", "Beacon 3.1.0"),
            // Punctuation.
            ("fr-fr", "[0,1]", "[0, 1]"),
            ("it-it", "The version 5.0", "La versione 5,0"),
            ("it-it", "The version 4.3.1", "La versione 4,3,1"),
        ] {
            let found = message(locale, source, target);
            if !found.is_empty() {
                wrong.push(format!("{locale}: {source} | {target} | {found}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn hostile_texts_are_read_in_linear_time_and_without_a_panic() {
        let long = "9".repeat(400);
        for (source, target) in [
            (long.as_str(), &long[1..]),
            ("2/30/2020", "30.02.2020"),
            ("99/99/9999", "99.99.9999"),
            ("1٢३", "123"),
            ("4\u{200f}5", "5\u{200f}4"),
            ("25:61 PM", "25:61"),
            ("0/0/0", "0.0.0"),
            ("$-", "%-"),
            ("1,,2..3", "1.,2"),
        ] {
            for locale in ["it-it", "ar-sa", "th-th", "zh-cn", "xx"] {
                message(locale, source, target);
                message(locale, target, source);
            }
        }
        for (one, other) in [
            ("1.1 ", "1,1 "),
            ("1/2/2018 ", "2.1.18 "),
            ("1 000 ", "2 000 "),
            ("May 1, 2020 ", "1 maggio 2021 "),
            ("6:30 PM ", "18.31 "),
            ("-1 5% $3 ", "1 5 3 "),
            ("7/1 ", "1.7 "),
        ] {
            message("it-it", &one.repeat(20_000), &other.repeat(20_000));
        }
    }
}
