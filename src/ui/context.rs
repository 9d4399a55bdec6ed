//! What a panel may look at. It cannot change the framework, because nobody hands it one: it
//! sends actions.

use super::action::{Action, Made, Mode, Pane, Record};
use super::paint::Brush;
use super::settings::Settings;
use super::tree::Tree;
use crate::analysis::{Analysis, Figure};
use crate::edit::{Command, History};
use crate::model::{Date, Framework, Language, ObjectiveId, ProgramId};
use crate::scene::Theme;
use crate::suggest::Suggester;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is selected, in canvas, outline, table and field alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Selection {
    pub objectives: BTreeSet<ObjectiveId>,
    pub programs: BTreeSet<ProgramId>,
    /// Another record; then no objective or program is selected.
    pub record: Option<Record>,
    /// The objective that keys start from: the last that was selected.
    pub lead: Option<ObjectiveId>,
    /// Counts the changes, so that drawings know when to follow.
    pub revision: u64,
}

impl Selection {
    fn begin(&mut self, extend: bool) {
        self.revision += 1;
        self.record = None;
        if !extend {
            self.programs.clear();
            self.objectives.clear();
        }
    }

    /// Selects one objective, or adds it to what is selected or takes it from there.
    pub(super) fn objective(&mut self, id: ObjectiveId, extend: bool) {
        self.begin(extend);
        if self.objectives.remove(&id) {
            self.lead = self.objectives.last().cloned();
        } else {
            self.lead = Some(id.clone());
            self.objectives.insert(id);
        }
    }

    /// Selects these objectives.
    pub(super) fn objectives(&mut self, ids: Vec<ObjectiveId>) {
        self.begin(false);
        self.lead = ids.last().cloned();
        self.objectives.extend(ids);
    }

    /// Adds an objective to what is selected, from where keys go on.
    pub(super) fn add(&mut self, id: ObjectiveId) {
        self.begin(true);
        self.lead = Some(id.clone());
        self.objectives.insert(id);
    }

    /// Selects one program, or adds it to what is selected or takes it from there.
    pub(super) fn program(&mut self, id: ProgramId, extend: bool) {
        self.begin(extend);
        if !self.programs.remove(&id) {
            self.programs.insert(id);
        }
    }

    /// Selects these programs.
    pub(super) fn programs(&mut self, ids: Vec<ProgramId>) {
        self.begin(false);
        self.programs.extend(ids);
    }

    /// Selects another record.
    pub(super) fn record(&mut self, record: Record) {
        self.clear();
        self.record = Some(record);
    }

    /// Selects nothing.
    pub(super) fn clear(&mut self) {
        *self = Self { revision: self.revision + 1, ..Self::default() };
    }

    /// Drops what is no longer there.
    pub(super) fn keep_what_is_in(&mut self, framework: &Framework) {
        let before = self.objectives.len() + self.programs.len();
        self.objectives.retain(|id| framework.objective(id).is_some());
        self.programs.retain(|id| framework.program(id).is_some());
        let gone = match &self.record {
            Some(Record::Actor(id)) => framework.actor(id).is_none(),
            Some(Record::Tension(id)) => framework.tension(id).is_none(),
            Some(Record::Mechanism(id)) => framework.mechanism(id).is_none(),
            None => false,
        };
        if gone {
            self.record = None;
        }
        if self.lead.as_ref().is_some_and(|id| !self.objectives.contains(id)) {
            self.lead = self.objectives.last().cloned();
        }
        if gone || before != self.objectives.len() + self.programs.len() {
            self.revision += 1;
        }
    }
}

/// Programs on their way by mouse, to be dropped on a card.
#[derive(Debug, Clone)]
pub(super) struct Dragged(pub Vec<ProgramId>);

/// The programs that a figure counts, after a click on it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Behind {
    pub figure: Figure,
    /// Largest money first, then by id.
    pub programs: Vec<ProgramId>,
    /// Whether they, and what they support, are lit on the cards.
    pub lit: bool,
}

/// What changes from frame to frame and is not of the framework.
pub(super) struct View<'a> {
    pub settings: &'a Settings,
    pub today: Date,
    pub mode: Mode,
    /// The language in which titles are shown too.
    pub second: Option<Language>,
    /// The part of the window that is to take the keys.
    pub pane: Option<Pane>,
    pub history: &'a History,
    /// The programs behind the figure that was clicked.
    pub behind: Option<&'a Behind>,
    /// Why nothing can be changed, if so.
    pub read_only: Option<&'a str>,
    /// What to suggest from, once it is made ready.
    pub suggester: Option<&'a Suggester>,
}

/// What a panel gets besides its own view state.
pub(super) struct UiCtx<'a> {
    pub framework: &'a Framework,
    pub analysis: &'a Analysis,
    pub tree: &'a Arc<Tree>,
    pub selection: &'a Selection,
    pub theme: &'static Theme,
    pub brush: &'a Brush,
    pub view: View<'a>,
    /// Counts the changes of framework, figures and theme.
    pub revision: u64,
    /// The revision of the frame before, and all programs whose record or standing may be another
    /// since; `None` where any may, or where other records may be.
    pub touched: Option<(u64, &'a [ProgramId])>,
    /// Counts the font atlases: text laid out for an earlier one cannot be drawn again.
    pub atlas: u64,
    pub bits: &'a Cell<u64>,
    pub actions: &'a RefCell<Vec<Action>>,
}

impl UiCtx<'_> {
    /// Asks for something; it is done before the next frame.
    pub(super) fn send(&self, action: Action) {
        self.actions.borrow_mut().push(action);
    }

    /// Asks for a command: one undo step.
    pub(super) fn run(&self, command: Command) {
        self.send(Action::Run(Box::new(command)));
    }

    /// Asks for a command, and to select what it makes.
    pub(super) fn make(&self, command: Command, made: Made) {
        self.send(Action::Make(Box::new(command), made));
    }

    /// Bits for the id of a new record, other ones each time.
    pub(super) fn bits(&self) -> u64 {
        mint(self.bits)
    }
}

/// The next bits of a sequence that began with the clock (`SplitMix64`, Steele et al. 2014).
pub(super) fn mint(state: &Cell<u64>) -> u64 {
    let next = state.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
    state.set(next);
    let mixed = (next ^ (next >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
