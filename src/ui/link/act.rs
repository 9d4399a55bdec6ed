//! What each step does: most become one command, sent to be carried out and stamped with who is
//! at the keyboard.

use super::decide::Decide;
use super::sheet::{self, Sheet};
use super::{How, Link, Step};
use crate::edit::{Command, ProgramEdit};
use crate::model::{
    ActorId, Effect, Evidence, Framework, Link as Said, ObjectiveId, Program, ProgramId, Side,
};
use crate::scene::words;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;

impl Link {
    /// Does what was asked for.
    pub(super) fn step(&mut self, cx: &UiCtx, step: Step) {
        match &mut self.sheet {
            Some(Sheet::Decide(decide)) => {
                if let Some(decided) = decide.step(step) {
                    self.decided(cx, decided);
                }
                return;
            }
            Some(Sheet::Alike(alike)) => match step {
                Step::Up | Step::Down | Step::TickThis => return alike.step(step),
                Step::Link => return self.link_alike(cx),
                Step::Decide => return self.decide_alike(cx),
                Step::Alike => {
                    self.sheet = None;
                    return;
                }
                _ => self.sheet = None,
            },
            // A field is typed in: its keys are its own.
            Some(_) => self.sheet = None,
            None => {}
        }
        match step {
            Step::Tick(_) | Step::Up | Step::Down | Step::TickThis => self.look(step),
            Step::Previous | Step::Next => self.walk(step == Step::Next),
            Step::Queue => self.sheet = Some(sheet::queue(cx, &self.place)),
            Step::Undo => self.undo(cx),
            other if self.may(cx) => self.change(cx, other),
            _ => {}
        }
    }

    /// Whether something can be changed; says why not.
    fn may(&mut self, cx: &UiCtx) -> bool {
        if let Some(why) = cx.view.read_only {
            self.say(format!("For reading only: {why}"));
            return false;
        }
        if self.card.is_none() {
            self.say("There is no program at hand");
        }
        self.card.is_some()
    }

    /// What changes the document, the mode or what is put off.
    fn change(&mut self, cx: &UiCtx, step: Step) {
        match step {
            Step::Link => self.link(cx),
            Step::Decide => {
                let program: Vec<ProgramId> = self.at.iter().cloned().collect();
                self.sheet = Some(Sheet::Decide(Decide::new(cx.framework, program)));
            }
            Step::Park => self.park(cx),
            Step::Alike => self.show_alike(cx),
            Step::Confirm => self.confirm(cx),
            Step::Confirmer => self.choose_confirmer(cx),
            Step::Undermine => {
                self.undermines = !self.undermines;
                let does = if self.undermines { "undermine" } else { "support" };
                self.tell(format!("What is linked next will {does} its objective"));
            }
            Step::Evidence if self.how == How::Documented => self.how = How::Asserted,
            Step::Evidence => self.sheet = Some(Sheet::document(&self.document)),
            Step::Make => self.begin_objective(cx),
            Step::Search if cx.framework.living().next().is_none() => {
                self.say("There is no objective yet: N makes the first");
            }
            Step::Search => self.sheet = Some(sheet::search(cx)),
            _ => {}
        }
    }

