//! How many requests are being answered, so that work that can wait steps aside for them.

use std::future::Future;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::clinic::Shared;
use super::problem::Problem;

/// Time between two looks for something to do beside the pages.
const BETWEEN_LOOKS: Duration = Duration::from_secs(5);
/// Time without a request after which work beside the pages goes on.
const QUIET: Duration = Duration::from_millis(10);
/// Time after which a database that did not answer is asked again.
const AFTER_FAILURE: Duration = Duration::from_secs(20);

/// Requests that are being answered now.
pub(super) struct Traffic {
    answering: watch::Sender<usize>,
}

impl Default for Traffic {
    fn default() -> Self {
        Self {
            answering: watch::Sender::new(0),
        }
    }
}

/// A request that is being answered, until this is dropped: a browser that goes away ends it too.
struct Answering<'a>(&'a Traffic);

impl Drop for Answering<'_> {
    fn drop(&mut self) {
        self.0.answering.send_modify(|answering| *answering -= 1);
    }
}

impl Traffic {
    fn answer(&self) -> Answering<'_> {
        self.answering.send_modify(|answering| *answering += 1);
        Answering(self)
    }

    /// Waits until nothing was asked for `quiet`, but no longer than `at_most`: where there is never quiet, what can wait goes on
    /// slowly.
    pub(super) async fn quiet(&self, quiet: Duration, at_most: Duration) {
        let mut seen = self.answering.subscribe();
        let until_quiet = async {
            while seen.wait_for(|answering| *answering == 0).await.is_ok() {
                if timeout(quiet, seen.changed()).await.is_err() {
                    break;
                }
            }
        };
        // At the end of the time it is quiet, or the wait was long enough.
        let _ = timeout(at_most, until_quiet).await;
    }
}

/// Does some of a work at a time, which says how much is left, for as long as it is let. Between two times it waits until nobody is
/// being answered, but no longer than `longest_wait`: whoever asks for a page comes first. `failed` is what the log says of a failure.
pub(super) async fn work_beside_pages<Work>(
    clinic: &Shared,
    longest_wait: Duration,
    failed: &'static str,
    some: impl Fn() -> Work,
) where
    Work: Future<Output = Result<usize, Problem>>,
{
    loop {
        match some().await {
            Ok(0) => sleep(BETWEEN_LOOKS).await,
            Ok(_) => clinic.traffic().quiet(QUIET, longest_wait).await,
            Err(problem) => {
                let status = problem.status().as_u16();
                tracing::warn!(status, "{failed}; this is tried again");
                sleep(AFTER_FAILURE).await;
            }
        }
    }
}

/// Counts a request while it is answered.
pub(super) async fn count(State(clinic): State<Shared>, request: Request, next: Next) -> Response {
    let _answering = clinic.traffic().answer();
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    const SHORT: Duration = Duration::from_millis(10);
    /// A test that waits for this has failed.
    const ENDLESS: Duration = Duration::from_hours(24);

    #[tokio::test]
    async fn where_nobody_asks_work_goes_on() {
        Traffic::default().quiet(SHORT, ENDLESS).await;
    }

    #[tokio::test]
    async fn a_long_answer_holds_work_up_but_not_for_ever() {
        let traffic = Traffic::default();
        let _answering = traffic.answer();
        let began = Instant::now();
        traffic.quiet(Duration::ZERO, SHORT).await;
        assert!(began.elapsed() >= SHORT);
    }

    #[tokio::test]
    async fn quiet_counts_from_the_last_answer() {
        let traffic = Traffic::default();
        let asking = async {
            let answering = traffic.answer();
            tokio::time::sleep(SHORT).await;
            drop(answering);
            Instant::now()
        };
        let waiting = async {
            traffic.quiet(SHORT, ENDLESS).await;
            Instant::now()
        };
        let (answered, went_on) = tokio::join!(asking, waiting);
        assert!(went_on - answered >= SHORT);
    }

    #[tokio::test]
    async fn a_request_that_was_given_up_is_none() {
        let traffic = Traffic::default();
        let given_up = timeout(SHORT, async {
            let _answering = traffic.answer();
            std::future::pending::<()>().await;
        });
        assert!(given_up.await.is_err());
        traffic.quiet(SHORT, ENDLESS).await;
    }
}
