//! A list that is found in by typing: walked by arrows, taken by Enter, a click, or a digit.

use super::sheet::{choice_ui, heading_ui, line_ui, note_ui};
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use crate::ui::find::matching;
use egui::{Event, Key, Modifiers, ScrollArea, Ui};

/// How many lines are shown at once.
const MOST: usize = 40;

/// What was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Taken {
    /// A line, by its place among all.
    Line(usize),
    /// What was typed, as it is.
    Typed(String),
}

/// A list and what is looked for in it.
pub(super) struct Finder {
    title: String,
    hint: &'static str,
    /// Each line's text, what stands beside it, and what else finds it.
    lines: Vec<(String, String, String)>,
    /// Whether digits take the first lines while nothing is typed.
    digits: bool,
    /// What is made of what is typed, where something can be.
    typed: Option<&'static str>,
    text: String,
    found: Vec<usize>,
    at: usize,
    fresh: bool,
}

impl Finder {
    pub(super) fn new(
        title: impl Into<String>,
        hint: &'static str,
        lines: Vec<(String, String, String)>,
    ) -> Self {
        let found = (0..lines.len().min(MOST)).collect();
        Self {
            title: title.into(),
            hint,
            lines,
            digits: false,
            typed: None,
            text: String::new(),
            found,
            at: 0,
            fresh: true,
        }
    }

    /// Lets digits take the first lines.
    pub(super) fn by_digits(mut self) -> Self {
        self.digits = true;
        self
    }

    /// Lets what is typed be taken too, under a word.
    pub(super) fn or_typed(mut self, word: &'static str) -> Self {
        self.typed = Some(word);
        self
    }

    fn look(&mut self) {
        let texts: Vec<String> =
            self.lines.iter().map(|(text, weak, also)| format!("{text} {weak} {also}")).collect();
        self.found = matching(&self.text, texts.iter().map(String::as_str), MOST);
        self.at = 0;
    }

    /// Shows it; gives what was taken.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> Option<Taken> {
        heading_ui(ui, cx, &self.title, "Esc goes back");
        let count = |ui: &Ui, key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
        let (down, up) = (count(ui, Key::ArrowDown), count(ui, Key::ArrowUp));
        let enter = count(ui, Key::Enter) > 0;
        let by_digit = if self.digits && self.text.is_empty() { digit(ui) } else { None };
        let response = line_ui(ui, "throughline-link-find", self.hint, &mut self.text);
        named(&response, &self.title);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        if response.changed() {
            self.look();
        }
        let typed = self.typed.filter(|_| !self.text.trim().is_empty());
        let count = self.found.len() + usize::from(typed.is_some());
        self.at = (self.at + down).saturating_sub(up).min(count.saturating_sub(1));
        let clicked = self.lines_ui(ui, cx, typed, down + up > 0);
        let by_digit = by_digit.map(|digit| usize::from(digit) - 1).filter(|d| *d < count);
        let place = clicked.or(by_digit).or((enter && count > 0).then_some(self.at))?;
        Some(match self.found.get(place) {
            Some(line) => Taken::Line(*line),
            None => Taken::Typed(self.text.trim().to_owned()),
        })
    }

    fn lines_ui(&self, ui: &mut Ui, cx: &UiCtx, typed: Option<&str>, moved: bool) -> Option<usize> {
        let mut clicked = None;
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            if self.found.is_empty() && typed.is_none() {
                note_ui(ui, cx, "Nothing of that name");
            }
            for (place, line) in self.found.iter().enumerate() {
                let (text, weak, _) = &self.lines[*line];
                let digit = (self.digits && self.text.is_empty() && place < 9).then_some(place + 1);
                let response = choice_ui(ui, cx, digit, (text, weak), self.at == place, true);
                if moved && self.at == place {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    clicked = Some(place);
                }
            }
            if let Some(word) = typed {
                let place = self.found.len();
                let text = format!("{word} “{}”", self.text.trim());
                if choice_ui(ui, cx, None, (&text, ""), self.at == place, true).clicked() {
                    clicked = Some(place);
                }
            }
        });
        clicked
    }
}

/// The digit of a key event, by the key's place: so the row of digits works on every keyboard.
pub(in crate::ui) fn digit_of(key: Key, physical: Option<Key>) -> Option<u8> {
    let number = |key: Key| {
        const DIGITS: [Key; 9] = [
            Key::Num1,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
            Key::Num7,
            Key::Num8,
            Key::Num9,
        ];
        DIGITS.iter().zip(1..).find(|(digit, _)| **digit == key).map(|(_, number)| number)
    };
    physical.and_then(number).or_else(|| number(key))
}

/// Takes a digit that was pressed, and the sign that it types.
pub(super) fn digit(ui: &Ui) -> Option<u8> {
    ui.input_mut(|i| {
        let at = i.events.iter().position(|event| match event {
            Event::Key { key, physical_key, pressed: true, modifiers, .. } => {
                modifiers.is_none() && digit_of(*key, *physical_key).is_some()
            }
            _ => false,
        })?;
        let Event::Key { key, physical_key, .. } = i.events.remove(at) else { return None };
        if matches!(i.events.get(at), Some(Event::Text(_))) {
            i.events.remove(at);
        }
        digit_of(key, physical_key)
    })
}
