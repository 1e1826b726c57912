//! What every language must have: the phrases, their arguments, the plural forms, and its own words.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use intl_pluralrules::{PluralRuleType, PluralRules};
use unicode_bidi::BidiClass;

use super::*;
use crate::phrase::{MADE, phrases_of_numbers};

/// Phrases that are the same words in English and in another language: a tag and an id.
const SAME: &[(&str, &str)] = &[
    ("de", "kind-moderation"),
    ("de", "kind-petition"),
    ("es", "said-no"),
    ("fr", "kind-signature"),
    ("fr", "resource-version"),
    ("it", "said-no"),
];
/// What no text holds: markup, and marks of direction that nobody sees in a file.
const BANNED: [char; 15] = [
    '<', '>', '&', '`', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}',
    '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

/// A choice between forms.
#[derive(Debug)]
struct Choice {
    by: String,
    /// Each form's key, and what stands in it.
    forms: BTreeMap<String, Facts>,
}

/// What stands in a phrase.
#[derive(Debug, Default)]
struct Facts {
    text: String,
    variables: BTreeSet<String>,
    commands: BTreeSet<String>,
    choices: Vec<Choice>,
}

impl Facts {
    fn of(pattern: &Pattern<&str>) -> Self {
        let mut facts = Self::default();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => facts.text.push_str(value),
                PatternElement::Placeable { expression } => facts.expression(expression),
            }
        }
        facts
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                let InlineExpression::VariableReference { id } = selector else {
                    panic!("a choice is by an argument: {selector:?}")
                };
                let forms = variants.iter().map(|variant| match variant.key {
                    VariantKey::Identifier { name } => (name.to_owned(), Self::of(&variant.value)),
                    VariantKey::NumberLiteral { value } => panic!("a form for one number: {value}"),
                });
                let forms: BTreeMap<_, _> = forms.collect();
                for facts in forms.values() {
                    self.variables.extend(facts.variables.clone());
                    self.commands.extend(facts.commands.clone());
                }
                self.variables.insert(id.name.to_owned());
                self.choices.push(Choice { by: id.name.to_owned(), forms });
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { id, arguments } if id.name == "CMD" => {
                let [InlineExpression::StringLiteral { value }] = arguments.positional.as_slice()
                else {
                    panic!("CMD takes one text")
                };
                self.commands.insert((*value).to_owned());
            }
            other => panic!("no phrase needs this: {other:?}"),
        }
    }

    /// Its texts and those of its forms.
    fn texts(&self) -> Vec<&str> {
        let forms = self.choices.iter().flat_map(|choice| choice.forms.values());
        std::iter::once(self.text.as_str()).chain(forms.flat_map(Facts::texts)).collect()
    }
}

fn read(language: Language) -> BTreeMap<String, Facts> {
    let resource = fluent_syntax::parser::parse(language.source())
        .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag()));
    let mut phrases = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else {
            let is_comment = !matches!(entry, Entry::Term(_) | Entry::Junk { .. });
            assert!(is_comment, "{}: {entry:?}", language.tag());
            continue;
        };
        assert!(message.attributes.is_empty(), "{}: {}", language.tag(), message.id.name);
        let facts = Facts::of(message.value.as_ref().expect("words"));
        let twice = phrases.insert(message.id.name.to_owned(), facts);
        assert!(twice.is_none(), "{}: {} stands twice", language.tag(), message.id.name);
    }
    phrases
}

#[test]
fn every_language_has_every_phrase_with_its_arguments() {
    let ids: BTreeSet<String> = Phrase::ids().chain(["reviewed".to_owned()]).collect();
    let made: BTreeMap<&str, BTreeSet<String>> = MADE
        .iter()
        .map(|(id, args)| (*id, args.iter().map(|arg| (*arg).to_owned()).collect()))
        .collect();
    let english = read(Language::English);
    for language in Language::ALL {
        let phrases = read(language);
        let found: BTreeSet<String> = phrases.keys().cloned().collect();
        assert_eq!(found, ids, "{}", language.tag());
        assert!(Words::of(language).missing().is_empty());
        for (id, facts) in &phrases {
            let wanted = made.get(id.as_str()).cloned().unwrap_or_default();
            assert_eq!(facts.variables, wanted, "{} {id}", language.tag());
            assert_eq!(facts.commands, english[id].commands, "{} {id}", language.tag());
            for choice in &facts.choices {
                let held = |facts: &Facts| {
                    let mut held = facts.variables.clone();
                    held.insert(choice.by.clone());
                    held
                };
                let all: BTreeSet<_> = choice.forms.values().map(held).collect();
                assert_eq!(all.len(), 1, "{} {id}: a form lacks an argument", language.tag());
            }
        }
    }
}

#[test]
fn every_language_has_the_plural_forms_that_it_asks_for() {
    let english = read(Language::English);
    let numbers = phrases_of_numbers();
    for language in Language::ALL {
        let rules = PluralRules::create(language.id(), PluralRuleType::CARDINAL).unwrap();
        let mut categories: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
        for number in (0..=1_000).chain([1_000_000]) {
            let category = format!("{:?}", rules.select(number).unwrap()).to_lowercase();
            categories.entry(category).or_default().insert(number);
        }
        // Fluent says it where nothing else fits.
        categories.entry("other".to_owned()).or_default();
        for (id, facts) in read(language) {
            assert_eq!(facts.choices.len(), english[&id].choices.len(), "{} {id}", language.tag());
            for (choice, source) in facts.choices.iter().zip(&english[&id].choices) {
                assert_eq!(choice.by, source.by, "{} {id}", language.tag());
                let forms: Vec<&String> = choice.forms.keys().collect();
                if !numbers.contains(&(id.as_str(), choice.by.as_str())) {
                    assert!(forms.into_iter().eq(source.forms.keys()), "{} {id}", language.tag());
                    continue;
                }
                assert!(forms.into_iter().eq(categories.keys()), "{} {id}", language.tag());
                for (category, facts) in &choice.forms {
                    let is_one_number = categories[category].len() == 1;
                    let shows = facts.variables.contains(&choice.by);
                    assert!(is_one_number || shows, "{} {id}: {category} hides it", language.tag());
                }
            }
        }
        let count = match language {
            Language::Arabic => 6,
            Language::Polish | Language::Russian => 4,
            Language::Japanese | Language::Chinese => 1,
            _ => 2,
        };
        assert_eq!(categories.len(), count, "{}", language.tag());
    }
}

