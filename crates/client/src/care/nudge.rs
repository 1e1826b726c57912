//! A word before personal details are sent. It is a hint from this device to its owner, and no filter.

/// What words seem to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Personal {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A name on another platform.
    Handle,
    /// A street and a number.
    Address,
}

impl Personal {
    /// A stable name, for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Handle => "handle",
            Self::Address => "address",
        }
    }
}

/// Digits that a telephone number has.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Words that stand beside a number in an address, in the languages that rooms speak. A street without such
/// a word is not seen.
const STREETS: [&str; 22] = [
    "street",
    "road",
    "avenue",
    "lane",
    "شارع",
    "طريق",
    "rue",
    "boulevard",
    "straße",
    "strasse",
    "weg",
    "platz",
    "ulica",
    "ul.",
    "rua",
    "avenida",
    "calle",
    "sokak",
    "caddesi",
    "улица",
    "丁目",
    "路",
];
/// Words that lead to somebody elsewhere.
const ELSEWHERE: [&str; 10] = [
    "instagram",
    "insta",
    "snapchat",
    "telegram",
    "whatsapp",
    "discord",
    "tiktok",
    "facebook",
    "signal",
    "واتساب",
];

/// What these words seem to hold: ascending, each once.
#[must_use]
pub fn personal_data(words: &str) -> Vec<Personal> {
    let small = words.to_lowercase();
    let tokens: Vec<&str> = small.split_whitespace().collect();
    let mut found = Vec::new();
    if has_phone(&small) {
        found.push(Personal::Phone);
    }
    if tokens.iter().any(|token| is_email(token)) {
        found.push(Personal::Email);
    }
    let elsewhere = ELSEWHERE.iter().any(|place| small.contains(place));
    let handle = |token: &&str| {
        token.strip_prefix('@').is_some_and(|name| name.chars().count() >= 3)
            || (elsewhere && (token.contains('_') || token.chars().any(|c| c.is_ascii_digit())))
    };
    if elsewhere && tokens.iter().any(handle) {
        found.push(Personal::Handle);
    }
    let street = STREETS.iter().any(|street| small.contains(street));
    if street && small.chars().any(char::is_numeric) {
        found.push(Personal::Address);
    }
    found
}

/// A run of digits in any script, with the signs that people put between them.
fn has_phone(words: &str) -> bool {
    let mut digits = 0_usize;
    for c in words.chars().chain(['.']) {
        if c.is_numeric() {
            digits += 1;
        } else if !matches!(c, ' ' | '-' | '(' | ')' | '+' | '/' | '\u{a0}') {
            if PHONE_DIGITS.contains(&digits) {
                return true;
            }
            digits = 0;
        }
    }
    false
}

fn is_email(token: &str) -> bool {
    token.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !host.starts_with('.') && host.len() > 3
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_a_person_is_seen() {
        use Personal::{Address, Email, Handle, Phone};
        for (words, wanted) in [
            ("call me: +49 170 1234567", vec![Phone]),
            ("اتصل بي ٠١٠١٢٣٤٥٦٧٨", vec![Phone]),
            ("write to omar@mail.example", vec![Email]),
            ("my insta is @layla_k", vec![Handle]),
            ("I live in 12 Long Street", vec![Address]),
            ("أسكن في شارع النيل ١٢", vec![Address]),
            ("see you at 8", vec![]),
            ("it was in 2026, on page 1234", vec![]),
            ("@Omar thank you", vec![]),
        ] {
            assert_eq!(personal_data(words), wanted, "{words}");
        }
    }
}
