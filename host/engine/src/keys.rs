//! The node's own small files: the operator's key and the node's number.

use stemedb_core::Signer;
use stemedb_wal::disk::{Disk, OpenMode};

use crate::error::{Error, ErrorKind};

const OPERATOR_FILE: &str = "operator.key";
const NODE_FILE: &str = "node.id";

/// The key that signs the control log; made at the first start.
pub(crate) fn operator(disk: &dyn Disk) -> Result<Signer, Error> {
    Ok(Signer::from_seed(&read_or_make::<32>(disk, OPERATOR_FILE)?))
}

/// This node's number in stamps; made at the first start.
pub(crate) fn node(disk: &dyn Disk) -> Result<u64, Error> {
    Ok(u64::from_be_bytes(read_or_make::<8>(disk, NODE_FILE)?))
}

/// Where a file is written before it gets its name: a power cut leaves it whole or absent.
const UNFINISHED: &str = ".unfinished";

/// Random bytes kept as one line of hexadecimal digits, readable by the owner alone.
fn read_or_make<const N: usize>(disk: &dyn Disk, name: &str) -> Result<[u8; N], Error> {
    let failed = |what: String| {
        Error::new(
            ErrorKind::Internal,
            "key_file_failed",
            format!(
                "the file db/{name} can't be used: {what}; put back the file that this database was made with"
            ),
        )
    };
    let io = |error: std::io::Error| failed(error.to_string());
    let mut bytes = [0; N];
    if !disk.exists(name).map_err(io)? {
        getrandom::fill(&mut bytes).map_err(|error| failed(error.to_string()))?;
        write_whole(disk, name, &format!("{}\n", hex::encode(bytes))).map_err(io)?;
        return Ok(bytes);
    }
    let file = disk.open(name, OpenMode::Read).map_err(io)?;
    let mut text = vec![0; 2 * N];
    file.read_exact_at(&mut text, 0).map_err(io)?;
    hex::decode_to_slice(&text, &mut bytes).map_err(|error| failed(error.to_string()))?;
    Ok(bytes)
}

fn write_whole(disk: &dyn Disk, name: &str, text: &str) -> std::io::Result<()> {
    let unfinished = format!("{name}{UNFINISHED}");
    let file = disk.open(&unfinished, OpenMode::Create)?;
    file.set_len(0)?;
    file.write_all_at(text.as_bytes(), 0)?;
    file.sync()?;
    disk.rename(&unfinished, name)?;
    disk.sync_dir("")
}