    /// Says what a key came to nothing for.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.said = Some((text.into(), true));
    }

    /// Says what a key came to.
    pub(super) fn tell(&mut self, text: impl Into<String>) {
        self.said = Some((text.into(), false));
    }

    /// Moves among what can be ticked, and ticks it.
    fn look(&mut self, step: Step) {
        let most = self.offered();
        let place = match step {
            Step::Tick(digit) => self.found.len() + usize::from(digit).saturating_sub(1),
            Step::Up => self.focus.saturating_sub(1),
            Step::Down => (self.focus + 1).min(most.saturating_sub(1)),
            _ => self.focus,
        };
        if place >= most {
            let none = "There is no suggestion of that number: / searches all objectives";
            self.say(none);
            return;
        }
        self.focus = place;
        self.reveal = true;
        if matches!(step, Step::Tick(_) | Step::TickThis)
            && let Some(id) = self.offer(place).map(|row| row.objective.clone())
        {
            self.toggle(id);
        }
    }

    /// Ticks an objective, or no longer.
    pub(super) fn toggle(&mut self, id: ObjectiveId) {
        if self.ticked.contains(&id) {
            self.ticked.retain(|other| *other != id);
        } else {
            self.ticked.push(id);
        }
    }

    fn walk(&mut self, on: bool) {
        let count = self.queue.ids.len();
        if count == 0 {
            return;
        }
        let here = self.at.as_ref().and_then(|id| self.queue.at(id));
        let next = match (here, on) {
            (None, _) => 0,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.go_to(self.queue.ids.get(next).cloned());
    }

    /// Takes back what was parked last, else the last step of the document.
    fn undo(&mut self, cx: &UiCtx) {
        if let Some((state, program)) = self.parked.take()
            && state == cx.view.history.state()
        {
            self.place.parked.retain(|id| *id != program);
            self.requeue(cx);
            self.go_to(Some(program));
            self.tell("No longer parked");
            return;
        }
        if cx.view.history.undo_label().is_none() {
            self.say("Nothing to undo");
        } else {
            cx.send(Action::Undo);
        }
    }

    fn park(&mut self, cx: &UiCtx) {
        let Some(program) = self.at.clone() else { return };
        let old = std::mem::take(&mut self.queue);
        if self.place.parked.contains(&program) {
            self.place.parked.retain(|id| *id != program);
            self.tell("No longer parked");
        } else {
            self.parked = Some((cx.view.history.state(), program.clone()));
            self.place.parked.push(program);
            self.tell("Parked: it comes after all others");
        }
        self.requeue(cx);
        self.go_on(&old);
    }

    /// Sends a command about the program at hand.
    pub(super) fn send(&mut self, cx: &UiCtx, command: Option<Command>) {
        let Some(command) = command else { return };
        self.sheet = None;
        self.sent.clone_from(&self.at);
        cx.run(command);
    }

    fn link(&mut self, cx: &UiCtx) {
        if self.ticked.is_empty() {
            self.say("1–9 to choose");
            return;
        }
        let programs: Vec<ProgramId> = self.at.iter().cloned().collect();
        let commands = self.links(cx, &programs, &self.ticked);
        let label = format!("link program to {} objectives", self.ticked.len());
        self.send(cx, together(label, commands));
    }

    /// Links of programs to objectives, as they are known and made here. A link that is there
    /// already takes the new evidence.
    pub(super) fn links(
        &self,
        cx: &UiCtx,
        programs: &[ProgramId],
        objectives: &[ObjectiveId],
    ) -> Vec<Command> {
        let mut commands = Vec::new();
        for id in programs {
            let Some(record) = cx.framework.program(id) else { continue };
            for objective in objectives {
                let effect = if self.undermines { Effect::Undermines } else { Effect::Supports };
                let evidence = self.evidence(cx.framework, record);
                let link = again(record.links.get(objective), effect, evidence);
                let edit = ProgramEdit::Link(objective.clone(), Some(link));
                commands.push(Command::Program(id.clone(), edit));
            }
        }
        commands
    }

    /// How the next link of a program is known.
    pub(super) fn evidence(&self, framework: &Framework, record: &Program) -> Evidence {
        match (self.how, &self.confirmer) {
            (How::Documented, _) => Evidence::Documented(self.document.clone()),
            (How::Confirmed, Some(by)) if may_confirm(framework, by, record) => {
                Evidence::Confirmed(by.clone())
            }
            _ => Evidence::Asserted,
        }
    }

    /// Confirms the links of the program at hand; where it has none, those to come.
    pub(super) fn confirm(&mut self, cx: &UiCtx) {
        let known = self.confirmer.as_ref().filter(|id| cx.framework.actor(id).is_some()).cloned();
        let Some(by) = known else { return self.choose_confirmer(cx) };
        let Some((id, record)) =
            self.at.as_ref().and_then(|id| Some((id.clone(), cx.framework.program(id)?)))
        else {
            return;
        };
        let name = cx.framework.actor_short(&by).to_owned();
        if !may_confirm(cx.framework, &by, record) {
            let why = "its confirmation would not count: Shift+C chooses another";
            self.say(format!("{name} is of the owner’s own agency, and {why}"));
            return;
        }
        let open = |said: &&Said| !matches!(said.evidence, Evidence::Confirmed(_));
        let links: Vec<Command> = record
            .links
            .iter()
            .filter(|(_, said)| open(said))
            .map(|(objective, said)| {
                let said = again(Some(said), said.effect, Evidence::Confirmed(by.clone()));
                Command::Program(id.clone(), ProgramEdit::Link(objective.clone(), Some(said)))
            })
            .collect();
        if !links.is_empty() {
            let count =
                words::count(u32::try_from(links.len()).unwrap_or(u32::MAX), "link", "links");
            self.send(cx, Some(Command::Batch(format!("confirm {count}"), links)));
        } else if self.how == How::Confirmed {
            self.how = How::Asserted;
            self.tell("The next links are asserted");
        } else {
            self.how = How::Confirmed;
            self.tell(format!("The next links are confirmed by {name}"));
        }
    }

    fn choose_confirmer(&mut self, cx: &UiCtx) {
        let record = self.at.as_ref().and_then(|id| cx.framework.program(id));
        let able = confirmers(cx.framework, record.map(|r| &**r));
        if able.is_empty() {
            self.say("No local actor of another agency than the owner’s is in this framework");
        } else {
            self.sheet = Some(sheet::confirmer(cx, able));
        }
    }

    /// Takes note of who confirms, and lets that actor confirm what is at hand.
    pub(super) fn confirmed_by(&mut self, cx: &UiCtx, by: Option<ActorId>) {
        match by {
            None => {
                self.how = How::Asserted;
                self.tell("The next links are asserted");
            }
            Some(by) => {
                self.confirmer = Some(by);
                self.how = How::Asserted;
                self.confirm(cx);
            }
        }
    }
}

