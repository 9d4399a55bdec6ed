//! Merging with another copy: what each side did, the conflicts to settle by mouse or keys, the
//! figures before and after. Nothing is written before it is taken over, which is one undo step.

mod conflicts;
mod read;
mod review;
mod sides;

pub use read::Base;
pub(in crate::ui) use read::{Answer, Ask};

use super::action::Action;
use super::context::UiCtx;
use super::fonts::font;
use super::link::digit_of;
use super::style::{color, warning};
use super::text::readable;
use crate::layout::text::Weight;
use crate::merge::Rule;
use crate::scene::words;
use conflicts::Said;
use egui::{Button, Event, Key, Label, Modifiers, Rect, RichText, Ui, UiBuilder, Vec2};
use review::{Review, Standing};
use std::path::{Path, PathBuf};

/// The rules, in the order of their keys.
const RULES: [(Rule, &str); 4] = [
    (Rule::Ours, "All: keep this copy’s"),
    (Rule::Theirs, "All: take the other’s"),
    (Rule::Later, "What was said on the later day"),
    (Rule::Local, "What a local actor says"),
];

enum State {
    Reading,
    NoBase,
    Refused(String),
    Review(Box<Review>),
}

/// The screen.
pub(in crate::ui) struct Merging {
    path: PathBuf,
    state: State,
    /// The conflict in focus.
    focus: usize,
    /// Whether the focus moved: it is brought in sight.
    moved: bool,
    /// Whether the rules are shown.
    rules: bool,
    /// Whether Escape was pressed with something settled: once more leaves.
    leaving: bool,
    said: String,
}

/// What a key asks for.
enum Asked {
    Digit(usize),
    Open,
    Up,
    Down,
    Rules,
    TakeOver,
    Leave,
}

/// The name of a copy, as people call it.
fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| readable(&name.to_string_lossy()))
}

impl Merging {
    /// Waits for another copy to be read.
    pub(in crate::ui) fn new(path: PathBuf) -> Self {
        let (state, said) = (State::Reading, String::new());
        Self { path, state, focus: 0, moved: true, rules: false, leaving: false, said }
    }

    /// The other copy.
    pub(in crate::ui) fn path(&self) -> &Path {
        &self.path
    }

    /// Takes what came of reading a copy.
    pub(in crate::ui) fn take(&mut self, path: &Path, answer: Answer) {
        if path == self.path {
            self.state = match answer {
                Answer::Review(review) => State::Review(review),
                Answer::NoBase => State::NoBase,
                Answer::Refused(why) => State::Refused(why),
            };
        }
    }

