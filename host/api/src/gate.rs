//! Bounded turns for work that occupies a thread: so many run, so many wait, the rest is told to come back.
//!
//! Invariant: whoever runs holds a turn until the work itself ends, also when the client has gone.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::Span;

use crate::refusal::Refusal;

/// A gate for one class of work.
pub(crate) struct Gate {
    what: &'static str,
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// The right to run.
pub(crate) struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Gate {
    /// `what` names the work in the refusal.
    pub(crate) fn new(what: &'static str, running: usize, waiting: usize) -> Self {
        Gate {
            what,
            places: Arc::new(Semaphore::new(running + waiting)),
            turns: Arc::new(Semaphore::new(running)),
        }
    }

    /// Waits for a turn; refused at once when too many wait.
    pub(crate) async fn turn(&self) -> Result<Turn, Refusal> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| self.full())?;
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| Refusal::lost())?;
        Ok(Turn {
            _place: place,
            _turn: turn,
        })
    }

    /// Runs work that blocks, on a thread where it may.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let turn = self.turn().await?;
        let span = Span::current();
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            span.in_scope(work)
        })
        .await
        .map_err(|_| Refusal::lost())
    }

    fn full(&self) -> Refusal {
        metrics::counter!("stemedb_requests_rejected_total", "reason" => self.what).increment(1);
        let detail = format!("too many {} wait already; try again in a moment", self.what);
        Refusal::new("saturated", detail)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[tokio::test]
    async fn more_than_may_wait_are_refused_and_places_come_back() {
        let gate = Arc::new(Gate::new("reads", 1, 1));
        let running = gate.turn().await.unwrap();
        let waiting = tokio::spawn({
            let gate = Arc::clone(&gate);
            async move { gate.turn().await.map(|_| ()) }
        });
        while gate.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(gate.turn().await.err().unwrap().code, "saturated");
        drop(running);
        waiting.await.unwrap().unwrap();
        assert_eq!(gate.run(|| 7).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_turn_back() {
        let gate = Gate::new("reads", 1, 0);
        let outcome = gate.run(|| panic!("on purpose")).await;
        assert_eq!(outcome.map(|()| 0).err().unwrap().code, "internal");
        assert_eq!(gate.run(|| 7).await.unwrap(), 7);
    }
}
