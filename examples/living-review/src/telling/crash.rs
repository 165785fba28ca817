//! Part 7: the server is killed while it writes, and everything that it acknowledged is there again.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use stemedb_core::{Body, Claim, Header, Object, SignedRecord};

use super::{Telling, page, swap};
use crate::records::signer;
use crate::server::{Place, Server};

const WRITERS: u64 = 4;
/// How long is written before the kill.
const WRITE_FOR: Duration = Duration::from_millis(1_500);

pub(super) fn tell(
    telling: &Telling,
    place: &Place,
    server: &mut Server,
    before: &str,
) -> Result<()> {
    page::title("7 · kill -9");
    let acknowledged = Mutex::new(Vec::new());
    let sent = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn({
                let (acknowledged, sent) = (&acknowledged, &sent);
                move || write_until_refused(telling, writer, acknowledged, sent)
            });
        }
        std::thread::sleep(WRITE_FOR);
        server.kill()
    })?;
    let acknowledged = acknowledged.into_inner().unwrap_or_default();
    ensure!(
        !acknowledged.is_empty(),
        "nothing was written before the kill"
    );
    page::say(&format!(
        "{WRITERS} connections write; the server is killed without warning after {:.1} s: {} claims sent, {} acknowledged.",
        WRITE_FOR.as_secs_f64(),
        sent.into_inner(),
        acknowledged.len()
    ));
    let began = Instant::now();
    *server = Server::start(place, &telling.access)?;
    let restart = began.elapsed();
    let mut missing = 0;
    for id in &acknowledged {
        missing += u32::from(telling.client.trace(id).is_err());
    }
    let health = telling.client.health()?;
    page::say(&format!(
        "Restarted in {:.0} ms with {} records: of {} acknowledged claims {missing} are missing.",
        restart.as_secs_f64() * 1e3,
        health.records,
        acknowledged.len()
    ));
    ensure!(missing == 0, "{missing} acknowledged claims are missing");
    page::say("The answer from before the swaps, asked of the restarted server:");
    swap::replay(telling, before)
}

fn write_until_refused(
    telling: &Telling,
    writer: u64,
    acknowledged: &Mutex<Vec<String>>,
    sent: &AtomicU64,
) {
    let Ok(client) = telling.access.client() else {
        return;
    };
    for number in 0.. {
        let Ok(record) = claim(writer, number) else {
            return;
        };
        sent.fetch_add(1, Ordering::Relaxed);
        match (client.assert(&record), acknowledged.lock()) {
            (Ok(accepted), Ok(mut ids)) => ids.push(accepted.id),
            _ => return,
        }
    }
}

/// A claim of the demo itself, one of a series.
fn claim(writer: u64, number: u32) -> Result<SignedRecord> {
    let signer = signer("demo-writer");
    let subject = format!("Demo:Writer{writer}");
    let body = Body::Claim(Claim::new(
        subject,
        "counts",
        Object::Number(f64::from(number)),
    ));
    let header = Header {
        namespace: "public".to_owned(),
        author: signer.agent(),
        time: 1_735_689_600_000,
    };
    Ok(SignedRecord::sign(header, body, &signer)?)
}
