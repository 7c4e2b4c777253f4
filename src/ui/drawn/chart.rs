//! One chart as a picture for slides and mails: its title, what it is of, and the chart without what is clicked on.

use crate::domain::money::Currency;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Dashboard;
use crate::insight::marks::Marks;
use crate::insight::pseudonym::Pseudonyms;
use crate::insight::quality::QualityReport;
use crate::insight::whitespace_map::WhitespaceMap;
use crate::session::Session;
use crate::session::drawing::Chart;
use crate::session::months::{Compared, MonthsState};
use crate::support::language::Language;
use crate::ui::matrix::MatrixLook;
use crate::ui::names;
use crate::ui::panel::STILL;
use crate::ui::picture::{Drawing, draw, write_png};
use crate::ui::quality::QualityPlace;
use crate::ui::screen::{Screen, ViewState};
use crate::ui::svg::write_svg;
use crate::ui::theme::{self, GAP, Palette};
use crate::ui::whitespace_map::MapPlace;
use crate::ui::words::{Words, fill};
use crate::ui::{breakdown, distribution, donut, format, matrix, months, quality, renewals, whitespace_map};
use egui::{Context, Label, Rect, RichText, Ui, UiBuilder, UiStackInfo, Vec2, vec2};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

const MARGIN: f32 = 24.0;
/// Pixels of a point.
const FINENESS: f32 = 2.0;
/// Pictures that are as high as what stands on them are no higher than this.
const MOST_HEIGHT: f32 = 4_000.0;

/// What a picture is made of.
pub struct ChartPicture {
    chart: Chart,
    scored: Arc<ScoredPortfolio>,
    answer: Arc<Dashboard>,
    words: &'static Words,
    currency: Currency,
    look: MatrixLook,
    place: QualityPlace,
    marks: Arc<Marks>,
    map: Option<Arc<WhitespaceMap>>,
    report: Option<Arc<QualityReport>>,
    compared: Option<Arc<Compared>>,
    pseudonyms: Option<Pseudonyms>,
}

impl ChartPicture {
    /// The picture of `chart` as `session` shows it; `None` while it shows none.
    #[must_use]
    pub fn of(session: &Session, view: &ViewState, language: Language, chart: Chart) -> Option<Self> {
        Some(Self {
            chart,
            scored: Arc::clone(session.scored()?),
            answer: Arc::clone(session.dashboard()?),
            words: Words::of(language),
            currency: session.currency(),
            look: view.matrix,
            place: view.quality.clone(),
            marks: Arc::clone(session.marks()),
            map: session.whitespace_map().cloned(),
            report: session.quality_report().cloned(),
            compared: session.months_compared().cloned(),
            pseudonyms: names::pseudonyms(&session.settings().preferences, Words::of(language)),
        })
    }

