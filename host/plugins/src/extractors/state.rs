//! What a store holds beside the instance: the memory ledger, the files of the running call, and what was asked of them.
//!
//! Invariant: nothing of one call is left when the next begins.

use std::sync::Arc;

use wasmtime::{StoreContextMut, component::Linker};

use super::abi::{self, Argument, Dependency, Form, Limits, Node, NodeKind, Origin, Span};
use crate::state::Ledger;

/// Answers questions about the files of a call. Answers to unknown files and places are empty.
pub trait Questions: Send + Sync {
    /// Text of a stretch.
    fn text(&self, file: u32, place: Span) -> String;
    /// Text of whole lines.
    fn lines(&self, file: u32, first: u32, last: u32) -> String;
    /// The innermost node of a kind around a place.
    fn enclosing(&self, file: u32, place: Span, kind: NodeKind) -> Option<Node>;
    /// All nodes of a kind within a place.
    fn within(&self, file: u32, place: Span, kind: NodeKind) -> Vec<Node>;
    /// The arguments of a node.
    fn arguments(&self, file: u32, node: u32) -> Vec<Argument>;
    /// What an expression is made of.
    fn form_of(&self, file: u32, place: Span) -> Form;
    /// Where a value may come from.
    fn origins(&self, file: u32, place: Span) -> Vec<Origin>;
    /// Name of the project of a file.
    fn project(&self, file: u32) -> String;
    /// What the project of a file depends on.
    fn dependencies(&self, file: u32) -> Vec<Dependency>;
}

/// The data of a store.
pub(crate) struct State {
    pub(crate) ledger: Ledger,
    questions: Option<Arc<dyn Questions>>,
    limits: Limits,
    used: Vec<Used>,
}

#[derive(Clone, Copy, Default)]
struct Used {
    questions: u32,
    answer_bytes: u32,
}

/// A question too many.
#[derive(Debug, thiserror::Error)]
#[error("it asked {0}")]
pub(crate) struct OverBudget(String);

impl State {
    pub(crate) fn new(memory_bytes_max: usize) -> Self {
        Self {
            ledger: Ledger::new(memory_bytes_max),
            questions: None,
            limits: Limits {
                hits: 0,
                questions: 0,
                answer_bytes: 0,
                observations: 0,
            },
            used: Vec::new(),
        }
    }

    /// Begins a call over so many files.
    pub(crate) fn begin(
        &mut self,
        questions: Option<Arc<dyn Questions>>,
        limits: Limits,
        files: usize,
    ) {
        self.ledger.begin();
        self.questions = questions;
        self.limits = limits;
        self.used.clear();
        self.used.resize(files, Used::default());
    }

    /// Ends a call: nothing of it stays.
    pub(crate) fn end(&mut self) {
        self.questions = None;
    }

    fn ask<T: Default>(
        &mut self,
        file: u32,
        ask: impl FnOnce(&dyn Questions) -> T,
        bytes: impl FnOnce(&T) -> usize,
    ) -> wasmtime::Result<(T,)> {
        let at = usize::try_from(file).unwrap_or(usize::MAX);
        let (Some(questions), Some(used)) = (&self.questions, self.used.get_mut(at)) else {
            return Ok((T::default(),));
        };
        used.questions = used.questions.saturating_add(1);
        if used.questions > self.limits.questions {
            let told = format!(
                "more than {} questions about file {file} of the call",
                self.limits.questions
            );
            return Err(wasmtime::Error::new(OverBudget(told)));
        }
        let answer = ask(&**questions);
        let more = u32::try_from(bytes(&answer)).unwrap_or(u32::MAX);
        used.answer_bytes = used.answer_bytes.saturating_add(more);
        if used.answer_bytes > self.limits.answer_bytes {
            let told = format!(
                "for more than {} bytes about file {file} of the call",
                self.limits.answer_bytes
            );
            return Err(wasmtime::Error::new(OverBudget(told)));
        }
        Ok((answer,))
    }
}

/// What any item of an answer costs beside its texts, in bytes.
const ITEM_BYTES: usize = 32;

fn nodes(nodes: &[Node]) -> usize {
    nodes.iter().map(|node| node.name.len() + ITEM_BYTES).sum()
}

fn arguments(arguments: &[Argument]) -> usize {
    let bytes = |own: &Argument| own.name.len() + own.text.len() + ITEM_BYTES;
    arguments.iter().map(bytes).sum()
}

fn origins(origins: &[Origin]) -> usize {
    let through = |own: &Origin| {
        own.through
            .iter()
            .map(|call| call.len() + ITEM_BYTES)
            .sum::<usize>()
    };
    let bytes = |own: &Origin| own.name.len() + through(own) + ITEM_BYTES;
    origins.iter().map(bytes).sum()
}

fn dependencies(dependencies: &[Dependency]) -> usize {
    let bytes = |own: &Dependency| {
        own.name.len() + own.requirement.len() + own.manifest.len() + own.section.len() + ITEM_BYTES
    };
    dependencies.iter().map(bytes).sum()
}

type Caller<'a> = StoreContextMut<'a, State>;

/// Links the contract's only imports.
pub(crate) fn link(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    let mut source = linker.instance(abi::SOURCE)?;
    source.func_wrap(
        "text",
        |mut store: Caller<'_>, (file, place): (u32, Span)| {
            store
                .data_mut()
                .ask(file, |asked| asked.text(file, place), String::len)
        },
    )?;
    source.func_wrap(
        "lines",
        |mut store: Caller<'_>, (file, first, last): (u32, u32, u32)| {
            store
                .data_mut()
                .ask(file, |asked| asked.lines(file, first, last), String::len)
        },
    )?;
    source.func_wrap(
        "enclosing",
        |mut store: Caller<'_>, (file, place, kind): (u32, Span, NodeKind)| {
            store.data_mut().ask(
                file,
                |asked| asked.enclosing(file, place, kind),
                |node| nodes(node.as_slice()),
            )
        },
    )?;
    source.func_wrap(
        "within",
        |mut store: Caller<'_>, (file, place, kind): (u32, Span, NodeKind)| {
            store.data_mut().ask(
                file,
                |asked| asked.within(file, place, kind),
                |told| nodes(told),
            )
        },
    )?;
    source.func_wrap(
        "arguments",
        |mut store: Caller<'_>, (file, node): (u32, u32)| {
            store.data_mut().ask(
                file,
                |asked| asked.arguments(file, node),
                |told| arguments(told),
            )
        },
    )?;
    source.func_wrap(
        "form-of",
        |mut store: Caller<'_>, (file, place): (u32, Span)| {
            store
                .data_mut()
                .ask(
                    file,
                    |asked| Some(asked.form_of(file, place)),
                    |_| ITEM_BYTES,
                )
                .map(|(form,)| (form.unwrap_or(Form::Other),))
        },
    )?;
    source.func_wrap(
        "origins",
        |mut store: Caller<'_>, (file, place): (u32, Span)| {
            store.data_mut().ask(
                file,
                |asked| asked.origins(file, place),
                |told| origins(told),
            )
        },
    )?;
    link_project(linker)
}

fn link_project(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    let mut project = linker.instance(abi::PROJECT)?;
    project.func_wrap("name", |mut store: Caller<'_>, (file,): (u32,)| {
        store
            .data_mut()
            .ask(file, |asked| asked.project(file), String::len)
    })?;
    project.func_wrap("dependencies", |mut store: Caller<'_>, (file,): (u32,)| {
        store.data_mut().ask(
            file,
            |asked| asked.dependencies(file),
            |told| dependencies(told),
        )
    })
}
