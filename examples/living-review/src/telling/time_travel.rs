//! Part 4: the same question at two times.

use anyhow::Result;

use super::{Telling, page};

pub(super) fn tell(telling: &Telling) -> Result<()> {
    page::title("4 · Time travel: 2023 against 2025");
    page::say(
        "`as_of` asks what held then; claims, votes, withdrawals and epochs of a later time are not there yet.",
    );
    for id in [
        "indication-2023",
        "indication-2025",
        "kidney-2023",
        "kidney-2025",
    ] {
        telling.show(id)?;
    }
    Ok(())
}
