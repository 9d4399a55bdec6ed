//! Who is at the keyboard: asked once, when it is first needed.

use crate::model::ActorId;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::field::{Also, Pick, choices, pick_ui};
use crate::ui::settings::{Settings, Who};
use crate::ui::style::color;
use egui::{Button, Id, Key, Modifiers, RichText, TextEdit, Ui, Vec2};

/// The form.
pub(in crate::ui) struct WhoForm {
    name: String,
    actor: Option<ActorId>,
    fresh: bool,
}

impl WhoForm {
    pub(super) fn new(settings: &Settings) -> Self {
        let who = settings.who.clone().unwrap_or_default();
        Self { name: who.name, actor: who.actor, fresh: true }
    }

    /// Goes on without a name.
    pub(super) fn skip(cx: &UiCtx) {
        cx.send(Action::IAm(Who::default()));
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let why = "Your name stands by the links, positions and decisions that you record, so that \
                   others know whom to ask. It stays in this document and on this machine.";
        ui.label(RichText::new(why).color(color(cx.theme.weak)));
        ui.add_space(8.0);
        let id = Id::new("throughline-who");
        let enter = ui.memory(|m| m.has_focus(id))
            && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let label = ui.label("Name");
        let field = TextEdit::singleline(&mut self.name).id(id).desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        let actor = self.actor.as_ref().map_or("", |id| cx.framework.actor_short(id)).to_owned();
        let also = Also { none: Some("nobody in particular"), new: None };
        let picked = pick_ui(ui, cx, "who-actor", ("Speaks for", &actor), also, || {
            choices::actors(cx.framework)
        });
        match picked {
            Some(Pick::This(id)) => self.actor = Some(id),
            Some(_) => self.actor = None,
            None => {}
        }
        ui.add_space(12.0);
        let (mut done, mut skipped) = (enter, false);
        ui.horizontal(|ui| {
            done |= ui.add(Button::new("OK").min_size(Vec2::new(90.0, 34.0))).clicked();
            skipped = ui.button("Without a name").clicked();
        });
        if done {
            let name = self.name.trim().to_owned();
            cx.send(Action::IAm(Who { name, actor: self.actor.clone() }));
        } else if skipped {
            Self::skip(cx);
        }
        !done && !skipped
    }
}
