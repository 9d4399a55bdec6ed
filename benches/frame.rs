//! CPU a frame: the whole window in a plain `egui::Context`, without a graphics card.
//!
//! `moving` is a frame in which the camera moves, so that everything in sight is drawn anew;
//! `idle` is a frame in which nothing changed. Tessellation is part of both.

use egui::{Context, Event, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2};
use std::cell::RefCell;
use throughline::edit::{Command, ObjectiveEdit, ProgramEdit};
use throughline::model::{Effect, Evidence, Link, ObjectiveField};
use throughline::session::Session;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::{Action, Mode, Screen, Turn};

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
        let mut output = self.ctx.run_ui(input, |ui| {
            app.work(&ui.ctx().clone());
            app.draw(ui);
        });
        // There is no card to give textures to.
        output.textures_delta.clear();
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

/// A frame of each screen of Analyze, of the largest framework.
#[divan::bench(args = Screen::ALL, sample_count = 40)]
fn analyze_screen(bencher: divan::Bencher, screen: Screen) {
    let mut window = Window::new(1000, 20_000, Mode::Analyze);
    window.app.send(Action::Screen(screen));
    for _ in 0..10 {
        window.frame(Vec::new());
    }
    let window = RefCell::new(window);
    bencher.bench_local(|| window.borrow_mut().moving());
}

/// The frame in which a screen of Analyze opens: all its rows are made, as after a change.
#[divan::bench(args = Screen::ALL, sample_count = 20)]
fn analyze_screen_opens(bencher: divan::Bencher, screen: Screen) {
    let mut window = Window::new(1000, 20_000, Mode::Analyze);
    window.app.send(Action::Screen(screen));
    window.frame(Vec::new());
    let window = RefCell::new(window);
    bencher.bench_local(|| {
        let mut window = window.borrow_mut();
        window.app.send(Action::Second(None));
        window.frame(Vec::new());
    });
}

/// A frame of the presenter's page in which nothing changed: two pictures are painted.
#[divan::bench(args = SIZES, sample_count = 40)]
fn present_mode(bencher: divan::Bencher, (objectives, programs): (usize, usize)) {
    let window = RefCell::new(Window::new(objectives, programs, Mode::Present));
    bencher.bench_local(|| window.borrow_mut().frame(Vec::new()));
}

/// From a key to the frame that shows another scene: on the presenter's page, and alone.
#[divan::bench(args = [false, true], sample_count = 40)]
fn present_next_scene(bencher: divan::Bencher, alone: bool) {
    let mut window = Window::new(1000, 20_000, Mode::Present);
    if alone {
        window.app.send(Action::Presenting(Turn::Begin));
    }
    window.frame(Vec::new());
    let window = RefCell::new(window);
    let mut flip = false;
    bencher.bench_local(|| {
        flip = !flip;
        let turn = if flip { Turn::Next } else { Turn::Previous };
        let mut window = window.borrow_mut();
        window.app.send(Action::Presenting(turn));
        window.frame(Vec::new());
    });
}

#[divan::bench(args = SIZES, sample_count = 40)]
fn table_of_programs(bencher: divan::Bencher, (objectives, programs): (usize, usize)) {
    let mut window = Window::new(objectives, programs, Mode::Edit);
    window.app.send(Action::TogglePortfolio);
    for _ in 0..10 {
        window.frame(Vec::new());
    }
    let window = RefCell::new(window);
    bencher.bench_local(|| window.borrow_mut().moving());
}

/// From a link made to a frame that shows every figure of it: two frames, since what is asked for
/// in one shows in the next.
#[divan::bench(args = SIZES, sample_count = 40)]
fn a_link_until_its_figures_show(bencher: divan::Bencher, (objectives, programs): (usize, usize)) {
    let mut window = Window::new(objectives, programs, Mode::Edit);
    let framework = window.app.session().framework();
    let (Some(program), Some(objective)) = (
        framework.programs().keys().next().cloned(),
        framework.objectives().keys().next().cloned(),
    ) else {
        return;
    };
    let link = |to: Option<Link>| {
        Command::Program(program.clone(), ProgramEdit::Link(objective.clone(), to))
    };
    let ask = |window: &mut Window, to: Option<Link>| {
        window.app.send(Action::Run(Box::new(link(to))));
        window.frame(Vec::new());
    };
    // Who is at the keyboard is asked once.
    ask(&mut window, None);
    window.app.send(Action::IAm(throughline::ui::settings::Who::default()));
    window.frame(Vec::new());
    let window = RefCell::new(window);
    let mut flip = false;
    bencher.bench_local(|| {
        flip = !flip;
        let to = flip.then(|| Link::new(Effect::Supports, Evidence::Asserted));
        ask(&mut window.borrow_mut(), to);
    });
}

/// From a title changed to a frame that shows it.
#[divan::bench(args = SIZES, sample_count = 40)]
fn a_title_until_it_shows(bencher: divan::Bencher, (objectives, programs): (usize, usize)) {
    let window = Window::new(objectives, programs, Mode::Edit);
    let Some(id) = window.app.session().framework().objectives().keys().next().cloned() else {
        return;
    };
    let window = RefCell::new(window);
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let title = ObjectiveField::Title(format!("Councils at work, {turn}"));
        let command = Command::Objective(id.clone(), ObjectiveEdit::Set(title));
        let mut window = window.borrow_mut();
        window.app.send(Action::Run(Box::new(command)));
        window.frame(Vec::new());
    });
}

/// A letter typed into "find or do anything", until what it finds shows.
#[divan::bench(args = SIZES, sample_count = 40)]
fn find_or_do_anything(bencher: divan::Bencher, (objectives, programs): (usize, usize)) {
    let mut window = Window::new(objectives, programs, Mode::Edit);
    window.app.send(Action::Palette);
    for _ in 0..4 {
        window.frame(Vec::new());
    }
    let window = RefCell::new(window);
    let mut letters = "water courts land ".chars().cycle();
    bencher.bench_local(|| {
        let letter = letters.next().map_or_else(String::new, |c| c.to_string());
        window.borrow_mut().frame(vec![Event::Text(letter)]);
    });
}
