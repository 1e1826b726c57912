//! In which language a person is spoken to; programs always in one.

use crate::world::{World, run};

#[test]
fn a_person_is_spoken_to_in_the_own_language_and_a_program_in_english() {
    let world = World::new();
    world.friends();
    let said = |args: &[&str], variable: &str, value: &str| {
        let mut command = world.bare(args);
        command.arg("--profile").arg(world.path("alice"));
        command.arg("--passphrase-file").arg(world.path("pass"));
        command.env_remove("SITR_LANG").env_remove("LC_ALL").env("LANG", "C.UTF-8");
        run(command.env(variable, value))
    };
    let members = |variable, value| said(&["members", "Friends"], variable, value).out;
    assert!(members("LANG", "C.UTF-8").contains("  admin  "));
    assert!(members("LANG", "it_IT.UTF-8").contains("  amministrazione  "));
    assert!(members("LC_ALL", "de_DE").contains("  Leitung  "));
    assert!(members("SITR_LANG", "ar").contains("  إدارة  "));
    let told = said(&["members", "Friends", "--lang", "ja"], "SITR_LANG", "ar").out;
    assert!(told.contains("  管理  "), "{told}");
    let log = said(&["mod", "log", "Friends"], "SITR_LANG", "ru");
    assert!(log.out.contains("ничего не предпринимали"), "{log:?}");

    let refused = said(&["read", "Foes"], "SITR_LANG", "pl");
    assert!(refused.code == 1 && refused.err.starts_with("błąd: żaden pokój"), "{refused:?}");
    let last = said(&["leave", "Friends"], "SITR_LANG", "tr");
    assert!(last.err.contains("yönetimdeki son kişi"), "{last:?}");
    assert!(last.err.contains("\nipucu: yönetimi başka bir üyeye ver"), "{last:?}");
    let machine = said(&["leave", "Friends", "--json"], "SITR_LANG", "tr");
    assert!(machine.err.contains("the last admin cannot leave"), "{machine:?}");
    let card = said(&["care", "card"], "LANG", "pt_BR.UTF-8");
    assert!(card.out.starts_with("Você não está só"), "{card:?}");

    assert_eq!(said(&["members", "Friends", "--lang", "xx"], "LANG", "C").code, 2);
    let all = said(&["languages", "--json"], "LANG", "C").objects();
    let tags: Vec<_> = all.iter().map(|one| one["language"].as_str().unwrap()).collect();
    assert_eq!(tags.join(" "), "ar en it fr de pl tr pt ru ja zh es");
    assert!(all.iter().all(|one| one["reviewed"] == (one["language"] == "en")));

    // A room can begin with rules in all of them.
    let rules = world.sitr("alice", &["mod", "guidelines", "Friends", "--first"]).one();
    assert_eq!(rules["rules"], 7);
    let shown = world.sitr("bob", &["guidelines", "Friends"]).one();
    assert_eq!(shown["texts"].as_object().unwrap().len(), 12);
    // A person reads them in one language, and learns of the others.
    world.sitr("alice", &["guidelines", "Friends"]).one();
    let own = said(&["guidelines", "Friends"], "SITR_LANG", "de").out;
    assert_eq!(own.lines().filter(|line| line.starts_with('[')).collect::<Vec<_>>(), ["[de]"]);
    assert!(own.contains("--all-languages") && own.contains("Auch in: ar en es fr"), "{own}");
    let all = said(&["guidelines", "Friends", "--all-languages"], "SITR_LANG", "de").out;
    assert_eq!(all.lines().filter(|line| line.starts_with('[')).count(), 12);
}

/// First strong isolate, and what ends it: in Arabic what is typed, copied or a name stands between them.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];
/// How what is to be typed begins.
const TYPED: [&str; 4] = ["sitr ", "--", "/", "invite "];
/// Before what the system answers.
const SYSTEM: &str = "يقول النظام: ";

/// The text without what is to be typed, and without what the system answers.
fn without_commands(said: &str) -> String {
    let mut open = vec![String::new()];
    for c in said.chars() {
        let is_typed = |held: &str| TYPED.iter().any(|begin| held.starts_with(begin));
        match c {
            c if c == ISOLATE[0] => open.push(String::new()),
            c if c == ISOLATE[1] && open.len() > 1 => {
                let held = open.pop().unwrap();
                let around = open.last_mut().unwrap();
                if !is_typed(&held) && !around.ends_with(SYSTEM) {
                    around.push_str(&format!("\u{7f}{held}\u{7f}"));
                }
            }
            c => open.last_mut().unwrap().push(c),
        }
    }
    open.concat()
}

