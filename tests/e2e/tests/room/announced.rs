//! What a relay announces of itself reaches people.

use std::path::Path;
use std::process::Command;

use sitr_client::{Alarm, What};
use sitr_e2e::{Member, RelayProcess, binary};

fn run(verb: &str, copy: &Path, data: &Path) {
    let mut relay = Command::new(binary("SITR_RELAY_BIN"));
    let status = relay.arg(verb).arg(copy).arg("--data").arg(data).status();
    assert!(status.expect("the relay's program").success(), "{verb}");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_hear_that_a_relay_is_given_up_and_that_it_came_back_from_a_copy() {
    // W-12
    let mut relay = RelayProcess::start();
    let alice = Member::new("Alice");
    let room = alice.founds("Evening", &relay).await;

    relay.kill();
    relay.add_to_config("retires_on = 2099-12-31\n");
    relay.restart();
    let last_day = 47_481;
    alice.sees(&room, |what| *what == What::Retires(Some(last_day))).await;
    alice.says(&room, "until then all goes on").await;

    let (copy, data) = (relay.data().join("copy"), relay.data().join("relay"));
    run("backup", &copy, &data);
    relay.kill();
    std::fs::remove_dir_all(&data).expect("the data is lost");
    run("restore", &copy, &data);
    relay.restart();
    alice.sees(&room, |what| matches!(what, What::Alarm(Alarm::RelayRestored))).await;
    alice.says(&room, "and goes on after it").await;
}
