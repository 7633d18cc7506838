//! The human-readable format: each finding with an excerpt of its line, and a summary at the end.

use super::{
    LineIndex, LineIndices, comparison_sentences, escape_commands, escape_controls, name_at_line_start, unlisted_infos_sentence,
};
use crate::report::Report;
use crate::report::decide::Decided;
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

/// The style of the report.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colours may be used.
    pub color: bool,
    /// Whether lines may be drawn with characters beyond ASCII.
    pub unicode: bool,
    /// The width of the terminal in columns.
    pub width: usize,
    /// Whether long messages are wrapped at that width.
    pub wrap: bool,
    /// Whether the summary is left out.
    pub quiet: bool,
    /// Whether all skipped checks are listed.
    pub verbose: bool,
}

/// The largest number of related places that are listed for a finding.
const MAX_RELATED: usize = 6;

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
        let indices = LineIndices::new(report);
        let mut out = String::new();
        for reported in findings {
            let view = View::new(report, &indices, reported, style.width);
            if handler.render_report(&mut out, &view).is_err() {
                let _ = write!(out, "{}", view.message);
            }
            out.push('\n');
        }
        // Joining parts that were escaped separately can create a command of a CI service, so the whole text is escaped again.
        escape_commands(out)
    });
    if !style.quiet {
        summary(&mut out, report, style);
    }
    out
}

fn summary(out: &mut String, report: &Report, style: Style) {
    let paint = |code: &str, text: &str| if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    let (errors, warnings, infos) = (report.count(Level::Error), report.count(Level::Warn), report.count(Level::Info));
    let _ = writeln!(
        out,
        "Checked {} with {}.",
        counted(report.run.documents.given().count(), "document"),
        counted(report.pairs(), "pair")
    );
    if errors + warnings + infos == 0 {
        let _ = writeln!(out, "{}", paint("32", "No findings."));
    } else {
        let fix_hint = super::fix_hint(report);
        let _ = writeln!(
            out,
            "{}, {}{}{fix_hint}:",
            paint("1;31", &counted(errors, "error")),
            paint("1;33", &counted(warnings, "warning")),
            if infos > 0 { format!(", {}", counted(infos, "info finding")) } else { String::new() }
        );
        for (rule, level, count) in report.by_rule() {
            let _ = writeln!(out, "  {count:>6}  {:<5}  {rule}", level.name());
        }
    }
    if let Some(infos) = unlisted_infos_sentence(report) {
        let _ = writeln!(out, "{infos} --info lists them.");
    }
    for line in comparison_sentences(report) {
        let _ = writeln!(out, "{line}");
    }
    if report.run.suppressed > 0 {
        let _ = writeln!(out, "{} suppressed in documents.", counted(report.run.suppressed, "finding"));
    }
    if style.verbose {
        let _ = writeln!(out, "Configuration:");
        report.run.decisions.iter().for_each(|line| out.push_str(&format!("  {}\n", escape_controls(line))));
    }
    not_checked(out, report, style.verbose);
}

/// Prints the skipped checks, grouped by reason.
fn not_checked(out: &mut String, report: &Report, verbose: bool) {
    if report.run.coverage.not_checked.is_empty() {
        return;
    }
    let _ = writeln!(out, "Not checked:");
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for skipped in &report.run.coverage.not_checked {
        match reasons.iter_mut().find(|(reason, _)| *reason == skipped.reason) {
            Some((_, paths)) => paths.push(&skipped.path),
            None => reasons.push((&skipped.reason, vec![&skipped.path])),
        }
    }
    for (reason, paths) in reasons {
        let shown = if verbose { paths.len() } else { 1 };
        let _ = writeln!(out, "  {:>6}  {}", paths.len(), escape_controls(reason));
        for path in paths.iter().take(shown) {
            let _ = writeln!(out, "          {}", name_at_line_start(path));
        }
        if paths.len() > shown {
            let _ = writeln!(out, "          ... (--verbose lists all)");
        }
    }
}

