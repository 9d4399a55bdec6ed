//! What is recorded where it is seen, and the walk through the findings.

use super::App;
use crate::model::{DecisionKind, ProgramId, Subject};
use crate::ui::action::{Action, Mode};
use crate::ui::canvas::Wanted;
use crate::ui::dialog::Overlay;
use crate::ui::findings::cure;
use egui::Context;

impl App {
    /// Opens the dialog that records something about what is given, else about what is selected.
    pub(super) fn record(&mut self, action: Action) {
        if let Some(why) = self.session.read_only().filter(|_| action != Action::ContextMenu) {
            self.say(format!("The document is open for reading only: {why}"), true);
            return;
        }
        let framework = self.session.framework();
        let selected = || -> Vec<ProgramId> { self.selection.programs.iter().cloned().collect() };
        let overlay = match action {
            Action::RecordTension(about) if about.is_empty() => {
                let about = self.subjects();
                if about.is_empty() {
                    Err("Select the objectives, programs or the actor that it is about first")
                } else {
                    Ok(Overlay::tension(about))
                }
            }
            Action::RecordTension(about) => Ok(Overlay::tension(about)),
            Action::RecordDependency(program, kind) => {
                let one = program.or_else(|| selected().into_iter().next());
                match one.filter(|id| framework.program(id).is_some()) {
                    Some(program) => Ok(Overlay::dependency(framework, program, kind)),
                    None => Err("Select the program that depends on another first"),
                }
            }
            Action::Decide(programs, kind) => {
                let programs = if programs.is_empty() { selected() } else { programs };
                let free = |id: &ProgramId| {
                    framework
                        .program(id)
                        .is_some_and(|p| p.links.is_empty() || kind == DecisionKind::OutOfScope)
                };
                if programs.is_empty() {
                    Err("Select the programs to decide on first")
                } else if programs.iter().any(free) {
                    Ok(Overlay::decision(programs, kind))
                } else {
                    Err("What is selected has links, so it cannot be decided that it has none")
                }
            }
            _ => Ok(Overlay::Verbs),
        };
        match overlay {
            Ok(overlay) => self.overlay = Some(overlay),
            Err(why) => self.say(why, true),
        }
    }

    /// What is selected, as what a tension may be about.
    fn subjects(&self) -> Vec<Subject> {
        let selection = &self.selection;
        let objectives = selection.objectives.iter().cloned().map(Subject::Objective);
        let programs = selection.programs.iter().cloned().map(Subject::Program);
        let actor = match &selection.record {
            Some(crate::ui::action::Record::Actor(id)) => Some(Subject::Actor(id.clone())),
            _ => None,
        };
        objectives.chain(programs).chain(actor).collect()
    }

    /// Goes to the next finding, or the one before, in the order of the panel.
    pub(super) fn walk_findings(&mut self, ctx: &Context, back: bool) {
        if !self.findings_shown || !matches!(self.mode, Mode::Edit | Mode::Analyze) {
            self.findings_shown = true;
            if self.mode != Mode::Analyze {
                self.mode = Mode::Edit;
            }
        }
        let state = (self.today, self.session.revision(), self.bar);
        let (framework, analysis) = (self.session.framework(), self.session.analysis());
        self.findings.update(ctx, framework, analysis, state);
        match self.findings.step(back) {
            Some(finding) => {
                let select = cure::select(&finding);
                if let Action::SelectObjectives(ids) = &select {
                    let shown = ids.iter().cloned().map(Wanted::InSight);
                    shown.for_each(|wanted| self.canvas.want(wanted));
                }
                self.act(ctx, select);
                self.say(format!("{}: {}; {}", finding.code, finding.message, finding.hint), false);
            }
            None if self.findings.busy() => self.say("Looking for what is missing…", false),
            None => self.say(self.findings.nothing(), false),
        }
    }
}
