//! The bar on top: what is open, and what can be done with it.

use crate::session::action::Action;
use crate::session::settings::Language;
use crate::ui::commands::{Command, file_count, save_menu};
use crate::ui::controls::{command_button, elided, primary_button, segmented};
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, GAP, Palette};
use crate::ui::words::terms::visible;
use crate::ui::words::{Words, fill};
use crate::ui::{format, icons};
use crate::workbook::table::KnownBy;
use egui::accesskit::Role;
use egui::{
    Align, Button, Frame, Layout, Margin, Panel, Popup, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// Below this width the buttons stand on a line of their own.
const ONE_LINE_WIDTH: f32 = 1080.0;
const BUTTON_HEIGHT: f32 = 30.0;
/// Room for the mark that says there is more to know.
const ICON_ROOM: f32 = 20.0;
/// What is open is told in no more width than this.
const OPENED_WIDTH: f32 = 720.0;
/// The names of the files keep this width where there is any.
const NAMES_WIDTH: f32 = 64.0;

/// Draws the bar.
#[must_use]
pub(super) fn top_bar(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let palette = Palette::of(ui);
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(16, 9));
    let is_one_line = ui.available_width() >= ONE_LINE_WIDTH;
    let mut action = None;
    let bar = Panel::top("top bar").resizable(false).show_separator_line(false).frame(frame);
    let response = bar.show(ui, |ui| {
        ui.spacing_mut().interact_size.y = BUTTON_HEIGHT;
        ui.horizontal(|ui| {
            brand(ui, screen.words);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if is_one_line {
                    action = buttons(ui, screen);
                    ui.add_space(GAP);
                }
                action = action.take().or(help_button(ui, screen));
                action = action.take().or(language_switch(ui, screen.words));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add_space(GAP);
                    action = action.take().or(opened(ui, screen));
                });
            });
        });
        if !is_one_line {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| action = action.take().or(buttons(ui, screen)));
        }
    });
    let line = response.response.rect;
    ui.painter().hline(line.x_range(), line.bottom() - 0.5, Stroke::new(1.0, palette.hairline));
    action
}

fn brand(ui: &mut Ui, words: &Words) {
    let (rect, _) = ui.allocate_exact_size(vec2(28.0, 28.0), Sense::hover());
    theme::paint_mark(ui.painter(), rect);
    ui.add(egui::Label::new(theme::heavy(&words.product_name, theme::title())).extend());
}

/// What is open; a click tells what was understood of it.
fn opened(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let Summary { files, rest, brief_rest } = summary(screen)?;
    let summary = format!("{files}{rest}");
    let palette = Palette::of(ui);
    let width = ui.available_width().min(OPENED_WIDTH);
    let room = width - ui.spacing().button_padding.x * 2.0 - ICON_ROOM;
    // First how the day is known gives way, then the names, then the day itself.
    let line = |text: &str, width: f32, ink| elided(ui.painter(), text.to_owned(), theme::body(), width, ink);
    let wide = |text: &str| line(text, f32::INFINITY, palette.weak).size().x;
    let rest = if wide(&files) + wide(&rest) > room { brief_rest } else { rest };
    let whole = wide(&rest);
    let head = line(&files, (room - whole).max(NAMES_WIDTH.min(room)), palette.text);
    let tail = line(&rest, room - head.size().x, palette.weak);
    let needed = head.size().x + tail.size().x + ui.spacing().button_padding.x * 2.0 + ICON_ROOM;
    let (rect, response) = ui.allocate_exact_size(vec2(needed.min(width), BUTTON_HEIGHT), Sense::click());
    let fill = match (screen.understanding_shown, response.hovered()) {
        (true, _) => palette.accent_soft,
        (false, true) => palette.raised,
        (false, false) => palette.surface,
    };
    let edge = if response.hovered() { palette.outline } else { palette.hairline };
    ui.painter().rect(rect, CONTROL_RADIUS, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let inner = rect.shrink2(vec2(ui.spacing().button_padding.x, 0.0));
    let painter = ui.painter().with_clip_rect(inner.with_max_x(inner.right() - ICON_ROOM).intersect(ui.clip_rect()));
    let middle = |height: f32| inner.center().y - height / 2.0;
    let tail_left = inner.left() + head.size().x;
    painter.galley(pos2(inner.left(), middle(head.size().y)), head, palette.text);
    painter.galley(pos2(tail_left, middle(tail.size().y)), tail, palette.weak);
    let mark = if response.hovered() { palette.accent } else { palette.weak };
    icons::info(ui.painter(), inner.right_center() - vec2(6.0, 0.0), mark);
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &summary));
    let tooltip = Command::Understanding.tooltip(ui, screen.words);
    let response = response.on_hover_ui(|ui| {
        ui.label(theme::heavy(&summary, theme::strong()));
        ui.label(&tooltip);
    });
    response.clicked().then_some(Action::ToggleUnderstanding)
}

