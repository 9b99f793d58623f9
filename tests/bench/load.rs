//! Sending: prepared requests, several at once. What they cost here is not counted.

use futures_util::StreamExt as _;
use reqwest::RequestBuilder;

use super::support::Client;

/// Requests that are on their way at once: enough to keep the server busy on two cores.
const AT_ONCE: usize = 16;

/// Requests of one address or member that the server answers within five minutes, with room for the set-up.
pub const OF_ONE: u32 = 240;

/// Sends all requests, each through its client, and fails unless each gets this status.
pub async fn send(requests: Vec<(&Client, RequestBuilder)>, status: u16) {
    let sent = futures_util::stream::iter(requests).map(|(client, request)| client.send(request));
    sent.buffer_unordered(AT_ONCE).for_each(async |answer| drop(answer.expect(status))).await;
}
