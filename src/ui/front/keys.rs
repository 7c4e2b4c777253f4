//! All keys: of the commands, as they stand in the table of commands, and of table, matrix and lists.

use crate::ui::commands::{Command, Group};
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, GAP, GUTTER, Palette};
use crate::ui::words::fill;
use crate::ui::words::keys::KeysWords;
use egui::accesskit::Role;
use egui::{Key, KeyboardShortcut, Label, Modifiers, Rect, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

/// From this width on the groups stand in two columns.
const TWO_COLUMNS: f32 = 680.0;
/// The keys take this share of a line.
const KEYS_SHARE: f32 = 0.42;

/// Room beside the name of a key, and between keys.
const CAP_ROOM: f32 = 12.0;
const CAP_GAP: f32 = 4.0;

/// Keys, and what they do.
struct Line<'a> {
    keys: Vec<KeyboardShortcut>,
    what: &'a str,
    tooltip: &'a str,
}

/// A group of keys.
struct Block<'a> {
    title: &'a str,
    lines: Vec<Line<'a>>,
}

/// Draws all keys.
pub(super) fn keys(ui: &mut Ui, screen: &Screen<'_>) {
    let blocks = blocks(screen);
    let width = ui.available_width();
    if width < TWO_COLUMNS {
        for block in &blocks {
            draw(ui, screen, block);
        }
        return;
    }
    // The columns are as even as the order of the groups allows.
    let lines = |blocks: &[Block<'_>]| blocks.iter().map(|block| block.lines.len() + 2).sum::<usize>();
    let uneven = |at: &usize| {
        let (left, right) = blocks.split_at(*at);
        lines(left).abs_diff(lines(right))
    };
    let (left, right) = blocks.split_at((0..=blocks.len()).min_by_key(uneven).unwrap_or(0));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GUTTER * 2.0;
        for column in [left, right] {
            let size = vec2((width - GUTTER * 2.0) / 2.0, 0.0);
            ui.allocate_ui_with_layout(size, egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.set_width(size.x);
                for block in column {
                    draw(ui, screen, block);
                }
            });
        }
    });
}

fn blocks<'a>(screen: &Screen<'a>) -> Vec<Block<'a>> {
    let words = screen.words;
    let texts = &words.keys;
    let of_commands = Group::ALL.into_iter().map(|group| {
        let title = match group {
            Group::Files => &texts.files,
            Group::Changes => &texts.changes,
            Group::Pages => &texts.pages,
            Group::Window => &texts.window,
        };
        let line = |command: Command| Line {
            keys: command.shortcut().into_iter().collect(),
            what: if command == Command::ClearFilter { &texts.escape } else { command.label(words) },
            tooltip: command.explanation(words),
        };
        Block { title, lines: Command::all().filter(|command| command.group() == group).map(line).collect() }
    });
    let mut blocks: Vec<Block<'_>> = of_commands.collect();
    blocks.extend([window_lines(texts), table_lines(texts), matrix_lines(texts), list_lines(texts)]);
    blocks
}

fn line<'a>(keys: &[(Modifiers, Key)], what: &'a str) -> Line<'a> {
    let keys = keys.iter().map(|(modifiers, key)| KeyboardShortcut::new(*modifiers, *key)).collect();
    Line { keys, what, tooltip: "" }
}

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const COMMAND: Modifiers = Modifiers::COMMAND;
const ALT: Modifiers = Modifiers::ALT;

fn window_lines(texts: &KeysWords) -> Block<'_> {
    let lines = vec![
        line(&[(NONE, Key::Tab), (SHIFT, Key::Tab)], &texts.next),
        line(&[(NONE, Key::Space), (NONE, Key::Enter)], &texts.press),
    ];
    Block { title: &texts.everywhere, lines }
}

