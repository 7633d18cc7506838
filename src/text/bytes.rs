//! Searches in the bytes of a text, and the byte order mark.

/// Whether `test` holds for any byte and the two after it. After the end of the text, `test` gets the letter `a`.
///
/// This is for tests that run on every text and almost never hold. The loop has no early exit and no branch, so the compiler
/// tests sixteen bytes at a time. On the measured corpus it took a third fewer instructions than a loop that stops at the
/// first hit.
pub fn any_triple(text: &[u8], test: impl Fn(u8, u8, u8) -> bool) -> bool {
    const STEP: usize = 16;
    let mut found = [0u8; STEP];
    let mut test_window = |window: &[u8; STEP + 2]| {
        for i in 0..STEP {
            found[i] |= u8::from(test(window[i], window[i + 1], window[i + 2]));
        }
    };
    let mut at = 0;
    while let Some(window) = text.get(at..).and_then(|rest| rest.first_chunk()) {
        test_window(window);
        at += STEP;
    }
    let mut last = [b'a'; STEP + 2];
    let rest = &text[at.min(text.len())..];
    last[..rest.len()].copy_from_slice(rest);
    test_window(&last);
    // The rest may be two bytes longer than a step.
    (at + STEP..text.len()).any(|i| test(text[i], *text.get(i + 1).unwrap_or(&b'a'), b'a')) || found != [0; STEP]
}

/// The position of the first occurrence of a part that begins with a rare byte, such as a capital letter.
///
/// Building a searcher costs more than one short search. It is built only if the first byte of the part is frequent.
pub fn find_rare(text: &str, part: &str) -> Option<usize> {
    /// The largest number of positions that are compared without a searcher.
    const MAX_STARTS: usize = 64;
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let first = *part.first()?;
    let mut starts = memchr::memchr_iter(first, text);
    for at in starts.by_ref().take(MAX_STARTS) {
        if text[at..].starts_with(part) {
            return Some(at);
        }
    }
    let rest = starts.next()?;
    memchr::memmem::find(&text[rest..], part).map(|at| rest + at)
}

/// The bytes of a file after the byte order mark, if it has one.
pub fn without_byte_order_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::any_triple;

    #[test]
    fn every_byte_is_tested() {
        for length in 0..70 {
            let mut text = vec![b'x'; length];
            assert!(!any_triple(&text, |a, _, _| a == b'!'));
            for i in 0..length {
                text[i] = b'!';
                assert!(any_triple(&text, |a, _, _| a == b'!'), "{i} of {length}");
                assert_eq!(any_triple(&text, |_, b, _| b == b'!'), i >= 1, "{i} of {length}");
                assert_eq!(any_triple(&text, |_, _, c| c == b'!'), i >= 2, "{i} of {length}");
                text[i] = b'x';
            }
        }
    }
}
