//! `lost-segment`: source prose without a pair. By witness: a unit that every sibling of the same source hash has.

use crate::document::{Document, LocalId, Pair, UnitId};
use crate::finding::Finding;
use crate::fold::fold;
use crate::rule::{Check, Example, Group, Level, Rule, front_matter, pair};
use crate::siblings::{Article, Matched, Version};
use crate::text::Span;
use crate::versions;
use crate::words::quote;
use std::collections::{HashMap, HashSet};

/// See [`RULE.what`](Rule::what).
pub static RULE: Rule = Rule {
    id: "lost-segment",
    group: Group::Source,
    level: Level::Error,
    since: "0.1.0",
    summary: "a sentence that was handed off has no pair",
    what: "Documents of one article with the same `ms.openlocfilehash` have the same units. Reports a unit that every such \
           sibling has and this document has not, at the place where it belongs. A document that lost all its pairs gives \
           one finding, unless no document below its root has any. A gap in the numbers alone is no evidence, and a unit whose markup is damaged is not lost.",
    why: "The reader of this locale does not get the sentence, and nobody notices until a customer does.",
    remedy: "Restore the pair from the sibling's source and the translation in history, or translate it.",
    wrong: &[
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
                pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
                "\n"
            ),
        },
        Example {
            path: "ru-ru/lamp.md",
            content: concat!(
                front_matter!("ru-RU", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
                pair!("3defd-103", "Зажгите лампу.", "Light the lamp."),
                " ",
                pair!("3defd-104", "Закройте дверь.", "Close the door."),
                "\n"
            ),
        },
    ],
    right: &[
        Example {
            path: "it-it/lamp.md",
            content: concat!(
                front_matter!("it-IT", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
                pair!("2ba23-103", "Accendere la lampada.", "Light the lamp."),
                " ",
                pair!("2ba23-104", "Chiudere la porta.", "Close the door."),
                "\n"
            ),
        },
        Example {
            path: "ru-ru/lamp.md",
            content: concat!(
                front_matter!("ru-RU", date: "03/17/2021", handoff: "04/01/2021", hash: "9a36cbd8ceefda5e514ddf0e543daf78bc266285"),
                pair!("3defd-103", "Зажгите лампу.", "Light the lamp."),
                " ",
                pair!("3defd-104", "Закройте дверь.", "Close the door."),
                "\n"
            ),
        },
    ],
    checks: &[Check::Article(check)],
};

fn check(matched: &Matched, article: &Article, findings: &mut Vec<Finding>) {
    for version in &article.versions {
        if !version.uniform {
            for &index in &version.documents {
                compare(matched, version, index, findings);
            }
        }
    }
}