/// A finding as a diagnostic of miette.
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
    fn new(report: &Report, indices: &LineIndices<'_>, reported: &Decided, width: usize) -> Self {
        let finding = &reported.finding;
        let excerpt = Excerpt::new(report, &indices.index(finding.document), finding, width.saturating_sub(12).max(40));
        let label = finding.label.as_deref().map(|label| escape_controls(label).into_owned());
        Self {
            id: finding.rule.id,
            severity: match reported.level {
                Level::Error => Severity::Error,
                Level::Warn => Severity::Warning,
                Level::Info | Level::Off => Severity::Advice,
            },
            message: escape_controls(&finding.message).into_owned(),
            help: help(report, indices, finding),
            label: LabeledSpan::new_primary_with_span(label, excerpt.label),
            excerpt,
        }
    }
}

/// The help text, followed by the related places. Keeps the line breaks of the help text. They are safe: quoted text of a
/// document never contains one.
fn help(report: &Report, indices: &LineIndices<'_>, finding: &Finding) -> Option<String> {
    let mut lines: Vec<String> =
        finding.help.iter().flat_map(|help| help.split('\n')).map(|line| escape_controls(line).into_owned()).collect();
    for related in finding.related.iter().take(MAX_RELATED) {
        let document = related.document.unwrap_or(finding.document);
        let position = indices.position(document, related.span.start);
        let shown = format!("{}:{}:{}", report.run.documents[document].text.name(), position.line, position.column);
        lines.push(format!("see {}: {}", escape_controls(&shown), escape_controls(&related.message)));
    }
    let more = finding.related.len().saturating_sub(MAX_RELATED);
    if more > 0 {
        lines.push(format!("and {}", counted(more, "more place")));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The part of a line around the words of a finding. Lines of localized documents are too long to show completely.
#[derive(Debug)]
struct Excerpt {
    name: String,
    text: String,
    /// The words, in bytes of `text`.
    label: SourceSpan,
    /// The position of the words, from 0.
    line: usize,
    column: usize,
}

impl Excerpt {
    fn new(report: &Report, index: &LineIndex<'_>, finding: &Finding, width: usize) -> Self {
        let text = &report.run.documents[finding.document].text;
        let line = index.line_of(finding.span.start);
        let words = Span {
            start: finding.span.start.min(line.end),
            end: finding.span.end.clamp(finding.span.start.min(line.end), line.end),
        };
        let position = index.position(finding.span.start);
        let before = text.slice(Span { start: line.start, end: words.start });
        let after = text.slice(Span { start: words.end, end: line.end });
        let (shown_words, words_width, words_fit) = fit(text.slice(words).chars(), width * 2 / 3);
        let room = width.saturating_sub(words_width);
        let (head, head_width, head_fits) = fit(before.chars().rev(), room / 2);
        let head: String = escape_controls(&head.chars().rev().collect::<String>()).into_owned();
        let (tail, _, tail_fits) = fit(after.chars(), room.saturating_sub(head_width));
        let mut shown = String::new();
        if !head_fits {
            shown.push('…');
        }
        shown.push_str(&head);
        let start = shown.len();
        shown.push_str(&escape_controls(&shown_words));
        if !words_fit {
            shown.push('…');
        }
        let length = shown.len() - start;
        if words_fit {
            shown.push_str(&escape_controls(&tail));
            if !tail_fits {
                shown.push('…');
            }
        }
        if shown.is_empty() {
            shown.push(' ');
        }
        Self {
            name: escape_controls(text.name()).into_owned(),
            text: shown,
            label: (start, length).into(),
            line: position.line - 1,
            column: position.column - 1,
        }
    }
}

/// The first characters that fit a width in columns. Returns them, their width, and whether they are all characters.
fn fit(mut chars: impl Iterator<Item = char>, width: usize) -> (String, usize, bool) {
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