fn table_lines(texts: &KeysWords) -> Block<'_> {
    let both = COMMAND.plus(SHIFT);
    let lines = vec![
        line(
            &[(NONE, Key::ArrowUp), (NONE, Key::ArrowDown), (NONE, Key::ArrowLeft), (NONE, Key::ArrowRight)],
            &texts.table_move,
        ),
        line(&[(NONE, Key::PageUp), (NONE, Key::PageDown)], &texts.table_page),
        line(&[(NONE, Key::Home), (NONE, Key::End)], &texts.table_ends),
        line(&[(COMMAND, Key::Home), (COMMAND, Key::End)], &texts.table_first),
        line(&[(SHIFT, Key::ArrowUp), (SHIFT, Key::ArrowRight)], &texts.table_block),
        line(&[(NONE, Key::Enter)], &texts.table_open),
        line(&[(NONE, Key::Space)], &texts.table_select),
        line(&[(SHIFT, Key::Space)], &texts.table_through),
        line(&[(COMMAND, Key::A)], &texts.table_all),
        line(&[(COMMAND, Key::C), (both, Key::C)], &texts.table_copy),
        line(&[(ALT, Key::ArrowDown)], &texts.table_menu),
        line(&[(both, Key::ArrowLeft), (both, Key::ArrowRight)], &texts.table_move_column),
        line(&[(COMMAND, Key::F)], &texts.table_search),
    ];
    Block { title: &texts.table, lines }
}

fn matrix_lines(texts: &KeysWords) -> Block<'_> {
    let lines = vec![
        line(
            &[(NONE, Key::ArrowUp), (NONE, Key::ArrowDown), (NONE, Key::ArrowLeft), (NONE, Key::ArrowRight)],
            &texts.matrix_move,
        ),
        line(&[(NONE, Key::Space)], &texts.matrix_choose),
        line(&[(SHIFT, Key::ArrowUp), (SHIFT, Key::ArrowRight)], &texts.matrix_beside),
        line(&[(NONE, Key::Enter)], &texts.map_open),
    ];
    Block { title: &texts.matrix, lines }
}

fn list_lines(texts: &KeysWords) -> Block<'_> {
    let lines = vec![
        line(&[(NONE, Key::ArrowUp), (NONE, Key::ArrowDown)], &texts.list_next),
        line(&[(ALT, Key::ArrowUp), (ALT, Key::ArrowDown)], &texts.list_move),
        line(&[(NONE, Key::Delete)], &texts.list_remove),
        line(&[(NONE, Key::PageUp), (NONE, Key::PageDown)], &texts.customer_leaf),
    ];
    Block { title: &texts.lists, lines }
}

fn draw(ui: &mut Ui, screen: &Screen<'_>, block: &Block<'_>) {
    ui.add(Label::new(theme::heavy(block.title, theme::title())));
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for line in &block.lines {
            draw_line(ui, screen, line);
        }
    });
    ui.add_space(GAP);
}

fn draw_line(ui: &mut Ui, screen: &Screen<'_>, line: &Line<'_>) {
    let palette = Palette::of(ui);
    let names: Vec<String> = line.keys.iter().map(|shortcut| ui.ctx().format_shortcut(shortcut)).collect();
    // The scroll bar stands close.
    let width = ui.available_width() - GAP;
    let caps: Vec<_> =
        names.iter().map(|name| ui.painter().layout_no_wrap(name.clone(), theme::small(), palette.text)).collect();
    let needed = caps.iter().map(|galley| galley.size().x + CAP_ROOM + CAP_GAP).sum::<f32>();
    let keys_width = needed.max(width * KEYS_SHARE);
    let what = ui.painter().layout(line.what.to_owned(), theme::body(), palette.text, width - keys_width - GAP);
    let height = what.size().y.max(22.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let mut left = rect.left();
    if names.is_empty() {
        let text = screen.words.keys.no_key.clone();
        let galley = ui.painter().layout(text, theme::small(), palette.weak, keys_width);
        ui.painter().galley(egui::pos2(left, rect.center().y - galley.size().y / 2.0), galley, palette.weak);
    }
    for galley in caps {
        let size = vec2(galley.size().x + CAP_ROOM, 20.0);
        let cap = Rect::from_min_size(egui::pos2(left, rect.center().y - size.y / 2.0), size);
        let edge = Stroke::new(1.0, palette.outline);
        ui.painter().rect(cap, CONTROL_RADIUS - 2, palette.raised, edge, StrokeKind::Inside);
        ui.painter().galley(cap.center() - galley.size() / 2.0, galley, palette.text);
        left = cap.right() + CAP_GAP;
    }
    let at = egui::pos2(rect.left() + keys_width + GAP, rect.center().y - what.size().y / 2.0);
    ui.painter().galley(at, what, palette.text);
    let keys = if names.is_empty() { screen.words.keys.no_key.clone() } else { names.join(" / ") };
    let label = fill(&screen.words.settings.choice, &[("name", line.what), ("choice", &keys)]);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &label));
    if !line.tooltip.is_empty() {
        response.on_hover_ui(|ui| {
            ui.label(RichText::new(line.tooltip).font(theme::body()));
        });
    }
}
