//! Looks for findings: at once in a small document, on a thread in a large one.

use crate::analysis::{Analysis, Finding, findings};
use crate::model::{Date, EvidenceBar, Framework};
use egui::Context;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// Programs beyond which they are looked for on a thread.
const LARGE: usize = 2_000;

/// The state of a document: day, revision, evidence bar.
pub(in crate::ui) type State = (Date, u64, Option<EvidenceBar>);

/// What was found, and of which state of the document.
#[derive(Default)]
pub(super) struct Look {
    found: Arc<Vec<Finding>>,
    /// The state that was asked for last.
    of: Option<State>,
    coming: Option<Receiver<Vec<Finding>>>,
    /// Counts what was found.
    state: u64,
}

impl Look {
    /// Looks anew where the state is another.
    pub(super) fn update(
        &mut self,
        ctx: &Context,
        framework: &Framework,
        analysis: &Arc<Analysis>,
        of: State,
    ) {
        if let Some(found) = self.coming.as_ref().and_then(|coming| coming.try_recv().ok()) {
            self.coming = None;
            self.take(found);
        }
        if self.of == Some(of) || self.coming.is_some() {
            return;
        }
        self.of = Some(of);
        if framework.programs().len() <= LARGE {
            return self.take(findings(framework, analysis, of.0));
        }
        let (sender, receiver) = channel();
        let (framework, analysis, ctx) = (framework.clone(), Arc::clone(analysis), ctx.clone());
        let spawned = std::thread::Builder::new().name("findings".to_owned()).spawn(move || {
            // A panel that is gone no longer listens.
            sender.send(findings(&framework, &analysis, of.0)).ok();
            ctx.request_repaint();
        });
        // Without a thread it is tried again with the next change.
        self.coming = spawned.is_ok().then_some(receiver);
    }

    fn take(&mut self, found: Vec<Finding>) {
        self.found = Arc::new(found);
        self.state += 1;
    }

    /// Whether they are being looked for.
    pub(super) fn busy(&self) -> bool {
        self.coming.is_some()
    }

    /// Whether they were looked for.
    pub(super) fn any_looked(&self) -> bool {
        self.state > 0
    }

    pub(super) fn found(&self) -> &[Finding] {
        &self.found
    }

    pub(super) fn state(&self) -> u64 {
        self.state
    }
}
