//! Formulas in LaTeX, between `$` or `$$`, as the docs platform reads them: no space directly inside `$`, and no letter or digit
//! next to it.
//!
//! Money (`$5`), variables of a shell (`$PATH`, `$(x)`) and regular expressions are not formulas.

use crate::document::inline::Kind;
use crate::language::allows_word_edge;
use crate::rules::context::SideText;
use crate::text::Span;

/// How many bytes a formula may have: more than any real one in a sentence.
const MAX_FORMULA_BYTES: usize = 4000;

/// A formula, or a piece of a target that may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Formula {
    /// All of it, with its delimiters.
    pub span: Span,
    /// The text between the delimiters.
    pub inner: Span,
    /// Whether the delimiters are `$$`.
    pub is_display: bool,
}

/// A run of one or two `$`.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    is_double: bool,
}

/// The formulas of a source text.
pub fn formulas(source: SideText<'_>) -> Vec<Formula> {
    let text = source.text;
    let runs = runs(source);
    let closers = closers(&runs);
    let mut found = Vec::new();
    let mut i = 0;
    while i < runs.len() {
        let (open, closer) = (runs[i], closers[i]);
        i += 1;
        let Some(close) = closer.map(|at| runs[at]) else { continue };
        if close.start - open.end > MAX_FORMULA_BYTES || text[..open.start].ends_with(char::is_alphanumeric) {
            continue;
        }
        let inner = &text[open.end..close.start];
        let is_tight = !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
        let is_closed = !text[close.end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '{'));
        if is_formula(inner) && (open.is_double || is_tight && is_closed) {
            found.push(formula(open, close));
            i = closer.map_or(i, |at| at + 1);
        }
    }
    found
}

/// The pieces of a target between two `$` or two `$$`. If the target lacks `$$` of the source, two `$` with a space between them
/// count as one.
pub fn pieces(target: SideText<'_>, source: &[Formula]) -> Vec<Formula> {
    let text = target.text;
    let mut runs = runs(target);
    let wanted = 2 * source.iter().filter(|formula| formula.is_display).count();
    if runs.iter().filter(|run| run.is_double).count() < wanted {
        let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
        for run in runs {
            match joined.last_mut() {
                Some(last) if !last.is_double && !run.is_double && text[last.end..run.start].trim().is_empty() => {
                    *last = Run { start: last.start, end: run.end, is_double: true };
                }
                _ => joined.push(run),
            }
        }
        runs = joined;
    }
    let closers = closers(&runs);
    let mut found = Vec::new();
    let mut i = 0;
    while i < runs.len() {
        match closers[i] {
            Some(closer) => {
                found.push(formula(runs[i], runs[closer]));
                i = closer + 1;
            }
            None => i += 1,
        }
    }
    found
}

impl Formula {
    /// Whether the delimiters render: whole, without a space inside `$`, and not next to a letter or digit.
    pub fn renders(&self, text: &str) -> bool {
        let (whole, inner) = (&text[self.span.range()], &text[self.inner.range()]);
        if self.is_display {
            return whole.starts_with("$$") && whole.ends_with("$$");
        }
        let is_joined = text[self.span.range().end..].starts_with(|c: char| c.is_alphanumeric() && !allows_word_edge(c));
        let edge = |c: char| c.is_whitespace() || c == '$';
        !inner.is_empty() && !inner.starts_with(edge) && !inner.ends_with(edge) && !is_joined
    }
}

fn formula(open: Run, close: Run) -> Formula {
    let (span, inner) = (Span::new(open.start, close.end), Span::new(open.end, close.start));
    Formula { span, inner, is_display: open.is_double }
}