/// A link made anew, with what is said of its share and in its note; who says it is stamped.
fn again(old: Option<&Said>, effect: Effect, evidence: Evidence) -> Said {
    let mut link = Said::new(effect, evidence);
    if let Some(old) = old {
        link.share = old.share;
        link.note.clone_from(&old.note);
    }
    link
}

/// One command of many, named; none of none, itself of one.
pub(super) fn together(label: String, mut commands: Vec<Command>) -> Option<Command> {
    match commands.len() {
        0 => None,
        1 => commands.pop(),
        _ => Some(Command::Batch(label, commands)),
    }
}

/// The actor at the top of those that one belongs to: its agency.
fn agency<'a>(framework: &'a Framework, id: &'a ActorId) -> &'a ActorId {
    let mut at = id;
    for _ in 0..framework.actors().len() {
        let parent = framework.actor(at).and_then(|actor| actor.parent.as_ref());
        match parent.filter(|id| framework.actor(id).is_some()) {
            Some(parent) => at = parent,
            None => break,
        }
    }
    at
}

/// Whether an actor's confirmation counts: local, of another agency than the owner's.
fn may_confirm(framework: &Framework, by: &ActorId, record: &Program) -> bool {
    let local = framework.actor(by).is_some_and(|actor| actor.side == Side::Internal);
    let owner = record.owner.as_ref();
    local && owner.is_none_or(|owner| agency(framework, owner) != agency(framework, by))
}

/// The actors whose confirmation counts, by name.
fn confirmers(framework: &Framework, record: Option<&Program>) -> Vec<ActorId> {
    let able = |id: &ActorId| record.is_none_or(|record| may_confirm(framework, id, record));
    let local = framework.actors().iter().filter(|(_, actor)| actor.side == Side::Internal);
    let mut all: Vec<_> = local.filter(|(id, _)| able(id)).collect();
    all.sort_by_cached_key(|(_, actor)| actor.name.to_lowercase());
    all.into_iter().map(|(id, _)| id.clone()).collect()
}