/// Two Latin words beside each other: a sentence that nobody translated.
fn untranslated(said: &str) -> Option<String> {
    let is_word = |word: &str| {
        let word = word.trim_matches(['\u{7f}', ',', '.', ':', ';']);
        word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic())
    };
    let left = without_commands(said);
    let words: Vec<&str> = left.split_whitespace().collect();
    let is_one = |pair: &&[&str]| {
        let parted = pair[0].ends_with('\u{7f}') || pair[1].starts_with('\u{7f}');
        !parted && pair.iter().all(|word| is_word(word))
    };
    words.windows(2).find(is_one).map(|pair| pair.join(" "))
}

#[test]
fn what_is_left_in_english_would_be_found() {
    assert_eq!(untranslated("خطأ: the room is full").unwrap(), "the room");
    let nested = "خطأ: \u{2068}لا يمكن: \u{2068}no such room\u{2069}\u{2069}";
    assert!(untranslated(nested).is_some());
    for fine in [
        "بأمر \u{2068}sitr care card\u{2069} الآن",
        "\u{2068}Friends\u{2069} \u{2068}Bob\u{2069}",
        "يقول النظام: \u{2068}no route to host\u{2069}",
        "admin",
    ] {
        assert_eq!(untranslated(fine), None, "{fine}");
    }
}

