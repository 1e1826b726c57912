//! Who is who among people whose names look alike: such names are shown with the beginning of the member's id.
//!
//! Pseudonyms are chosen freely, and two members may have the same one, or one that only looks the same.

use std::collections::{BTreeMap, BTreeSet};

use sitr_client::{MemberId, MemberView, look};

/// Digits of an id that are shown at least.
const DIGITS_MIN: usize = 8;

/// Begins what is shown of an id.
const MARK: &str = " #";

/// Everybody whose name was seen, by what the name looks like.
#[derive(Debug, Default)]
pub(crate) struct Names {
    alike: BTreeMap<String, BTreeSet<MemberId>>,
}

impl Names {
    /// Those of all members.
    pub(crate) fn of(members: &[MemberView]) -> Self {
        let mut names = Self::default();
        for member in members {
            names.learn(&member.name, &member.id);
        }
        names
    }

    /// Remembers whose name this is.
    pub(crate) fn learn(&mut self, name: &str, id: &MemberId) {
        self.alike.entry(look(name)).or_default().insert(*id);
    }

    /// What is to be shown after a name: nothing if it is like nobody else's, else as many digits of the id as
    /// tell it from those.
    pub(crate) fn mark(&self, name: &str, id: &MemberId) -> String {
        let others = self.alike.get(&look(name)).into_iter().flatten().filter(|other| *other != id);
        let own = id.to_hex();
        let shared = |other: &MemberId| {
            own.chars().zip(other.to_hex().chars()).take_while(|(a, b)| a == b).count()
        };
        let digits = others.map(|other| (shared(other) + 1).max(DIGITS_MIN)).max();
        match digits {
            Some(digits) => format!("{MARK}{}", own.get(..digits).unwrap_or(&own)),
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: MemberId = MemberId([0xaa, 0xbb, 0xcc, 0xdd, 1, 1, 1, 1]);
    const B: MemberId = MemberId([0xbb; 8]);

    fn both(a: &str, b: &str) -> (String, String) {
        let mut names = Names::default();
        names.learn(a, &A);
        names.learn(b, &B);
        (names.mark(a, &A), names.mark(b, &B))
    }

    #[test]
    fn only_names_that_look_alike_are_marked() {
        assert_eq!(both("Omar", "ليلى"), (String::new(), String::new()));
        let marked = (" #aabbccdd".to_owned(), " #bbbbbbbb".to_owned());
        let alike = [
            ("Omar", "Omar"),
            ("Omar", "omar"),
            ("Omar", "\u{41e}mar"), // a Cyrillic letter
            ("ليلى", "ليلى"),
            ("\u{fb01}n", "fin"), // a ligature
            ("Omar", "Omar #aabbccdd"),
        ];
        for (a, b) in alike {
            assert_eq!(both(a, b), marked, "{a} {b}");
        }
    }

    #[test]
    fn who_is_seen_again_is_nobody_else() {
        let mut names = Names::default();
        names.learn("Omar", &A);
        names.learn("Omar", &A);
        assert_eq!(names.mark("Omar", &A), "");
    }

    #[test]
    fn ids_that_begin_alike_are_shown_as_far_as_they_differ() {
        let near = MemberId([0xaa, 0xbb, 0xcc, 0xdd, 1, 1, 2, 1]);
        let mut names = Names::default();
        names.learn("Omar", &A);
        names.learn("Omar", &near);
        assert_eq!(names.mark("Omar", &A), " #aabbccdd010101");
        assert_eq!(names.mark("Omar", &near), " #aabbccdd010102");
    }
}
