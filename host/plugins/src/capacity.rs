//! How many instances exist at a time: permits, and a bounded wait when there are none.
//!
//! Not the pool of idle instances: those keep their permits and are dropped by their plugin when room is needed.
//!
//! Invariant: permits given out never exceed the limit.

use std::{sync::Arc, time::Duration};

use parking_lot::{Condvar, Mutex};

/// Counts instances.
pub(crate) struct Capacity {
    free: Mutex<u32>,
    returned: Condvar,
}

/// The right to hold one instance.
pub(crate) struct Permit {
    of: Arc<Capacity>,
}

impl Capacity {
    pub(crate) fn new(instances_max: u32) -> Arc<Self> {
        Arc::new(Self {
            free: Mutex::new(instances_max),
            returned: Condvar::new(),
        })
    }

    /// A permit if one is free.
    pub(crate) fn try_take(self: &Arc<Self>) -> Option<Permit> {
        let mut free = self.free.lock();
        *free = free.checked_sub(1)?;
        Some(Permit {
            of: Arc::clone(self),
        })
    }

    /// Waits until a permit comes back, at most so long; the answer is whether it is worth trying again.
    pub(crate) fn wait(&self, wait_max: Duration) -> bool {
        let mut free = self.free.lock();
        *free > 0 || !self.returned.wait_for(&mut free, wait_max).timed_out()
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.of.free.lock() += 1;
        self.of.returned.notify_one();
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at a missing permit")]
    use super::*;

    #[test]
    fn permits_are_bounded_and_come_back() {
        let capacity = Capacity::new(2);
        let first = capacity.try_take().unwrap();
        let _second = capacity.try_take().unwrap();
        assert!(capacity.try_take().is_none());
        assert!(!capacity.wait(Duration::from_millis(1)));
        drop(first);
        assert!(capacity.wait(Duration::ZERO));
        assert!(capacity.try_take().is_some());
    }
}
