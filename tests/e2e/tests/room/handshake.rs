//! What a client says before anything is encrypted end to end.

use sitr_e2e::Member;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

/// The bytes of the handshake that a client sends to a listener of ours.
async fn handshake(member: &Member) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/sitr/v1", listener.local_addr().unwrap());
    let listen = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(stream.read_u8().await.unwrap());
        }
        String::from_utf8(request).unwrap()
    };
    let (request, refused) = tokio::join!(listen, member.client.create_room("x", "y", &url));
    assert!(refused.is_err(), "nobody answered");
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn every_client_connects_alike() {
    // N-01
    let mut seen = Vec::new();
    for name in ["Alice", "Bob"] {
        let request = handshake(&Member::new(name)).await;
        let mut names: Vec<_> = request
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect();
        names.sort();
        assert_eq!(
            names,
            ["connection", "host", "sec-websocket-key", "sec-websocket-version", "upgrade"],
            "no User-Agent, cookie, origin, extension or language"
        );
        // What differs is the port that we chose and the key that the handshake draws.
        let same = |line: &&str| {
            let line = line.to_ascii_lowercase();
            !line.starts_with("host:") && !line.starts_with("sec-websocket-key:")
        };
        seen.push(request.lines().filter(same).collect::<Vec<_>>().join("\n"));
    }
    assert_eq!(seen[0], seen[1]);
}
