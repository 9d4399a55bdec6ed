//! Actions: what each does to the session or to what is seen.

use super::App;
use crate::edit::{ActorEdit, Command, MechanismEdit, ProgramEdit, TensionEdit};
use crate::model::{
    Actor, ActorId, Filter, Mechanism, MechanismId, ObjectiveId, Outcome, Program, ProgramId, Side,
    Subject, Tension, TensionId,
};
use crate::scene::field::SizeBy;
use crate::ui::action::{Action, Made, Mode, Pane, Record};
use crate::ui::canvas::{Wanted, Writing};
use crate::ui::context::mint;
use crate::ui::dialog::Overlay;
use crate::ui::gesture::{self, Place};
use crate::ui::import::Wizard;
use crate::ui::jobs::Purpose;
use crate::ui::style;
use egui::{Context, ViewportCommand};
use std::sync::Arc;

impl App {
    pub(super) fn act(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Start
            | Action::New
            | Action::NewFrom(_)
            | Action::Open
            | Action::OpenSample
            | Action::OpenPath(_)
            | Action::Recover(_)
            | Action::Discard(_)
            | Action::Save
            | Action::SaveAs
            | Action::Import
            | Action::ImportPath(_)
            | Action::ChoosePortfolio
            | Action::SaveRejected(_)
            | Action::Measure
            | Action::SaveReport(_)
            | Action::ExportSteps
            | Action::Quit => self.act_on_files(ctx, action),
            action if super::taking::is_taken_home(&action) => self.take_home(action),
            action if super::copies::is_of_copies(&action) => self.act_on_copies(ctx, action),
            Action::Lower
            | Action::SiblingBelow
            | Action::SiblingAbove
            | Action::AddTop
            | Action::LowerOf(_)
            | Action::EditTitle
            | Action::EditTitleOf(..)
            | Action::EditVision => self.write(action),
            Action::Imported(imported) => self.imported(ctx, *imported),
            Action::Run(command) => self.run_asked(ctx, *command),
            Action::Make(command, made) => {
                if self.run(ctx, *command) {
                    self.select_made(made);
                }
            }
            Action::Undo => {
                if !self.canvas.untidy(self.session.history().state()) {
                    self.step(ctx, 1);
                }
            }
            Action::UndoTo(steps) => self.step(ctx, steps),
            Action::Redo => self.step(ctx, -1),
            Action::Go(..)
            | Action::Move(_)
            | Action::Fold
            | Action::FoldOf(_)
            | Action::FoldAll
            | Action::UnfoldAll
            | Action::Pin
            | Action::Tidy
            | Action::Number
            | Action::Delete => self.act_on_map(ctx, action),
            Action::AddActor | Action::AddProgram | Action::AddTension | Action::AddMechanism => {
                self.add(ctx, &action);
            }
            Action::SelectObjective(id, extend) => self.selection.objective(id, extend),
            Action::SelectObjectives(ids) => self.selection.objectives(ids),
            Action::SelectProgram(id, extend) => self.selection.program(id, extend),
            Action::SelectPrograms(ids) => self.selection.programs(ids),
            Action::Select(record) => self.selection.record(record),
            Action::Behind(figure) => self.behind(figure),
            Action::Light(lit) => self.light(lit),
            Action::LeaveBehind => self.leave_behind(),
            Action::SelectAll => {
                let all = self.tree.branches.iter().map(|b| b.id.clone());
                self.selection.objectives(all.collect());
            }
            Action::Clear => self.clear(),
            Action::Linking(_) | Action::KeepPlace => self.act_on_linking(&action),
            Action::Presenting(turn) => self.turn(ctx, turn),
            Action::KeepScene => self.keep_scene(ctx),
            other => self.act_on_view(ctx, other),
        }
        // What was asked for in this frame shows in the next.
        ctx.request_repaint();
    }

    fn act_on_files(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Start => {
                self.mode = Mode::Start;
                self.look_for_unsaved();
            }
            Action::New => self.open_template("blank"),
            Action::NewFrom(id) => self.open_template(id),
            Action::Open => self.jobs.choose(Purpose::Open, String::new()),
            Action::OpenSample => self.open_template("sample"),
            Action::OpenPath(path) => self.jobs.open(path, self.today),
            Action::Import => self.import(None),
            Action::ImportPath(path) => self.import(Some(path)),
            Action::ChoosePortfolio => self.jobs.choose(Purpose::Portfolio, String::new()),
            Action::SaveRejected(batch) => {
                self.rejected = Some(batch);
                self.jobs.choose(Purpose::Rejected, "rejected rows.xlsx".to_owned());
            }
            Action::Measure => {
                let wizard = Wizard::to_measure(self.session.framework());
                self.overlay = Some(Overlay::Import(Box::new(wizard)));
            }
            Action::SaveReport(report) => {
                self.report = Some(*report);
                self.jobs.choose(Purpose::Report, "measured.html".to_owned());
            }
            Action::Recover(journal) => self.recover(journal),
            Action::Discard(journal) => self.discard(&journal),
            Action::Save => self.save(),
            Action::SaveAs => self.jobs.choose(Purpose::SaveAs, "framework.ron".to_owned()),
            Action::ExportSteps => self.jobs.choose(Purpose::Steps, "steps.ron".to_owned()),
            _ => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    /// Begins to write a title or the vision on the canvas.
    fn write(&mut self, action: Action) {
        if let Some(why) = self.session.read_only() {
            self.say(format!("The document is open for reading only: {why}"), true);
            return;
        }
        self.mode = Mode::Edit;
        let (tree, lead) = (&self.tree, self.selection.lead.clone());
        let beside = matches!(
            action,
            Action::Lower | Action::SiblingBelow | Action::SiblingAbove | Action::EditTitle
        );
        if let Some(&first) = tree.roots.first().filter(|_| beside && lead.is_none()) {
            // Nothing is selected: the first card is where keys begin.
            self.selection.objectives(vec![tree.id(first).clone()]);
            return;
        }
        let place = match action {
            Action::EditVision => {
                let text = self.session.framework().head().vision.clone().unwrap_or_default();
                self.canvas.write(Writing::vision(text));
                return;
            }
            Action::EditTitleOf(id, text) => return self.write_title(id, text),
            Action::EditTitle => {
                if let Some(id) = lead {
                    self.write_title(id, None);
                }
                return;
            }
            Action::Lower => lead.map(|id| Place::last_under(tree, Some(&id))),
            Action::LowerOf(id) => Some(Place::last_under(tree, Some(&id))),
            Action::SiblingBelow => lead.and_then(|id| Place::beside(tree, &id, false)),
            Action::SiblingAbove => lead.and_then(|id| Place::beside(tree, &id, true)),
            _ => None,
        };
        let place = place.unwrap_or_else(|| Place::last_under(tree, None));
        if let Some(under) = &place.under {
            self.canvas.unfold(under);
        }
        let id = ObjectiveId::from_bits(mint(&self.bits));
        match Writing::new(self.session.framework(), tree, id, place) {
            Ok(writing) => self.canvas.write(writing),
            Err(why) => self.say(why, true),
        }
    }

    fn write_title(&mut self, id: ObjectiveId, text: Option<String>) {
        let Some(objective) = self.session.framework().objective(&id) else { return };
        let was = objective.title.clone();
        self.selection.objectives(vec![id.clone()]);
        self.canvas.write(Writing::title(id, text.unwrap_or(was)));
    }

    fn act_on_map(&mut self, ctx: &Context, action: Action) {
        let (tree, ids) = (Arc::clone(&self.tree), self.selection.objectives.clone());
        let framework = self.session.framework();
        let command = match action {
            Action::Go(way, extend) => return self.go(way, extend),
            Action::Move(way) => gesture::shift(&tree, &ids, way),
            Action::Number => gesture::number(framework, &tree),
            Action::Delete => return self.delete(ctx),
            Action::Pin => gesture::pin(&self.canvas.to_pin(framework, &ids)),
            Action::Tidy => {
                self.canvas.tidy(self.session.history().state());
                gesture::tidy(framework)
            }
            Action::Fold => {
                ids.iter().for_each(|id| self.canvas.fold(&tree, id));
                self.revision += 1;
                None
            }
            Action::FoldOf(id) => {
                self.canvas.fold(&tree, &id);
                self.revision += 1;
                None
            }
            Action::FoldAll | Action::UnfoldAll => {
                self.canvas.fold_all(&tree, action == Action::FoldAll);
                self.revision += 1;
                None
            }
            _ => None,
        };
        if let Some(command) = command {
            self.run(ctx, command);
        }
    }

    /// Selects the nearest card, or the next row where the outline has the keys.
    fn go(&mut self, way: crate::ui::action::Way, extend: bool) {
        let next = if self.last_pane == Pane::Outline {
            self.outline.next(&self.tree, self.selection.lead.as_ref(), way)
        } else {
            self.canvas.nearest(self.selection.lead.as_ref(), way)
        };
        let Some(id) = next else { return };
        if extend {
            self.selection.add(id.clone());
        } else {
            self.selection.objectives(vec![id.clone()]);
        }
        self.canvas.want(Wanted::InSight(id));
    }

    fn delete(&mut self, ctx: &Context) {
        let framework = self.session.framework();
        let command = match self.selection.record.clone() {
            Some(Record::Actor(id)) => Some(Command::Actor(id, ActorEdit::Remove)),
            Some(Record::Tension(id)) => Some(Command::Tension(id, TensionEdit::Remove)),
            Some(Record::Mechanism(id)) => Some(Command::Mechanism(id, MechanismEdit::Remove)),
            None => {
                gesture::delete(framework, &self.selection.objectives, &self.selection.programs)
            }
        };
        let next = self.after_deletion();
        if let Some(command) = command
            && self.run(ctx, command)
            && let Some(next) = next
        {
            self.selection.objective(next, false);
        }
    }

    /// What keys go on from when the selected objective is gone: a sibling, else the one above.
    fn after_deletion(&self) -> Option<ObjectiveId> {
        let tree = &self.tree;
        let branch = tree.find(self.selection.lead.as_ref()?)?;
        let near = tree.sibling(branch, 1).or_else(|| tree.sibling(branch, -1));
        let next = near.or(tree.branches[branch].parent).map(|b| tree.id(b).clone());
        next.filter(|id| !self.selection.objectives.contains(id))
    }

    /// Adds a record and shows it, to be filled in.
    fn add(&mut self, ctx: &Context, action: &Action) {
        let bits = mint(&self.bits);
        let (command, made) = match action {
            Action::AddActor => {
                let id = ActorId::from_bits(bits);
                let actor = Box::new(Actor::new("", Side::Internal));
                (Command::Actor(id.clone(), ActorEdit::Add(actor)), Made::Record(Record::Actor(id)))
            }
            Action::AddProgram => {
                let id = ProgramId::from_bits(bits);
                let program = Box::new(Program::new(""));
                (Command::Program(id.clone(), ProgramEdit::Add(program)), Made::Program(id))
            }
            Action::AddTension => {
                let id = TensionId::from_bits(bits);
                let objectives = self.selection.objectives.iter().cloned().map(Subject::Objective);
                let programs = self.selection.programs.iter().cloned().map(Subject::Program);
                let about: Vec<Subject> = objectives.chain(programs).collect();
                let tension = Box::new(Tension::new("", about, Outcome::Open));
                let command = Command::Tension(id.clone(), TensionEdit::Add(tension));
                (command, Made::Record(Record::Tension(id)))
            }
            _ => {
                let id = MechanismId::from_bits(bits);
                let mut mechanism = Mechanism::new("");
                mechanism.objectives = self.selection.objectives.iter().cloned().collect();
                let command =
                    Command::Mechanism(id.clone(), MechanismEdit::Add(Box::new(mechanism)));
                (command, Made::Record(Record::Mechanism(id)))
            }
        };
        if self.run(ctx, command) {
            self.select_made(made);
            self.mode = Mode::Edit;
            self.details_shown = true;
            self.pane = Some(Pane::Details);
        }
    }

    /// Leaves what is open, one thing at a time; then selects nothing.
    fn clear(&mut self) {
        if self.history_shown {
            self.history_shown = false;
        } else if self.mode == Mode::Link {
            self.link.leave();
        } else if self.behind.as_ref().is_some_and(|behind| behind.lit) {
            self.behind = None;
            self.revision += 1;
        } else if !self.canvas.leave_search() {
            self.selection.clear();
        }
    }

    fn act_on_view(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::ToggleHistory => self.history_shown = !self.history_shown,
            Action::Palette
            | Action::Link
            | Action::Position
            | Action::Paste
            | Action::Settings
            | Action::Keys
            | Action::SetMilestone
            | Action::WhoAmI => self.open_overlay(&action),
            Action::IAm(who) => {
                self.settings.who = Some(who);
                self.write_settings();
                if let Some(command) = self.waiting.take() {
                    self.run(ctx, command);
                }
            }
            Action::Find => {
                self.mode = Mode::Edit;
                self.canvas.find();
            }
            Action::FindNext => self.find_next(),
            Action::Neighbors => self.neighbors(),
            Action::Filter(filter) => {
                self.canvas.filter = *filter;
                self.revision += 1;
            }
            Action::NextFinding => self.walk_findings(ctx, false),
            Action::PreviousFinding => self.walk_findings(ctx, true),
            Action::ToggleFindings => self.findings_shown = !self.findings_shown,
            Action::RecordTension(_)
            | Action::RecordDependency(..)
            | Action::Decide(..)
            | Action::ContextMenu => self.record(action),
            Action::FitAll => self.canvas.want(Wanted::Whole),
            Action::FitSelection => self.canvas.want(Wanted::Selection),
            Action::ZoomIn => self.canvas.want(Wanted::In),
            Action::ZoomOut => self.canvas.want(Wanted::Out),
            Action::ToggleOutline => self.outline_shown = !self.outline_shown,
            Action::ToggleDetails => self.details_shown = !self.details_shown,
            Action::ShowPortfolio => {
                self.mode = Mode::Edit;
                self.portfolio_shown = true;
                self.overlay = None;
            }
            Action::TogglePortfolio => {
                self.mode = Mode::Edit;
                self.portfolio_shown = !self.portfolio_shown;
                self.pane = Some(if self.portfolio_shown { Pane::Portfolio } else { Pane::Canvas });
            }
            Action::List(listing) => self.list(listing),
            Action::NextPane => self.next_pane(),
            Action::FocusOn(pane) => self.focus_on(pane),
            Action::FullScreen => {
                let full = ctx.input(|i| i.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!full));
            }
            Action::Screen(screen) => {
                self.mode = Mode::Analyze;
                self.analyze.screen = screen;
            }
            Action::Show(mode) => self.show_mode(mode),
            Action::Second(language) => {
                self.second = language;
                self.revision += 1;
            }
            Action::Bar(bar) => {
                self.bar = bar;
                self.session.set_bar(bar);
                self.revision += 1;
            }
            Action::Copy(text) => {
                ctx.copy_text(text);
                self.say("Copied", false);
            }
            Action::Say(text) => self.say(text, false),
            other => self.act_on_versions(ctx, other),
        }
    }

    /// Selects the next card that was found.
    fn find_next(&mut self) {
        if let Some(id) = self.canvas.find_next(self.selection.lead.as_ref()) {
            self.selection.objectives(vec![id.clone()]);
            self.canvas.want(Wanted::InSight(id));
        }
    }

    /// Changes a setting, and keeps it.
    pub(super) fn set(&mut self, ctx: &Context, action: &Action) {
        match action {
            Action::Theme(theme) => theme.word().clone_into(&mut self.settings.theme),
            Action::TypeSize(percent) => self.settings.type_size = *percent,
            Action::Navigate(navigation) => self.settings.navigation = *navigation,
            Action::ReduceMotion(reduce) => self.settings.reduce_motion = *reduce,
            Action::ToggleMinimap => self.settings.minimap = !self.settings.minimap,
            Action::ToggleLines => {
                self.settings.lines = !self.settings.lines;
                self.revision += 1;
            }
            Action::GroupBy(by) => by.word().clone_into(&mut self.settings.group_by),
            Action::SizeBy(size) => self.settings.alike = *size == SizeBy::Alike,
            _ => return,
        }
        self.apply_settings(ctx);
        self.write_settings();
    }

    /// Makes the window look as the settings say.
    pub(super) fn apply_settings(&mut self, ctx: &Context) {
        if self.theme != self.settings.theme() {
            self.theme = self.settings.theme();
            self.revision += 1;
        }
        style::apply(ctx, self.theme.theme());
        let size = f32::from(self.settings.type_size.clamp(75, 250)) / 100.0;
        if (ctx.zoom_factor() - size).abs() > 0.001 {
            ctx.set_zoom_factor(size);
        }
    }

    fn open_overlay(&mut self, action: &Action) {
        let framework = self.session.framework();
        let chosen = !self.selection.objectives.is_empty() || !self.selection.programs.is_empty();
        let overlay = match action {
            Action::Palette => Some(Overlay::palette()),
            Action::Link if chosen => Some(Overlay::link()),
            Action::Link => {
                self.say("Select programs or objectives to link first", true);
                None
            }
            Action::Position => {
                let objective = self
                    .selection
                    .lead
                    .clone()
                    .and_then(|id| framework.objective(&id).is_some().then_some(id));
                if objective.is_none() {
                    self.say("Select the objective that the actor speaks of first", true);
                }
                objective.map(Overlay::position)
            }
            Action::Paste => Some(Overlay::paste(&self.selection, String::new())),
            Action::Settings => Some(Overlay::Settings),
            Action::Keys => Some(Overlay::Keys),
            Action::SetMilestone => Some(Overlay::milestone(self.today)),
            _ => Some(Overlay::who(&self.settings)),
        };
        if overlay.is_some() {
            self.overlay = overlay;
        }
    }

    /// Hands the keys to a part of the window, and shows it.
    fn focus_on(&mut self, pane: Pane) {
        match pane {
            Pane::Canvas => {}
            Pane::Outline => self.outline_shown = true,
            Pane::Details => self.details_shown = true,
            Pane::Portfolio => self.portfolio_shown = true,
        }
        self.last_pane = pane;
        self.pane = Some(pane);
    }

    fn next_pane(&mut self) {
        let shown = |pane: Pane| match pane {
            Pane::Canvas => true,
            Pane::Outline => self.outline_shown,
            Pane::Details => self.details_shown,
            Pane::Portfolio => self.portfolio_shown,
        };
        let order = [Pane::Canvas, Pane::Outline, Pane::Details, Pane::Portfolio];
        let at = order.iter().position(|pane| *pane == self.last_pane).unwrap_or(0);
        let next = (1..=4).map(|by| order[(at + by) % 4]).find(|pane| shown(*pane));
        self.last_pane = next.unwrap_or(Pane::Canvas);
        self.pane = Some(self.last_pane);
    }

    fn neighbors(&mut self) {
        if self.canvas.only.take().is_none() {
            let dag = crate::graph::Dag::new(self.session.framework());
            let Some(lead) = self.selection.lead.as_ref().and_then(|id| dag.find(id)) else {
                return;
            };
            let near = dag.parents(lead).iter().chain(dag.children(lead)).copied();
            let near = near.chain([lead]).chain(dag.above(lead).iter().copied());
            self.canvas.only = Some(near.map(|i| dag.id(i).clone()).collect());
        }
        self.revision += 1;
    }
}

/// Whether a filter leaves everything in sight.
pub(in crate::ui) fn is_open(filter: &Filter) -> bool {
    *filter == Filter::default()
}
