//! Documents for the tests of rules that compare with a source or with siblings.

use crate::rules::docs::Example;
use crate::rules::rule::Rule;
use crate::rules::testing::report_files;
use crate::source::provenance::source_hash;
use crate::terms::Terms;

/// A file by its path.
pub fn file(path: &str, content: impl Into<String>) -> Example {
    Example { path: path.to_owned(), content: content.into() }
}

/// The markup of a pair with an id of the test documents.
pub fn pair(number: &str, target: &str, source: &str) -> String {
    format!(
        "<span data-ttu-id=\"2ba23-{number}\">{target}</span><span class=\"sxs-lookup\">\
         <span data-stu-id=\"2ba23-{number}\">{source}</span></span>"
    )
}

/// The test segments with these numbers, each a paragraph.
pub fn pairs(numbers: &[usize]) -> String {
    numbers.iter().map(|&n| pair(&n.to_string(), TARGETS[n - 103], SOURCES[n - 103])).collect::<Vec<_>>().join("\n\n")
}

/// The source texts of the test segments, from number 103 on.
pub const SOURCES: [&str; 5] = ["Light the lamp.", "Close the door.", "Trim the wick.", "Wind the clock.", "Ring the bell."];

/// The target texts of the test segments.
const TARGETS: [&str; 5] =
    ["Accendere la lampada.", "Chiudere la porta.", "Tagliare lo stoppino.", "Caricare l'orologio.", "Suonare la campana."];

/// A source file with some texts, each a paragraph.
pub fn source(texts: &[&str]) -> String {
    format!("---\ntitle: The lamp\nms.date: 03/17/2021\n---\n{}\n", texts.join("\n\n"))
}

/// A document that was handed off from a source file, with a body.
pub fn document(locale: &str, source: &str, body: &str) -> Example {
    let (language, region) = locale.split_once('-').expect("a locale with a region");
    let hash = source_hash(source.as_bytes());
    let content = format!(
        "---\ntitle: Lampada\nms.date: 03/17/2021\nms.openlocfilehash: {hash}\n\
         ms.sourcegitcommit: 7153f0b8c67efd35f58695ca2a7e00e70da1c5e9\nms.translationtype: HT\n\
         ms.contentlocale: {language}-{}\nms.lasthandoff: 04/01/2021\nms.locfileid: \"86434870\"\n---\n{body}\n",
        region.to_uppercase()
    );
    file(&format!("{locale}/lamp.md"), content)
}

/// The findings of a rule in each of some sets of files.
pub fn report_each<const N: usize>(rule: &'static Rule, sets: [&[Example]; N]) -> String {
    sets.map(|files| report_files(rule, files, &Terms::default())).join("\n")
}
