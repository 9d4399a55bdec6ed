//! What is taken home: the export dialog, the clipboard, the workshop pack.

use super::App;
use crate::analysis::Against;
use crate::export::{Format, View, Wish};
use crate::ui::action::{Action, Mode, Screen};
use crate::ui::dialog::Overlay;
use crate::ui::jobs::Purpose;

/// Whether an action takes something home.
pub(super) fn is_taken_home(action: &Action) -> bool {
    matches!(
        action,
        Action::Export
            | Action::ExportPortfolio
            | Action::Preview(_)
            | Action::ExportAs(..)
            | Action::ExportPack(_)
            | Action::CopyPicture
            | Action::CopyPictureOf(_)
    )
}

impl App {
    /// Carries out what takes something home.
    pub(super) fn take_home(&mut self, action: Action) {
        let framework = || self.session.framework().clone();
        match action {
            Action::Export => {
                self.overlay = Some(Overlay::export(Format::Png, self.wish_here()));
            }
            Action::ExportPortfolio => {
                self.overlay = Some(Overlay::export(Format::Xlsx, self.wish_here()));
            }
            Action::Preview(wish) => self.jobs.preview(framework(), *wish, self.revision),
            Action::ExportAs(format, wish) => {
                let name =
                    if format.is_picture() { file_name(&wish.view) } else { "framework".into() };
                self.wish = Some(*wish);
                self.jobs.choose(Purpose::Export(format), format!("{name}.{}", format.ending()));
            }
            Action::ExportPack(wish) => {
                self.wish = Some(*wish);
                self.jobs.choose(Purpose::Pack, String::new());
            }
            Action::CopyPictureOf(wish) => self.jobs.copy(framework(), *wish),
            _ => self.jobs.copy(framework(), self.wish_here()),
        }
    }

    /// A picture of what is in sight; page and colors as they were chosen last.
    fn wish_here(&self) -> Wish {
        let lead = self.selection.lead.clone();
        let view = match self.mode {
            Mode::Analyze => match self.analyze.screen {
                Screen::Matrix => View::Matrix(Against::Funder),
                Screen::Trend => View::Trend,
                _ => View::Deficit,
            },
            _ => lead.map_or(View::Overview, View::Objective),
        };
        let today = self.today;
        let wish =
            self.wish.clone().unwrap_or_else(|| Wish { theme: self.theme, ..Wish::new(today) });
        Wish { view, date: today, bar: self.bar, ..wish }
    }
}

/// What a picture is called in a folder.
fn file_name(view: &View) -> String {
    view.word().replace(':', " ")
}