#[test]
fn every_text_is_plain_and_in_its_own_language() {
    let english = read(Language::English);
    for language in Language::ALL {
        for (id, facts) in read(language) {
            for text in facts.texts() {
                let at = format!("{} {id}: {text}", language.tag());
                assert!(!text.contains(BANNED), "{at}");
                // A number that helps or a law that holds is a claim, and stands with its source elsewhere.
                let digits = text.chars().filter(char::is_ascii_digit).count();
                assert!(digits < 3, "{at}");
                let strong = text.chars().find_map(|c| match unicode_bidi::bidi_class(c) {
                    BidiClass::L => Some(false),
                    BidiClass::R | BidiClass::AL => Some(true),
                    _ => None,
                });
                let is_yes_or_no = id == "reviewed";
                assert!(
                    strong.is_none_or(|strong| strong == language.is_right_to_left())
                        || is_yes_or_no,
                    "{at}"
                );
            }
            let same = facts.texts() == english[&id].texts()
                && facts.texts().iter().any(|text| text.chars().any(char::is_alphabetic));
            let may = language == Language::English
                || id == "reviewed"
                || SAME.contains(&(language.tag(), id.as_str()));
            assert!(!same || may, "{} {id} is left in English", language.tag());
        }
    }
}

#[test]
fn what_others_wrote_is_isolated_in_every_language() {
    let hostile = "Omar\u{2069}\u{202e}x\n";
    for language in Language::ALL {
        let words = Words::of(language);
        let said = words.say(&phrase::event_knock_says(hostile, "ليلى"));
        assert!(said.contains("\u{2068}Omarx \u{2069}"), "{said:?}");
        assert!(said.contains("\u{2068}ليلى\u{2069}"), "{said:?}");
        assert_eq!(balanced(&said), said);
        // Names stand for themselves, whatever they hold.
        assert!(words.say(&phrase::event_joined("{ $who }")).contains("{ $who }"));
    }
    let arabic = Words::of(Language::Arabic);
    let said = arabic.say(&Phrase::named(Group::Hint, "open").unwrap());
    assert!(said.contains("\u{2068}sitr profile recover\u{2069}"), "{said:?}");
    let said = arabic.say(&phrase::error_no_profile("--profile x"));
    assert!(said.contains("\u{2068}--profile x\u{2069}"), "{said:?}");
}

#[test]
fn counts_take_their_plural_form() {
    let said = |language, days| Words::of(language).say(&phrase::event_silent("A", days));
    assert!(said(Language::English, 1).contains("one day"));
    assert!(said(Language::English, 30).contains("30 days"));
    assert!(said(Language::Arabic, 2).contains("يومين"));
    assert!(said(Language::Arabic, 3).contains("3 أيام"));
    assert!(said(Language::Arabic, 30).contains("30 يومًا"));
    assert!(said(Language::Russian, 21).contains("21 день"));
    assert!(said(Language::Russian, 23).contains("23 дня"));
    assert!(said(Language::Polish, 5).contains("5 dni"));
    assert!(said(Language::Japanese, 1).contains("1 日間"));
}

#[test]
fn what_a_language_lacks_is_said_in_english_and_listed() {
    let half = "role-admin = إدارة\nevent-joined = { $whom } هنا\n";
    let words = Words::from_source(Language::Arabic, half);
    assert_eq!(words.name(Group::Role, "admin"), "إدارة");
    assert_eq!(words.name(Group::Role, "member"), "member");
    assert!(words.missing().contains(&"role-member".to_owned()));
    assert!(!words.missing().contains(&"role-admin".to_owned()));
    // One that asks for an argument that there is not.
    let said = words.say(&phrase::event_joined("Omar"));
    assert_eq!(said, "\u{2068}Omar\u{2069} is in the room now.");
    assert!(!words.is_reviewed());
    assert_eq!(words.name(Group::Role, "queen"), "queen");
}

#[test]
fn who_has_not_been_reviewed_is_marked() {
    for language in Language::ALL {
        let marks = read(language);
        assert!(matches!(marks["reviewed"].text.as_str(), "yes" | "no"), "{}", language.tag());
    }
    assert!(Words::of(Language::English).is_reviewed());
}

#[test]
fn reasons_that_came_in_english_are_said_in_the_own_language() {
    let german = Words::of(Language::German);
    assert_eq!(
        german.from_english(Group::Why, "the room is in slow mode"),
        german.name(Group::Why, "too-soon"),
    );
    assert_eq!(german.from_english(Group::Why, "what a person wrote"), "what a person wrote");
    let english = Words::of(Language::English);
    assert_eq!(
        english.from_english(Group::Why, "the room is in slow mode"),
        "the room is in slow mode"
    );
}

#[test]
fn guidelines_have_the_same_rules_in_every_language() {
    let all = guidelines();
    assert_eq!(all.len(), 12);
    assert!(all.iter().all(|(_, rules)| rules.len() == GUIDELINES.len()));
}
