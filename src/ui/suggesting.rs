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
            self.read_again();
        }
    }

    /// Reads the document on a thread; while that is under way, it is read again after it.
    fn read_again(&mut self) {
        let document = self.suggesting.document;
        if self.suggesting.asked == Some(document) {
            return;
        }
        self.suggesting.asked = Some(document);
        let framework = self.session.framework().clone();
        self.jobs.suggest(document, move || Suggester::new(&framework));
    }

    /// Takes over what was made, brought up to the changes made meanwhile.
    pub(super) fn suggested(&mut self, document: u64, made: Suggester) {
        if document == self.suggesting.document {
            self.suggesting.asked = None;
            self.suggesting.made = Some(made);
            self.suggest_again();
            self.revision += 1;
        }
    }

    /// Keeps the suggestions up with a change.
    pub(super) fn suggest_again(&mut self) {
        let Some(made) = &mut self.suggesting.made else { return };
        let framework = self.session.framework();
        if made.is_near(framework) {
            made.renew(framework);
        } else {
            // Texts have changed: what is known stays until all is read again.
            self.read_again();
        }
    }
}

impl super::jobs::Jobs {
    fn suggest(&mut self, document: u64, make: impl FnOnce() -> Suggester + Send + 'static) {
        self.start("suggest", move || Done::Suggested(document, Box::new(make())));
    }
}
