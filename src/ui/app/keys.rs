//! Keys: which verb they mean, by where the keys go.

use super::App;
use crate::ui::action::{Action, Pane, Step, VERBS, Verb, Where};
use crate::ui::canvas::CANVAS;
use crate::ui::dialog::Overlay;
use crate::ui::link::{LINK, digit_of};
use crate::ui::outline::OUTLINE;
use crate::ui::present::PRESENT;
use egui::{Context, Event, Id, Key, Modifiers};

impl App {
    /// Turns keys into verbs. While a dialog is open its own keys are the only ones.
    pub(super) fn shortcuts(&mut self, ctx: &Context) {
        if self.overlay.is_some() || self.typed.is_some() || egui::Popup::is_any_open(ctx) {
            return;
        }
        let focus = ctx.memory(egui::Memory::focused);
        let on = |name: &str| focus == Some(Id::new(name));
        let map = self.mode == super::Mode::Edit
            && (focus.is_none() || on(CANVAS) || on(OUTLINE))
            && !self.canvas.is_writing()
            && !self.was_typing;
        let typing = ctx.text_edit_focused() || self.was_typing;
        if map {
            self.last_pane = if on(OUTLINE) { Pane::Outline } else { Pane::Canvas };
            self.typed_keys(ctx);
        }
        if self.mode == super::Mode::Link && !typing {
            self.link_keys(ctx, focus.is_none() || on(LINK));
        }
        if self.mode == super::Mode::Present && !typing {
            self.present_keys(ctx, focus.is_none() || on(PRESENT));
        }
        let redo = Modifiers::COMMAND.plus(Modifiers::SHIFT);
        if !typing && ctx.input_mut(|i| i.consume_key(redo, Key::Z)) {
            self.send(Action::Redo);
        }
        let mut verbs: Vec<&Verb> = VERBS.iter().filter(|verb| verb.keys.is_some()).collect();
        // A shortcut with fewer modifiers is met by one with more.
        let modifiers = |verb: &Verb| {
            let m = verb.keys.map_or(Modifiers::NONE, |keys| keys.modifiers);
            u8::from(m.shift) + u8::from(m.alt) + u8::from(m.command)
        };
        verbs.sort_by_key(|verb| std::cmp::Reverse(modifiers(verb)));
        for verb in verbs {
            let works = match verb.scope {
                Where::Everywhere => true,
                Where::Idle => !typing,
                Where::Map => map,
                // Taken in the order in which they were pressed.
                Where::Link | Where::Present => false,
            };
            let Some(keys) = verb.keys.filter(|_| works) else { continue };
            let in_hand = self.canvas.has_something_in_hand() || self.strip.has_something_in_hand();
            if verb.action == Action::Clear && in_hand {
                continue;
            }
            // A field has an undo and a selection of its own; the space bar is told by its release.
            let own = typing && matches!(keys.logical_key, Key::Z | Key::Y | Key::A);
            if own || verb.action == Action::Fold || !ctx.input_mut(|i| i.consume_shortcut(&keys)) {
                continue;
            }
            if let Some(field) = focus.filter(|_| ctx.text_edit_focused()) {
                // What is typed in a field is given first: it shows in this frame that it is left.
                ctx.memory_mut(|memory| memory.surrender_focus(field));
                self.later.push(verb.action.clone());
                ctx.request_repaint();
            } else {
                self.send(verb.action.clone());
            }
        }
    }

    /// The keys of Link mode, in the order in which they were pressed; those that a control in
    /// focus has of its own are left to it.
    fn link_keys(&mut self, ctx: &Context, free: bool) {
        let (mut steps, mut help) = (Vec::new(), false);
        ctx.input_mut(|i| {
            i.events.retain(|event| {
                // What follows is typed into a field.
                if steps.last().is_some_and(|step: &Step| step.types()) {
                    return true;
                }
                if matches!(event, Event::Text(text) if text == "?") {
                    help = true;
                    return false;
                }
                let step = link_key(event, free);
                steps.extend(step);
                step.is_none()
            });
        });
        if help {
            self.send(Action::Keys);
        }
        for step in steps {
            self.send(Action::Linking(step));
        }
    }

    /// What is typed on a card: a title, or a single sign that is a key.
    fn typed_keys(&mut self, ctx: &Context) {
        let text: String = ctx.input_mut(|i| {
            if i.modifiers.command || i.modifiers.alt {
                return String::new();
            }
            let mut text = String::new();
            i.events.retain(|event| match event {
                // A space alone folds; within what is typed it is one.
                Event::Text(typed)
                    if typed != "." && (!text.is_empty() || !typed.trim().is_empty()) =>
                {
                    text.push_str(typed);
                    false
                }
                _ => true,
            });
            text
        });
        let pasted = ctx.input_mut(|i| {
            let at = i.events.iter().position(|event| matches!(event, Event::Paste(_)))?;
            match i.events.remove(at) {
                Event::Paste(text) => Some(text),
                _ => None,
            }
        });
        if let Some(text) = pasted {
            self.overlay = Some(Overlay::paste(&self.selection, text));
        }
        let space = ctx.input(|i| i.key_released(Key::Space));
        if space && text.is_empty() && !self.canvas.space_was_held_to_pan() {
            self.send(Action::Fold);
        }
        if text == "?" {
            self.send(Action::Keys);
        } else if let Some(id) = self.selection.lead.clone().filter(|_| !text.is_empty()) {
            self.send(Action::EditTitleOf(id, Some(text)));
        } else if !text.is_empty() && self.session.framework().objectives().is_empty() {
            self.send(Action::AddTop);
        }
    }
}

/// What a key means in Link mode.
fn link_key(event: &Event, free: bool) -> Option<Step> {
    let Event::Key { key, physical_key, pressed: true, modifiers, .. } = event else {
        return None;
    };
    if modifiers.command || modifiers.ctrl || modifiers.alt || modifiers.mac_cmd {
        return None;
    }
    if let Some(digit) = digit_of(*key, *physical_key).filter(|_| !modifiers.shift) {
        return Some(Step::Tick(digit));
    }
    let own = [Key::Enter, Key::Space, Key::ArrowUp, Key::ArrowDown];
    if !free && own.contains(key) {
        return None;
    }
    match key {
        Key::ArrowLeft if free => return Some(Step::Previous),
        Key::ArrowRight if free => return Some(Step::Next),
        // On some keyboards it is typed with Shift.
        Key::Slash => return Some(Step::Search),
        _ => {}
    }
    let mut verbs = VERBS.iter().filter(|verb| verb.scope == Where::Link);
    let verb = verbs.find(|verb| {
        verb.keys
            .is_some_and(|keys| keys.logical_key == *key && keys.modifiers.shift == modifiers.shift)
    })?;
    match verb.action {
        Action::Linking(step) => Some(step),
        _ => None,
    }
}
