//! The window without its frame and without anything that draws.

use egui::{Event, FullOutput, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, ViewportId, pos2, vec2};
use propensity_desk::session::Session;
use propensity_desk::session::action::Action;
use propensity_desk::support::language::Language;
use propensity_desk::ui::{self, RootState, Screen, ViewState};
use std::time::{Duration, Instant};

const SIZE: Rect = Rect { min: Pos2::ZERO, max: pos2(1920.0, 1080.0) };
/// How often a window that waits looks whether an answer has come.
const LOOK: Duration = Duration::from_micros(200);

/// What is done to a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Nothing at all.
    Rest,
    /// The pointer moves.
    Point,
    /// The wheel turns.
    Scroll,
}

/// A window that only lays out.
pub struct Headless {
    ctx: egui::Context,
    view: ViewState,
    time: f64,
    frames: usize,
    /// When the last frame asked for the next; `Duration::MAX` for never.
    pub next_frame: Duration,
}

impl Headless {
    pub fn new() -> Self {
        let ctx = egui::Context::default();
        ui::install(&ctx);
        ctx.enable_accesskit();
        Self { ctx, view: ViewState::default(), time: 0.0, frames: 0, next_frame: Duration::ZERO }
    }

    /// Draws a frame, and returns the milliseconds of processor time that it took.
    pub fn frame(&mut self, session: &mut Session, hand: Hand) -> f64 {
        self.time += 1.0 / 60.0;
        self.frames += 1;
        let events = self.events(hand);
        let input = RawInput { screen_rect: Some(SIZE), time: Some(self.time), events, ..RawInput::default() };
        let start = thread_milliseconds();
        let screen = Screen::of(session, Language::English);
        let view = &mut self.view;
        let mut actions = Vec::new();
        let output = self.ctx.run_ui(input, |ui| {
            actions = ui::root(ui, RootState { screen: &screen, view: &mut *view });
        });
        let FullOutput { shapes, mut textures_delta, pixels_per_point, viewport_output, .. } = output;
        std::hint::black_box(self.ctx.tessellate(shapes, pixels_per_point));
        let taken = thread_milliseconds() - start;
        textures_delta.clear();
        self.next_frame = viewport_output.get(&ViewportId::ROOT).map_or(Duration::MAX, |output| output.repaint_delay);
        for action in actions {
            session.apply(action);
        }
        session.take_results();
        taken
    }

    /// What the picture of all letters that were drawn so far takes, in megabytes: it doubles when it is full.
    pub fn letters_megabytes(&self) -> f64 {
        self.ctx.fonts(|fonts| {
            let [width, height] = fonts.font_image_size();
            (width * height * size_of::<egui::Color32>()) as f64 / (1 << 20) as f64
        })
    }

    fn events(&self, hand: Hand) -> Vec<Event> {
        let step = self.frames as f32;
        match hand {
            Hand::Rest => Vec::new(),
            Hand::Point => {
                let place = pos2(300.0 + step * 37.0 % 1500.0, 120.0 + step * 23.0 % 900.0);
                vec![Event::PointerMoved(place)]
            }
            Hand::Scroll => {
                // Down for a while, then up, and a step to the side now and then.
                let down = if self.frames % 400 < 200 { -120.0 } else { 120.0 };
                let delta = vec2(if self.frames.is_multiple_of(40) { -60.0 } else { 0.0 }, down);
                let wheel = Event::MouseWheel {
                    unit: MouseWheelUnit::Point,
                    delta,
                    modifiers: Modifiers::NONE,
                    phase: egui::TouchPhase::Move,
                    source: egui::MouseWheelSource::Unknown,
                };
                vec![Event::PointerMoved(pos2(900.0, 900.0)), wheel]
            }
        }
    }
}

/// How long an action took.
pub struct Answered {
    /// From the action to its answer taken in, in milliseconds.
    pub answer: f64,
    /// The longest that the window's own thread was busy with it in one go, in milliseconds.
    pub busy: f64,
}

/// Does `action` as the window does it: the answer is taken in when it has come.
pub fn act(session: &mut Session, action: Action) -> Answered {
    let start = Instant::now();
    let mut before = thread_milliseconds();
    session.apply(action);
    let mut busy = thread_milliseconds() - before;
    while session.is_busy() {
        before = thread_milliseconds();
        if session.take_results() {
            busy = busy.max(thread_milliseconds() - before);
        } else {
            std::thread::sleep(LOOK);
        }
    }
    Answered { answer: start.elapsed().as_secs_f64() * 1e3, busy }
}

/// How long this thread has run on a processor.
fn thread_milliseconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
