//! Pages of the book with parts that are generated, between two comments.

use std::fs;
use std::io;
use std::path::PathBuf;

/// The page with the fields.
pub const FIELDS: &str = "docs/src/what-the-relay-sees.md";
/// The page with the games.
pub const GAMES: &str = "docs/src/measured.md";

/// A file of the tree.
#[must_use]
pub fn path(page: &str) -> PathBuf {
    crate::fields::root().join(page)
}

/// The text of a page.
///
/// # Errors
/// If it cannot be read.
pub fn read(page: &str) -> io::Result<String> {
    fs::read_to_string(path(page))
}

fn bounds(name: &str) -> (String, String) {
    (format!("<!-- audit: {name} -->\n"), format!("<!-- audit: end of {name} -->"))
}

/// The generated part of this name.
#[must_use]
pub fn part<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (begin, end) = bounds(name);
    page.split_once(&begin)?.1.split_once(&end).map(|(part, _)| part)
}

/// The page with another generated part.
#[must_use]
pub fn replaced(page: &str, name: &str, new: &str) -> Option<String> {
    let (begin, end) = bounds(name);
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}{}\n{end}{after}", new.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_part_is_replaced() {
        let page = "a\n<!-- audit: x -->\nold\n<!-- audit: end of x -->\nb\n";
        assert_eq!(part(page, "x"), Some("old\n"));
        let new = replaced(page, "x", "new\n").unwrap();
        assert_eq!(new, "a\n<!-- audit: x -->\nnew\n<!-- audit: end of x -->\nb\n");
        assert!(replaced(page, "y", "new").is_none());
    }
}