    /// Draws it and writes it to `to`: as SVG where the name of `target` ends so, else as PNG; `prepare` may add fonts.
    ///
    /// # Errors
    /// What `to` returns.
    pub fn write(&self, target: &Path, prepare: impl Fn(&Context), to: &mut dyn Write) -> io::Result<()> {
        let (drawing, size) = self.draw(prepare);
        if target.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg")) {
            write_svg(&drawing.shapes, size, self.title(), to)
        } else {
            write_png(&drawing.picture().map_err(io::Error::other)?, FINENESS, to)
        }
    }

    fn draw(&self, prepare: impl Fn(&Context)) -> (Drawing, Vec2) {
        let (width, height) = self.size();
        let mut size = vec2(width, height.unwrap_or(MOST_HEIGHT));
        if height.is_none() {
            // Once to see how high it is.
            let mut used = 0.0;
            draw(size, 1.0, &prepare, |ui| used = self.page(ui));
            size.y = (used + MARGIN).clamp(MARGIN * 2.0, MOST_HEIGHT).ceil();
        }
        let drawing = draw(size, FINENESS, &prepare, |ui| {
            self.page(ui);
        });
        (drawing, size)
    }

    /// Width, and height where it is not that of what stands on it, in points.
    fn size(&self) -> (f32, Option<f32>) {
        match self.chart {
            Chart::Division => (460.0, Some(520.0)),
            Chart::Matrix => (960.0, Some(640.0)),
            Chart::Scores | Chart::Renewals => (960.0, Some(440.0)),
            Chart::WhitespaceMap => (1_440.0, Some(810.0)),
            Chart::Months => (960.0, None),
            Chart::Quality => (860.0, None),
        }
    }

    /// Draws the page; returns where what stands on it ends.
    fn page(&self, ui: &mut Ui) -> f32 {
        let page = ui.ctx().content_rect();
        ui.painter().rect_filled(page, 0, Palette::of(ui).surface);
        let question = &self.answer.question;
        let months = MonthsState { compared: self.compared.as_deref(), ..MonthsState::default() };
        let screen = Screen {
            words: self.words,
            scored: Some(&self.scored),
            currency: self.currency,
            marks: &self.marks,
            whitespace_map: self.map.as_deref(),
            months,
            pseudonyms: self.pseudonyms,
            ..Screen::empty(question)
        };
        let room = page.shrink(MARGIN);
        let mut child = ui.new_child(
            UiBuilder::new().id_salt("chart").max_rect(room).ui_stack_info(UiStackInfo::default().with_tag(STILL)),
        );
        self.head(&mut child, &screen);
        let body = child.available_rect_before_wrap();
        self.body(&mut child, &screen, body);
        child.min_rect().bottom()
    }

    fn head(&self, ui: &mut Ui, screen: &Screen<'_>) {
        // The map has a head of its own.
        if self.chart == Chart::WhitespaceMap {
            return;
        }
        let (words, palette) = (self.words, Palette::of(ui));
        ui.add(Label::new(theme::heavy(self.title(), theme::heading())).truncate());
        let customers = if self.answer.question.filter.is_empty() {
            words.customers(self.answer.shown())
        } else {
            let values =
                [("shown", format::count(self.answer.shown())), ("all", format::count(self.answer.all_customers))];
            fill(&words.filter_shown, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        };
        let day = format::day(self.scored.as_of, words.language);
        let model = screen.question.model.filter(|_| !matches!(self.chart, Chart::Division | Chart::Renewals));
        let values =
            [("model", model.map_or("", |model| model.product_name())), ("customers", &customers), ("day", &day)];
        let text = if model.is_some() { &words.pictures.subtitle_model } else { &words.pictures.subtitle };
        ui.add(Label::new(RichText::new(fill(text, &values)).color(palette.weak)).truncate());
        ui.add_space(GAP);
    }

    /// What the chart is called.
    fn title(&self) -> &str {
        let words = self.words;
        match self.chart {
            Chart::Division => match self.answer.question.dimension {
                crate::insight::breakdown::Dimension::Segment => &words.segments,
                dimension => words.overview.dimension(dimension),
            },
            Chart::Matrix => &words.matrix,
            Chart::Scores => &words.overview.scores,
            Chart::Renewals => &words.overview.renewals,
            Chart::WhitespaceMap => &words.map.title,
            Chart::Months => &words.months.title,
            Chart::Quality => &words.quality.title,
        }
    }

    fn body(&self, ui: &mut Ui, screen: &Screen<'_>, room: Rect) {
        let answer = &self.answer;
        // Nobody clicks on a picture.
        match self.chart {
            Chart::Division => drop(match &answer.breakdown {
                Some(divided) => breakdown::bars(ui, room, screen, &self.scored, divided),
                None => donut::ring(ui, room, screen, &self.scored, answer),
            }),
            Chart::Matrix => drop(matrix::body(ui, room, screen, answer, &mut self.look.clone())),
            Chart::Scores => distribution::spreads(ui, room, true, self.words, answer),
            Chart::Renewals => {
                if let Some(calendar) = &answer.expiry {
                    renewals::calendar(ui, room, screen, calendar);
                }
            }
            Chart::WhitespaceMap => drop(whitespace_map::whitespace_map(ui, screen, &mut MapPlace::default())),
            Chart::Months => {
                if let Some(compared) = &self.compared {
                    months::moves(ui, screen, compared);
                }
            }
            Chart::Quality => {
                if let Some(report) = &self.report {
                    quality::judged(ui, screen, report, &self.place);
                }
            }
        }
    }
}
