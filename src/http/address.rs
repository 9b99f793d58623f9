//! Where a request comes from, as a hash that lives for an hour at most: enough to limit, too little to find anybody.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::request::Parts;

use crate::app::App;
use crate::domain::auth::limit::{AddressHash, client_address};

/// The client's address behind the proxies that the operator trusts, hashed.
#[derive(Debug, Clone, Copy)]
pub struct From(pub AddressHash);

impl From {
    /// Reads it from a request.
    pub fn of(app: &App, parts: &Parts) -> Self {
        let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = connected.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip());
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        Self(app.limits.address(client_address(peer, forwarded, &app.config.trusted_proxies)))
    }
}

impl FromRequestParts<App> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self::of(app, parts))
    }
}
