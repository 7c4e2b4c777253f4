//! The palette: everything that can be done or shown, found by a few letters.

use crate::portfolio::CustomerIndex;
use crate::session::action::Action;
use crate::session::front::Front;
use crate::support::text::search_key;
use crate::ui::commands::Command;
use crate::ui::controls::elided;
use crate::ui::dialog::frame;
use crate::ui::format;
use crate::ui::front::AROUND;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, GAP, Palette};
use crate::ui::words::fill;
use crate::ui::words::terms::visible;
use crate::workbook::source::Source;
use egui::accesskit::Role;
use egui::{
    Align, Align2, Id, Key, Label, Layout, Modal, Modifiers, Rect, RichText, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};
use std::path::Path;

const WIDTH: f32 = 620.0;
const ROW: f32 = 32.0;
const INSET: f32 = 12.0;
/// Where the palette begins, from the top of the window.
const TOP: f32 = 72.0;
/// The list takes at most this height.
const LIST_HEIGHT: f32 = 416.0;

/// What is typed in the palette, and which line is chosen.
#[derive(Debug, Clone, Default)]
pub(super) struct PalettePlace {
    text: String,
    chosen: usize,
}

/// A line of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry<'a> {
    Command(Command),
    Customer(CustomerIndex),
    Recent(&'a Path),
}

/// A line or a title above lines.
enum Row<'a> {
    Title(String),
    Entry(Entry<'a>),
}

/// Draws the palette. The field keeps the keyboard: arrows choose, Enter does.
#[must_use]
pub(super) fn palette(ui: &Ui, screen: &Screen<'_>, place: &mut PalettePlace) -> Vec<Action> {
    let room = ui.ctx().content_rect();
    let id = Id::unique("palette");
    let top = TOP.min(room.height() * 0.1);
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, top));
    let modal = Modal::new(id).area(area).frame(frame(ui, INSET));
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(room.width() - (AROUND + INSET) * 2.0));
        let rows = rows(screen, &place.text);
        let entries: Vec<Entry<'_>> = rows.iter().filter_map(Row::entry).collect();
        let moved = keys(ui, place, entries.len());
        let mut actions: Vec<Action> = field(ui, screen, place).into_iter().collect();
        ui.add_space(GAP / 2.0);
        let height = (room.height() - top - AROUND - 110.0).clamp(ROW * 2.0, LIST_HEIGHT);
        let clicked = list(ui, screen, &rows, place, height, moved);
        ui.add_space(GAP / 2.0);
        let hint = RichText::new(&screen.words.palette.hint).font(theme::small()).color(Palette::of(ui).weak);
        ui.add(Label::new(hint).truncate());
        let is_entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let entered = is_entered.then(|| entries.get(place.chosen).copied()).flatten();
        if let Some(entry) = clicked.or(entered) {
            actions.extend(run(ui, screen, entry));
        }
        actions
    });
    let mut actions = shown.inner;
    if shown.backdrop_response.clicked() {
        actions.push(Action::ToggleFront(Front::Palette));
    }
    actions
}

/// Moves the choice by the arrows; whether it was moved.
fn keys(ui: &Ui, place: &mut PalettePlace, count: usize) -> bool {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let last = count.saturating_sub(1);
    let before = place.chosen;
    if pressed(Key::ArrowDown) {
        place.chosen = if place.chosen >= last { 0 } else { place.chosen + 1 };
    }
    if pressed(Key::ArrowUp) {
        place.chosen = place.chosen.checked_sub(1).unwrap_or(last);
    }
    place.chosen = place.chosen.min(last);
    before != place.chosen
}

/// The field; what was typed is looked for among the customers too.
fn field(ui: &mut Ui, screen: &Screen<'_>, place: &mut PalettePlace) -> Option<Action> {
    let words = &screen.words.palette;
    let hint = RichText::new(&words.search).color(Palette::of(ui).weak);
    let edit = TextEdit::singleline(&mut place.text).hint_text(hint).desired_width(f32::INFINITY);
    let response = ui.add(edit.margin(vec2(8.0, 8.0)).return_key(None));
    let text = &place.text;
    response
        .widget_info(|| WidgetInfo { label: Some(words.search.clone()), ..WidgetInfo::text_edit(true, "", text, "") });
    if !response.has_focus() {
        response.request_focus();
    }
    let has_changed = response.changed();
    if has_changed {
        place.chosen = 0;
    }
    has_changed.then(|| Action::FindCustomers(place.text.clone()))
}

