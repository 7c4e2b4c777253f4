//! The summary: cards, matrix, segments, clusters and the calendar of expiring agreements, as formulas with charts.

use super::Style;
use super::facts::{ReportFacts, ReportSource};
use super::rows::{self, excel_day};
use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::money::Money;
use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLegendPosition, ChartPoint, ChartSolidFill, ChartType, Color, Format, FormatAlign,
    FormatBorder, Formula, Worksheet, XlsxError,
};

/// The clusters' colours, as the app has them.
const CLUSTER_COLORS: [u32; 4] = [0xE69F00, 0x0072B2, 0x00A076, 0xD585B0];
const SEGMENT_COLORS: [u32; 4] = [0x123A58, 0x2F6895, 0x6295BE, 0x8A929A];

const CARDS: u32 = 3;
const MATRIX: u32 = 7;
const SEGMENTS: u32 = 16;
const CLUSTERS: u32 = 24;
const CALENDAR: u32 = 32;

/// Writes the sheet and places the charts at its right.
pub(super) fn summary(
    sheet: &mut Worksheet,
    facts: &ReportFacts,
    source: &dyn ReportSource,
    style: &Style,
) -> Result<(), XlsxError> {
    let words = style.words;
    sheet.set_screen_gridlines(false).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, 24)?;
    for column in 1..=6 {
        sheet.set_column_width(column, 15)?;
    }
    sheet.write_string_with_format(0, 0, words.title.replace("{model}", &facts.model), &style.title)?;
    sheet.set_row_height(0, 30)?;
    let subtitle = words.subtitle.replace("{files}", &facts.files).replace("{day}", &facts.as_of.to_string());
    sheet.write_string_with_format(1, 0, subtitle, &style.note)?;
    if !facts.filter.is_empty() {
        sheet.write_string_with_format(2, 0, words.filtered.replace("{filter}", &facts.filter), &style.note)?;
    }
    let ranges = Ranges::new(source, style);
    cards(sheet, facts, &ranges, style)?;
    matrix(sheet, facts, &ranges, style)?;
    let (segments, clusters) = (&words.segments, &words.clusters);
    counted(sheet, SEGMENTS, segments, &facts.segments, &facts.by_segment, &ranges.segment, style)?;
    counted(sheet, CLUSTERS, clusters, &facts.clusters, &facts.by_cluster, &ranges.cluster, style)?;
    calendar(sheet, facts, &ranges, style)?;
    charts(sheet, facts, style)
}

/// The columns that formulas count, as Excel writes them.
struct Ranges {
    segment: String,
    fit_band: String,
    intent_band: String,
    cluster: String,
    whitespace: String,
    agreement_cluster: String,
    ends: String,
    revenue: String,
    open: String,
    counts: String,
}

impl Ranges {
    fn new(source: &dyn ReportSource, style: &Style) -> Self {
        let column = |sheet: &str, column: u16, rows: u32| {
            let letter = char::from(b'A' + u8::try_from(column).unwrap_or(0));
            format!("'{sheet}'!${letter}$2:${letter}${}", rows.max(1) + 1)
        };
        let customers = |at| column(&style.words.customers_sheet, at, source.customers());
        let agreements = |at| column(&style.words.agreements_sheet, at, source.agreements());
        Self {
            segment: customers(rows::SEGMENT),
            fit_band: customers(rows::FIT_BAND),
            intent_band: customers(rows::INTENT_BAND),
            cluster: customers(rows::CLUSTER),
            whitespace: customers(rows::WHITESPACE_REVENUE),
            agreement_cluster: agreements(rows::AGREEMENT_CLUSTER),
            ends: agreements(rows::ENDS),
            revenue: agreements(rows::REVENUE),
            open: agreements(rows::OPEN),
            counts: agreements(rows::COUNTS),
        }
    }
}

/// A label, the formula of the figure with its value where anything tells it, and how the figure looks.
type Card<'a> = (&'a str, Option<(String, String)>, &'a Format);

