//! Listening, until somebody ends the program.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::client_address::with_client_addresses;
use super::clinic::Shared;
use super::gates_of_day::GateReader;
use super::mail::{Courier, Post};
use super::pages::PublicPageDrawer;
use super::registry::RegistryReader;
use super::routes::router;

/// How often what is over is looked for: nobody is promised the hour at which it is removed.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// How often the anchors in the key room move on: what somebody takes away from the end of the record or the trail later than this
/// is missed. Each time costs two small files, where anything was written at all.
const ANCHOR_EVERY: Duration = Duration::from_secs(5);

/// Answers on a listener until `ending` is done; requests that are being answered are answered to their end. From where a
/// request comes, one of `trusted_proxies` may say. Reminders go by `post` meanwhile, charts are read for the
/// registry and for the gates of the day, and the public page is drawn.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    clinic: Shared,
    listener: TcpListener,
    trusted_proxies: &[IpAddr],
    post: Post,
    ending: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    if clinic.setting().is_https && trusted_proxies.is_empty() {
        tracing::warn!(
            "tries to sign in are limited per address, and all seem to come from the proxy; name it with --trusted-proxy"
        );
    }
    let router: Router = with_client_addresses(router(Shared::clone(&clinic)), trusted_proxies);
    let (held, dropped) = watch::channel(());
    let courier = tokio::spawn(Courier::new(Shared::clone(&clinic), post).work(dropped));
    let sweeping = tokio::spawn(sweep(Shared::clone(&clinic)));
    let reading = tokio::spawn(RegistryReader::new(Shared::clone(&clinic)).work());
    let looking = tokio::spawn(GateReader::new(Shared::clone(&clinic)).work());
    let drawing = tokio::spawn(PublicPageDrawer::new(Shared::clone(&clinic)).work());
    let anchoring = tokio::spawn(anchor(Shared::clone(&clinic)));
    let answering = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, answering)
        .with_graceful_shutdown(ending)
        .await;
    sweeping.abort();
    reading.abort();
    looking.abort();
    drawing.abort();
    anchoring.abort();
    drop(held);
    // What is being handed over is handed over to its end; a courier that fell is none any more.
    let _ = courier.await;
    // They hold nothing that must be brought to an end; but the database is closed only once they are gone.
    let _ = reading.await;
    let _ = looking.await;
    let _ = drawing.await;
    let _ = anchoring.await;
    move_anchors(&clinic).await;
    served?;
    clinic.close().await;
    Ok(())
}

/// Removes what people sent before their first visit and nobody took up in time, also where nobody looks at it.
async fn sweep(clinic: Shared) {
    loop {
        if let Err(problem) = clinic.discard_old_inquiries().await {
            tracing::warn!(
                status = problem.status().as_u16(),
                "old inquiries were not removed; this is tried again in an hour"
            );
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}

/// Moves the anchors of the record and the trail on, for as long as it is let.
async fn anchor(clinic: Shared) {
    loop {
        move_anchors(&clinic).await;
        tokio::time::sleep(ANCHOR_EVERY).await;
    }
}

async fn move_anchors(clinic: &Shared) {
    if clinic.record.move_anchors().await.is_err() {
        tracing::warn!(
            "the anchors in the key room could not be moved on; this is tried again in a few seconds"
        );
    }
}
