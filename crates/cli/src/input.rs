//! Lines from standard input, without holding up the rest.

use std::io::{BufRead as _, Read as _};
use std::sync::mpsc::{Sender, channel};

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

/// Lines as they are typed.
///
/// A thread reads, because reading cannot be given up halfway; it does not keep the process alive. It reads a
/// line when one is wanted and not before, so that a passphrase can be asked for at the same terminal.
pub(crate) struct Lines {
    typed: mpsc::Receiver<Typed>,
    wanted: Sender<()>,
    is_wanted: bool,
}

/// Begins to read lines, once the first is wanted.
pub(crate) fn lines() -> Lines {
    let (wanted, wants) = channel();
    let (found, typed) = mpsc::channel(1);
    std::thread::spawn(move || {
        while wants.recv().is_ok() {
            let Some(line) = next(&mut std::io::stdin().lock()) else { return };
            if found.blocking_send(line).is_err() {
                return;
            }
        }
    });
    Lines { typed, wanted, is_wanted: false }
}

impl Lines {
    /// The next line; none at the end of the input. Whoever gives up waiting gets that line the next time.
    pub(crate) async fn next(&mut self) -> Option<Typed> {
        if !self.is_wanted {
            self.wanted.send(()).ok()?;
            self.is_wanted = true;
        }
        let typed = self.typed.recv().await;
        self.is_wanted = false;
        typed
    }
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
