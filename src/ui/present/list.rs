//! The scene at hand as a record of the document: title, note, color, its place, and away with
//! it. Commands only.

use super::Present;
use crate::edit::{Command, SceneEdit};
use crate::layout::text::Weight;
use crate::model::{ColorBy, Framework, Rank, SceneField, SceneId};
use crate::scene::present::{Of, Slide};
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::field::{area_ui, choice_ui};
use crate::ui::style::color;
use egui::{RichText, Ui};

/// What color may mean.
const COLORS: [(ColorBy, &str); 7] = [
    (ColorBy::Level, "level"),
    (ColorBy::Dimension, "dimension"),
    (ColorBy::Lead, "who leads"),
    (ColorBy::Status, "whether it is agreed"),
    (ColorBy::Backing, "how many actors back it"),
    (ColorBy::Programs, "how many programs"),
    (ColorBy::Money, "how much money"),
];

impl Present {
    /// Shows what the presenter wrote for the scene at hand, or how to keep scenes that are only
    /// offered.
    pub(super) fn note_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        let Some(slide) = self.slide() else { return };
        let Some(id) = &slide.id else {
            let text = "These scenes are offered and not yet in the document";
            ui.add(egui::Label::new(RichText::new(text).color(color(cx.theme.weak))).wrap());
            let button = egui::Button::new("Keep them, to change them");
            if ui.add_enabled(cx.view.read_only.is_none(), button).clicked()
                && let Some(command) = keep_all(&self.slides, || SceneId::from_bits(cx.bits()))
            {
                cx.run(command);
            }
            return;
        };
        let note = slide.scene.note.as_deref().unwrap_or_default();
        let (name, shape) = ("Note, for you alone", (4, Weight::Regular));
        if let Some(text) = area_ui(ui, cx, ("note", id.as_str()), name, note, shape) {
            let note = Some(text).filter(|text| !text.is_empty());
            cx.run(Command::Scene(id.clone(), SceneEdit::Set(SceneField::Note(note))));
        }
    }

    /// Shows the fields of the scene at hand, its place, and how to remove it.
    pub(super) fn scene_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        let Some(slide) = self.slide() else { return };
        let Some(id) = &slide.id else { return };
        ui.add_space(12.0);
        let (scene, key) = (&slide.scene, id.as_str());
        let set = |field| cx.run(Command::Scene(id.clone(), SceneEdit::Set(field)));
        let shape = (2, Weight::SemiBold);
        if let Some(text) = area_ui(ui, cx, ("title", key), "Title", &scene.title, shape) {
            set(SceneField::Title(text));
        }
        if let Some(by) = choice_ui(ui, cx, ("color", key), "Color", scene.color, &COLORS) {
            set(SceneField::Color(by));
        }
        ui.horizontal(|ui| {
            for (words, by) in [("Earlier", -1), ("Later", 1)] {
                let command = shift(cx.framework, &self.slides, self.at, by);
                let ready = cx.view.read_only.is_none() && command.is_some();
                let clicked = ui.add_enabled(ready, egui::Button::new(words)).clicked();
                if let Some(command) = command.filter(|_| clicked) {
                    cx.run(command);
                }
            }
            let button = egui::Button::new("Remove");
            if ui.add_enabled(cx.view.read_only.is_none(), button).clicked() {
                cx.run(Command::Scene(id.clone(), SceneEdit::Remove));
            }
        });
        let button = egui::Button::new("Keep as another scene");
        let keep = ui.add_enabled(cx.view.read_only.is_none(), button);
        if keep.on_hover_text(Action::KeepScene.tooltip()).clicked() {
            cx.send(Action::KeepScene);
        }
    }
}

/// The command that writes the offered scenes to the document: those that a scene can say.
fn keep_all(slides: &[Slide], mut id: impl FnMut() -> SceneId) -> Option<Command> {
    let kept: Vec<&Slide> = slides.iter().filter(|slide| slide.of == Of::Cards).collect();
    let mut ranks = vec![Rank::default(); kept.len()];
    Rank::spread(&mut ranks, None, None);
    let add = |(slide, order): (&&Slide, Rank)| {
        let mut scene = (*slide.scene).clone();
        scene.order = order;
        Command::Scene(id(), SceneEdit::Add(Box::new(scene)))
    };
    let all: Vec<Command> = kept.iter().zip(ranks).map(add).collect();
    (!all.is_empty()).then(|| Command::Batch("keep the offered scenes".to_owned(), all))
}

/// The command that moves a scene before the one before it, or after the one after it. Scenes of
/// one rank get ranks of their own first.
pub(super) fn shift(
    framework: &Framework,
    slides: &[Slide],
    at: usize,
    by: isize,
) -> Option<Command> {
    let to = at.checked_add_signed(by).filter(|to| *to < slides.len())?;
    let mut ids: Vec<&SceneId> = slides.iter().filter_map(|slide| slide.id.as_ref()).collect();
    if ids.len() != slides.len() {
        return None;
    }
    ids.swap(at, to);
    let rank = |id: &SceneId| framework.scene(id).map(|scene| scene.order.clone());
    let set =
        |id: &SceneId, order| Command::Scene(id.clone(), SceneEdit::Set(SceneField::Order(order)));
    let before = to.checked_sub(1).and_then(|place| rank(ids[place]));
    let after = ids.get(to + 1).and_then(|id| rank(id));
    let apart = slides.windows(2).all(|pair| pair[0].scene.order < pair[1].scene.order);
    if apart {
        let order = Rank::between(before.as_ref(), after.as_ref());
        return Some(Command::Batch("move scene".to_owned(), vec![set(ids[to], order)]));
    }
    let mut ranks = vec![Rank::default(); ids.len()];
    Rank::spread(&mut ranks, None, None);
    let all = ids.into_iter().zip(ranks).map(|(id, order)| set(id, order)).collect();
    Some(Command::Batch("move scene".to_owned(), all))
}
