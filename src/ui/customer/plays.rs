//! What to offer: plays in plain words, with what to say and what to do next.

use crate::insight::customer::CustomerPage;
use crate::ui::customer::section::{note, rule, section, text};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use egui::{Label, RichText, Ui};

/// Draws the plays.
pub(super) fn plays(ui: &mut Ui, screen: &Screen<'_>, page: &CustomerPage) {
    let words = &screen.words.customer;
    section(ui, "plays", &words.plays, &words.plays_tooltip, |ui| {
        if page.plays.is_empty() {
            note(ui, &words.plays_none);
        }
        for (at, play) in page.plays.iter().enumerate() {
            if at > 0 {
                rule(ui);
            }
            let columns = play.headers.join(&screen.words.list_separator);
            match play.guide.map(|guide| guide.text(screen.words.language)) {
                Some(guide) => {
                    ui.add(Label::new(theme::heavy(&guide.title, theme::strong())).wrap());
                    spoken(ui, &words.talk, &guide.talk);
                    spoken(ui, &words.next_step, &guide.next);
                }
                None => text(ui, &words.plays_no_guide),
            }
            note(ui, &fill(&words.flagged_by, &[("columns", &visible(&columns))]));
        }
    });
}

fn spoken(ui: &mut Ui, name: &str, what: &str) {
    let palette = Palette::of(ui);
    ui.add(Label::new(RichText::new(name).font(theme::small()).color(palette.accent_strong)));
    text(ui, what);
}
