//! Addresses of links and images, in the form in which rules compare them.

use crate::text::normalize::normalize;
use std::borrow::Cow;

/// An address without the parts that a locale may change.
pub fn normalized<'a>(address: &'a str, locale: &str) -> Cow<'a, str> {
    let folded = normalize(address);
    if let Some((_, path)) = folded.split_once(".wikipedia.org") {
        let is_article = path.starts_with("/wiki/");
        return Cow::Owned(if is_article { "wikipedia".to_owned() } else { format!("wikipedia{path}") });
    }
    let is_locale = |segment: &str| segment.eq_ignore_ascii_case("en-us") || segment.eq_ignore_ascii_case(locale);
    if !folded.contains('-') || !folded.split(['/', '?', '#']).any(is_locale) {
        return match folded.strip_suffix('/') {
            Some(short) if !short.is_empty() => Cow::Owned(short.to_owned()),
            _ => folded,
        };
    }
    let kept: Vec<&str> = folded.trim_end_matches('/').split('/').filter(|segment| !is_locale(segment)).collect();
    Cow::Owned(kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn a_locale_in_an_address_does_not_count() {
        let same = |a: &str, b: &str| assert_eq!(normalized(a, "it-IT"), normalized(b, "it-IT"));
        same("https://docs.example/en-us/a", "https://docs.example/it-it/a/");
        same("/en-us/a", "/a");
        same("https://en.wikipedia.org/wiki/Lamp", "https://it.wikipedia.org/wiki/Lampada");
        same("a\\_b.md", "a_b.md");
        assert_ne!(normalized("/a/en-us-b", "it-IT"), normalized("/a", "it-IT"));
        assert_ne!(normalized("/de-de/a", "it-IT"), normalized("/a", "it-IT"));
    }
}
