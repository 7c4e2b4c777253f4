//! The further sheets of a decorated workbook: a summary with formulas and a chart, contacts with a filter and links,
//! a chart sheet, a hidden and a very hidden sheet, and the names defined over them.

use super::agreements::AS_OF;
use super::sheet::{Column, Tally, column_number, serial, sum_column, tally_column};
use super::words::Words;
use super::{SampleError, SampleRequest};
use crate::domain::band::BandLimits;
use crate::domain::matrix::Cell;
use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{Chart, ChartType, Format, Formula, Image, Note, Url, Workbook, Worksheet};

/// What the further sheets are about.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The request.
    pub request: &'a SampleRequest,
    /// The words.
    pub words: &'a Words,
    /// The columns of the main sheet.
    pub columns: &'a [Column],
    /// What was counted in it.
    pub tally: &'a Tally,
}

/// A picture of four squares, 12 by 12 points: a PNG with a palette.
const BADGE: [u8; 105] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x0c, 0x00, 0x00, 0x00, 0x0c, 0x08, 0x03, 0x00, 0x00, 0x00, 0x61, 0xab, 0xac, 0xd5, 0x00, 0x00, 0x00, 0x0c, 0x50,
    0x4c, 0x54, 0x45, 0x2e, 0x7d, 0x32, 0xf9, 0xa8, 0x25, 0x15, 0x65, 0xc0, 0x75, 0x75, 0x75, 0x17, 0xb8, 0xca, 0xea,
    0x00, 0x00, 0x00, 0x18, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x60, 0x00, 0x03, 0x46, 0x30, 0x60, 0xa0, 0x98,
    0xc3, 0x04, 0x06, 0xcc, 0x60, 0x40, 0x31, 0x07, 0x00, 0x2b, 0xa4, 0x00, 0xd9, 0x88, 0x29, 0x1e, 0x72, 0x00, 0x00,
    0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// The row of the summary at which the counted words begin.
const FIRST_COUNT: u32 = 5;

/// Adds every further sheet and the defined names.
///
/// # Errors
/// [`SampleError::Workbook`].
pub fn add_sheets(workbook: &mut Workbook, facts: &Facts<'_>) -> Result<(), SampleError> {
    write_summary(workbook.add_worksheet(), facts)?;
    write_contacts(workbook.add_worksheet(), facts)?;
    write_lookup(workbook.add_worksheet(), facts)?;
    write_settings(workbook.add_worksheet(), facts)?;
    let chart_sheet = workbook.add_chartsheet();
    chart_sheet.set_name(facts.word("Chart"))?;
    chart_sheet.insert_chart(0, 0, &chart(ChartType::Column, facts))?;

    let summary = facts.word("Summary");
    workbook.define_name("AsOfDate", &format!("='{summary}'!$B$2"))?;
    workbook.define_name("ReportRows", &format!("={}", facts.column_range(0)))?;
    let last = FIRST_COUNT + facts.count_rows();
    workbook.define_name(format!("'{summary}'!Counts"), &format!("='{summary}'!$B${}:$B${last}", FIRST_COUNT + 1))?;
    Ok(())
}

impl Facts<'_> {
    fn word<'b>(&'b self, word: &'b str) -> &'b str {
        self.words.word(word, self.request.language)
    }

    fn main_sheet(&self) -> &str {
        self.word(self.request.kind.report().name())
    }

    fn count_rows(&self) -> u32 {
        u32::try_from(self.tally.counts.len()).unwrap_or(u32::MAX)
    }

    /// The data of a column of the main sheet, absolute.
    fn column_range(&self, position: usize) -> String {
        let name = column_number_to_name(column_number(position));
        format!("'{}'!${name}$2:${name}${}", self.main_sheet(), self.request.rows.saturating_add(1).max(2))
    }
}

