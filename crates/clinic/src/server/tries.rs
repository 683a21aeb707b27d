//! How often one address may try what needs no sign-in: a bucket of tries for each, which fills again with time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp};

use super::client_address::ClientAddress;
use super::clinic::Shared;
use super::problem::Problem;
use super::routes::{ROUTES, Route};

/// How many tries an address has at once, and after how long it has one more.
#[derive(Debug, Clone, Copy)]
struct Pace {
    at_once: i32,
    one_more_after: SignedDuration,
}

/// For everything that may be sent without a sign-in.
const USUAL: Pace = Pace {
    at_once: TRIES_AT_ONCE,
    one_more_after: ONE_MORE_AFTER,
};
/// For what is kept until somebody at the clinic reads it: a family on one line sends theirs on one evening, and a flood from one
/// address brings a handful a day.
const INQUIRIES: Pace = Pace {
    at_once: 5,
    one_more_after: SignedDuration::from_hours(3),
};
/// Where what is sent is kept until somebody reads it.
const INQUIRY: &str = "/before/send";

/// Tries that an address has at once: everybody of a clinic behind one line signs in within a few minutes of the morning.
const TRIES_AT_ONCE: i32 = 30;
/// After how long an address has one more try: guessing goes on at ten passwords a minute, over all names.
const ONE_MORE_AFTER: SignedDuration = SignedDuration::from_secs(6);
/// Addresses that are remembered; at some 50 bytes each they take a few megabytes.
const MOST_ADDRESSES: usize = 1 << 16;

/// The addresses that have tried something lately, each with the moment at which it has all its tries again.
#[derive(Debug)]
pub(super) struct Tries {
    pace: Pace,
    full_again: Mutex<HashMap<ClientAddress, Timestamp>>,
}

impl Default for Tries {
    fn default() -> Self {
        Self::of(USUAL)
    }
}

/// Everything that is counted: what may be sent without a sign-in, and of that once more what is kept.
#[derive(Debug)]
pub(super) struct Doors {
    usual: Tries,
    inquiries: Tries,
}

impl Default for Doors {
    fn default() -> Self {
        Self {
            usual: Tries::of(USUAL),
            inquiries: Tries::of(INQUIRIES),
        }
    }
}

impl Doors {
    fn take(
        &self,
        path: &str,
        address: ClientAddress,
        now: Timestamp,
    ) -> Result<(), SignedDuration> {
        self.usual.take(address, now)?;
        if path == INQUIRY {
            self.inquiries.take(address, now)?;
        }
        Ok(())
    }
}

impl Tries {
    fn of(pace: Pace) -> Self {
        Self {
            pace,
            full_again: Mutex::default(),
        }
    }

    /// Takes a try of an address.
    ///
    /// # Errors
    /// When it has none left: how long until it has one.
    pub(super) fn take(
        &self,
        address: ClientAddress,
        now: Timestamp,
    ) -> Result<(), SignedDuration> {
        let Pace {
            at_once,
            one_more_after,
        } = self.pace;
        let mut full_again = self
            .full_again
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if full_again.len() >= MOST_ADDRESSES && !full_again.contains_key(&address) {
            make_room(&mut full_again, now);
        }
        // A clock that was set back must not keep anybody out for longer than an empty bucket does.
        let empty = now + one_more_after * at_once;
        let known = full_again.get(&address).copied().unwrap_or(now);
        let known = known.clamp(now, empty);
        let after = known + one_more_after;
        if after > empty {
            return Err(after.duration_since(empty));
        }
        full_again.insert(address, after);
        Ok(())
    }
}

/// Forgets who has all tries again; if that does not help, the half that has tried least.
fn make_room(full_again: &mut HashMap<ClientAddress, Timestamp>, now: Timestamp) {
    full_again.retain(|_, moment| *moment > now);
    if full_again.len() < MOST_ADDRESSES {
        return;
    }
    let mut moments: Vec<Timestamp> = full_again.values().copied().collect();
    let middle = moments.len() / 2;
    let (_, middle, _) = moments.select_nth_unstable(middle);
    let middle = *middle;
    full_again.retain(|_, moment| *moment > middle);
}