/// The line that tells what is open.
struct Summary {
    files: String,
    /// The customers and the day that follow the files, and how the day is known.
    rest: String,
    /// The same without how the day is known.
    brief_rest: String,
}

fn summary(screen: &Screen<'_>) -> Option<Summary> {
    let scored = screen.scored?;
    let words = screen.words;
    let names = screen.file_names();
    let names: Vec<_> = names.iter().map(|name| visible(name)).collect();
    let files = match names.as_slice() {
        [first, second] => format!("{first}{}{second}", words.list_separator),
        [first, rest @ ..] if !rest.is_empty() => {
            fill(&words.and_more, &[("first", first), ("count", &format::count(rest.len() as u64))])
        }
        names => names.join(&words.list_separator),
    };
    let customers = words.customers(u32::try_from(scored.portfolio.customer_count()).unwrap_or(u32::MAX));
    let (rest, brief_rest) = if scored.as_of_known_by == KnownBy::User || scored.portfolio.as_of().is_some() {
        let day = format::day(scored.as_of, words.language);
        let known_by = words.known_by(scored.as_of_known_by);
        let values = [("customers", customers.as_str()), ("day", &day), ("known_by", known_by)];
        (fill(&words.opened_summary, &values), fill(&words.opened_summary_brief, &values))
    } else {
        let rest = fill(&words.opened_summary_no_day, &[("customers", &customers)]);
        (rest.clone(), rest)
    };
    Some(Summary { files, rest, brief_rest })
}

/// The buttons from the right: the one that matters most stands outermost. While nothing is open, the page itself
/// offers to open.
fn buttons(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let mut action = None;
    action = action.or(more(ui, screen));
    if screen.scored.is_some() {
        action = action.or(save(ui, screen));
        if command_button(ui, screen, Command::Add).clicked() {
            action = Command::Add.action(screen);
        }
        if command_button(ui, screen, Command::Open).clicked() {
            action = Command::Open.action(screen);
        }
        action = action.take().or(undo_and_redo(ui, screen));
    }
    action
}

/// The two arrows, from the right; each says what it would undo or redo.
fn undo_and_redo(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let words = screen.words;
    let mut clicked = None;
    for (command, name) in [(Command::Redo, words.redo(screen.redo)), (Command::Undo, words.undo(screen.undo))] {
        let is_enabled = command.is_enabled(screen);
        let response = ui.add_enabled(is_enabled, Button::new("").min_size(vec2(BUTTON_HEIGHT, BUTTON_HEIGHT)));
        let palette = Palette::of(ui);
        let ink = if is_enabled { palette.text } else { palette.outline };
        icons::turn_back(ui.painter(), response.rect.center(), command == Command::Redo, ink);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, &name));
        let tooltip = command.tooltip(ui, words);
        let clicked_now = response.clicked();
        response.on_hover_text(format!("{name}\n{tooltip}")).on_disabled_hover_text(tooltip);
        if clicked_now {
            clicked = command.action(screen);
        }
    }
    clicked
}

/// The commands that need no button of their own.
const MORE: [Command; 7] = [
    Command::Report,
    Command::Merge,
    Command::Understanding,
    Command::HideNames,
    Command::Palette,
    Command::Keys,
    Command::Settings,
];

