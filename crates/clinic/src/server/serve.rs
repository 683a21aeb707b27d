//! Listening, until somebody ends the program.

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;

use super::clinic::Shared;
use super::routes::router;

/// Answers on a listener until `ending` is done; requests that are being answered are answered to their end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    clinic: Shared,
    listener: TcpListener,
    ending: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let router: Router = router(Shared::clone(&clinic));
    axum::serve(listener, router)
        .with_graceful_shutdown(ending)
        .await?;
    clinic.close().await;
    Ok(())
}
