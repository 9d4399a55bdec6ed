//! The suggestions of the open document: made on a thread when they are first needed, then kept
//! up with each change.

use super::app::App;
use super::jobs::Done;
use crate::suggest::Suggester;

/// What is known to suggest from.
#[derive(Default)]
pub(super) struct Suggesting {
    made: Option<Suggester>,
    /// The number of the document that it is being made for.
    asked: Option<u64>,
    /// Counts the documents that were shown.
    document: u64,
}

impl Suggesting {
    /// What is known, once it is.
    pub(super) fn get(&self) -> Option<&Suggester> {
        self.made.as_ref()
    }

    /// Begins with another document.
    pub(super) fn reset(&mut self) {
        *self = Self { document: self.document + 1, ..Self::default() };
    }
}

impl App {
    /// Begins to make the suggestions, where nobody has yet.
    pub(super) fn suggest(&mut self) {
        if self.suggesting.made.is_none() && self.suggesting.asked.is_none() {
            let document = self.suggesting.document;
            self.suggesting.asked = Some(document);
            let framework = self.session.framework().clone();
            self.jobs.suggest(document, move || Suggester::new(&framework));
        }
    }

    /// Takes over what was made, brought up to the changes made meanwhile.
    pub(super) fn suggested(&mut self, document: u64, mut made: Suggester) {
        if document == self.suggesting.document {
            made.renew(self.session.framework());
            self.suggesting.made = Some(made);
            self.revision += 1;
        }
    }

    /// Keeps the suggestions up with a change.
    pub(super) fn suggest_again(&mut self) {
        if let Some(made) = &mut self.suggesting.made {
            made.renew(self.session.framework());
        }
    }
}

impl super::jobs::Jobs {
    fn suggest(&mut self, document: u64, make: impl FnOnce() -> Suggester + Send + 'static) {
        self.start("suggest", move || Done::Suggested(document, Box::new(make())));
    }
}