/// Refuses an address that has tried too often what needs no sign-in. A clinic of made-up people has nothing to guess.
pub(super) async fn limit(
    State((clinic, doors)): State<(Shared, Arc<Doors>)>,
    request: Request,
    next: Next,
) -> Response {
    let address = request.extensions().get::<ClientAddress>().copied();
    if let Some(address) = address
        && !clinic.setting().is_demonstration
        && let Some(path) = path_of_a_try(&request)
        && let Err(wait) = doors.take(path, address, clinic.now())
    {
        return Problem::TooManyFromHere(whole_seconds(wait)).into_response();
    }
    next.run(request).await
}

/// The route of what anybody may send and what does something.
fn path_of_a_try(request: &Request) -> Option<&str> {
    let path = request.extensions().get::<MatchedPath>()?.as_str();
    let is_open =
        |route: &Route| route.duty.is_none() && route.method == Method::POST && route.path == path;
    (request.method() == Method::POST && ROUTES.iter().any(is_open)).then_some(path)
}

fn whole_seconds(wait: SignedDuration) -> i64 {
    wait.as_secs() + i64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn address(number: u32) -> ClientAddress {
        ClientAddress::of(IpAddr::V4(Ipv4Addr::from_bits(number)))
    }

    fn second(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    fn remembered(tries: &Tries) -> usize {
        tries
            .full_again
            .lock()
            .map_or(0, |addresses| addresses.len())
    }

    #[test]
    fn thirty_tries_at_once_then_one_every_six_seconds() {
        let tries = Tries::default();
        for _ in 0..30 {
            assert_eq!(tries.take(address(1), second(0)), Ok(()));
        }
        let wait = |at| tries.take(address(1), second(at)).err();
        assert_eq!(wait(0), Some(SignedDuration::from_secs(6)));
        assert_eq!(wait(5), Some(SignedDuration::from_secs(1)));
        assert_eq!(wait(6), None);
        assert_eq!(wait(6), Some(SignedDuration::from_secs(6)));
        assert_eq!(tries.take(address(2), second(6)), Ok(()));
        // After three minutes without a try all thirty are there again, and no more.
        for _ in 0..30 {
            assert_eq!(wait(1000), None);
        }
        assert_eq!(wait(1000), Some(SignedDuration::from_secs(6)));
    }

    #[test]
    fn what_is_kept_for_a_reader_is_counted_once_more() {
        let doors = Doors::default();
        for _ in 0..5 {
            assert_eq!(doors.take(INQUIRY, address(1), second(0)), Ok(()));
        }
        let wait = doors.take(INQUIRY, address(1), second(0)).err();
        assert_eq!(wait, Some(SignedDuration::from_hours(3)));
        assert_eq!(doors.take("/sign-in", address(1), second(0)), Ok(()));
        assert_eq!(doors.take(INQUIRY, address(2), second(0)), Ok(()));
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_out_for_long() {
        let tries = Tries::default();
        for _ in 0..30 {
            assert_eq!(tries.take(address(1), second(100_000)), Ok(()));
        }
        let wait = tries.take(address(1), second(0)).err();
        assert_eq!(wait, Some(SignedDuration::from_secs(6)));
    }

    #[test]
    fn memory_is_bounded_and_who_tries_most_is_not_forgotten() {
        let tries = Tries::default();
        for _ in 0..30 {
            assert_eq!(tries.take(address(0), second(0)), Ok(()));
        }
        for number in 1..200_000 {
            assert_eq!(tries.take(address(number), second(1)), Ok(()));
            assert!(remembered(&tries) <= MOST_ADDRESSES);
        }
        assert!(tries.take(address(0), second(1)).is_err());
        // Who has all tries again is forgotten first.
        assert!(tries.take(address(300_000), second(10_000)).is_ok());
        for number in 1..200_000 {
            assert_eq!(tries.take(address(number), second(10_000)), Ok(()));
        }
        assert!(remembered(&tries) <= MOST_ADDRESSES);
    }
}
