//! The format for people: each finding with its words in view, and a summary at the end.

use super::{LineIndex, Places, gated, harmless, place, unlisted_infos, without_commands};
use crate::report::{Report, ReportedFinding};
use crate::rules::finding::Finding;
use crate::rules::rule::Level;
use crate::text::Span;
use crate::text::phrases::counted;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, Severity, SourceCode, SourceSpan, SpanContents,
    ThemeCharacters, ThemeStyles,
};
use std::fmt::{self, Write as _};
use unicode_width::UnicodeWidthChar;

/// How the report is to look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colours may be used.
    pub color: bool,
    /// Whether lines may be drawn with characters beyond ASCII.
    pub unicode: bool,
    /// Width of the screen in columns.
    pub width: usize,
    /// Whether long messages are broken at that width; where the text is not for a screen they stay in one line.
    pub wrap: bool,
    /// Whether the summary is left out.
    pub quiet: bool,
    /// Whether everything that was not checked is listed.
    pub verbose: bool,
}

/// Prints a report.
pub fn print(report: &Report, style: Style) -> String {
    let theme = GraphicalTheme {
        characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .with_wrap_lines(style.wrap)
        .with_context_lines(0);
    let mut out = report.print_by_document(|_, findings| {
        let places = Places::new(report);
        let mut out = String::new();
        for judged in findings {
            let view = View::new(report, &places, judged, style.width);
            if handler.render_report(&mut out, &view).is_err() {
                let _ = write!(out, "{}", view.message);
            }
            out.push('\n');
        }
        // Parts of a line that are harmless by themselves stand beside each other here.
        without_commands(out)
    });
    if !style.quiet {
        summary(&mut out, report, style);
    }
    out
}

fn summary(out: &mut String, report: &Report, style: Style) {
    let paint = |code: &str, text: &str| if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let (errors, warnings, infos) = (report.count(Level::Error), report.count(Level::Warn), report.count(Level::Info));
    let _ =
        writeln!(out, "Checked {} with {}.", counted(report.documents.linted.len(), "document"), counted(report.pairs(), "pair"));
    if errors + warnings + infos == 0 {
        let _ = writeln!(out, "{}", paint("32", "No findings."));
    } else {
        let fixable = super::fixable(report);
        let _ = writeln!(
            out,
            "{}, {}{}{fixable}:",
            paint("1;31", &counted(errors, "error")),
            paint("1;33", &counted(warnings, "warning")),
            if infos > 0 { format!(", {}", counted(infos, "info finding")) } else { String::new() }
        );
        for (rule, level, count) in report.by_rule() {
            let _ = writeln!(out, "  {count:>6}  {:<5}  {rule}", level.name());
        }
    }
    if let Some(infos) = unlisted_infos(report) {
        let _ = writeln!(out, "{infos} --info lists them.");
    }
    for line in gated(report) {
        let _ = writeln!(out, "{line}");
    }
    if report.suppressed > 0 {
        let _ = writeln!(out, "{} suppressed in documents.", counted(report.suppressed, "finding"));
    }
    if style.verbose {
        let _ = writeln!(out, "Decided:");
        report.decisions.iter().for_each(|line| out.push_str(&format!("  {}\n", harmless(line))));
    }
    if report.not_checked.is_empty() {
        return;
    }
    let _ = writeln!(out, "Not checked:");
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for skipped in &report.not_checked {
        match reasons.iter_mut().find(|(reason, _)| *reason == skipped.reason) {
            Some((_, paths)) => paths.push(&skipped.path),
            None => reasons.push((&skipped.reason, vec![&skipped.path])),
        }
    }
    for (reason, paths) in reasons {
        let shown = if style.verbose { paths.len() } else { 1 };
        let _ = writeln!(out, "  {:>6}  {}", paths.len(), harmless(reason));
        for path in paths.iter().take(shown) {
            let _ = writeln!(out, "          {}", place(path));
        }
        if paths.len() > shown {
            let _ = writeln!(out, "          .. (--verbose lists all)");
        }
    }
}

/// One finding as miette is to show it.
#[derive(Debug)]
struct View {
    id: &'static str,
    severity: Severity,
    message: String,
    help: Option<String>,
    label: LabeledSpan,
    excerpt: Excerpt,
}

impl View {
    fn new(report: &Report, places: &Places<'_>, judged: &ReportedFinding, width: usize) -> Self {
        let finding = &judged.finding;
        let excerpt = Excerpt::new(report, &places.of(finding.document), finding, width.saturating_sub(12).max(40));
        let label = finding.label.as_deref().map(|label| harmless(label).into_owned());
        Self {
            id: finding.rule.id,
            severity: match judged.level {
                Level::Error => Severity::Error,
                Level::Warn => Severity::Warning,
                Level::Info | Level::Off => Severity::Advice,
            },
            message: harmless(&finding.message).into_owned(),
            help: help(report, places, finding),
            label: LabeledSpan::new_primary_with_span(label, excerpt.label),
            excerpt,
        }
    }
}

/// The help with the related places under it. Its own line breaks are kept: what it quotes has none.
fn help(report: &Report, places: &Places<'_>, finding: &Finding) -> Option<String> {
    let mut lines: Vec<String> =
        finding.help.iter().flat_map(|help| help.split('\n')).map(|line| harmless(line).into_owned()).collect();
    for related in finding.related.iter().take(6) {
        let document = related.document.unwrap_or(finding.document);
        let position = places.position(document, related.span.start);
        let shown = format!("{}:{}:{}", report.documents[document].text.name(), position.line, position.column);
        lines.push(format!("see {}: {}", harmless(&shown), harmless(&related.message)));
    }
    if finding.related.len() > 6 {
        lines.push(format!("and {} more places", finding.related.len() - 6));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The part of a line around the broken words: lines of these documents are too long to be shown whole.
#[derive(Debug)]
struct Excerpt {
    name: String,
    text: String,
    /// The words, in bytes of `text`.
    label: SourceSpan,
    /// Place of the words, from 0.
    line: usize,
    column: usize,
}

impl Excerpt {
    fn new(report: &Report, index: &LineIndex<'_>, finding: &Finding, width: usize) -> Self {
        let text = &report.documents[finding.document].text;
        let line = index.line_of(finding.span.start);
        let words = Span {
            start: finding.span.start.min(line.end),
            end: finding.span.end.clamp(finding.span.start.min(line.end), line.end),
        };
        let position = index.position(finding.span.start);
        let before = text.slice(Span { start: line.start, end: words.start });
        let after = text.slice(Span { start: words.end, end: line.end });
        let (marked, marked_width, marked_whole) = fitting(text.slice(words).chars(), width * 2 / 3);
        let room = width.saturating_sub(marked_width);
        let (head, head_width, head_whole) = fitting(before.chars().rev(), room / 2);
        let head: String = harmless(&head.chars().rev().collect::<String>()).into_owned();
        let (tail, _, tail_whole) = fitting(after.chars(), room.saturating_sub(head_width));
        let mut shown = String::new();
        if !head_whole {
            shown.push('…');
        }
        shown.push_str(&head);
        let start = shown.len();
        shown.push_str(&harmless(&marked));
        if !marked_whole {
            shown.push('…');
        }
        let length = shown.len() - start;
        if marked_whole {
            shown.push_str(&harmless(&tail));
            if !tail_whole {
                shown.push('…');
            }
        }
        if shown.is_empty() {
            shown.push(' ');
        }
        Self {
            name: harmless(text.name()).into_owned(),
            text: shown,
            label: (start, length).into(),
            line: position.line - 1,
            column: position.column - 1,
        }
    }
}

/// As many characters as fit a width in columns: them, their width, and whether they are all.
fn fitting(mut chars: impl Iterator<Item = char>, width: usize) -> (String, usize, bool) {
    let mut text = String::new();
    let mut used = 0;
    for char in chars.by_ref() {
        let columns = char.width().unwrap_or(6);
        if used + columns > width {
            return (text, used, false);
        }
        used += columns;
        text.push(char);
    }
    (text, used, true)
}

impl SourceCode for Excerpt {
    fn read_span<'a>(&'a self, _: &SourceSpan, _: usize, _: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(Contents { excerpt: self, span: (0, self.text.len()).into() }))
    }
}

struct Contents<'a> {
    excerpt: &'a Excerpt,
    span: SourceSpan,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.excerpt.text.as_bytes()
    }
    fn span(&self) -> &SourceSpan {
        &self.span
    }
    fn name(&self) -> Option<&str> {
        Some(&self.excerpt.name)
    }
    fn line(&self) -> usize {
        self.excerpt.line
    }
    fn column(&self) -> usize {
        self.excerpt.column
    }
    fn line_count(&self) -> usize {
        1
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View {}

impl Diagnostic for View {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.id))
    }
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(self.label.clone())))
    }
}
