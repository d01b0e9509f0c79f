//! The bus against a real redis-server of its own, killed with SIGKILL and started again.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use antiphon_bus::{Bus, BusEvent, Subscription};
use bytes::Bytes;
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

#[tokio::test]
async fn a_node_hears_other_nodes_of_its_installation_only() {
    let redis = Server::start();
    let (ana, mut at_ana) = redis.node("one").await;
    let (_ben, mut at_ben) = redis.node("one").await;
    let (_eve, mut at_eve) = redis.node("two").await;
    ana.publish(Bytes::from_static(b"\x00raw \xff bytes"));
    assert_eq!(next_message(&mut at_ben).await, Bytes::from_static(b"\x00raw \xff bytes"));
    assert!(silent(&mut at_ana).await, "a node must not hear itself");
    assert!(silent(&mut at_eve).await, "two installations on one server must not mix");
}

#[tokio::test]
async fn messages_of_one_node_arrive_whole_and_in_order() {
    let redis = Server::start();
    let (ana, _) = redis.node("one").await;
    let (_ben, mut at_ben) = redis.node("one").await;
    for n in 0..3_000_u32 {
        ana.publish(Bytes::copy_from_slice(&n.to_be_bytes()));
    }
    for n in 0..3_000_u32 {
        assert_eq!(next_message(&mut at_ben).await, Bytes::copy_from_slice(&n.to_be_bytes()));
    }
}

#[tokio::test]
async fn an_idle_node_hears_again_after_redis_was_killed() {
    outage(Duration::from_millis(2_500)).await;
}

/// Longer than the 15 s after which the connection manager's own default gives up for good.
#[tokio::test]
#[ignore = "takes 30 s; run it after each update of redis"]
async fn an_idle_node_hears_again_after_a_long_outage() {
    outage(Duration::from_secs(25)).await;
}

#[tokio::test]
async fn a_bus_opened_before_redis_starts_comes_up_by_itself() {
    let redis = Server::start();
    let port = redis.port;
    drop(redis);
    let bus = Bus::redis(&format!("redis://127.0.0.1:{port}"), "one", Uuid::now_v7()).expect("a good address");
    let mut events = bus.subscribe();
    sleep(Duration::from_millis(300)).await;
    assert!(!bus.is_up());
    let _redis = Server::start_on(port);
    expect(&mut events, BusEvent::Up).await;
    assert!(bus.is_up());
}

#[tokio::test]
async fn a_connection_that_answers_no_more_is_replaced() {
    let redis = Server::start();
    let (_ana, mut at_ana) = redis.node("one").await;
    redis.signal("-STOP");
    expect(&mut at_ana, BusEvent::Down).await;
    redis.signal("-CONT");
    expect(&mut at_ana, BusEvent::Up).await;
    let (ben, _) = redis.node("one").await;
    ben.publish(Bytes::from_static(b"again"));
    assert_eq!(next_message(&mut at_ana).await, Bytes::from_static(b"again"));
}

#[tokio::test]
async fn publishing_without_redis_never_waits() {
    let redis = Server::start();
    let (ana, _) = redis.node("one").await;
    drop(redis);
    let started = Instant::now();
    for _ in 0..100_000 {
        ana.publish(Bytes::from_static(b"hint"));
    }
    assert!(started.elapsed() < Duration::from_secs(2), "100,000 calls took {:?}", started.elapsed());
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_being_repeated() {
    let Err(error) = Bus::redis("http://user:hunter2@host", "one", Uuid::now_v7()) else { panic!("it was accepted") };
    assert!(error.to_string().contains("redis://"));
    assert!(!format!("{error:?}").contains("hunter2"));
}

async fn outage(length: Duration) {
    let redis = Server::start();
    let port = redis.port;
    let (ana, mut at_ana) = redis.node("one").await;
    let (ben, mut at_ben) = redis.node("one").await;
    drop(redis); // SIGKILL: no goodbye
    expect(&mut at_ana, BusEvent::Down).await;
    expect(&mut at_ben, BusEvent::Down).await;
    assert!(!ana.is_up());
    sleep(length).await;
    let _redis = Server::start_on(port);
    let back = Instant::now();
    expect(&mut at_ana, BusEvent::Up).await;
    expect(&mut at_ben, BusEvent::Up).await;
    assert!(back.elapsed() < Duration::from_secs(4), "heard again only after {:?}", back.elapsed());
    assert!(ana.is_up() && ben.is_up());
    // The publishing connection is another one, and must not lose the first message after an outage.
    ana.publish(Bytes::from_static(b"from ana"));
    ben.publish(Bytes::from_static(b"from ben"));
    assert_eq!(next_message(&mut at_ben).await, Bytes::from_static(b"from ana"));
    assert_eq!(next_message(&mut at_ana).await, Bytes::from_static(b"from ben"));
}

/// A redis-server of this test alone; dropping it kills it.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
        let port = free.local_addr().expect("it is bound").port();
        drop(free);
        Self::start_on(port)
    }

    fn start_on(port: u16) -> Self {
        let process = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port", &port.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed (scripts/setup does it)");
        let server = Self { process, port };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("redis-server does not listen on port {port}");
    }

    /// A node that hears already, and its ear.
    async fn node(&self, installation: &str) -> (Bus, Subscription) {
        let address = format!("redis://127.0.0.1:{}", self.port);
        let bus = Bus::redis(&address, installation, Uuid::now_v7()).expect("a good address");
        let mut events = bus.subscribe();
        expect(&mut events, BusEvent::Up).await;
        (bus, events)
    }

    fn signal(&self, signal: &str) {
        let pid = self.process.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().expect("kill exists");
        assert!(sent.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits for this event, passing over repeats of `Up`.
async fn expect(events: &mut Subscription, wanted: BusEvent) {
    let found = timeout(Duration::from_secs(20), async {
        while let Some(event) = events.recv().await {
            if event == wanted {
                return;
            }
        }
        panic!("the bus is gone");
    });
    found.await.unwrap_or_else(|_| panic!("{wanted:?} did not come within 20 s"));
}

async fn next_message(events: &mut Subscription) -> Bytes {
    loop {
        match timeout(Duration::from_secs(5), events.recv()).await {
            Ok(Some(BusEvent::Message(payload))) => return payload,
            Ok(Some(BusEvent::Up)) => {}
            other => panic!("instead of a message: {other:?}"),
        }
    }
}

async fn silent(events: &mut Subscription) -> bool {
    !matches!(timeout(Duration::from_millis(200), events.recv()).await, Ok(Some(BusEvent::Message(_))))
}
