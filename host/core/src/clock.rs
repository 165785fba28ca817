//! Hybrid logical clock: physical milliseconds with a counter, never running backwards on a node.
//!
//! After Kulkarni et al., "Logical Physical Clocks and Consistent Snapshots in Globally Distributed Databases" (2014).
//! The physical clock is handed in; this module reads none.

/// Milliseconds since 1970-01-01T00:00Z.
pub type Timestamp = u64;

/// Where the time comes from; the binaries wire the system's clock, tests a manual one.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00Z.
    fn now_ms(&self) -> Timestamp;
}

/// A stamp: set once by the node that first accepted a record. Ordered by time, then counter, then node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HlcStamp {
    /// Milliseconds since 1970.
    pub time_ms: Timestamp,
    /// Order among stamps of one millisecond.
    pub counter: u32,
    /// The stamping node.
    pub node: u64,
}

impl HlcStamp {
    /// Length of the encoding, in bytes.
    pub const BYTES: usize = 20;

    /// Big-endian time, counter, node: byte order is stamp order.
    #[must_use]
    pub fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut out = [0; Self::BYTES];
        out[..8].copy_from_slice(&self.time_ms.to_be_bytes());
        out[8..12].copy_from_slice(&self.counter.to_be_bytes());
        out[12..].copy_from_slice(&self.node.to_be_bytes());
        out
    }

    /// The stamp of an encoding.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let (time, rest) = bytes.split_at(8);
        let (counter, node) = rest.split_at(4);
        HlcStamp {
            time_ms: time.iter().fold(0, |n, b| n << 8 | u64::from(*b)),
            counter: counter.iter().fold(0, |n, b| n << 8 | u32::from(*b)),
            node: node.iter().fold(0, |n, b| n << 8 | u64::from(*b)),
        }
    }
}

/// The state of one node's clock.
#[derive(Debug, Clone)]
pub struct Hlc {
    node: u64,
    last_ms: Timestamp,
    counter: u32,
}

impl Hlc {
    /// A clock for a node that has stamped nothing later than `last_ms`.
    #[must_use]
    pub fn new(node: u64, last_ms: Timestamp) -> Self {
        Hlc {
            node,
            last_ms,
            counter: u32::from(last_ms > 0),
        }
    }

    /// The next stamp, greater than every earlier one, whatever the physical clock does.
    pub fn stamp(&mut self, physical_ms: Timestamp) -> HlcStamp {
        if physical_ms > self.last_ms {
            self.last_ms = physical_ms;
            self.counter = 0;
        } else if self.counter == u32::MAX {
            self.last_ms += 1;
            self.counter = 0;
        } else {
            self.counter += 1;
        }
        HlcStamp {
            time_ms: self.last_ms,
            counter: self.counter,
            node: self.node,
        }
    }

    /// Takes in a stamp that another node made, so that the next own stamp is greater.
    pub fn observe(&mut self, seen: HlcStamp) {
        if (seen.time_ms, seen.counter) > (self.last_ms, self.counter) {
            self.last_ms = seen.time_ms;
            self.counter = seen.counter;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_rise_while_the_physical_clock_stands_or_falls() {
        let mut clock = Hlc::new(7, 0);
        let times = [100, 100, 90, 101, 5, 101];
        let stamps: Vec<_> = times.iter().map(|t| clock.stamp(*t)).collect();
        assert!(stamps.windows(2).all(|w| w[0] < w[1]), "{stamps:?}");
        assert_eq!(HlcStamp::from_bytes(&stamps[3].to_bytes()), stamps[3]);
    }

    #[test]
    fn an_observed_stamp_is_passed() {
        let mut clock = Hlc::new(7, 0);
        let seen = HlcStamp {
            time_ms: 500,
            counter: 9,
            node: 1,
        };
        clock.observe(seen);
        assert!(clock.stamp(10) > seen);
    }
}
