//! Finding a room, member, knock or invite by what a person typed.

use crate::fail::Failure;
use crate::safe;
use crate::text::Kind;

/// Letters of an id that are taken for its beginning; fewer are more likely to begin a name.
const ID_PREFIX_MIN: usize = 4;

/// Something that can be named.
pub(crate) trait Named {
    /// Its id, in hexadecimal.
    fn id(&self) -> String;
    /// Its name; empty if it has none.
    fn name(&self) -> &str;
}

/// The one that was meant. A whole id decides. Else a name as it is written, then without regard to
/// capitals, then the beginning of one; the beginning of an id always counts beside these, so that nobody
/// can call himself like the id of somebody else.
pub(crate) fn find<T: Named>(
    kind: Kind,
    typed: &str,
    all: impl IntoIterator<Item = T>,
) -> Result<T, Failure> {
    let typed = safe::unwrapped(typed);
    let small = typed.to_lowercase();
    let mut all: Vec<T> = all.into_iter().collect();
    if let Some(at) = all.iter().position(|one| one.id() == small) {
        return Ok(all.swap_remove(at));
    }
    let by_id = |one: &T| small.len() >= ID_PREFIX_MIN && one.id().starts_with(&small);
    let ways: [&dyn Fn(&T) -> bool; 3] =
        [&|one| one.name() == typed, &|one| one.name().to_lowercase() == small, &|one| {
            !small.is_empty() && one.name().to_lowercase().starts_with(&small)
        }];
    let way = ways.into_iter().find(|way| all.iter().any(way));
    let meant = |one: &T| by_id(one) || way.is_some_and(|way| way(one));
    let (mut found, others): (Vec<T>, Vec<T>) = all.into_iter().partition(meant);
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(one), false) => {
            found.push(one);
            Err(Failure::Ambiguous { kind, typed: typed.to_owned(), candidates: listed(&found) })
        }
        (None, _) => {
            Err(Failure::Unknown { kind, typed: typed.to_owned(), candidates: listed(&others) })
        }
    }
}

/// The one of these whose id is this, or begins so: what has no name is called by that alone.
pub(crate) fn by_id<T>(
    kind: Kind,
    typed: &str,
    all: impl IntoIterator<Item = (T, String)>,
) -> Result<T, Failure> {
    let typed = typed.trim().to_lowercase();
    let begins = |(_, id): &(T, String)| !typed.is_empty() && id.starts_with(&typed);
    let (mut found, others): (Vec<_>, Vec<_>) = all.into_iter().partition(begins);
    let ids = |all: Vec<(T, String)>| all.into_iter().map(|(_, id)| id).take(10).collect();
    match (found.pop(), found.is_empty()) {
        (Some((one, _)), true) => Ok(one),
        (Some(one), false) => {
            found.push(one);
            Err(Failure::Ambiguous { kind, typed, candidates: ids(found) })
        }
        (None, _) => Err(Failure::Unknown { kind, typed, candidates: ids(others) }),
    }
}

/// Name and id of each, as they are shown beside an error.
fn listed<T: Named>(all: &[T]) -> Vec<String> {
    let shown = |one: &T| match one.name() {
        "" => one.id(),
        name => format!("{} ({})", safe::name(name), one.id()),
    };
    all.iter().take(10).map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone)]
    struct One(&'static str, &'static str);

    impl Named for One {
        fn id(&self) -> String {
            self.0.to_owned()
        }
        fn name(&self) -> &str {
            self.1
        }
    }

    const ALL: [One; 5] = [
        One("aa11223344556677", "Alice"),
        One("aa11993344556677", "alina"),
        One("bb11223344556677", "Bob"),
        One("cc11223344556677", "bob"),
        One("dd11223344556677", "aa1199"),
    ];

    fn found(typed: &str) -> Result<String, Vec<String>> {
        match find(Kind::Member, typed, ALL) {
            Ok(one) => Ok(one.0.get(..2).unwrap_or_default().to_owned() + one.1),
            Err(Failure::Ambiguous { candidates, .. }) => Err(candidates),
            Err(_) => Err(Vec::new()),
        }
    }

    #[test]
    fn ids_names_and_their_beginnings() {
        assert_eq!(found("aa11223344556677").unwrap(), "aaAlice");
        assert_eq!(found("AA1122").unwrap(), "aaAlice");
        assert_eq!(found("alice").unwrap(), "aaAlice");
        assert_eq!(found("ALIN").unwrap(), "aaalina");
        assert_eq!(found("Bob").unwrap(), "bbBob");
        assert_eq!(found("bob").unwrap(), "ccbob");
        assert_eq!(found(" \u{2068}Alice\u{2069} ").unwrap(), "aaAlice");
    }

    #[test]
    fn what_could_be_two_is_asked_again() {
        assert_eq!(found("ali").unwrap_err().len(), 2);
        assert_eq!(found("BOB").unwrap_err().len(), 2);
        assert_eq!(found("aa11").unwrap_err().len(), 3);
        assert!(found("").unwrap_err().is_empty());
        assert!(found("nobody").unwrap_err().is_empty());
    }

    #[test]
    fn what_has_no_name_is_called_by_the_beginning_of_its_id() {
        let by_id = |typed: &str| {
            let all = ALL.map(|one| (one.1, one.0.to_owned()));
            super::by_id(Kind::Message, typed, all).map_err(|failure| match failure {
                Failure::Ambiguous { candidates, .. } => candidates.len(),
                _ => 0,
            })
        };
        assert_eq!(by_id(" B").unwrap(), "Bob");
        assert_eq!(by_id("aa1199").unwrap(), "alina");
        assert_eq!(by_id("aa").unwrap_err(), 2);
        assert_eq!(by_id("").unwrap_err(), 0);
        assert_eq!(by_id("Bob").unwrap_err(), 0);
    }

    #[test]
    fn nobody_hides_behind_the_id_of_another() {
        let candidates = found("aa1199").unwrap_err();
        assert_eq!(candidates.len(), 2);
        assert!(candidates.iter().any(|shown| shown.contains("aa11993344556677")));
    }
}
