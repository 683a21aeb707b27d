//! A server that goes away: a relay before the real one, which can be cut.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub struct Proxy {
    address: String,
    is_away: Arc<AtomicBool>,
    cuts: AtomicU64,
    connections: watch::Sender<u64>,
}

impl Proxy {
    /// A relay before the server of an address such as `postgres://user@host:port/name`.
    pub async fn before(address: &str) -> Self {
        let (user, rest) = address.rsplit_once('@').unwrap();
        let (server, name) = rest.split_once('/').unwrap();
        let (relay, port) = Self::before_server(server).await;
        Self {
            address: format!("{user}@127.0.0.1:{port}/{name}"),
            ..relay
        }
    }

    /// A relay before a server `host:port`, and the port on which it listens.
    pub async fn before_server(server: &str) -> (Self, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (connections, generation) = watch::channel(0);
        let is_away = Arc::new(AtomicBool::new(false));
        tokio::spawn(relay_all(
            listener,
            server.to_owned(),
            Arc::clone(&is_away),
            generation,
        ));
        let relay = Self {
            address: format!("127.0.0.1:{port}"),
            is_away,
            cuts: AtomicU64::new(0),
            connections,
        };
        (relay, port)
    }

    pub fn address(&self) -> String {
        self.address.clone()
    }

    /// Cuts every connection; new ones are taken at once.
    pub fn cut(&self) {
        self.cuts.fetch_add(1, Ordering::Relaxed);
        self.connections.send_modify(|generation| *generation += 1);
    }

    /// Cuts every connection, and takes no new one.
    pub fn go_away(&self) {
        self.is_away.store(true, Ordering::SeqCst);
        self.cut();
    }

    /// Takes connections again.
    pub fn come_back(&self) {
        self.is_away.store(false, Ordering::SeqCst);
    }

    pub fn cuts(&self) -> u64 {
        self.cuts.load(Ordering::Relaxed)
    }
}

async fn relay_all(
    listener: TcpListener,
    server: String,
    is_away: Arc<AtomicBool>,
    generation: watch::Receiver<u64>,
) {
    while let Ok((mut client, _)) = listener.accept().await {
        if is_away.load(Ordering::SeqCst) {
            continue;
        }
        let mut generation = generation.clone();
        generation.mark_unchanged();
        let server = server.clone();
        tokio::spawn(async move {
            let mut real = TcpStream::connect(server).await.unwrap();
            tokio::select! {
                _ = tokio::io::copy_bidirectional(&mut client, &mut real) => {}
                _ = generation.changed() => {}
            }
        });
    }
}
