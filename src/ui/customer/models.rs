//! One line a model: scores, cell, cluster and money, with their sources. A line explains its model.

use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::insight::customer::CustomerPage;
use crate::insight::customer::models::ModelLine;
use crate::scoring::local::ScoreSource;
use crate::scoring::wallet::expected::three_figures;
use crate::session::action::Action;
use crate::session::customer::CustomerAction;
use crate::ui::controls::{cluster_swatch, elided};
use crate::ui::customer::section::{ends, section};
use crate::ui::format;
use crate::ui::panel::focus_ring;
use crate::ui::screen::Screen;
use crate::ui::theme::{self, CONTROL_RADIUS, Palette};
use crate::ui::words::fill;
use egui::accesskit::Role;
use egui::{Color32, FontId, Rangef, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

const HEIGHT: f32 = 42.0;
const HEAD: f32 = 20.0;
/// Where each column begins, as shares of the width; the last ends at its right edge.
const STARTS: [f32; 6] = [0.0, 0.3, 0.42, 0.58, 0.65, 0.82];

/// Draws the lines; returns what is chosen.
#[must_use]
pub(in crate::ui) fn models(
    ui: &mut Ui,
    screen: &Screen<'_>,
    page: &CustomerPage,
    chosen: Option<&ModelLine>,
) -> Option<Action> {
    let words = &screen.words.customer;
    section(ui, "models", &words.models, &words.models_tooltip, |ui| {
        if page.models.is_empty() {
            super::section::note(ui, &words.no_reasons);
            return None;
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        head(ui, screen);
        let mut action = None;
        for line in &page.models {
            let is_chosen = chosen.is_some_and(|chosen| chosen.model == line.model);
            if row(ui, screen, line, is_chosen) {
                action = Some(Action::Customer(CustomerAction::Explain(line.model)));
            }
        }
        if let Some(total) = page.whitespace {
            super::section::rule(ui);
            ends(ui, &words.whitespace_total, &format::money(total, screen.currency));
        }
        action
    })
}

fn head(ui: &mut Ui, screen: &Screen<'_>) {
    let words = screen.words;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
    let palette = Palette::of(ui);
    let own = &words.customer;
    let names = [&own.product, &words.fit, &words.intent, &own.cell, &own.cluster, &own.revenue];
    for (at, name) in names.into_iter().enumerate() {
        write(ui, room(rect, at), rect.center().y, at, name, (theme::small(), palette.weak));
    }
}

/// The room of the column at `at`.
fn room(rect: Rect, at: usize) -> Rangef {
    let start = |at: usize| STARTS.get(at).map(|share| rect.left() + 8.0 + share * rect.width());
    let end = start(at + 1).map_or(rect.right() - 8.0, |next| next - 6.0);
    Rangef::new(start(at).unwrap_or(rect.left()), end)
}

/// Writes one line around `y` in the room of the column at `at`; money stands at the right.
fn write(ui: &Ui, room: Rangef, y: f32, at: usize, text: &str, (font, ink): (FontId, Color32)) {
    let galley = elided(ui.painter(), text.to_owned(), font, room.span(), ink);
    let left = if at + 1 == STARTS.len() { room.max - galley.size().x } else { room.min };
    ui.painter().galley(pos2(left, y - galley.size().y / 2.0), galley, ink);
}

fn row(ui: &mut Ui, screen: &Screen<'_>, line: &ModelLine, is_chosen: bool) -> bool {
    let words = screen.words;
    let own = &words.customer;
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    if is_chosen {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, palette.raised);
    }
    let missing = words.missing_mark.as_str();
    let fit = rating(screen, line.fit);
    let intent = rating(screen, line.intent);
    let cell = line.cell.map_or(missing, |cell| cell.code());
    let cluster = line.cluster.map_or(missing, |cluster| words.cluster(cluster));
    let revenue = line.revenue().map_or_else(|| missing.to_owned(), |(amount, source)| money(screen, amount, source));
    let of = |source: Option<ScoreSource>, is_there: bool| {
        source.filter(|_| is_there).map_or("", |source| own.source(source)).to_owned()
    };
    let texts = [
        (
            line.model.product_name().to_owned(),
            if line.owned == Some(true) { own.owned.clone() } else { String::new() },
        ),
        (fit.clone(), beside(screen, of(line.fit_source, line.fit.is_some()), line.fit_source, line.local_fit)),
        (
            intent.clone(),
            beside(screen, of(line.intent_source, line.intent.is_some()), line.intent_source, line.local_intent),
        ),
        (cell.to_owned(), String::new()),
        (cluster.to_owned(), file_cluster(screen, line)),
        (revenue.clone(), money_sources(screen, line)),
    ];
    for (at, (text, note)) in texts.iter().enumerate() {
        let mut room = room(rect, at);
        if let (4, Some(cluster)) = (at, line.cluster) {
            let swatch = Rect::from_center_size(pos2(room.min + 9.0, rect.center().y), vec2(20.0, 20.0));
            cluster_swatch(ui, swatch, cluster);
            room.min += 25.0;
        }
        let font: FontId = if at == 0 { theme::strong() } else { theme::body() };
        let lift = if note.is_empty() { 0.0 } else { 8.0 };
        write(ui, room, rect.center().y - lift, at, text, (font, palette.text));
        write(ui, room, rect.center().y + 9.0, at, note, (theme::letters(), palette.weak));
    }
    focus_ring(ui, &response, rect);
    let label = fill(
        &own.explain,
        &[
            ("product", line.model.product_name()),
            ("fit", &fit),
            ("intent", &intent),
            ("cell", cell),
            ("cluster", cluster),
            ("revenue", &revenue),
        ],
    );
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &label));
    let tooltip = fill(&own.explain_tooltip, &[("product", line.model.product_name())]);
    response.on_hover_text(format!("{label}\n{tooltip}")).clicked()
}