fn write_summary(sheet: &mut Worksheet, facts: &Facts<'_>) -> Result<(), SampleError> {
    let bold = Format::new().set_bold();
    let percent = Format::new().set_num_format("0.0%");
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let rows = facts.request.rows;
    sheet.set_name(facts.word("Summary"))?.set_column_width(0, 26)?;
    sheet.write_string_with_format(0, 0, facts.main_sheet(), &Format::new().set_bold().set_font_size(16))?;
    sheet.write_string(1, 0, facts.word("As of"))?.write_number_with_format(1, 1, serial(AS_OF), &day)?;
    let count = Formula::new(format!("=ROWS({})", facts.column_range(0))).set_result(rows.to_string());
    sheet.write_string(2, 0, facts.word("Rows"))?.write_formula(2, 1, count)?;

    let counted = tally_column(facts.columns);
    let heading = counted.and_then(|position| facts.columns.get(position)).map_or("", |column| column.header.as_str());
    sheet.write_string_with_format(FIRST_COUNT - 1, 0, heading, &bold)?;
    sheet.write_string_with_format(FIRST_COUNT - 1, 2, facts.word("Share"), &bold)?;
    let range = facts.column_range(counted.unwrap_or(0));
    let total: u32 = facts.tally.counts.values().sum();
    let end = FIRST_COUNT + facts.count_rows();
    for (row, (word, count)) in (FIRST_COUNT..).zip(&facts.tally.counts) {
        sheet.write_string(row, 0, word)?;
        let formula = Formula::new(format!("=COUNTIF({range},A{})", row + 1)).set_result(count.to_string());
        sheet.write_formula(row, 1, formula)?;
        let share = f64::from(*count) / f64::from(total.max(1));
        let formula = Formula::new(format!("=B{}/B${}", row + 1, end + 1)).set_result(share.to_string());
        sheet.write_formula_with_format(row, 2, formula, &percent)?;
    }
    sheet.write_string_with_format(end, 0, facts.word("Total"), &bold)?;
    let formula = Formula::new(format!("=SUM(B{}:B{end})", FIRST_COUNT + 1)).set_result(total.to_string());
    sheet.write_formula_with_format(end, 1, formula, &bold)?;
    if let Some(position) = sum_column(facts.columns) {
        let sum = (facts.tally.sum * 100.0).round() / 100.0;
        let formula = Formula::new(format!("=SUM({})", facts.column_range(position))).set_result(sum.to_string());
        sheet.write_string(end + 1, 0, facts.word("Sum"))?;
        sheet.write_formula_with_format(end + 1, 1, formula, &Format::new().set_num_format("#,##0.00"))?;
    }
    sheet.insert_image(0, 4, &Image::new_from_buffer(&BADGE)?.set_alt_text("Four squares"))?;
    sheet.insert_chart(3, 4, &chart(ChartType::Doughnut, facts))?;
    Ok(())
}

/// A chart of what the summary counts.
fn chart(kind: ChartType, facts: &Facts<'_>) -> Chart {
    let summary = facts.word("Summary");
    // A report without rows has nothing counted: the chart then shows the empty first row.
    let last = FIRST_COUNT + facts.count_rows().max(1) - 1;
    let mut chart = Chart::new(kind);
    chart.add_series().set_categories((summary, FIRST_COUNT, 0, last, 0)).set_values((
        summary,
        FIRST_COUNT,
        1,
        last,
        1,
    ));
    chart.title().set_name(facts.main_sheet());
    chart
}

fn write_contacts(sheet: &mut Worksheet, facts: &Facts<'_>) -> Result<(), SampleError> {
    const CONTACTS: [(&str, &str, &str); 6] = [
        ("Aoi Fukamidori", "aoi", "Japan East"),
        ("Ren Shirakabamine", "ren", "Japan West"),
        ("Zoë Kestrelton", "zoe", "UK South"),
        ("Jürgen Fährmannsen", "juergen", "DACH North"),
        ("Siobhán Ivybridge", "siobhan", "US Northeast"),
        ("Łucja Jałowcan", "lucja", "CEE West"),
    ];
    let bold = Format::new().set_bold().set_background_color("#DDEBF7");
    sheet.set_name(facts.word("Contacts"))?.set_column_width(0, 24)?.set_column_width(1, 34)?;
    for (column, word) in (0..).zip(["Owner", "Email", "Territory"]) {
        sheet.write_string_with_format(0, column, facts.word(word), &bold)?;
    }
    for (row, (name, mailbox, territory)) in (1..).zip(CONTACTS) {
        let address = format!("{mailbox}@northlight-partners.example");
        sheet.write_string(row, 0, name)?;
        sheet.write_url(row, 1, Url::new(format!("mailto:{address}")).set_text(address))?;
        sheet.write_string(row, 2, facts.word(territory))?;
    }
    let last = u32::try_from(CONTACTS.len()).unwrap_or(0);
    sheet.autofilter(0, 0, last, 2)?.set_freeze_panes(1, 0)?;
    sheet.insert_note(1, 0, &Note::new("Back on Monday").set_author("Sales office"))?;
    let link = format!("internal:'{}'!A1", facts.word("Summary"));
    sheet.write_url(last + 2, 0, Url::new(link).set_text(facts.word("Summary")))?;
    Ok(())
}

/// Limits of the bands and codes of the cells, hidden.
fn write_lookup(sheet: &mut Worksheet, facts: &Facts<'_>) -> Result<(), SampleError> {
    let limits = BandLimits::default();
    sheet.set_name(facts.word("Lookup"))?.set_hidden(true);
    let lowest = [("High", limits.high), ("Medium", limits.medium), ("Low", limits.low), ("Very Low", 0.0)];
    for (row, (band, limit)) in (0..).zip(lowest) {
        sheet.write_string(row, 0, band)?.write_number(row, 1, limit)?;
    }
    for (row, cell) in (6..).zip(Cell::all()) {
        sheet.write_string(row, 0, format!("{:?}|{:?}", cell.fit, cell.intent))?.write_string(row, 1, cell.code())?;
    }
    Ok(())
}

/// What a macro might keep, very hidden.
fn write_settings(sheet: &mut Worksheet, facts: &Facts<'_>) -> Result<(), SampleError> {
    sheet.set_name(facts.word("Settings"))?.set_very_hidden(true);
    sheet.write_string(0, 0, "report")?.write_string(0, 1, facts.request.kind.key())?;
    sheet.write_string(1, 0, "rows")?.write_number(1, 1, facts.request.rows)?;
    Ok(())
}
