//! Lines from standard input, without holding up the rest.

use std::io::{BufRead as _, Read as _};

use sitr_client::TEXT_MAX_BYTES;
use tokio::sync::mpsc;

/// Something that was typed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A line, without its end.
    Line(String),
    /// A line that is too long for a message, or not UTF-8; it is skipped.
    Unfit,
}

/// Lines as they are typed; the channel ends with the input.
///
/// A thread reads, because reading cannot be given up halfway; it does not keep the process alive.
pub(crate) fn lines() -> mpsc::Receiver<Typed> {
    let (typed, lines) = mpsc::channel(16);
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        while let Some(line) = next(&mut input) {
            if typed.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

fn next(input: &mut impl std::io::BufRead) -> Option<Typed> {
    let most = u64::try_from(TEXT_MAX_BYTES).unwrap_or(u64::MAX).saturating_add(2);
    let mut line = Vec::new();
    let read = input.by_ref().take(most).read_until(b'\n', &mut line).ok()?;
    if read == 0 {
        return None;
    }
    let whole = line.ends_with(b"\n");
    if !whole && read as u64 == most {
        input.skip_until(b'\n').ok()?;
        return Some(Typed::Unfit);
    }
    if whole {
        line.pop();
        if line.ends_with(b"\r") {
            line.pop();
        }
    }
    Some(String::from_utf8(line).map_or(Typed::Unfit, Typed::Line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8]) -> Vec<Typed> {
        let mut input = std::io::BufReader::new(input);
        std::iter::from_fn(|| next(&mut input)).collect()
    }

    #[test]
    fn lines_end_in_any_way_and_are_bounded() {
        let line = |text: &str| Typed::Line(text.to_owned());
        assert_eq!(all(b"a\r\nb\n\nc"), [line("a"), line("b"), line(""), line("c")]);
        assert_eq!(all(b"\xff\nb\n"), [Typed::Unfit, line("b")]);
        let mut long = vec![b'x'; 3 * TEXT_MAX_BYTES];
        long.extend(b"\nafter\n");
        assert_eq!(all(&long), [Typed::Unfit, line("after")]);
    }
}