/// Every way that commands fail which people meet, and what they say when they do not: in Arabic, whose sentences
/// have no two Latin words beside each other but in commands.
#[test]
fn no_error_and_no_answer_is_left_in_english() {
    let world = World::new();
    world.friends();
    let arabic = |args: &[&str], profile: &str, pass: &str| {
        let mut command = world.bare(args);
        command.arg("--profile").arg(world.path(profile));
        command.arg("--passphrase-file").arg(world.path(pass));
        command.args(["--timeout", "20s"]);
        run(command.env("SITR_LANG", "ar"))
    };
    let write = |name: &str, text: &str| std::fs::write(world.path(name), text).unwrap();
    let url = world.url();
    let link = world.link("alice");
    let sent = world.sitr("alice", &["send", "Friends", "صباح الخير"]).one();
    let message = sent["message"].as_str().unwrap().to_owned();
    write("wrong", "not it");
    write("empty", "");
    write("code", "not a code");
    write("code32", &"A".repeat(32));
    write("thing.bin", "?");
    write("two.txt", "one\nand one more");
    write("cat.jpg", "no picture");
    write("bad.sitr", "no evidence");
    let [thing, two, cat, bad, gone, code, code32] =
        ["thing.bin", "two.txt", "cat.jpg", "bad.sitr", "gone", "code", "code32"]
            .map(|name| world.path(name).display().to_string());
    world.profile("lost");
    std::fs::remove_file(world.path("lost").join("keys.json")).unwrap();
    world.profile("damaged");
    write("damaged/keys.json", "{}");
    world.profile("torn");
    write("torn/profile.db", &"x".repeat(8192));
    let long = "x".repeat(70_000);
    let fails: &[(&[&str], &str, &str)] = &[
        (&["room", "list"], "alice", "wrong"),
        (&["room", "list"], "alice", "empty"),
        (&["room", "list"], "alice", "gone"),
        (&["room", "list"], "nobody", "pass"),
        (&["room", "list"], "lost", "pass"),
        (&["room", "list"], "damaged", "pass"),
        (&["room", "list"], "torn", "pass"),
        (&["room", "list", "--log", "=="], "alice", "pass"),
        (&["profile", "recover", "--code-file", &code], "alice", "pass"),
        (&["profile", "recover", "--code-file", &code32], "alice", "pass"),
        (&["profile", "backup", &thing], "alice", "pass"),
        (&["room", "create", "", "--relay", &url], "alice", "pass"),
        (&["room", "create", "\u{202e}", "--relay", &url], "alice", "pass"),
        (&["room", "create", &"x".repeat(99), "--relay", &url], "alice", "pass"),
        (&["room", "create", "R", "--relay", "http://x"], "alice", "pass"),
        (&["room", "create", "R", "--relay", "ws://127.0.0.1:1/"], "alice", "pass"),
        (&["join", "https://example.org", "--as", "A"], "bob", "pass"),
        (&["join", "sitr://join#AAAA", "--as", "A"], "bob", "pass"),
        (&["read", "Foes"], "alice", "pass"),
        (&["read", "Friends", "--since", "yesterday"], "alice", "pass"),
        (&["invite", "Friends"], "bob", "pass"),
        (&["invite", "revoke", "Friends", "ffff"], "alice", "pass"),
        (&["admit", "Friends", "Carol"], "alice", "pass"),
        (&["remove", "Friends", "Alice"], "bob", "pass"),
        (&["role", "Friends", "Nobody", "member"], "alice", "pass"),
        (&["leave", "Friends"], "alice", "pass"),
        (&["send", "Friends", " "], "alice", "pass"),
        (&["send", "Friends", &long], "alice", "pass"),
        (&["send", "Friends", "call +49 170 1234567"], "alice", "pass"),
        (&["send", "Friends", "x", "--warn", "nonsense"], "alice", "pass"),
        (&["send", "Friends", "x", "--wish", "nonsense"], "alice", "pass"),
        (&["cancel", "99"], "alice", "pass"),
        (&["reply", "Friends", "ffffffff", "x"], "alice", "pass"),
        (&["react", "Friends", &message, "👎"], "bob", "pass"),
        (&["edit", "Friends", &message, "x"], "bob", "pass"),
        (&["report", "Friends", &message, "--reason", "because"], "bob", "pass"),
        (&["report", "Friends", &message, "--reason", "spam"], "alice", "pass"),
        (&["appeal", "Friends", "ffff", "x"], "bob", "pass"),
        (&["answer", "Friends", "ffff", "x"], "alice", "pass"),
        (&["take", "Friends", "ffff"], "alice", "pass"),
        (&["note", "Friends", &message, "wrong", "x"], "bob", "pass"),
        (&["poll", "vote", "Friends", &message, "1"], "bob", "pass"),
        (&["event", "rsvp", "Friends", &message, "yes"], "bob", "pass"),
        (&["petition", "sign", "Friends", &message], "bob", "pass"),
        (&["attach", "Friends", &thing], "alice", "pass"),
        (&["attach", "Friends", &cat], "alice", "pass"),
        (&["attach", "Friends", &gone], "alice", "pass"),
        (&["fetch", "Friends", &message, &thing], "bob", "pass"),
        (&["library", "check", &bad], "alice", "pass"),
        (&["library", "publish", "Friends", "T", &thing, "--of", "ffff"], "alice", "pass"),
        (&["mod", "set", "Friends", "votes", "perhaps"], "alice", "pass"),
        (&["mod", "set", "Friends", "retention", "9999d"], "alice", "pass"),
        (&["mod", "set", "Friends", "hours", "25:00"], "alice", "pass"),
        (&["mod", "timeout", "Friends", "Bob"], "alice", "pass"),
        (&["mod", "lift", "Friends", "Bob"], "alice", "pass"),
        (&["mod", "hide", "Friends", &message], "bob", "pass"),
        (&["mod", "guidelines", "Friends", &thing, &two], "alice", "pass"),
        (&["direct", "ask", "Friends", "Alice", "--as", "B"], "bob", "pass"),
        (&["care", "quiet", "soon"], "alice", "pass"),
    ];
    for (args, profile, pass) in fails {
        let ran = arabic(args, profile, pass);
        assert_ne!(ran.code, 0, "{args:?} {ran:?}");
        assert!(ran.err.starts_with("خطأ: ") && ran.err.contains("\nإرشاد: "), "{args:?} {ran:?}");
        assert_eq!(untranslated(&ran.err), None, "{args:?} {}", ran.err);
    }
    let answers: &[(&[&str], &str)] = &[
        (&["room", "list"], "alice"),
        (&["room", "safety", "Friends"], "alice"),
        (&["invite", "list", "Friends"], "alice"),
        (&["door", &link], "bob"),
        (&["knocks", "Friends", "--all"], "alice"),
        (&["members", "Friends"], "alice"),
        (&["professionals", "Friends"], "alice"),
        (&["role", "Friends", "Bob", "professional"], "alice"),
        (&["professionals", "Friends"], "alice"),
        (&["note", "Friends", &message, "not-medical-advice"], "bob"),
        (&["show", "Friends"], "bob"),
        (&["read", "Friends"], "alice"),
        (&["mod", "slow", "Friends", "1s"], "alice"),
        (&["mod", "log", "Friends"], "alice"),
        (&["mod", "settings", "Friends"], "alice"),
        (&["mod", "set", "Friends", "direct-messages", "yes"], "alice"),
        (&["mod", "lineage", "Friends"], "alice"),
        (&["whisper", "Friends", "مرحبا"], "bob"),
        (&["need", "Friends", "مرحبا"], "bob"),
        (&["desk", "Friends"], "alice"),
        (&["library", "list", "Friends"], "alice"),
        (&["topic", "Friends", "موسيقى"], "alice"),
        (&["topics", "Friends"], "alice"),
        (&["send", "Friends", "مساء", "--after", "1h"], "alice"),
        (&["motion", "list", "Friends"], "alice"),
        (&["directory", "show", "Friends"], "alice"),
        (&["care", "check", "هادئ"], "alice"),
        (&["care", "journal", "هادئ"], "alice"),
        (&["care", "budget", "30"], "alice"),
        (&["care", "card"], "alice"),
    ];
    for (args, profile) in answers {
        let ran = arabic(args, profile, "pass");
        assert_eq!(ran.code, 0, "{args:?} {ran:?}");
        assert_eq!(untranslated(&ran.out), None, "{args:?} {}", ran.out);
        assert_eq!(untranslated(&ran.err), None, "{args:?} {}", ran.err);
    }
}
