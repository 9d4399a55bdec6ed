//! A position, recorded as fast as it is spoken: who, which step of the gradient, on what
//! condition. Digits choose the step; an actor who is not there yet is added with it.

use crate::edit::{ActorEdit, Command, ObjectiveEdit};
use crate::layout::caption;
use crate::model::{Actor, ActorId, ObjectiveId, Position, Side, Stance};
use crate::ui::context::UiCtx;
use crate::ui::field::{Also, Pick, choices, search_ui};
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, Id, Key, Modifiers, RichText, Ui, Vec2};

/// Which step of the form it is at.
enum Step {
    Who,
    Side(String),
    Stance(ActorId, Option<Actor>),
}

/// The form.
pub(in crate::ui) struct PositionForm {
    objective: ObjectiveId,
    step: Step,
}

const DIGITS: [Key; 7] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7];

/// The line of a list of numbered buttons that was chosen, by a click or its digit.
fn numbered_ui(ui: &mut Ui, lines: &[String]) -> Option<usize> {
    let mut chosen = None;
    for (line, text) in lines.iter().enumerate() {
        let button = Button::new(format!("{}  {text}", line + 1))
            .min_size(Vec2::new(ui.available_width(), 34.0));
        if ui.add(button).clicked() {
            chosen = Some(line);
        }
    }
    let key = (0..lines.len().min(DIGITS.len()))
        .find(|&line| ui.input_mut(|i| i.consume_key(Modifiers::NONE, DIGITS[line])));
    // AZERTY types digits with Shift; the text says which was meant.
    let typed = ui.input(|i| {
        i.events.iter().find_map(|event| match event {
            egui::Event::Text(text) => text.trim().parse::<usize>().ok(),
            _ => None,
        })
    });
    chosen.or(key).or(typed.and_then(|n| n.checked_sub(1)).filter(|n| *n < lines.len()))
}

impl PositionForm {
    pub(super) fn new(objective: ObjectiveId) -> Self {
        Self { objective, step: Step::Who }
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let Some(objective) = cx.framework.objective(&self.objective) else { return false };
        ui.label(RichText::new(readable(&caption(objective))).color(color(cx.theme.weak)));
        ui.add_space(8.0);
        match &self.step {
            Step::Who => self.who_ui(ui, cx),
            Step::Side(name) => {
                ui.label(format!("{name} is not in the framework yet. It is"));
                let lines = ["local (internal)", "international (external)", "mixed"];
                let lines: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
                if let Some(line) = numbered_ui(ui, &lines) {
                    let side = [Side::Internal, Side::External, Side::Mixed][line];
                    let actor = Actor::new(name.as_str(), side);
                    self.step = Step::Stance(ActorId::from_bits(cx.bits()), Some(actor));
                    ui.ctx().request_repaint();
                }
            }
            Step::Stance(id, new) => {
                let name = new.as_ref().map_or_else(
                    || cx.framework.actor(id).map_or("", |a| a.name.as_str()),
                    |actor| actor.name.as_str(),
                );
                ui.label(readable(name));
                let lines: Vec<String> = Stance::ALL.iter().map(|s| s.words().to_owned()).collect();
                if let Some(line) = numbered_ui(ui, &lines) {
                    self.record(cx, id.clone(), new.clone(), Stance::ALL[line]);
                    return false;
                }
            }
        }
        true
    }

    fn who_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let also = Also { none: None, new: Some("Add the actor") };
        let all = choices::actors(cx.framework);
        match search_ui(ui, cx, Id::new("throughline-position"), also, &all) {
            Some(Pick::This(id)) => self.step = Step::Stance(id, None),
            Some(Pick::New(name)) => self.step = Step::Side(name),
            Some(Pick::None) | None => return,
        }
        ui.ctx().request_repaint();
    }

    fn record(&self, cx: &UiCtx, id: ActorId, new: Option<Actor>, stance: Stance) {
        let old = cx.framework.objective(&self.objective).and_then(|o| o.positions.get(&id));
        let mut position = Position::new(stance);
        if let Some(old) = old {
            position.note.clone_from(&old.note);
            position.conditions.clone_from(&old.conditions);
        }
        let edit = ObjectiveEdit::Position(id.clone(), Some(position));
        let said = Command::Objective(self.objective.clone(), edit);
        match new {
            None => cx.run(said),
            Some(actor) => {
                let label = format!("add {} and record its position", actor.name);
                let add = Command::Actor(id, ActorEdit::Add(Box::new(actor)));
                cx.run(Command::Batch(label, vec![add, said]));
            }
        }
    }
}