impl<'a> Row<'a> {
    fn entry(&self) -> Option<Entry<'a>> {
        match self {
            Self::Title(_) => None,
            Self::Entry(entry) => Some(*entry),
        }
    }
}

/// What is found by `text`: commands and pages, customers, recent files, each kind under its title.
fn rows<'a>(screen: &Screen<'a>, text: &str) -> Vec<Row<'a>> {
    let words = &screen.words.palette;
    let key = search_key(text.trim());
    let mut rows = Vec::new();
    let mut add = |title: String, entries: Vec<Entry<'a>>| {
        if !entries.is_empty() {
            rows.push(Row::Title(title));
            rows.extend(entries.into_iter().map(Row::Entry));
        }
    };
    let mut commands: Vec<(u8, Command)> = Command::all()
        .filter(|command| *command != Command::Palette)
        .filter_map(|command| {
            let place = place_of(&key, command.label(screen.words), command.explanation(screen.words))?;
            // What cannot be done now stands behind what can.
            Some((place + if command.is_enabled(screen) { 0 } else { 3 }, command))
        })
        .collect();
    commands.sort_by_key(|(place, _)| *place);
    add(words.commands.clone(), commands.into_iter().map(|(_, command)| Entry::Command(command)).collect());
    if let Some(found) = screen.found_customers.filter(|_| !key.is_empty()) {
        let listed = format::count(found.customers.len() as u64);
        let title = if found.customers.len() < found.count {
            fill(&words.customers_more, &[("listed", &listed), ("count", &format::count(found.count as u64))])
        } else {
            words.customers.clone()
        };
        add(title, found.customers.iter().copied().map(Entry::Customer).collect());
    }
    let is_found = |path: &&std::path::PathBuf| place_of(&key, &file_name(path), &path.to_string_lossy()).is_some();
    let recent = screen.recent.iter().filter(is_found).map(|path| Entry::Recent(path)).collect();
    add(words.recent.clone(), recent);
    rows
}

/// How well a name fits: 0 where it begins with all that is typed, 1 where it holds all the words, 2 where only what it
/// means does; `None` where neither does. All keys are folded.
fn place_of(key: &str, name: &str, meaning: &str) -> Option<u8> {
    let name = search_key(name);
    if name.starts_with(key) {
        return Some(0);
    }
    if key.split_whitespace().all(|word| name.contains(word)) {
        return Some(1);
    }
    let all = format!("{name}\n{}", search_key(meaning));
    key.split_whitespace().all(|word| all.contains(word)).then_some(2)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Draws the lines; the one that was clicked.
fn list<'a>(
    ui: &mut Ui,
    screen: &Screen<'a>,
    rows: &[Row<'a>],
    place: &PalettePlace,
    height: f32,
    moved: bool,
) -> Option<Entry<'a>> {
    let palette = Palette::of(ui);
    let mut clicked = None;
    let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]);
    area.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if rows.is_empty() {
            ui.add_space(GAP);
            ui.add(Label::new(RichText::new(&screen.words.palette.nothing).color(palette.weak)).wrap());
            ui.add_space(GAP);
        }
        let mut at = 0;
        for row in rows {
            match row {
                Row::Title(title) => {
                    ui.add_space(4.0);
                    ui.label(theme::heavy(title.as_str(), theme::small()).color(palette.weak));
                }
                Row::Entry(entry) => {
                    let is_chosen = at == place.chosen;
                    if line(ui, screen, *entry, is_chosen, moved) {
                        clicked = Some(*entry);
                    }
                    at += 1;
                }
            }
        }
    });
    clicked
}