fn compare(matched: &Matched, version: &Version, index: usize, findings: &mut Vec<Finding>) {
    let document = &matched.documents[index];
    let locale = |i: usize| matched.documents[i].identity.locale.as_deref().unwrap_or("").to_ascii_lowercase();
    // A sibling that lost all its pairs is no witness.
    let siblings: Vec<usize> = version
        .documents
        .iter()
        .copied()
        .filter(|&i| locale(i) != locale(index) && !matched.documents[i].pairs.is_empty())
        .collect();
    let Some(&witness) = siblings.first() else { return };
    if document.pairs.is_empty() {
        // Damaged pairs are faults of their own, and a whole tree without pairs is published that way.
        if document.faults.is_empty() && matched.roots_with_pairs.contains(&document.identity.root) {
            let end = document.text.as_str().len();
            let count = matched.documents[witness].pairs.len();
            let message = format!("all {count} pairs that its siblings of the same source hash have are lost");
            let start = document.front_matter.as_ref().map_or(0, |f| f.body as usize);
            let line = document.text.as_str()[start..end].lines().next().map_or(0, |line| line.trim_end().len());
            findings.push(
                Finding::new(&RULE, Span::new(start, start + line), message)
                    .label("no pair from here on")
                    .help("restore the document from history, or hand it off again")
                    .in_document(index)
                    .related(witness, matched.documents[witness].pairs[0].span, "the first unit, in a sibling"),
            );
        }
        return;
    }
    let known = known_ids(document);
    let rest: Vec<HashSet<LocalId>> = siblings[1..].iter().map(|&i| known_ids(&matched.documents[i])).collect();
    let theirs = &matched.documents[witness];
    let own = versions::by_local_id(document);
    let by_text: HashMap<_, &Pair> = document.pairs.iter().map(|pair| (fold(document.source(pair)), pair)).collect();
    let their_ids: HashSet<LocalId> = theirs.pairs.iter().filter_map(|pair| theirs.unit(pair).local()).collect();
    let misplaced = document.misplaced_pairs();
    let mut before: Option<&Pair> = None;
    for pair in &theirs.pairs {
        let Some(id) = theirs.unit(pair).local() else { continue };
        if known.contains(&id) {
            before = own.get(&id).copied().or(before);
            continue;
        }
        if !rest.iter().all(|ids| ids.contains(&id)) {
            continue;
        }
        // The text may stand here under an id that no sibling has: then the id is the fault.
        let renamed = by_text.get(&fold(theirs.source(pair))).copied();
        let renamed = renamed
            .filter(|own| document.unit(own).local().is_none_or(|id| !their_ids.contains(&id)) || misplaced.contains(&own.span));
        match renamed {
            Some(own) if misplaced.contains(&own.span) || document.unit(own).local().is_none() => {}
            _ => findings.push(finding(matched, index, (witness, pair, id), before, renamed)),
        }
    }
}

/// Every id that a document holds in some form: whole pairs by either side, and damaged ones.
fn known_ids(document: &Document) -> HashSet<LocalId> {
    let sides = document.pairs.iter().flat_map(|pair| [pair.target.id, pair.source.id]);
    let whole = sides.map(|id| document.text.slice(id));
    let damaged = document.faults.iter().filter_map(|fault| fault.unit.as_deref());
    whole.chain(damaged).filter_map(|id| UnitId::parse(id).local()).collect()
}

fn finding(
    matched: &Matched,
    index: usize,
    (witness, pair, id): (usize, &Pair, LocalId),
    before: Option<&Pair>,
    renamed: Option<&Pair>,
) -> Finding {
    let document = &matched.documents[index];
    let theirs = &matched.documents[witness];
    let unit = id.with_prefix(&document.prefix);
    let source = theirs.source(pair);
    let body = document.front_matter.as_ref().map_or(0, |f| f.body);
    let start = before.map_or(body, |pair| pair.span.end);
    let next = document.pairs.partition_point(|pair| pair.span.start < start);
    let end = document.pairs.get(next).map_or(document.text.as_str().len() as u32, |pair| pair.span.start);
    let gap = Span { start, end };
    let bare = document.bare.iter().copied().find(|span| gap.start <= span.start && span.end <= gap.end);
    let (place, label, help) = match (renamed, bare) {
        (Some(own), _) => (
            own.target.id,
            "its text stands under this id".to_owned(),
            format!("no sibling has `{}`: write `{unit}` on both sides", document.id(own)),
        ),
        (None, Some(bare)) => (
            bare,
            "prose without a pair, where the unit belongs".to_owned(),
            "restore the pair around its translation, if this is it".to_owned(),
        ),
        (None, None) => (
            Span { start, end: start },
            "belongs behind this".to_owned(),
            format!("restore the pair; its source is {}", quote(source)),
        ),
    };
    let mut finding = Finding::new(
        &RULE,
        place,
        format!("`{unit}` is lost, which the siblings of the same source hash have: {}", quote(source)),
    )
    .label(label)
    .help(help)
    .in_document(index)
    .related(witness, pair.span, "the unit in a sibling");
    finding.extent = if renamed.is_some() { place } else { gap };
    finding.unit = Some(unit);
    finding.source = Some(source.to_owned());
    finding
}
