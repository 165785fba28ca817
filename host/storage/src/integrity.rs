//! Telling that the tables are what was written: a sum over runs and facts, and a seal over the numbers.
//!
//! redb checks its pages only when it repairs. Blocks carry their checksums in their run; what is here covers the runs,
//! the facts and the numbers themselves. Not a defence against somebody who writes the file on purpose.
//!
//! Invariant: a transaction that changes runs, facts or numbers ends with [`seal`].

use redb::{ReadableTable, WriteTransaction};

use crate::error::StorageError;
use crate::layout::{CONTENTS, NUMBERS, SEAL};

/// What a run or fact adds to the sum.
fn weight(table: &str, key: &[u64], value: &[u8]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(table.as_bytes());
    for part in key {
        hasher.update(&part.to_le_bytes());
    }
    crate::layout::read_u64(hasher.update(value).finalize().as_bytes())
}

/// What a stored run adds to the sum.
pub(crate) fn run_weight((table, run): (u8, u64), bytes: &[u8]) -> u64 {
    weight("runs", &[u64::from(table), run], bytes)
}

/// What a stored fact adds to the sum.
pub(crate) fn fact_weight(position: u64, payload: &[u8]) -> u64 {
    weight("facts", &[position], payload)
}

/// Changes the sum by what came and what went.
pub(crate) fn count(txn: &WriteTransaction, came: u64, went: u64) -> Result<(), StorageError> {
    let mut numbers = txn.open_table(NUMBERS)?;
    let sum = numbers.get(CONTENTS)?.map_or(0, |n| n.value());
    numbers.insert(CONTENTS, sum.wrapping_add(came).wrapping_sub(went))?;
    Ok(())
}

/// Writes the checksum over the numbers.
pub(crate) fn seal(txn: &WriteTransaction) -> Result<(), StorageError> {
    let mut numbers = txn.open_table(NUMBERS)?;
    let sum = sum_of_numbers(&numbers)?;
    numbers.insert(SEAL, sum)?;
    Ok(())
}

/// Checks the numbers against their checksum.
pub(crate) fn check_seal(
    numbers: &impl ReadableTable<&'static str, u64>,
) -> Result<(), StorageError> {
    let found = numbers.get(SEAL)?.map(|n| n.value());
    if found == Some(sum_of_numbers(numbers)?) {
        return Ok(());
    }
    Err(StorageError::Damaged {
        what: "the checksum over its numbers is wrong".to_owned(),
    })
}

/// Checks what was read of runs and facts against the sum.
pub(crate) fn check_contents(found: u64, expected: u64) -> Result<(), StorageError> {
    if found == expected {
        return Ok(());
    }
    Err(StorageError::Damaged {
        what: "its runs and facts are not those that were written".to_owned(),
    })
}

fn sum_of_numbers(numbers: &impl ReadableTable<&'static str, u64>) -> Result<u64, StorageError> {
    let mut hasher = blake3::Hasher::new();
    for item in numbers.iter()? {
        let (name, number) = item?;
        if name.value() != SEAL {
            hasher.update(name.value().as_bytes());
            hasher.update(&number.value().to_le_bytes());
        }
    }
    Ok(crate::layout::read_u64(hasher.finalize().as_bytes()))
}
