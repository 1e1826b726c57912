//! Finding words: an index over the history of all rooms, made when somebody searches.

use std::collections::BTreeMap;

use sitr_client_core::RoomId;
use sitr_client_core::state::Message;
use sitr_content::MessageId;

use super::RoomStore;
use super::message::{message, select};
use super::row::{Result, bytes, sql, unsigned};

/// Words as a pattern that finds them anywhere: what has a meaning in patterns stands for itself.
fn pattern(words: &str) -> String {
    let mut pattern = String::from("*");
    for c in words.chars() {
        match c {
            '*' | '?' | '[' => pattern.extend(['[', c, ']']),
            c => pattern.push(c),
        }
    }
    pattern.push('*');
    pattern
}

impl RoomStore<'_> {
    /// The first messages, of all rooms, that the index does not know yet, at most `limit` of them.
    ///
    /// # Errors
    /// If the storage fails; so all methods here.
    pub fn not_indexed(&self, limit: u32) -> Result<Vec<Message>> {
        self.all(
            select!("WHERE seq > (SELECT seq FROM message_indexed) ORDER BY seq LIMIT ?1"),
            [limit],
            message,
        )
    }

    /// How many messages the index does not know yet.
    ///
    /// # Errors
    /// See [`Self::not_indexed`].
    pub fn count_not_indexed(&self) -> Result<u64> {
        let text = "SELECT count(*) FROM message WHERE seq > (SELECT seq FROM message_indexed)";
        Ok(self.one(text, [], |row| unsigned(row, 0))?.unwrap_or(0))
    }

    /// The place of the last message, of all rooms, that the index knows; 0 before the first.
    ///
    /// # Errors
    /// See [`Self::not_indexed`].
    pub fn indexed_to(&self) -> Result<i64> {
        let text = "SELECT seq FROM message_indexed";
        Ok(self.one(text, [], |row| row.get(0).map_err(sql))?.unwrap_or(0))
    }

    /// Puts the next message into the index: the words by which it is found, folded as those that will be asked
    /// for, and the message that it is about. Messages come in their order.
    ///
    /// # Errors
    /// See [`Self::not_indexed`].
    pub fn index(&self, seq: i64, words: &str, about: Option<&MessageId>) -> Result<()> {
        if !words.is_empty() {
            let text = "INSERT INTO message_words (rowid, words) VALUES (?1, ?2)";
            self.run(text, (seq, words))?;
        }
        if let Some(about) = about {
            let text = "INSERT INTO message_about (seq, about) VALUES (?1, ?2)";
            self.run(text, (seq, about.0))?;
        }
        self.run("UPDATE message_indexed SET seq = ?1", [seq]).map(|_| ())
    }

    /// The newest messages of a room that hold these folded words, at most `limit` of them, and what they are
    /// about.
    ///
    /// # Errors
    /// See [`Self::not_indexed`].
    pub fn holding(&self, room: &RoomId, words: &str, limit: u32) -> Result<Vec<MessageId>> {
        let found = self.all(
            "SELECT m.id, a.about FROM message_words w JOIN message m ON m.seq = w.rowid
                    LEFT JOIN message_about a ON a.seq = m.seq
             WHERE w.words GLOB ?1 AND m.room = ?2 ORDER BY w.rowid DESC LIMIT ?3",
            (pattern(words), room.0, limit),
            |row| {
                let about: Option<[u8; 32]> = row.get(1).map_err(sql)?;
                Ok([Some(bytes(row, 0)?), about])
            },
        )?;
        Ok(found.into_iter().flatten().flatten().map(MessageId).collect())
    }

    /// These messages of a room, and whatever the index knows to be about them, in their order.
    ///
    /// # Errors
    /// See [`Self::not_indexed`].
    pub fn with_what_is_about(&self, room: &RoomId, ids: &[MessageId]) -> Result<Vec<Message>> {
        let mut all = BTreeMap::new();
        for id in ids {
            let about = self.all(
                select!(
                    "WHERE room = ?1 AND seq IN (SELECT seq FROM message_about WHERE about = ?2)"
                ),
                (room.0, id.0),
                message,
            )?;
            let found = self.message_of_id(room, id)?;
            all.extend(about.into_iter().chain(found).map(|message| (message.seq, message)));
        }
        Ok(all.into_values().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn what_means_something_in_patterns_stands_for_itself() {
        assert_eq!(pattern("a*b?[c]"), "*a[*]b[?][[]c]*");
    }
}
