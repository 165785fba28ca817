//! The story, part by part. Every part asks a running server and checks what it promises.

mod crash;
mod crowd;
mod lenses;
mod page;
mod retraction;
mod swap;
mod time_travel;
mod trail;

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use stemedb_client::Client;
use stemedb_wire::{BatchLine, QueryResponse, Question};

use crate::data::{self, Data};
use crate::records::{self, Signed};
use crate::server::{Access, Place, Server, log_file};
use crate::story::{Pair, Story};

/// What the parts share.
struct Telling {
    client: Client,
    access: Access,
    story: Story,
    signed: Signed,
    data: Data,
}

/// Starts a server over an empty folder and tells the whole story.
///
/// # Errors
/// When something is not as the story promises.
pub fn tell(place: &Place, keep: bool) -> Result<()> {
    let began = Instant::now();
    if place.data.exists() {
        std::fs::remove_dir_all(&place.data)
            .with_context(|| format!("{} can't be emptied", place.data.display()))?;
    }
    let access = Access::new()?;
    page::title("A living review: StemeDB in seven parts");
    page::say(
        "A server starts over an empty folder, with its lenses as sandboxed WebAssembly components.",
    );
    let mut server = Server::start(place, &access)?;
    let data = Data::load(&data::folder())?;
    let telling = Telling {
        client: access.client()?,
        signed: records::sign(&data)?,
        story: Story::load(&data::folder())?,
        access,
        data,
    };
    telling.load()?;
    crowd::tell(&telling)?;
    retraction::tell(&telling)?;
    trail::tell(&telling)?;
    time_travel::tell(&telling)?;
    lenses::tell(&telling)?;
    let before = swap::tell(&telling)?;
    crash::tell(&telling, place, &mut server, &before)?;
    page::title(&format!("Told in {:.1} s", began.elapsed().as_secs_f64()));
    if keep {
        leave(&telling.access, place, &server, &before);
        return Ok(());
    }
    server.kill()?;
    page::say("Run `cargo xtask demo --keep` to leave the server running and look around.");
    Ok(())
}

impl Telling {
    /// Sends everything as one batch.
    fn load(&self) -> Result<()> {
        let began = Instant::now();
        let mut lines: Vec<BatchLine> = Vec::new();
        let records = self.signed.records.iter().cloned();
        self.client.assert_batch(records, |line| lines.push(line))?;
        let accepted = lines
            .iter()
            .filter(|line| line.status == "accepted")
            .count();
        if let Some(line) = lines.iter().find(|line| line.status != "accepted") {
            anyhow::bail!("line {} was {}: {:?}", line.line, line.status, line.detail);
        }
        let made_up = self
            .data
            .claims
            .iter()
            .filter(|claim| claim.made_up)
            .count();
        page::say(&format!(
            "{} agents sign {} claims ({made_up} of them marked as made up) on {} sources, with {} votes and {} co-signatures: {accepted} records accepted, checked and on disk in {:.0} ms.",
            self.data.agents.len(),
            self.data.claims.len(),
            self.data.sources.len(),
            self.data.votes.len(),
            self.data.cosignatures.len(),
            began.elapsed().as_secs_f64() * 1e3,
        ));
        Ok(())
    }

    /// Asks a pair of the story under one lens.
    fn ask(&self, pair: &Pair, lens: &str) -> Result<QueryResponse> {
        let mut question = Question::new(&pair.subject, &pair.predicate).lens(lens);
        question.as_of = Some(pair.as_of_text());
        Ok(self.client.query(&question)?)
    }

    /// Asks a pair under all its lenses, shows the winners, and holds them against the promised ones.
    fn show(&self, id: &str) -> Result<Vec<QueryResponse>> {
        let pair = self.story.pair(id)?;
        page::question(&pair.title, &pair.subject, &pair.predicate, &pair.as_of);
        let mut table = page::table(&[
            "lens",
            "winner",
            "stated by",
            "confidence",
            "conflict",
            "why",
        ]);
        let mut responses = Vec::new();
        for expected in &pair.expect {
            let response = self.ask(pair, &expected.lens)?;
            let answer = &response.answer;
            let winner = answer.winner.as_ref().context("no winner")?;
            let promised = page::value(&expected.winner);
            ensure!(
                winner.object.to_string() == promised,
                "{id} under {}: {} won, the story promises {promised}",
                expected.lens,
                winner.object
            );
            table.add_row([
                expected.lens.clone(),
                promised,
                self.name_of(&winner.author),
                format!("{:.2}", answer.confidence),
                format!("{} {:.2}", answer.status, answer.conflict),
                expected.why.clone(),
            ]);
            responses.push(response);
        }
        page::show(&table);
        Ok(responses)
    }

    /// The name of an agent by its key.
    fn name_of(&self, key: &str) -> String {
        let known = self
            .data
            .agents
            .iter()
            .find(|agent| records::signer(&agent.id).agent().to_string() == key);
        known.map_or_else(|| key.chars().take(8).collect(), |agent| agent.id.clone())
    }
}

fn leave(access: &Access, place: &Place, server: &Server, query_id: &str) {
    page::say(&format!(
        "The server goes on (process {}). Look at it:",
        server.id()
    ));
    let url = format!("http://{}", access.address);
    page::lines(&[
        format!("browse   {url}/swagger-ui"),
        format!("metrics  {url}/metrics"),
        format!(
            "ask      target/release/steme --server {url} layered Semaglutide gastroparesis_rate_percent"
        ),
        format!("replay   target/release/steme --server {url} replay {query_id}"),
        format!(
            "plugins  STEME_API_KEY={} target/release/steme --server {url} plugins list",
            access.key
        ),
        format!("log      {}", log_file(place).display()),
        format!("stop     kill {}", server.id()),
    ]);
}
