//! Looking up names, with the address check at the only safe moment: on the very addresses that are connected to.
//!
//! A check before the connection would be worthless: the name could be answered differently a moment later.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::forbidden;
use super::target::{Reach, Refusal};

/// The system's resolver behind the address check.
pub(super) struct CheckedResolver {
    reach: Reach,
}

impl CheckedResolver {
    /// A resolver for public names (checked) or for private peers (whose addresses the operator answers for).
    pub(super) fn new(reach: Reach) -> Self {
        Self { reach }
    }
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        Box::pin(async move {
            let found = look_up(name.as_str()).await?;
            let usable = match reach {
                Reach::Public => only_public(found)?,
                Reach::Private => found,
            };
            // Port 0 stands for the port of the URL.
            let addresses: Addrs = Box::new(usable.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

/// All addresses of a name. `localhost` and names below it never leave the machine, as in browsers (RFC 6761).
async fn look_up(name: &str) -> std::io::Result<Vec<IpAddr>> {
    if name == "localhost" || name.ends_with(".localhost") {
        return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    }
    Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect())
}

/// Drops forbidden addresses; refuses the name when nothing is left.
fn only_public(found: Vec<IpAddr>) -> Result<Vec<IpAddr>, Refusal> {
    let reason = found.iter().find_map(|address| forbidden(*address));
    let public: Vec<_> = found.into_iter().filter(|address| forbidden(*address).is_none()).collect();
    match reason {
        Some(reason) if public.is_empty() => Err(Refusal::Address(reason)),
        Some(_) | None => Ok(public),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_public_and_inner_addresses_keeps_only_the_public_ones() {
        let (inner, public) = ("10.0.0.1".parse().unwrap(), "1.1.1.1".parse().unwrap());
        assert_eq!(only_public(vec![inner, public]), Ok(vec![public]));
        assert_eq!(only_public(vec![inner]), Err(Refusal::Address("private network")));
    }

    #[tokio::test]
    async fn names_below_localhost_stay_on_this_machine_and_are_refused_for_strangers() {
        let name = || "peer.localhost".parse::<Name>().unwrap();
        assert!(
            CheckedResolver::new(Reach::Private).resolve(name()).await.unwrap().all(|a| a.ip().is_loopback())
        );
        let refused = CheckedResolver::new(Reach::Public).resolve(name()).await.err().unwrap();
        assert_eq!(refused.downcast_ref(), Some(&Refusal::Address("loopback")));
    }
}
