//! Draws findings for a reader to judge: `cargo run --release --example sample -- RULE SEED COUNT PATH...`
//!
//! Prints one JSON object per line: path, locale, segment id, rule, message, the reported words, and both texts. It draws the
//! findings with the smallest SHA-1 of seed and fingerprint, so the same seed draws the same findings on every machine.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "this program reads its arguments and prints its result")]

use bitext::config::Settings;
use sha1::{Digest, Sha1};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().ok_or(format!("{what} is missing: RULE SEED COUNT PATH..."));
    let (rule, seed, count) = (next("RULE")?, next("SEED")?, next("COUNT")?.parse::<usize>()?);
    let mut settings = Settings { paths: arguments.map(Into::into).collect(), ..Settings::default() };
    settings.choose(&[], &[], &[(rule.clone(), bitext::rules::rule::Level::Warn)])?;
    let report = bitext::lint(&settings)?;
    let mut drawn: Vec<_> = report.findings.iter().filter(|judged| judged.finding.rule.id == rule).collect();
    drawn.sort_by_cached_key(|judged| Sha1::digest(format!("{seed} {}", judged.fingerprint)).to_vec());
    for judged in drawn.into_iter().take(count) {
        let finding = &judged.finding;
        let document = &report.run.documents[finding.document];
        let line = serde_json::json!({
            "path": document.text.name(),
            "locale": document.identity.locale,
            "unit": finding.segment_id,
            "rule": finding.rule.id,
            "message": finding.message,
            "words": document.text.slice(finding.span),
            "source": finding.source_text(document),
            "target": finding.target_text(document),
        });
        println!("{line}");
    }
    Ok(())
}
