//! CPU a frame: the whole window in a plain `egui::Context`, without a graphics card.
//!
//! `moving` is a frame in which the camera moves, so that everything in sight is drawn anew;
//! `idle` is a frame in which nothing changed. Tessellation is part of both.

use egui::{Context, Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2};
use std::cell::RefCell;
use throughline::session::Session;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::{Action, Mode};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// A window with a document, after its first frames.
struct Window {
    ctx: Context,
    app: App,
    time: f64,
    flip: bool,
}

impl Window {
    fn new(objectives: usize, programs: usize, mode: Mode) -> Self {
        let ctx = Context::default();
        let session = Session::new(templates::generate(objectives, programs, 1));
        let mut app = App::new(&ctx, session, jiff::civil::date(2026, 11, 24));
        app.send(Action::Show(mode));
        let mut window = Self { ctx, app, time: 0.0, flip: false };
        for _ in 0..30 {
            window.frame(Vec::new());
        }
        window
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1920.0, 1080.0))),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let app = &mut self.app;
        let output = self.ctx.run_ui(input, |ui| {
            app.work(&ui.ctx().clone());
            app.draw(ui);
        });
        let meshes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        divan::black_box(meshes);
    }

    fn moving(&mut self) {
        self.flip = !self.flip;
        let lines = if self.flip { 0.3 } else { -0.3 };
        self.frame(vec![
            Event::PointerMoved(Pos2::new(900.0, 400.0)),
            Event::MouseWheel {
                unit: MouseWheelUnit::Line,
                delta: Vec2::new(0.0, lines),
                phase: TouchPhase::Move,
                modifiers: Modifiers::NONE,
            },
        ]);
    }
}

const SIZES: [(usize, usize); 2] = [(60, 336), (1000, 20_000)];

#[divan::bench(args = SIZES, sample_count = 40)]
fn moving(bencher: divan::Bencher, (objectives, programs): (usize, usize)) {
    let window = RefCell::new(Window::new(objectives, programs, Mode::Edit));
    bencher.bench_local(|| window.borrow_mut().moving());
}

#[divan::bench(args = SIZES, sample_count = 40)]
fn idle(bencher: divan::Bencher, (objectives, programs): (usize, usize)) {
    let window = RefCell::new(Window::new(objectives, programs, Mode::Edit));
    bencher.bench_local(|| window.borrow_mut().frame(Vec::new()));
}

#[divan::bench(args = SIZES, sample_count = 40)]
fn analyze_mode(bencher: divan::Bencher, (objectives, programs): (usize, usize)) {
    let window = RefCell::new(Window::new(objectives, programs, Mode::Analyze));
    bencher.bench_local(|| window.borrow_mut().frame(Vec::new()));
}
