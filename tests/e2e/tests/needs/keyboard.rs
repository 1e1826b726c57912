//! Everything by keyboard: the `sitr` binary, which reads lines and writes lines, as a screen reader wants it.

use std::process::{Command, Output};

use serde_json::Value;
use sitr_client::Standing;
use sitr_e2e::{Member, binary};

use crate::world::relay;

/// Runs `sitr` as this member.
pub(crate) fn ran(member: &Member, args: &[&str]) -> Output {
    Command::new(binary("SITR_BIN"))
        .args(args)
        .arg("--json")
        .arg("--profile")
        .arg(member.profile())
        .arg("--passphrase-file")
        .arg(member.passphrase_file())
        .env_remove("SITR_PROFILE")
        .output()
        .expect("sitr runs")
}

/// Runs it, and gives what it says of what it did.
pub(crate) fn sitr(member: &Member, args: &[&str]) -> Vec<Value> {
    let output = ran(member, args);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {error}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Runs what does not do as it is asked, and gives its exit code and the error's own.
pub(crate) fn refused(member: &Member, args: &[&str]) -> (i32, String) {
    let output = ran(member, args);
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    let last = text.lines().last().expect("an error");
    let error: Value = serde_json::from_str(last).expect("JSON");
    (output.status.code().expect("a code"), error["error"].as_str().expect("a code").to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn need_09_join_post_and_report_by_keyboard_alone() {
    let relay = relay();
    let (host, rude) = (Member::new("Host"), Member::new("Rude"));
    let room = host.founds("Evening", &relay).await;
    host.client.admit_everyone(&room, true).await.expect("the door is open");
    let invite = host.invites(&room, 4).await;
    rude.knocks(&invite.link).await;
    rude.stands(&room, Standing::Active).await;
    let typist = Member::new("Typist");
    typist.client.close().await;
    let joined = sitr(&typist, &["join", &invite.link, "--as", "Typist"]);
    assert_eq!(joined.last().unwrap()["state"], "joined");
    sitr(&typist, &["send", "Evening", "I type"]);
    host.hears(&room, "I type").await;
    rude.says(&room, "an insult").await;
    let heard = sitr(&typist, &["read", "Evening"]);
    let insult = heard.iter().find(|message| message["text"] == "an insult").unwrap();
    let id = insult["message"].as_str().unwrap();
    sitr(&typist, &["report", "Evening", id, "--reason", "harassment", "he does this often"]);
    let there = async {
        while host.client.asides(&room, 0, 9).await.unwrap().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(sitr_e2e::PATIENCE, there).await.expect("the report is there");
    let asides = host.client.asides(&room, 0, 9).await.unwrap();
    assert!(asides[0].by.is_none() && asides[0].body.words().contains("often"));
    // Nothing of what was shown needs a colour, a picture or a place on the screen to be understood.
    let shown = sitr(&typist, &["show", "Evening"]);
    assert!(shown.iter().all(|post| post["text"].is_string() && post["from"].is_string()));
}
