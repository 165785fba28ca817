//! Trace ids: taken from the client where it sends a sound one, else made here.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderName};

/// The header that carries a trace id, in requests and answers.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id that is taken over.
const CHARS_MAX: usize = 128;

/// Makes ids: sixteen random digits of this process, sixteen of a count.
pub(crate) struct TraceIds {
    process: u64,
    count: AtomicU64,
}

impl TraceIds {
    pub(crate) fn new(process: u64) -> Self {
        TraceIds {
            process,
            count: AtomicU64::new(1),
        }
    }

    /// The client's id, else a new one.
    pub(crate) fn of(&self, headers: &HeaderMap) -> String {
        sent(headers).unwrap_or_else(|| {
            let count = self.count.fetch_add(1, Ordering::Relaxed);
            format!("{:016x}{count:016x}", self.process)
        })
    }
}

fn sent(headers: &HeaderMap) -> Option<String> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let parent = text("traceparent").and_then(of_traceparent);
    let own = || text(HEADER.as_str()).filter(|id| is_sound(id));
    parent.or_else(own).map(str::to_owned)
}

/// The trace id of a W3C `traceparent`: `00-<32 digits>-<16 digits>-<2 digits>`.
fn of_traceparent(text: &str) -> Option<&str> {
    let mut parts = text.split('-');
    let (version, trace, span) = (parts.next()?, parts.next()?, parts.next()?);
    let hex = |text: &str, digits| {
        text.len() == digits && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    let zero = trace.bytes().all(|byte| byte == b'0');
    (hex(version, 2) && hex(trace, 32) && hex(span, 16) && !zero).then_some(trace)
}

fn is_sound(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !id.is_empty() && id.len() <= CHARS_MAX && id.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn of(name: &'static str, value: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        TraceIds::new(7).of(&headers)
    }

    #[test]
    fn sound_ids_are_taken_over_and_others_replaced() {
        let made = "00000000000000070000000000000001";
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let parent = format!("00-{trace}-00f067aa0ba902b7-01");
        assert_eq!(of("traceparent", &parent), trace);
        assert_eq!(of("traceparent", "00-xyz-00-01"), made);
        assert_eq!(
            of("traceparent", &parent.replace(trace, &"0".repeat(32))),
            made
        );
        assert_eq!(of("x-request-id", "order-17.b_2"), "order-17.b_2");
        assert_eq!(of("x-request-id", "a b"), made);
        assert_eq!(of("x-request-id", "\"quoted\""), made);
        assert_eq!(of("x-request-id", &"a".repeat(129)), made);
    }
}
