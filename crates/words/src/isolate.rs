//! Foreign text within a sentence (Unicode UAX #9).

/// First strong isolate: what follows takes its direction from itself and lends it to nobody.
const FSI: char = '\u{2068}';
/// Ends an isolate.
const PDI: char = '\u{2069}';

/// A text whose direction touches nothing around it. It cannot leave its isolate: see [`balanced`].
#[must_use]
pub fn isolated(text: &str) -> String {
    format!("{FSI}{}{PDI}", balanced(text))
}

/// A text in one line, without direction overrides and control characters, whose isolates are each closed, and
/// none closed that was not opened in it.
#[must_use]
pub fn balanced(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut open = 0_usize;
    for c in text.chars() {
        match c {
            '\u{202a}'..='\u{202e}' => continue,
            '\u{2066}'..=FSI => open += 1,
            PDI if open == 0 => continue,
            PDI => open -= 1,
            _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                safe.push(' ');
                continue;
            }
            _ => {}
        }
        safe.push(c);
    }
    safe.extend(std::iter::repeat_n(PDI, open));
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_isolate() {
        assert_eq!(isolated("ليلى"), "\u{2068}ليلى\u{2069}");
        assert_eq!(isolated("x\u{2069}\u{202e}y"), "\u{2068}xy\u{2069}");
        assert_eq!(isolated("\u{2067}a"), "\u{2068}\u{2067}a\u{2069}\u{2069}");
        assert_eq!(balanced("a\nb\u{1b}c\u{2028}d"), "a b c d");
        assert_eq!(balanced("\u{2066}whole\u{2069}"), "\u{2066}whole\u{2069}");
    }
}