/// The menu of the other commands, each with its key.
fn more(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let words = screen.words;
    let (rect, response) = ui.allocate_exact_size(vec2(32.0, BUTTON_HEIGHT), Sense::click());
    let palette = Palette::of(ui);
    let edge = if response.hovered() { palette.outline } else { palette.hairline };
    ui.painter().rect(rect, CONTROL_RADIUS, palette.surface, Stroke::new(1.0, edge), StrokeKind::Inside);
    for offset in [-6.0, 0.0, 6.0] {
        ui.painter().circle_filled(rect.center() + vec2(offset, 0.0), 1.6, palette.text);
    }
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words.desk.more));
    let response = response.on_hover_text(&words.desk.more_tooltip);
    let menu = Popup::menu(&response).gap(4.0).width(300.0);
    menu.show(|ui| {
        ui.set_min_width(260.0);
        let mut chosen = None;
        for command in MORE {
            let mut button = Button::new(command.label(words)).frame_when_inactive(false);
            if let Some(key) = command.shortcut() {
                button = button.shortcut_text(ui.ctx().format_shortcut(&key));
            }
            let is_enabled = command.is_enabled(screen);
            let item = ui.add_enabled(is_enabled, button);
            item.widget_info(|| WidgetInfo::labeled(Role::MenuItem, is_enabled, command.label(words)));
            let why = command.why_not(screen).unwrap_or_default().to_owned();
            let item = item.on_hover_text(command.tooltip(ui, words)).on_disabled_hover_text(why);
            if item.clicked() {
                chosen = command.action(screen);
                ui.close();
            }
        }
        chosen
    })
    .and_then(|shown| shown.inner)
}

/// Saves the one file, or opens a menu of the files.
fn save(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let response = primary_button(ui, screen, Command::Save);
    if file_count(screen) <= 1 {
        return response.clicked().then(|| Command::Save.action(screen)).flatten();
    }
    if response.clicked() {
        Popup::toggle_id(ui.ctx(), save_menu());
    }
    let menu = Popup::menu(&response).id(save_menu()).open_memory(None).gap(4.0).width(280.0);
    menu.show(|ui| {
        ui.set_min_width(200.0);
        ui.label(RichText::new(&screen.words.save_which).font(theme::small()).color(Palette::of(ui).weak));
        let mut chosen = None;
        for (position, name) in screen.file_names().iter().enumerate() {
            let button = Button::new(visible(name).into_owned()).truncate().frame_when_inactive(false);
            let response = ui.add(button);
            let label = fill(&screen.words.save_copy_of, &[("file", &visible(name))]);
            response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, &label));
            if response.on_hover_text(&label).clicked() {
                chosen = Some(Action::AskSave(position));
                ui.close();
            }
        }
        chosen
    })
    .and_then(|shown| shown.inner)
}

/// The question mark that opens help.
fn help_button(ui: &mut Ui, screen: &Screen<'_>) -> Option<Action> {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(BUTTON_HEIGHT, BUTTON_HEIGHT), Sense::click());
    let (fill, ink) = match (screen.help_shown, response.hovered()) {
        (true, _) => (palette.accent_soft, palette.accent_strong),
        (false, true) => (palette.raised, palette.text),
        (false, false) => (palette.surface, palette.weak),
    };
    let edge = if response.hovered() { palette.outline } else { palette.hairline };
    ui.painter().rect(rect, CONTROL_RADIUS, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, "?", theme::title(), ink);
    focus_ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, Command::Help.label(screen.words)));
    let tooltip = Command::Help.tooltip(ui, screen.words);
    response.on_hover_text(tooltip).clicked().then_some(Action::ToggleHelp)
}

fn language_switch(ui: &mut Ui, words: &Words) -> Option<Action> {
    let choices = Language::ALL.map(|language| {
        let name = match language {
            Language::English => "EN",
            Language::Japanese => "日本語",
        };
        (language, name, words.language_tooltip.clone())
    });
    // Inside a layout from the right the switch itself still runs from the left.
    let mut clicked = None;
    ui.scope_builder(egui::UiBuilder::new().layout(Layout::right_to_left(Align::Center)), |ui| {
        let reversed: Vec<_> = choices.into_iter().rev().collect();
        clicked = segmented(ui, &reversed, words.language);
    });
    clicked.map(|language| Action::SetLanguage(Some(language)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::dashboard::Question;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn an_empty_window_leaves_opening_to_the_page_and_offers_to_change_the_language() {
        let question = Question::default();
        let screen = Screen::empty(&question);
        let mut harness =
            Harness::builder().with_context_setup(crate::ui::install).with_size(vec2(1280.0, 720.0)).build_ui_state(
                |ui, actions: &mut Vec<Action>| {
                    actions.extend(top_bar(ui, &screen));
                },
                Vec::new(),
            );
        harness.run();
        harness.get_by_label("日本語").click();
        harness.run();
        assert!(harness.query_by_label("Save marked-up copy…").is_none());
        assert!(harness.query_by_label("Open…").is_none());
        assert_eq!(harness.state(), &[Action::SetLanguage(Some(Language::Japanese))]);
    }
}