/// The runs of one or two `$` that are not escaped, and not in code or an address.
fn runs(side: SideText<'_>) -> Vec<Run> {
    let bytes = side.text.as_bytes();
    if memchr::memchr(b'$', bytes).is_none() {
        return Vec::new();
    }
    // A placeholder like `$(x)` may be in a formula, so it is not in this list.
    let hidden = side.inline.parts.iter().filter_map(|part| match part.kind {
        Kind::Code | Kind::Address => Some(part.span),
        Kind::Link | Kind::Image => Some(part.inner),
        _ => None,
    });
    let mut hidden: Vec<Span> = hidden.collect();
    hidden.sort_unstable();
    let is_hidden = |at: usize| {
        let next = hidden.partition_point(|span| span.range().start <= at);
        next.checked_sub(1).is_some_and(|last| hidden[last].range().contains(&at))
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'$', &bytes[at..]) {
        let start = at + next;
        let length = bytes[start..].iter().take_while(|b| **b == b'$').count();
        at = start + length;
        let escapes = bytes[..start].iter().rev().take(MAX_ESCAPES).take_while(|b| **b == b'\\').count();
        if length <= 2 && escapes % 2 == 0 && !is_hidden(start) {
            found.push(Run { start, end: at, is_double: length == 2 });
        }
    }
    found
}

/// How many backslashes before a byte are counted.
const MAX_ESCAPES: usize = 8;

/// For each run, the index of the next one of the same length.
fn closers(runs: &[Run]) -> Vec<Option<usize>> {
    let mut next = [None, None];
    let mut found = vec![None; runs.len()];
    for (i, run) in runs.iter().enumerate().rev() {
        found[i] = next[usize::from(run.is_double)].replace(i);
    }
    found
}

/// Whether the text between two delimiters is a formula: it has a command, an index or an exponent, or is a short expression.
fn is_formula(inner: &str) -> bool {
    let bytes = inner.trim().as_bytes();
    let is_command = |two: &[u8]| {
        two[0] == b'\\' && (two[1].is_ascii_alphabetic() || matches!(two[1], b'{' | b'}' | b'|' | b',' | b';' | b'!'))
    };
    if bytes.windows(2).any(is_command) {
        return true;
    }
    let longest = bytes.split(|b| !b.is_ascii_alphabetic()).map(<[u8]>::len).max().unwrap_or(0);
    if bytes.contains(&b'_') || bytes.contains(&b'^') {
        return longest < 4;
    }
    let is_expression = |b: &u8| {
        b.is_ascii_alphanumeric()
            || matches!(b, b' ' | b'-' | b'+' | b'*' | b'/' | b'=' | b'<' | b'>' | b'(' | b')' | b'[' | b']' | b'{' | b'}')
            || matches!(b, b',' | b'.' | b'|' | b'!' | b'&' | b';' | b':' | b'\'')
    };
    longest < 3 && bytes.iter().all(is_expression) && bytes.iter().any(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::inline::Inline;

    fn found(text: &str) -> Vec<&str> {
        let inline = Inline::new(text);
        formulas(SideText::new(text, &inline)).iter().map(|formula| &text[formula.span.range()]).collect()
    }

    #[test]
    fn formulas_are_found() {
        assert_eq!(found(r"For $n$ qubits in $\ket{0}$, $x > y$ and $n-1$."), ["$n$", r"$\ket{0}$", "$x > y$", "$n-1$"]);
        assert_eq!(found(r"an $n$-bit $$ \begin{align} a \end{align} $$ state"), ["$n$", r"$$ \begin{align} a \end{align} $$"]);
        assert_eq!(found("from $0$ to $x_j$"), ["$0$", "$x_j$"]);
    }

    #[test]
    fn money_variables_and_code_are_not_formulas() {
        for text in [
            "costs $5 and $6, or $5-$10",
            "5$ or 6$ each",
            "set $PATH:$HOME to $(Dir)$(Name)",
            "`$a$` and [a](b$c$d)",
            r"\$a$ b$",
            "$value and $other",
            "the token $version$ here",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn delimiters_that_render_are_known() {
        let renders = |text: &str| {
            let inline = Inline::new(text);
            pieces(SideText::new(text, &inline), &[]).iter().map(|piece| piece.renders(text)).collect::<Vec<_>>()
        };
        assert_eq!(renders("$a$ $a $ $ a$ $a$th $a$の"), [true, false, false, false, true]);
        let text = "$ $ a $ $";
        let inline = Inline::new(text);
        let display = Formula { span: Span::new(0, 0), inner: Span::new(0, 0), is_display: true };
        let joined = pieces(SideText::new(text, &inline), &[display]);
        assert_eq!(
            joined.iter().map(|piece| (&text[piece.inner.range()], piece.renders(text))).collect::<Vec<_>>(),
            [(" a ", false)]
        );
    }
}
