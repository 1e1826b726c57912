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