/// Draws a line: its name, and its key or, where it cannot be done now, why; true when it was clicked.
fn line(ui: &mut Ui, screen: &Screen<'_>, entry: Entry<'_>, is_chosen: bool, moved: bool) -> bool {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let told = Told::of(ui, screen, entry);
    let is_enabled = told.why.is_none();
    if is_chosen {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.accent_soft);
        if moved {
            ui.scroll_to_rect(rect, None);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.raised);
    }
    let inner = rect.shrink2(vec2(10.0, 0.0));
    let side = told.why.as_deref().unwrap_or(&told.side);
    let width = inner.width() * if is_enabled { 0.4 } else { 0.6 };
    let galley = elided(ui.painter(), side.to_owned(), theme::small(), width, palette.weak);
    let at = pos2(inner.right() - galley.size().x, inner.center().y - galley.size().y / 2.0);
    let room = Rect::from_min_max(inner.min, pos2(at.x - GAP, inner.bottom()));
    ui.painter().galley(at, galley, palette.weak);
    let ink = match (is_enabled, is_chosen) {
        (false, _) => palette.weak,
        (true, true) => palette.accent_strong,
        (true, false) => palette.text,
    };
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)));
    child.add(Label::new(RichText::new(&told.name).font(theme::body()).color(ink)).truncate());
    focus_ring(ui, &response, rect);
    let label = match &told.why {
        Some(why) => fill(&screen.words.palette.row_disabled, &[("name", &told.name), ("why", why)]),
        None => told.name.clone(),
    };
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, is_enabled, is_chosen, &label));
    let clicked = response.clicked();
    response.on_hover_text(told.tooltip);
    clicked
}

/// What is told of an entry.
struct Told {
    name: String,
    /// Its key, or the folder of a file.
    side: String,
    /// Why it cannot be done now.
    why: Option<String>,
    tooltip: String,
}

impl Told {
    fn of(ui: &Ui, screen: &Screen<'_>, entry: Entry<'_>) -> Self {
        let words = screen.words;
        match entry {
            Entry::Command(command) => Self {
                name: command.label(words).to_owned(),
                side: command.shortcut().map_or_else(String::new, |key| ui.ctx().format_shortcut(&key)),
                why: command.why_not(screen).map(str::to_owned),
                tooltip: command.explanation(words).to_owned(),
            },
            Entry::Customer(customer) => Self {
                name: name(screen, customer),
                side: String::new(),
                why: None,
                tooltip: words.palette.open_customer.clone(),
            },
            Entry::Recent(path) => Self {
                name: visible(&file_name(path)).into_owned(),
                side: path.parent().map_or_else(String::new, |folder| visible(&folder.to_string_lossy()).into_owned()),
                why: (!screen.is_free()).then(|| words.palette.why_busy.clone()),
                tooltip: fill(&words.palette.open_recent, &[("path", &visible(&path.to_string_lossy()))]),
            },
        }
    }
}

fn name(screen: &Screen<'_>, customer: CustomerIndex) -> String {
    let name = screen.scored.and_then(|scored| {
        let id = scored.portfolio.customers.name.get(customer as usize)?;
        Some(scored.portfolio.texts.text(*id))
    });
    screen.name_of(customer, name.unwrap_or_default()).into_owned()
}

/// What a line asks for; the palette goes away first, unless it cannot be done.
fn run(ui: &Ui, screen: &Screen<'_>, entry: Entry<'_>) -> Vec<Action> {
    let asked = match entry {
        Entry::Command(command) if !command.is_enabled(screen) => return Vec::new(),
        Entry::Command(command) => command.run(ui.ctx(), screen),
        Entry::Customer(customer) => Some(Action::OpenCustomer(customer)),
        Entry::Recent(_) if !screen.is_free() => return Vec::new(),
        Entry::Recent(path) => Some(Action::Open(vec![Source::File(path.to_owned())])),
    };
    std::iter::once(Action::ToggleFront(Front::Palette)).chain(asked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_begin_so_come_first_then_those_that_hold_the_words_then_meanings() {
        let place = |typed: &str, name| place_of(&search_key(typed), name, "Gets what was open before");
        assert_eq!(place("ope", "Open…"), Some(0));
        assert_eq!(place("files open", "Open files…"), Some(1));
        assert_eq!(place("before", "Open…"), Some(2));
        assert_eq!(place("open elsewhere", "Open…"), None);
        assert_eq!(place("ﾍﾙﾌﾟ", "へるぷ"), Some(0), "width and kind of kana do not count");
        assert_eq!(place("", "Open…"), Some(0));
    }
}