fn cards(sheet: &mut Worksheet, facts: &ReportFacts, ranges: &Ranges, style: &Style) -> Result<(), XlsxError> {
    let words = style.words;
    let amount = |amount: Money| amount.units().to_string();
    let customers: u32 = facts.by_segment.iter().sum();
    let act_now = facts.by_cluster.first().copied().unwrap_or(0);
    let name = facts.clusters.first().map_or("", String::as_str);
    let months = facts.months.first().zip(facts.months.last());
    let year =
        months.map_or_else(String::new, |(first, last)| within(ranges, &first.first, &last.first.last_of_month()));
    let expiring = format!("=SUMIFS({},{year})", ranges.counts);
    let open = format!("=SUMIFS({},{},\"{}\")", ranges.revenue, ranges.open, words.yes);
    let cards: [Card<'_>; 5] = [
        (&words.card_customers, Some((format!("=COUNTA({})", ranges.segment), customers.to_string())), &style.figure),
        (&words.card_expiring, facts.expiring_agreements.map(|count| (expiring, count.to_string())), &style.figure),
        (&words.card_open_revenue, facts.open_expiring_revenue.map(|sum| (open, amount(sum))), &style.money_figure),
        (
            &words.card_whitespace,
            facts.whitespace_revenue.map(|sum| (format!("=SUM({})", ranges.whitespace), amount(sum))),
            &style.money_figure,
        ),
        (
            &words.card_act_now,
            Some((format!("=COUNTIFS({},\"{name}\")", ranges.cluster), act_now.to_string())),
            &style.figure,
        ),
    ];
    sheet.set_row_height(CARDS + 1, 28)?;
    for (column, (label, figure, format)) in (0_u16..).zip(cards) {
        let label = label.replace("{year}", &facts.fiscal_year);
        sheet.write_string_with_format(CARDS, column, label, &style.label)?;
        match figure {
            Some((formula, result)) => {
                let formula = Formula::new(formula).set_result(result);
                sheet.write_formula_with_format(CARDS + 1, column, formula, format)?;
            }
            None => {
                sheet.write_string_with_format(CARDS + 1, column, &words.not_in_file, &style.note)?;
            }
        }
    }
    Ok(())
}

/// Two criteria of COUNTIFS and SUMIFS: the agreement ends on one of these days.
fn within(ranges: &Ranges, first: &crate::domain::Date, last: &crate::domain::Date) -> String {
    let day = |day: &crate::domain::Date| format!("DATE({},{},{})", day.year(), day.month(), day.day());
    format!("{0},\">=\"&{1},{0},\"<=\"&{2}", ranges.ends, day(first), day(last))
}

#[expect(clippy::indexing_slicing, reason = "a cell's index is below the number of cells, a cluster's below four")]
fn matrix(sheet: &mut Worksheet, facts: &ReportFacts, ranges: &Ranges, style: &Style) -> Result<(), XlsxError> {
    let words = style.words;
    sheet.write_string_with_format(MATRIX - 1, 0, words.matrix.replace("{model}", &facts.model), &bold())?;
    sheet.write_string_with_format(MATRIX, 0, &words.matrix_corner, &style.header)?;
    for (column, band) in (1_u16..).zip(&facts.bands) {
        sheet.write_string_with_format(MATRIX, column, band, &style.header)?;
    }
    sheet.write_string_with_format(MATRIX, 5, &words.total, &style.header)?;
    for (row, band) in (MATRIX + 1..).zip(&facts.bands) {
        sheet.write_string_with_format(row, 0, band, &style.header)?;
        sheet.set_row_height(row, 26)?;
    }
    for cell in Cell::all() {
        let (row, column) = (MATRIX + 1 + cell.fit.index() as u32, 1 + cell.intent.index() as u16);
        let (line, letter) = (row + 1, char::from(b'A' + column as u8));
        let formula = format!("=COUNTIFS({},$A{line},{},{letter}${})", ranges.fit_band, ranges.intent_band, MATRIX + 1);
        let fill = tint(CLUSTER_COLORS[facts.map.cluster(cell).index()], cell.intent.index());
        // The code stands before the count, as on the screen, without being part of the number.
        let format = Format::new()
            .set_num_format(format!("\"{}\"   #,##0", cell.code()))
            .set_background_color(fill)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::White)
            .set_align(FormatAlign::Right)
            .set_align(FormatAlign::VerticalCenter);
        let result = facts.cells[cell.index()].to_string();
        sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(result), &format)?;
    }
    totals(sheet, facts, style)
}

