//! Text of other people, made safe for a terminal.
//!
//! Whatever comes from outside may hold sequences that clear the screen, set the title, answer for the
//! user, or turn the order of what stands beside it. [`line()`] and [`lines`] let through what people write
//! with, all scripts and emoji, and nothing that commands a terminal.

use sitr_client::words::{balanced, isolated};
use unicode_normalization::char::is_combining_mark;

/// First strong isolate: what follows takes its direction from itself and lends it to nobody.
const FSI: char = '\u{2068}';
/// Ends an isolate.
const PDI: char = '\u{2069}';
/// Stands where something was that is not shown.
const GONE: char = '\u{fffd}';
/// Marks that may stand on one letter; more paint over the lines around it.
const MARKS_MAX: usize = 6;

/// One line of foreign text: no line breaks, nothing that commands.
pub(crate) fn line(text: &str) -> String {
    let clean = clean(text).replace(['\n', '\t'], " ");
    balanced(&clean)
}

/// Foreign text of several lines.
pub(crate) fn lines(text: &str) -> Vec<String> {
    clean(text).split('\n').map(|line| balanced(&line.replace('\t', "    "))).collect()
}

/// A foreign name within a sentence: isolated, so that right-to-left names do not reorder what stands
/// around them.
pub(crate) fn name(text: &str) -> String {
    isolated(&line(text))
}

/// What somebody typed or copied as a name: without the isolates that [`name`] put around it.
pub(crate) fn unwrapped(text: &str) -> &str {
    text.trim().trim_start_matches(FSI).trim_end_matches(PDI)
}

/// JSON in which nothing is left that a terminal obeys; it means the same.
pub(crate) fn json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if (c.is_control() && c != '\n') || is_direction(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

fn is_direction(c: char) -> bool {
    is_override(c) || is_isolate(c) || c == PDI
}

fn is_override(c: char) -> bool {
    ('\u{202a}'..='\u{202e}').contains(&c)
}

fn is_isolate(c: char) -> bool {
    ('\u{2066}'..=FSI).contains(&c)
}

/// Invisible characters that carry no meaning in any script; joiners do, and stay.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
        || ('\u{fff9}'..='\u{fffb}').contains(&c)
}

fn is_tag(c: char) -> bool {
    ('\u{e0000}'..='\u{e007f}').contains(&c)
}

/// Without commands, overrides and invisible text; line breaks are all `\n`.
fn clean(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text.chars();
    let (mut marks, mut in_flag) = (0, false);
    while let Some(c) = rest.next() {
        in_flag = c == '\u{1f3f4}' || (in_flag && is_tag(c));
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => safe.push('\n'),
            '\r' if rest.as_str().starts_with('\n') => {}
            '\t' => safe.push(c),
            '\u{1b}' | '\u{9b}' => {
                rest = after_command(c, rest.as_str()).chars();
                safe.push(GONE);
            }
            _ if c.is_control() => safe.push(GONE),
            _ if is_override(c) || is_hidden(c) || marks > MARKS_MAX => {}
            // Flags of regions are spelled with tags; anywhere else tags are hidden text.
            _ if is_tag(c) && !in_flag => {}
            _ => safe.push(c),
        }
    }
    safe
}

/// What stands after an escape sequence that begins with `first`; a broken one hides nothing else.
fn after_command(first: char, rest: &str) -> &str {
    let body = match (first, rest.chars().next()) {
        ('\u{9b}', _) => rest,
        (_, Some('[')) => rest.get(1..).unwrap_or_default(),
        (_, Some(']' | 'P' | '_' | '^' | 'X')) => return after_string(rest),
        _ => return rest,
    };
    let end = body.find(|c: char| !(' '..='?').contains(&c));
    match end.map(|end| body.split_at(end).1) {
        Some(tail) if tail.starts_with(|c: char| ('@'..='~').contains(&c)) => {
            tail.get(1..).unwrap_or_default()
        }
        _ => rest,
    }
}

/// What stands after a command that holds a string, such as a window's title.
fn after_string(rest: &str) -> &str {
    let Some(end) = rest.find(['\u{7}', '\u{9c}', '\u{1b}', '\n']) else { return rest };
    let tail = rest.split_at(end).1;
    match tail.strip_prefix("\u{1b}\\").or_else(|| tail.strip_prefix(['\u{7}', '\u{9c}'])) {
        Some(after) => after,
        None => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_stays() {
        for text in [
            "plain, with 'quotes' and \"more\"",
            "ليلى كتبت: مرحبًا",
            "می\u{200c}خواهم",
            "👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "e\u{301}\u{323} combined",
            "שלום \u{200f}(world)",
            "isolated \u{2067}אבג\u{2069} stays",
        ] {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn nothing_commands_the_terminal() {
        for (hostile, shown) in [
            ("\u{1b}[2J\u{1b}[1;1Hgone", "\u{fffd}\u{fffd}gone"),
            ("\u{1b}]0;title\u{7}x", "\u{fffd}x"),
            ("\u{1b}]8;;https://evil\u{1b}\\click\u{1b}]8;;\u{1b}\\", "\u{fffd}click\u{fffd}"),
            ("\u{9b}31mred", "\u{fffd}red"),
            ("\u{1b}P$q\u{1b}\\a", "\u{fffd}a"),
            ("\u{1b}c", "\u{fffd}c"),
            ("\u{1b}", "\u{fffd}"),
            ("\u{1b}[31", "\u{fffd}[31"),
            ("\u{1b}]no end", "\u{fffd}]no end"),
            ("a\rb", "a\u{fffd}b"),
            ("a\u{8}\u{8}b\u{7f}", "a\u{fffd}\u{fffd}b\u{fffd}"),
            ("\u{0}\u{85}\u{90}", "\u{fffd}\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(line(hostile), shown, "{hostile:?}");
            assert!(!lines(hostile).concat().chars().any(char::is_control));
        }
    }

    #[test]
    fn nothing_reorders_or_hides() {
        assert_eq!(line("admin\u{202e}nimda"), "adminnimda");
        assert_eq!(line("\u{2066}open"), "\u{2066}open\u{2069}");
        assert_eq!(line("close\u{2069}\u{2069}"), "close");
        assert_eq!(line("in\u{200b}vis\u{feff}ible\u{e0041}"), "invisible");
        assert_eq!(line(&format!("a{}", "\u{301}".repeat(50))).chars().count(), 1 + MARKS_MAX);
        assert_eq!(name("x\u{2069}\u{202e}"), "\u{2068}x\u{2069}");
        assert_eq!(unwrapped(&name("bob")), "bob");
    }

    #[test]
    fn lines_are_split_and_names_are_not() {
        assert_eq!(lines("a\r\nb\n\tc\u{2028}d"), ["a", "b", "    c", "d"]);
        assert_eq!(lines("\u{2067}a\nb"), ["\u{2067}a\u{2069}", "b"]);
        assert_eq!(line("a\nb\tc"), "a b c");
    }

    #[test]
    fn json_means_the_same_and_commands_nothing() {
        let text = "\u{9b}31m\u{7f}\u{202e}\u{1b}[2J\"\\ ليلى";
        let encoded = json(&serde_json::to_string(text).unwrap());
        assert!(!encoded.chars().any(|c| c.is_control() || is_direction(c)));
        assert_eq!(serde_json::from_str::<String>(&encoded).unwrap(), text);
    }
}
