//! Record a tension where it is seen: what it is, who is at odds, where it comes from, how the
//! group handles it. One undo step.

use crate::edit::{Command, TensionEdit};
use crate::layout::caption;
use crate::model::{ActorId, Date, Nature, Outcome, Subject, Tension, TensionId};
use crate::ui::context::UiCtx;
use crate::ui::field::{Choice, Pick, choice_ui, choices, error_ui, many_ui, parse};
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, Id, Key, Modifiers, RichText, TextEdit, Ui, Vec2};

/// The form.
pub(in crate::ui) struct TensionForm {
    about: Vec<Subject>,
    title: String,
    nature: Option<Nature>,
    outcome: Outcome,
    parties: Vec<ActorId>,
    review: String,
    fresh: bool,
}

impl TensionForm {
    /// A form about some records; actors beside other records are those at odds.
    pub(super) fn new(about: Vec<Subject>) -> Self {
        let actor = |subject: &Subject| matches!(subject, Subject::Actor(_));
        let (actors, others): (Vec<Subject>, Vec<Subject>) = about.into_iter().partition(actor);
        let (about, parties) =
            if others.is_empty() { (actors, Vec::new()) } else { (others, actors) };
        let parties = parties.into_iter().filter_map(|subject| match subject {
            Subject::Actor(id) => Some(id),
            _ => None,
        });
        Self {
            about,
            title: String::new(),
            nature: None,
            outcome: Outcome::Open,
            parties: parties.collect(),
            review: String::new(),
            fresh: true,
        }
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        self.about_ui(ui, cx);
        let id = Id::new("throughline-tension-title");
        let enter = ui.memory(|m| m.has_focus(id))
            && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let label = ui.label("What is at odds, in a few words");
        let field = TextEdit::singleline(&mut self.title).id(id).desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        ui.add_space(6.0);
        if let Some(nature) =
            choice_ui(ui, cx, "tension-nature", "Nature", self.nature, &choices::natures())
        {
            self.nature = nature;
        }
        self.parties_ui(ui, cx);
        let outcomes = Outcome::ALL.map(|outcome| (outcome, outcome.words()));
        let chosen = choice_ui(ui, cx, "tension-outcome", "Outcome", self.outcome, &outcomes);
        self.outcome = chosen.unwrap_or(self.outcome);
        crate::ui::field::row_ui(ui, cx, "Review on", |ui| {
            let field = TextEdit::singleline(&mut self.review).hint_text("31 Dec 2027");
            ui.add(field.desired_width(160.0))
        });
        let review = parse::day(&self.review);
        if let Err(why) = &review {
            error_ui(ui, cx, why);
        }
        ui.add_space(12.0);
        let ready = !self.title.trim().is_empty() && review.is_ok() && !self.about.is_empty();
        let button = Button::new("Record").min_size(Vec2::new(110.0, 34.0));
        let done =
            ui.add_enabled(ready, button).on_disabled_hover_text("Say what is at odds first");
        if ready && (done.clicked() || enter) {
            self.record(cx, review.unwrap_or_default());
            return false;
        }
        true
    }

    /// What it is about, each with a cross where there are several.
    fn about_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let mut gone = None;
        for (place, subject) in self.about.iter().enumerate() {
            let name = name(cx, subject);
            ui.horizontal(|ui| {
                if self.about.len() > 1 {
                    let cross = ui.button("×");
                    crate::ui::field::named(&cross, &format!("Not about {name}"));
                    if cross.clicked() {
                        gone = Some(place);
                    }
                }
                let text = RichText::new(format!("About {}", readable(&name)));
                ui.add(egui::Label::new(text.color(color(cx.theme.weak))).truncate());
            });
            if place == 7 && self.about.len() > 9 {
                let more = self.about.len() - 8;
                ui.label(RichText::new(format!("and {more} more")).color(color(cx.theme.weak)));
                break;
            }
        }
        if let Some(place) = gone {
            self.about.remove(place);
        }
        ui.add_space(8.0);
    }

    fn parties_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let chosen: Vec<Choice<ActorId>> = self
            .parties
            .iter()
            .map(|id| Choice {
                value: id.clone(),
                text: cx.framework.actor_short(id).to_owned(),
                weak: String::new(),
            })
            .collect();
        let names = ("Parties", "Add a party…");
        let (taken, picked) = many_ui(ui, cx, "tension-parties", names, &chosen, None, || {
            let mut all = choices::actors(cx.framework);
            all.retain(|choice| !self.parties.contains(&choice.value));
            all
        });
        if let Some(place) = taken {
            self.parties.remove(place);
        }
        if let Some(Pick::This(id)) = picked {
            self.parties.push(id);
        }
    }

    fn record(&self, cx: &UiCtx, review: Option<Date>) {
        let mut tension = Tension::new(self.title.trim(), self.about.clone(), self.outcome);
        tension.nature = self.nature;
        tension.parties.clone_from(&self.parties);
        tension.review_on = review;
        let edit = TensionEdit::Add(Box::new(tension));
        cx.run(Command::Tension(TensionId::from_bits(cx.bits()), edit));
    }
}

fn name(cx: &UiCtx, subject: &Subject) -> String {
    let framework = cx.framework;
    match subject {
        Subject::Objective(id) => {
            framework.objective(id).map_or_else(|| id.to_string(), |o| caption(o))
        }
        Subject::Program(id) => {
            framework.program(id).map_or_else(|| id.to_string(), |p| p.title.trim().to_owned())
        }
        Subject::Actor(id) => framework.actor_short(id).to_owned(),
    }
}