#[expect(clippy::indexing_slicing, reason = "four rows of four cells")]
fn totals(sheet: &mut Worksheet, facts: &ReportFacts, style: &Style) -> Result<(), XlsxError> {
    let total = MATRIX + 5;
    sheet.write_string_with_format(total, 0, &style.words.total, &style.header)?;
    for band in 0..4_u16 {
        let at = usize::from(band);
        let (row, column) = (MATRIX + 1 + u32::from(band), 1 + band);
        let of_row: u32 = facts.cells[at * 4..at * 4 + 4].iter().sum();
        let of_column: u32 = facts.cells.iter().skip(at).step_by(4).sum();
        let letter = char::from(b'A' + column as u8);
        let across = Formula::new(format!("=SUM(B{0}:E{0})", row + 1)).set_result(of_row.to_string());
        sheet.write_formula_with_format(row, 5, across, &style.count)?;
        let down = format!("=SUM({letter}{}:{letter}{})", MATRIX + 2, MATRIX + 5);
        let down = Formula::new(down).set_result(of_column.to_string());
        sheet.write_formula_with_format(total, column, down, &style.count)?;
    }
    let all: u32 = facts.cells.iter().sum();
    let all = Formula::new(format!("=SUM(B{0}:E{0})", total + 1)).set_result(all.to_string());
    sheet.write_formula_with_format(total, 5, all, &style.count)?;
    sheet.write_string_with_format(total + 1, 0, &style.words.checked_by, &style.note)?;
    Ok(())
}

/// A cluster's colour, weaker from High intent to Very Low.
fn tint(color: u32, intent: usize) -> Color {
    let share = [72, 50, 30, 14].get(intent).copied().unwrap_or(14);
    let mix = |shift: u32| (0xFF * (100 - share) + (color >> shift & 0xFF) * share) / 100;
    Color::RGB(mix(16) << 16 | mix(8) << 8 | mix(0))
}

fn bold() -> Format {
    Format::new().set_bold().set_font_size(12)
}

/// A small table of names with how many customers each has, and their shares.
fn counted(
    sheet: &mut Worksheet,
    top: u32,
    title: &str,
    names: &[String; 4],
    counts: &[u32; 4],
    range: &str,
    style: &Style,
) -> Result<(), XlsxError> {
    let words = style.words;
    sheet.write_string_with_format(top - 1, 0, title, &bold())?;
    for (column, header) in (0_u16..).zip(["", &words.customers, &words.share]) {
        sheet.write_string_with_format(top, column, header, &style.header)?;
    }
    let all: u32 = counts.iter().sum();
    for (row, (name, count)) in (top + 1..).zip(names.iter().zip(counts)) {
        sheet.write_string(row, 0, name)?;
        let formula = Formula::new(format!("=COUNTIFS({range},$A{})", row + 1)).set_result(count.to_string());
        sheet.write_formula_with_format(row, 1, formula, &style.count)?;
        let part = if all == 0 { 0.0 } else { f64::from(*count) / f64::from(all) };
        let share = format!("=IF(B${0}=0,0,B{1}/B${0})", top + 6, row + 1);
        sheet.write_formula_with_format(row, 2, Formula::new(share).set_result(part.to_string()), &style.share)?;
    }
    sheet.write_string_with_format(top + 5, 0, &words.total, &style.header)?;
    let sum = Formula::new(format!("=SUM(B{}:B{})", top + 2, top + 5)).set_result(all.to_string());
    sheet.write_formula_with_format(top + 5, 1, sum, &style.count)?;
    Ok(())
}

