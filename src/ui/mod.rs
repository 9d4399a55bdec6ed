//! The window: an eframe app over the session. Panels look at a context and send actions; only
//! the session changes the framework. No file access, no analysis code.

pub mod action;
mod analyze;
mod app;
mod canvas;
mod context;
mod crash;
mod details;
mod dialog;
mod field;
mod find;
pub mod findings;
mod fonts;
mod gesture;
mod guard;
pub mod import;
mod jobs;
mod link;
mod menu;
mod merge;
mod outline;
mod paint;
mod portfolio;
pub mod present;
pub mod settings;
mod start;
mod strip;
mod style;
mod suggesting;
mod text;
mod tree;

pub use app::App;

use crate::session::Session;
use crate::store::StoreError;
use crate::templates;
use action::Action;
use std::path::PathBuf;

/// Why no window was shown.
#[derive(Debug, thiserror::Error)]
pub enum UiError {
    /// There is nothing to show it on.
    #[error("there is no display")]
    NoDisplay,
    /// The system refused.
    #[error("the window cannot be shown: {0}")]
    Window(String),
    /// The embedded template cannot be read.
    #[error("the template cannot be read: {0}")]
    Template(#[from] StoreError),
}

/// Opens the window with a document, or with the sample.
///
/// # Errors
/// When there is no display or the system refuses a window.
pub fn run(path: Option<PathBuf>) -> Result<(), UiError> {
    if !has_display() {
        return Err(UiError::NoDisplay);
    }
    let shown = crash::guarded(path.clone(), || match show(path.clone(), eframe::Renderer::Wgpu) {
        // Remote desktops differ: where wgpu finds no adapter, OpenGL may.
        Err(eframe::Error::Wgpu(_)) => show(path, eframe::Renderer::Glow),
        other => other,
    });
    shown.map_err(|error| UiError::Window(error.to_string()))
}

fn show(path: Option<PathBuf>, renderer: eframe::Renderer) -> Result<(), eframe::Error> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Throughline")
            .with_app_id("throughline")
            .with_inner_size([1600.0, 900.0])
            .with_min_inner_size([900.0, 560.0])
            .with_maximized(true),
        renderer,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "throughline",
        options,
        Box::new(move |creation| {
            let today = jiff::Zoned::now().date();
            let mut app = App::new(&creation.egui_ctx, blank()?, today);
            if let Some(home) = eframe::storage_dir("throughline") {
                app = app.at_home(&creation.egui_ctx, home);
            }
            if let Some(path) = path {
                app.send(Action::OpenPath(path));
            }
            Ok(Box::new(app))
        }),
    )
}

/// A session with an empty framework, behind the page to begin from.
fn blank() -> Result<Session, UiError> {
    Ok(Session::new(templates::ALL[0].framework(0)?))
}

/// Whether there is a screen to draw on; only X11 and Wayland can be asked.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
