//! Files of vectors: fields in the order in which a reader needs them, one a line, so that a byte that
//! moved is one line that differs.

use std::fmt::Write as _;

/// A value. Bytes are lower-case hexadecimal.
#[derive(Clone, Debug)]
pub enum Json {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Number(u64),
    /// Text, or bytes in hexadecimal.
    Text(String),
    /// Values in order.
    List(Vec<Json>),
    /// Named values in order.
    Object(Vec<(String, Json)>),
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self::Number(value)
    }
}
impl From<u32> for Json {
    fn from(value: u32) -> Self {
        Self::Number(value.into())
    }
}
impl From<u8> for Json {
    fn from(value: u8) -> Self {
        Self::Number(value.into())
    }
}
impl From<Vec<Json>> for Json {
    fn from(list: Vec<Json>) -> Self {
        Self::List(list)
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: impl AsRef<[u8]>) -> Json {
    Json::Text(data_encoding::HEXLOWER.encode(bytes.as_ref()))
}

/// Named values.
pub fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
    Json::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A string of JSON in which nothing is invisible, and nothing turns the text around.
fn quoted(text: &str) -> String {
    let shown = |c: char| c.is_ascii() || c.is_alphanumeric();
    let plain = serde_json::Value::from(text).to_string();
    plain.chars().fold(String::new(), |mut out, c| {
        if shown(c) {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
        out
    })
}

impl Json {
    fn write(&self, out: &mut String, depth: usize) {
        let indent = |out: &mut String, depth| {
            let _ = write!(out, "\n{:1$}", "", depth * 2);
        };
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(value) => out.push_str(&value.to_string()),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::List(list) if list.is_empty() => out.push_str("[]"),
            Self::List(list) => {
                out.push('[');
                for (at, value) in list.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    indent(out, depth + 1);
                    value.write(out, depth + 1);
                }
                indent(out, depth);
                out.push(']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (at, (name, value)) in fields.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    indent(out, depth + 1);
                    let _ = write!(out, "{}: ", quoted(name));
                    value.write(out, depth + 1);
                }
                indent(out, depth);
                out.push('}');
            }
        }
    }

    /// The text of a file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0);
        out.push('\n');
        out
    }
}

/// Where two files part, in words; none if they are the same.
#[must_use]
pub fn difference(frozen: &str, fresh: &str) -> Option<String> {
    let (mut old, mut new) = (frozen.lines(), fresh.lines());
    let mut vector = String::new();
    loop {
        match (old.next(), new.next()) {
            (None, None) => return None,
            (Some(old), Some(new)) if old == new => {
                // A vector's own name; an input may be called so too, and stands deeper.
                if let Some(("name", value)) = field(old)
                    && old.starts_with("      \"")
                {
                    vector = value.to_owned();
                }
            }
            (old, new) => {
                return Some(format!("{vector}: {}", tell(old.unwrap_or(""), new.unwrap_or(""))));
            }
        }
    }
}

/// Name and value of a line.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().strip_prefix('"')?.split_once("\": ")?;
    Some((name, value.trim_end_matches(',').trim_matches('"')))
}

fn short(text: &str) -> String {
    let head: String = text.trim().chars().take(80).collect();
    if head.len() < text.trim().len() { format!("{head}...") } else { head }
}

fn tell(old: &str, new: &str) -> String {
    let (Some((name, was)), Some((also, is))) = (field(old), field(new)) else {
        return format!("frozen `{}`, now `{}`", short(old), short(new));
    };
    if name != also {
        return format!("frozen `{}`, now `{}`", short(old), short(new));
    }
    let same = was.bytes().zip(is.bytes()).take_while(|(was, is)| was == is).count();
    // Two digits are one byte, and what stands before them is the same.
    let at = same / 2 * 2;
    let from = |text: &str| short(text.get(at..).unwrap_or(""));
    format!("{name} differs from byte {} on: frozen `{}`, now `{}`", at / 2, from(was), from(is))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, bytes: &[u8]) -> String {
        let (given, out) = (object([("name", "x".into())]), object([("bytes", hex(bytes))]));
        let vector = object([("name", name.into()), ("in", given), ("out", out)]);
        object([("vectors", vec![vector].into())]).to_text()
    }

    #[test]
    fn the_first_byte_that_moved_is_named() {
        let frozen = text("a", &[1, 2, 3]);
        assert_eq!(difference(&frozen, &frozen), None);
        let told = difference(&frozen, &text("a", &[1, 2, 4])).unwrap();
        assert_eq!(told, "a: bytes differs from byte 2 on: frozen `03`, now `04`");
        assert!(difference(&frozen, "").is_some());
        assert!(difference(&frozen, &frozen.replace("bytes", "words")).unwrap().contains("words"));
    }

    #[test]
    fn what_is_written_is_json() {
        let value = object([
            ("text", "\"سلام\"\n\u{202e}".into()),
            ("list", vec![Json::Null, true.into(), 7u64.into()].into()),
            ("none", Vec::new().into()),
        ]);
        assert!(!value.to_text().contains('\u{202e}'));
        let read: serde_json::Value = serde_json::from_str(&value.to_text()).unwrap();
        let list = [serde_json::Value::Null, true.into(), 7.into()];
        assert_eq!(read["text"], "\"سلام\"\n\u{202e}");
        assert_eq!(read["list"], serde_json::Value::from(list.to_vec()));
    }
}