    /// Shows it; gives whether it stays open.
    pub(in crate::ui) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let mut open = true;
        for asked in keys(ui) {
            open &= self.follow(cx, &asked);
        }
        let height = (ui.ctx().content_rect().height() - 210.0).clamp(240.0, 980.0);
        let title = name(&self.path);
        let state = std::mem::replace(&mut self.state, State::Reading);
        self.state = match state {
            State::Reading => {
                ui.add_space(20.0);
                ui.label(format!("Reading {title}…"));
                ui.spinner();
                State::Reading
            }
            State::Refused(why) => {
                refused_ui(ui, cx, &title, &why);
                State::Refused(why)
            }
            State::NoBase => {
                self.no_base_ui(ui, cx, &title);
                State::NoBase
            }
            State::Review(mut review) => {
                let room = Vec2::new(ui.available_width(), height);
                let (rect, _) = ui.allocate_exact_size(room, egui::Sense::hover());
                self.review_ui(ui, cx, &mut review, rect);
                // Where there is no conflict, the right side is short: the foot stands below both.
                ui.advance_cursor_after_rect(rect);
                State::Review(review)
            }
        };
        ui.add_space(10.0);
        open & self.foot_ui(ui, cx)
    }

    /// Does what a key asks for; gives whether the screen stays open.
    fn follow(&mut self, cx: &UiCtx, asked: &Asked) -> bool {
        let left = matches!(asked, Asked::Leave);
        if !left {
            self.leaving = false;
            self.said.clear();
        }
        let State::Review(review) = &mut self.state else { return !left };
        let last = review.rows.len().saturating_sub(1);
        match asked {
            Asked::Digit(digit) if self.rules => {
                if let Some((rule, _)) = RULES.get(digit - 1) {
                    self.by_rule(*rule);
                }
            }
            Asked::Digit(digit) => {
                let row = review.rows.get(self.focus);
                let resolution = row.and_then(|row| row.resolutions.get(digit - 1)).copied();
                if let (Some(row), Some(resolution)) = (row, resolution) {
                    // The same key again leaves it open.
                    let again = review.standing(row) == Standing::Settled(resolution);
                    review.choose(self.focus, (!again).then_some(resolution));
                    if !again {
                        self.go_on();
                    }
                }
            }
            Asked::Open => review.choose(self.focus, None),
            Asked::Up => self.go(self.focus.saturating_sub(1)),
            Asked::Down => self.go((self.focus + 1).min(last)),
            Asked::Rules => self.rules = !self.rules && !review.rows.is_empty(),
            Asked::TakeOver => return self.take_over(cx),
            Asked::Leave if self.rules => self.rules = false,
            Asked::Leave => {
                let leaves = self.leaving || !review.any_settled();
                self.leaving = true;
                return !leaves;
            }
        }
        true
    }

    fn go(&mut self, row: usize) {
        (self.focus, self.moved) = (row, true);
    }

    /// Goes to the next conflict that is open, if there is one.
    fn go_on(&mut self) {
        let State::Review(review) = &self.state else { return };
        let count = review.rows.len();
        let mut next = (1..count).map(|by| (self.focus + by) % count);
        let open = next.find(|row| review.standing(&review.rows[*row]) == Standing::Open);
        self.go(open.unwrap_or(self.focus));
    }

    fn by_rule(&mut self, rule: Rule) {
        let State::Review(review) = &mut self.state else { return };
        let settled = review.choose_by(rule);
        let left = review.merged.conflicts.len();
        let conflicts =
            |n: usize| words::count(u32::try_from(n).unwrap_or(u32::MAX), "conflict", "conflicts");
        let rest = match (left, rule) {
            (0, _) => "none is left".to_owned(),
            (_, Rule::Later) => {
                format!("{} left: there the days are not on record", conflicts(left))
            }
            (_, Rule::Local) => {
                format!("{} left: there not just one of the two is a local actor", conflicts(left))
            }
            _ => format!("{} left", conflicts(left)),
        };
        self.said = format!("{} settled; {rest}", conflicts(settled));
        self.rules = false;
        self.go_on();
    }

    /// Hands over the result: one step. Gives whether the screen stays open.
    fn take_over(&self, cx: &UiCtx) -> bool {
        let State::Review(review) = &self.state else { return true };
        if !review.merged.change.is_empty() {
            let stem =
                self.path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into());
            let change = Box::new(review.merged.change.clone());
            cx.send(Action::Merged(change, format!("merge with {stem}")));
        }
        false
    }

    /// Left what each side did, right the conflicts.
    fn review_ui(&mut self, ui: &mut Ui, cx: &UiCtx, review: &mut Review, room: Rect) {
        let left = (room.width() * 0.34).clamp(300.0, 560.0);
        let (sides, rest) = room.split_left_right_at_x(room.left() + left);
        let title = name(&self.path);
        let column = |rect: Rect| UiBuilder::new().max_rect(rect);
        ui.scope_builder(column(sides), |ui| sides::sides_ui(ui, cx, review, &title));
        ui.painter().vline(rest.left() + 4.0, room.y_range(), (1.0, color(cx.theme.hairline)));
        let rest = rest.with_min_x(rest.left() + 14.0);
        let moved = std::mem::take(&mut self.moved);
        let focus = (self.focus, moved);
        let shown = ui.scope_builder(column(rest), |ui| {
            conflicts::conflicts_ui(ui, cx, review, &title, focus)
        });
        match shown.inner {
            Some(Said::Focus(row)) => self.focus = row,
            Some(Said::Choose(row, resolution)) => {
                self.focus = row;
                review.choose(row, resolution);
            }
            None => {}
        }
    }

    fn no_base_ui(&self, ui: &mut Ui, cx: &UiCtx, title: &str) {
        heading_ui(ui, "What were both copies made from?");
        weak_ui(
            ui,
            cx,
            &format!(
                "{title} is a copy of this framework, but none of the backups on this computer is \
                 what it was made from. Without that it cannot be told who changed what: a value \
                 that differs may be new in one copy or old in the other. So two copies are never \
                 merged without it."
            ),
        );
        ui.add_space(10.0);
        let size = Vec2::new(320.0, 36.0);
        if ui.add(Button::new("Choose the file as it was…").min_size(size)).clicked() {
            cx.send(Action::ChooseBase);
        }
        weak_ui(ui, cx, "For example the file that was sent round, or an older backup of it.");
        ui.add_space(8.0);
        let now = Button::new("It was this framework as it is now").min_size(size);
        if ui.add(now).clicked() {
            cx.send(Action::MergeOver(self.path.clone(), Base::AsNow));
        }
        weak_ui(
            ui,
            cx,
            "Right only if nobody changed this framework since the copy was made: all that differs \
             then counts as changed by the other copy.",
        );
    }

    /// What goes on and what leaves; gives whether the screen stays open.
    fn foot_ui(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let mut open = true;
        if self.leaving {
            let text = "Nothing is merged yet. Escape once more leaves, and what was settled here \
                        is forgotten; any other key stays.";
            ui.label(RichText::new(text).color(color(cx.theme.orphan_text)));
        }
        if self.rules {
            self.rules_ui(ui);
        }
        ui.horizontal(|ui| {
            if let State::Review(review) = &self.state {
                let text = RichText::new(take_over_words(review));
                let button = Button::new(text.font(font(16.0, Weight::SemiBold)));
                let button = button.min_size(Vec2::new(200.0, 38.0));
                let tip = "Ctrl+Enter. One undo step takes it back; nothing is saved by it";
                if ui.add(button).on_hover_text(tip).clicked() {
                    open = self.take_over(cx);
                }
                if !review.rows.is_empty() {
                    let rules = ui.button("Settle by a rule… (R)");
                    self.rules ^= rules.clicked();
                }
            }
            let close = ui.button("Close").on_hover_text("Nothing is merged");
            open &= !close.clicked();
            ui.label(RichText::new(&self.said).color(color(cx.theme.weak)));
        });
        open
    }

    fn rules_ui(&mut self, ui: &mut Ui) {
        let mut chosen = None;
        ui.horizontal_wrapped(|ui| {
            ui.label("What is open:");
            for (place, (rule, words)) in RULES.iter().enumerate() {
                if ui.button(format!("{}  {words}", place + 1)).clicked() {
                    chosen = Some(*rule);
                }
            }
        });
        if let Some(rule) = chosen {
            self.by_rule(rule);
        }
    }
}