/// Agreements by the month of the fiscal year in which they end, and by their customers' cluster.
fn calendar(sheet: &mut Worksheet, facts: &ReportFacts, ranges: &Ranges, style: &Style) -> Result<(), XlsxError> {
    if facts.months.is_empty() || facts.expiring_agreements.is_none() {
        return Ok(());
    }
    let words = style.words;
    sheet.write_string_with_format(CALENDAR - 1, 0, words.calendar.replace("{year}", &facts.fiscal_year), &bold())?;
    let clusters = facts.clusters.iter().map(String::as_str);
    let headers =
        [words.month.as_str()].into_iter().chain(clusters).chain([words.without_cluster.as_str(), &words.total]);
    for (column, header) in (0_u16..).zip(headers) {
        sheet.write_string_with_format(CALENDAR, column, header, &style.header)?;
    }
    let month_format = Format::new().set_num_format("yyyy-mm").set_align(FormatAlign::Left);
    for (row, month) in (CALENDAR + 1..).zip(&facts.months) {
        if let Some(first) = excel_day(month.first) {
            sheet.write_datetime_with_format(row, 0, first, &month_format)?;
        }
        let days = within(ranges, &month.first, &month.first.last_of_month());
        for (column, count) in (1_u16..).zip(month.by_cluster) {
            let letter = char::from(b'A' + column as u8);
            let cluster = format!("{},{letter}${}", ranges.agreement_cluster, CALENDAR + 1);
            let formula = format!("=SUMIFS({},{days},{cluster})", ranges.counts);
            sheet.write_formula_with_format(
                row,
                column,
                Formula::new(formula).set_result(count.to_string()),
                &style.count,
            )?;
        }
        let none = format!("=SUMIFS({},{days})-SUM(B{1}:E{1})", ranges.counts, row + 1);
        let none = Formula::new(none).set_result(month.without_cluster.to_string());
        sheet.write_formula_with_format(row, 5, none, &style.count)?;
        let sum = month.by_cluster.iter().sum::<u32>() + month.without_cluster;
        let sum = Formula::new(format!("=SUM(B{0}:F{0})", row + 1)).set_result(sum.to_string());
        sheet.write_formula_with_format(row, 6, sum, &style.count)?;
    }
    Ok(())
}

fn charts(sheet: &mut Worksheet, facts: &ReportFacts, style: &Style) -> Result<(), XlsxError> {
    let words = style.words;
    let name = words.summary_sheet.as_str();
    let solid =
        |color: u32| ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color))).clone();
    let points = |colors: [u32; 4]| colors.map(|color| ChartPoint::new().set_format(&mut solid(color)));
    let mut segments = Chart::new(ChartType::Doughnut);
    segments
        .add_series()
        .set_categories((name, SEGMENTS + 1, 0, SEGMENTS + 4, 0))
        .set_values((name, SEGMENTS + 1, 1, SEGMENTS + 4, 1))
        .set_points(&points(SEGMENT_COLORS));
    segments.title().set_name(&words.segments);
    sheet.insert_chart_with_offset(MATRIX - 1, 8, segments.set_width(420).set_height(290), 0, 0)?;
    let mut clusters = Chart::new(ChartType::Bar);
    clusters
        .add_series()
        .set_categories((name, CLUSTERS + 1, 0, CLUSTERS + 4, 0))
        .set_values((name, CLUSTERS + 1, 1, CLUSTERS + 4, 1))
        .set_points(&points(CLUSTER_COLORS));
    clusters.title().set_name(&words.clusters);
    clusters.legend().set_hidden();
    clusters.y_axis().set_reverse();
    sheet.insert_chart_with_offset(SEGMENTS + 6, 8, clusters.set_width(420).set_height(230), 0, 0)?;
    if facts.months.is_empty() || facts.expiring_agreements.is_none() {
        return Ok(());
    }
    let mut months = Chart::new(ChartType::ColumnStacked);
    let last = CALENDAR + facts.months.len() as u32;
    for (column, color) in (1_u16..).zip(CLUSTER_COLORS.into_iter().chain([0xB4BCC4])) {
        months
            .add_series()
            .set_name((name, CALENDAR, column))
            .set_categories((name, CALENDAR + 1, 0, last, 0))
            .set_values((name, CALENDAR + 1, column, last, column))
            .set_format(&mut solid(color));
    }
    let title = words.calendar.replace("{year}", &facts.fiscal_year);
    months.title().set_name(title.as_str());
    months.legend().set_position(ChartLegendPosition::Bottom);
    sheet.insert_chart_with_offset(CALENDAR + 2, 8, months.set_width(560).set_height(300), 0, 0)?;
    Ok(())
}

/// Kept so that a cluster's colour is looked up by its own order.
const _: () = assert!(Cluster::ALL.len() == CLUSTER_COLORS.len());
