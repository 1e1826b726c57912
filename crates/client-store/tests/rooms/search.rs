//! The index of words: what it finds, and that it forgets.

use rusqlite::Connection;
use sitr_client_core::Store;
use sitr_client_core::state::Message;
use sitr_content::MessageId;

use super::{Bench, Outcome, message};

/// The bytes of the index, in which words stand as they are.
fn bytes_of_index(store: &Connection) -> Vec<u8> {
    let mut blocks = store.prepare("SELECT block FROM message_words_data").unwrap();
    let blocks = blocks.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    blocks.flat_map(Result::unwrap).collect()
}

#[test]
fn words_are_found_anywhere_and_leave_the_index_with_their_message() {
    let mut bench = Bench::new();
    let (room, other) = (bench.room(), bench.room());
    let (first, second) = (MessageId([1; 32]), MessageId([2; 32]));
    bench.run(|store| {
        for id in 1..=4 {
            store.add_message(&message(room, id))?;
        }
        store.add_message(&message(other, 5))?;
        assert_eq!(store.count_not_indexed()?, 5);
        let words = ["qwerty 最近很抑鬱", "50%*? of [it]", "qwerty", "", "qwerty"];
        for (one, words) in store.not_indexed(9)?.iter().zip(words) {
            let about = (one.id.0[0] == 3).then_some(first);
            store.index(one.seq, words, about.as_ref())?;
        }
        assert_eq!(store.count_not_indexed()?, 0);
        let ids = |words| -> Outcome<Vec<u8>> {
            Ok(store.holding(&room, words, 9)?.iter().map(|id| id.0[0]).collect())
        };
        for (words, found) in [
            ("wert", vec![3, 1, 1]), // a change leads to what it changes
            ("抑鬱", vec![1]),
            ("鬱", vec![1]),
            ("%*? of [i", vec![2]),
            ("?", vec![2]),
            ("Qwerty", vec![]),
            ("xyz", vec![]),
        ] {
            assert_eq!(ids(words)?, found, "{words}");
        }
        assert_eq!(store.holding(&room, "qwerty", 1)?, [MessageId([3; 32]), first]);
        let with = store.with_what_is_about(&room, &[second, first])?;
        assert_eq!(with.iter().map(|one| one.id.0[0]).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(store.with_what_is_about(&other, &[first])?.is_empty());
        assert_eq!(store.place_from_end(&room, 2)?, Some(with[2].seq));
        assert_eq!(store.place_from_end(&room, 5)?, None);
        Ok(())
    });
    let holds = |bench: &Bench, word: &str| {
        let bytes = bytes_of_index(bench.profile.connection());
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    };
    assert!(holds(&bench, "wer") && holds(&bench, "抑"), "the search has teeth");
    // One is taken back, one ends with its room.
    bench.run(|store| {
        for id in [1, 3] {
            store.put_content(&Message { content: vec![0], ..message(room, id) })?;
        }
        assert!(store.holding(&room, "wert", 9)?.is_empty());
        store.delete_room(&other)
    });
    assert!(!holds(&bench, "wer") && !holds(&bench, "抑"), "no part of a word stays");
    assert!(holds(&bench, "50%"));
}