/// What the button that takes over says.
fn take_over_words(review: &Review) -> String {
    let count = |n: usize, one: &str, many: &str| {
        words::count(u32::try_from(n).unwrap_or(u32::MAX), one, many)
    };
    let what = match review.merged.taken {
        _ if review.merged.change.is_empty() => "Nothing to take over".to_owned(),
        0 => "Take over what is settled".to_owned(),
        taken => format!("Take over {}", count(taken, "change", "changes")),
    };
    match review.merged.conflicts.len() {
        0 => what,
        1 => format!("{what}; 1 conflict keeps this copy’s value"),
        open => format!("{what}; {open} conflicts keep this copy’s value"),
    }
}

/// The keys of this screen, in the order in which they were pressed.
fn keys(ui: &Ui) -> Vec<Asked> {
    let mut asked = Vec::new();
    // A path that is typed over it has the keys.
    if ui.ctx().text_edit_focused() {
        return asked;
    }
    ui.input_mut(|i| {
        i.events.retain(|event| {
            let Event::Key { key, physical_key, pressed: true, modifiers, .. } = event else {
                return true;
            };
            let plain = modifiers.is_none();
            let means = match key {
                Key::Enter if modifiers.matches_logically(Modifiers::COMMAND) => {
                    Some(Asked::TakeOver)
                }
                Key::ArrowUp if plain => Some(Asked::Up),
                Key::ArrowDown if plain => Some(Asked::Down),
                Key::R if plain => Some(Asked::Rules),
                Key::Num0 | Key::Backspace | Key::Delete if plain => Some(Asked::Open),
                Key::Escape => Some(Asked::Leave),
                _ => {
                    let digit = digit_of(*key, *physical_key).filter(|d| plain && *d > 0);
                    digit.map(|digit| Asked::Digit(usize::from(digit)))
                }
            };
            let taken = means.is_some();
            asked.extend(means);
            !taken
        });
    });
    asked
}

fn refused_ui(ui: &mut Ui, cx: &UiCtx, title: &str, why: &str) {
    warning(cx.theme).show(ui, |ui| {
        ui.set_width(ui.available_width());
        heading_ui(ui, &format!("{title} cannot be merged"));
        ui.add(Label::new(readable(why)).wrap());
    });
}

fn heading_ui(ui: &mut Ui, text: &str) {
    ui.add_space(4.0);
    ui.label(RichText::new(text).font(font(17.0, Weight::SemiBold)));
    ui.add_space(2.0);
}

fn weak_ui(ui: &mut Ui, cx: &UiCtx, text: &str) {
    ui.add(Label::new(RichText::new(text).color(color(cx.theme.weak))).wrap());
}
