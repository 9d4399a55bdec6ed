//! Analyze: every figure in tables and charts; a click on one lists the programs that it counts.
//!
//! Rows are made once a change of framework or figures; a frame only draws those in sight.

mod coherence;
mod deficit;
mod gaps;
mod known;
mod list;
mod matrix;
mod parts;
mod requirements;
mod tensions;
mod trend;

use crate::scene::words;
use crate::ui::action::{Action, Screen};
use crate::ui::context::UiCtx;
use egui::{Button, Frame, Id, Margin, Panel, Ui, Vec2};

/// What the mode keeps from frame to frame.
#[derive(Default)]
pub(super) struct Analyze {
    /// The screen that is shown.
    pub screen: Screen,
    deficit: deficit::Deficit,
    coherence: coherence::Screen,
    requirements: requirements::Requirements,
    matrix: matrix::Matrix,
    gaps: gaps::Gaps,
    tensions: tensions::Tensions,
    trend: trend::Trend,
    list: list::List,
}

impl Analyze {
    /// Shows the screen in what room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        Frame::new().inner_margin(Margin { left: 14, right: 14, top: 10, bottom: 6 }).show(
            ui,
            |ui| {
                self.tabs_ui(ui, cx);
                ui.add_space(4.0);
                if let Some(behind) = cx.view.behind {
                    let width = (ui.available_width() * 0.3).clamp(260.0, 460.0);
                    Panel::right(Id::new("throughline-behind"))
                        .exact_size(width)
                        .resizable(false)
                        .show_separator_line(false)
                        .frame(Frame::new().inner_margin(Margin { left: 12, ..Margin::ZERO }))
                        .show(ui, |ui| self.list.show(ui, cx, behind));
                }
                self.screen_ui(ui, cx);
            },
        );
    }

    fn screen_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        match self.screen {
            Screen::Deficit => self.deficit.show(ui, cx),
            Screen::Coherence => self.coherence.show(ui, cx),
            Screen::Requirements => self.requirements.show(ui, cx),
            Screen::Matrix => self.matrix.show(ui, cx),
            Screen::Gaps => self.gaps.show(ui, cx),
            Screen::Tensions => self.tensions.show(ui, cx),
            Screen::Trend => self.trend.show(ui, cx),
        }
    }

    fn tabs_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        ui.horizontal_wrapped(|ui| {
            for screen in Screen::ALL {
                let action = Action::Screen(screen);
                let name = action.name();
                if parts::choice_ui(ui, cx, self.screen == screen, screen.word(), name) {
                    cx.send(action);
                }
            }
            if matches!(self.screen, Screen::Deficit | Screen::Matrix | Screen::Trend) {
                let button = Button::new("Export this view…").min_size(Vec2::new(0.0, 32.0));
                let tip = Action::Export.tooltip();
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if ui.add(button).on_hover_text(tip).clicked() {
                        cx.send(Action::Export);
                    }
                });
            }
        });
    }
}

/// A count with the whole that it is part of: "78 of 119".
fn of(part: u32, whole: u32) -> String {
    format!("{} of {}", words::number(part), words::number(whole))
}