/// A rating as it is written; what is missing is marked so.
pub(in crate::ui) fn rating(screen: &Screen<'_>, rating: Option<Rating>) -> String {
    match rating {
        Some(Rating::Score(score)) => format::score(score),
        Some(Rating::Band(band)) => screen.words.band(band).to_owned(),
        None => screen.words.missing_mark.clone(),
    }
}

/// The source, and our own score where the file's is shown.
fn beside(screen: &Screen<'_>, source: String, is: Option<ScoreSource>, ours: Option<Score>) -> String {
    match ours.filter(|_| is == Some(ScoreSource::File)) {
        Some(ours) => {
            let ours = fill(&screen.words.customer.ours_beside, &[("value", &format::score(ours))]);
            if source.is_empty() { ours } else { format!("{source} · {ours}") }
        }
        None => source,
    }
}

/// The file's own cluster where it is another one.
fn file_cluster(screen: &Screen<'_>, line: &ModelLine) -> String {
    let differs = line.file_cluster.filter(|cluster| Some(*cluster) != line.cluster);
    let name = |cluster| fill(&screen.words.customer.file_says, &[("cluster", screen.words.cluster(cluster))]);
    differs.map(name).unwrap_or_default()
}

fn money_sources(screen: &Screen<'_>, line: &ModelLine) -> String {
    let own = &screen.words.customer;
    match (line.file_revenue, line.local_revenue) {
        (Some(_), Some(ours)) => {
            let ours = money(screen, ours, ScoreSource::Local);
            format!("{} · {}", own.source_file, fill(&own.ours_beside, &[("value", &ours)]))
        }
        (Some(_), None) => own.source_file.clone(),
        (None, Some(_)) => own.source_local.clone(),
        (None, None) => String::new(),
    }
}

/// An amount; an estimate of ours says no more than three figures.
pub(in crate::ui) fn money(screen: &Screen<'_>, amount: Money, source: ScoreSource) -> String {
    let shown = match source {
        ScoreSource::File => amount,
        ScoreSource::Local | ScoreSource::Rules => Money::from_units(three_figures(amount.units())).unwrap_or(amount),
    };
    format::money_whole(shown, screen.currency)
}

/// The product's name, for titles.
pub(in crate::ui) fn product(model: Model) -> &'static str {
    model.product_name()
}
