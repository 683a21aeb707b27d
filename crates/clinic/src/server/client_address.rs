//! From which address a request comes: from that of the connection, or, behind a proxy that is trusted, from what it says.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

/// In which each proxy writes from where it was asked, the last one at the end.
const FORWARDED_FOR: &str = "x-forwarded-for";
/// Bits of an IPv6 address that name a line: whoever has one line has all addresses that begin so.
const BITS_OF_A_LINE: u32 = 64;

/// An address from which somebody asks: one of IPv4, or all of IPv6 that one line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ClientAddress(IpAddr);

impl ClientAddress {
    pub(super) fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => {
                let line = u128::MAX << (u128::BITS - BITS_OF_A_LINE);
                IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & line))
            }
            address @ IpAddr::V4(_) => address,
        })
    }
}

/// Notes with every request from which address it comes, as far as the connection is known.
pub fn with_client_addresses(router: Router, trusted_proxies: &[IpAddr]) -> Router {
    let trusted: Arc<[IpAddr]> = trusted_proxies.iter().map(IpAddr::to_canonical).collect();
    router.layer(from_fn_with_state(trusted, note))
}

async fn note(State(trusted): State<Arc<[IpAddr]>>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let address = client(peer.ip(), request.headers(), &trusted);
        request.extensions_mut().insert(ClientAddress::of(address));
    }
    next.run(request).await
}

/// Walks back along the proxies as long as they are trusted: what stands before an untrusted address, anybody can have written.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut address = peer.to_canonical();
    let values = headers.get_all(FORWARDED_FOR).iter().rev();
    let mut said = values
        .flat_map(|value| value.to_str().unwrap_or_default().rsplit(','))
        .map(parse);
    while trusted.contains(&address) {
        match said.next() {
            Some(Some(before)) => address = before.to_canonical(),
            _ => break,
        }
    }
    address
}

/// An address, with or without a port.
fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    text.parse()
        .ok()
        .or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        parse(text).unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED))
    }

    fn seen(peer: &str, said: &[&'static str]) -> IpAddr {
        let mut headers = HeaderMap::new();
        for line in said {
            headers.append(FORWARDED_FOR, HeaderValue::from_static(line));
        }
        client(ip(peer), &headers, &[ip("10.0.0.1"), ip("10.0.0.2")])
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(seen("198.51.100.7", &["203.0.113.5"]), ip("198.51.100.7"));
        assert_eq!(seen("10.0.0.1", &["203.0.113.5"]), ip("203.0.113.5"));
        assert_eq!(seen("::ffff:10.0.0.1", &["203.0.113.5"]), ip("203.0.113.5"));
    }

    #[test]
    fn what_a_client_writes_before_its_own_address_is_not_believed() {
        for said in [
            &["1.1.1.1, 203.0.113.5"][..],
            &["1.1.1.1", "203.0.113.5"],
            &["10.0.0.1, 203.0.113.5, 10.0.0.2"],
            &["garbage,203.0.113.5:4711"],
        ] {
            assert_eq!(seen("10.0.0.1", said), ip("203.0.113.5"), "{said:?}");
        }
    }

    #[test]
    fn where_a_proxy_says_nothing_readable_its_own_address_counts() {
        for said in [&[][..], &[""], &["unknown"], &["203.0.113.5, _hidden"]] {
            assert_eq!(seen("10.0.0.1", said), ip("10.0.0.1"), "{said:?}");
        }
    }

    #[test]
    fn a_line_has_one_address_however_many_it_shows() {
        let of = |text| ClientAddress::of(ip(text));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:203.0.113.5"), of("203.0.113.5"));
        assert_ne!(of("203.0.113.5"), of("203.0.113.6"));
    }
}
