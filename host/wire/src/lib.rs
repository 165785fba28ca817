//! The JSON forms of the database: what crosses HTTP, and the canonical answer whose digest an audit keeps.
//!
//! Plain types without behaviour, shared by the query path, the server, the client and the command line, so that none of
//! them needs the others. Ids, keys, digests and signatures are lower-case hexadecimal; times are whole milliseconds since
//! 1970; confidences are 0 ..= 1.
//!
//! Invariant: the serialised form of an [`Answer`] is a function of its fields alone; field order is part of the format.

mod admin;
mod answer;
mod audit;
mod capture;
mod estimate;
mod problem;
mod question;
mod record;
mod trace;
mod trials;

pub use admin::{
    Activation, ActivationRequest, Health, InstallTicketView, PluginFaults, PluginList, PluginView,
    RefreshedViews, RollbackRequest, SlotView, StewardRequest, TrustRequest,
};
pub use answer::{
    Answer, Excluded, PartView, PluginName, QueryResponse, ShareView, answer_digest,
    canonical_bytes,
};
pub use audit::{AuditEntry, AuditList, ReplayResponse};
pub use capture::{Capture, CapturedCall, CapturedGroup};
pub use estimate::{
    ArtefactHead, ArtefactName, EstimateEntry, EstimateList, EstimateRequest, EstimateScope,
    EstimateState, EstimateView, VoiceView,
};
pub use problem::Problem;
pub use question::{PresetQuestion, Question};
pub use record::{
    AcceptedView, BatchLine, ClaimView, ContentView, ObjectView, RecordView, SignedRecordText,
    SignedRecordTextError,
};
pub use trace::{
    Feed, FeedEntry, ImpactView, RetractionView, SignatureView, Trace, VoteView, WithdrawnView,
};
pub use trials::{
    AgainstView, CanaryView, DifferenceView, LatencyView, ShadowView, TrialEnd, TrialList,
    TrialRequest, TrialView, TripView, VerdictView,
};
