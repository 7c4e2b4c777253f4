//! Less motion: a wheel that jumps.

use egui::{Event, MouseWheelUnit, RawInput};

/// The height of the lines that the wheel turns by, in points, as egui has it.
const LINE: f32 = 40.0;
/// Steps of fewer points than these are taken as they come; larger ones glide.
const SMOOTHED: f32 = 8.0;

/// Lets each turn of the wheel scroll at once instead of gliding: it is told as many small steps of the same sum.
pub fn jump_by_wheel(input: &mut RawInput) {
    let events = std::mem::take(&mut input.events);
    for event in events {
        let Event::MouseWheel { unit: MouseWheelUnit::Line, delta, phase, source, modifiers } = event else {
            input.events.push(event);
            continue;
        };
        let points = delta * LINE;
        let steps = (points.length() / SMOOTHED).floor() + 1.0;
        let step = Event::MouseWheel { unit: MouseWheelUnit::Point, delta: points / steps, phase, source, modifiers };
        input.events.extend(std::iter::repeat_n(step, steps as usize));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Modifiers, MouseWheelSource, TouchPhase, Vec2, vec2};

    fn wheel(lines: f32) -> Event {
        Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, lines),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        }
    }

    /// How far one frame scrolls after a turn of the wheel, of how far it shall.
    fn first_frame(is_still: bool) -> f32 {
        let ctx = egui::Context::default();
        let mut input = RawInput { events: vec![wheel(-3.0)], ..RawInput::default() };
        if is_still {
            jump_by_wheel(&mut input);
        }
        let mut scrolled = Vec2::ZERO;
        let mut output = ctx.run_ui(input, |ui| scrolled = ui.input(egui::InputState::smooth_scroll_delta));
        // Nothing is drawn.
        output.textures_delta.clear();
        scrolled.y
    }

    #[test]
    fn a_turn_of_the_wheel_is_done_in_one_frame() {
        assert!(first_frame(false) > -3.0 * LINE + 1.0, "it glides as a rule");
        assert!((first_frame(true) + 3.0 * LINE).abs() < 0.01);
    }
}
