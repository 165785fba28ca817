//! The signing keys of an import: one for every name that the mapping's `agent` gives.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use stemedb_core::Signer;

use crate::limits::REMEMBERED_MAX;

/// Keys derived from one master seed, remembered because deriving one costs as much as a signature.
pub(crate) struct Agents {
    master: [u8; 32],
    known: Mutex<HashMap<String, Arc<Signer>>>,
}

impl Agents {
    pub(crate) fn new(master: [u8; 32]) -> Self {
        Agents {
            master,
            known: Mutex::new(HashMap::new()),
        }
    }

    /// The key of a name; the same for the same seed and name, always.
    pub(crate) fn signer(&self, name: &str) -> Arc<Signer> {
        if let Some(signer) = self.known.lock().get(name) {
            return Arc::clone(signer);
        }
        let signer = Arc::new(Signer::derived(&self.master, name));
        let mut known = self.known.lock();
        if known.len() >= REMEMBERED_MAX {
            known.clear();
        }
        known.insert(name.to_owned(), Arc::clone(&signer));
        signer
    }
}
