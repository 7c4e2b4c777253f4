//! The table that is read and marked: 45 columns of a propensity report with fictional customers, most texts shared.

use propensity_desk::support::random::Random;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use std::path::Path;

/// The columns: all known to the program.
pub const HEADERS: [&str; 45] = [
    "MPNID",
    "PartnerName",
    "CustomerID",
    "DUNSNumber",
    "AccountName",
    "Domain",
    "OrgSize",
    "Industry",
    "Vertical",
    "Area",
    "Subsidiary",
    "SalesTerritory",
    "City",
    "State",
    "PostalCode",
    "Country",
    "Segment",
    "SubSegment",
    "SMCTypeSummary",
    "IsNonprofit",
    "MW_Upsell Existing Cloud Customer - EMS Suites_Standalones",
    "MW_Upsell Existing Cloud Customer - ME3_OE5 to ME5",
    "MW_Upsell Existing Cloud Customer - No MBP_ME3_ME5",
    "MW_Upsell Existing Cloud Customer - O365 A1",
    "MW_Upsell Existing Cloud Customer - Teams Essentials",
    "MW_Business Premium_E SKU Attach >50",
    "MW_EDU for Surface",
    "MW_Surface Devices >25 Purchased in the Last 3 Years",
    "MW_On Prem Acq_Office 2016_2019",
    "MW_Transition Customer - Compete Google Workspace",
    "M365Cluster",
    "M365Fit",
    "M365Intent",
    "SurfaceCluster",
    "SurfaceFit",
    "Surface Intent",
    "M365UpsellCustomer",
    "Has Azure",
    "Has D365",
    "Has M365",
    "HasGoogle",
    "HasAWS",
    "HasEA",
    "HasOpen",
    "Transactedinthelast36months",
];

const CITIES: [&str; 12] = [
    "Tokyo",
    "Osaka",
    "Nagoya",
    "Sapporo",
    "Fukuoka",
    "Kobe",
    "Kyoto",
    "Yokohama",
    "Sendai",
    "Hiroshima",
    "東京",
    "大阪",
];
const TRADES: [&str; 4] = ["Trading", "Foods", "Systems", "Motors"];
const CLUSTERS: [&str; 4] = ["Act Now", "Evaluate", "Nurture", "Educate"];

/// A cell of the table.
pub enum Cell {
    Empty,
    Number(f64),
    Text(String),
}

/// The cell of `column` in the data row `row`, from 1; one in twenty is empty.
fn cell(row: u32, column: &str, random: &mut Random) -> Cell {
    let number = random.below(1 << 30);
    let pick = |texts: &[&str]| Cell::Text(texts[number as usize % texts.len()].to_owned());
    let id = matches!(column, "MPNID" | "CustomerID" | "DUNSNumber" | "PostalCode");
    if !id && random.below(20) == 0 {
        return Cell::Empty;
    }
    match column {
        "MPNID" => Cell::Number(1_234_567.0),
        "CustomerID" => Cell::Text(format!("{number:08x}-{:04x}-4000-a000-{row:012x}", row & 0xffff)),
        "DUNSNumber" => Cell::Text(format!("{:09}", u64::from(row) * 487 % 1_000_000_000)),
        "AccountName" => {
            Cell::Text(format!("{} {} 株式会社 {row}", CITIES[number as usize % 12], TRADES[number as usize % 4]))
        }
        "Domain" => Cell::Text(format!("c{row}.example.co.jp")),
        "PostalCode" => Cell::Text(format!("{:03}-{:04}", number % 1000, number % 9973)),
        "OrgSize" => Cell::Number(f64::from(number % 5000)),
        "City" => pick(&CITIES),
        "SMCTypeSummary" => pick(&["SMB - Corporate", "SMB - Small", "SMB - Very Small", "SMB - Medium"]),
        _ if column.ends_with("Fit") || column.ends_with("Intent") => Cell::Number(f64::from(number % 1000) / 10.0),
        _ if column.ends_with("Cluster") => pick(&CLUSTERS),
        _ if column.starts_with("MW_") || column.starts_with("Has") || column.ends_with("Customer") => {
            pick(&["Yes", "No", "No"])
        }
        "Transactedinthelast36months" => pick(&["Yes", "No"]),
        _ => Cell::Text(format!("{column} {}", number % 23)),
    }
}

/// Gives every cell of a table of so many `rows` to `visit`: row from 0 with the header as row 0, column from 0.
pub fn each_cell(rows: u32, mut visit: impl FnMut(u32, u16, Cell)) {
    let mut random = Random::new(45, 1);
    for (column, header) in (0..).zip(HEADERS) {
        visit(0, column, Cell::Text(header.to_owned()));
    }
    for row in 1..=rows {
        for (column, header) in (0..).zip(HEADERS) {
            visit(row, column, cell(row, header, &mut random));
        }
    }
}

/// Writes one cell.
pub fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => Ok(()),
        Cell::Number(number) => sheet.write_number(row, column, *number).map(|_| ()),
        Cell::Text(text) => sheet.write_string(row, column, text).map(|_| ()),
    }
}

/// Writes the table to `path`, as Excel does: texts shared.
pub fn write_table(rows: u32, path: &Path) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_low_memory().unwrap();
    sheet.set_name("Data").unwrap();
    each_cell(rows, |row, column, cell| write_cell(sheet, row, column, &cell).unwrap());
    workbook.save(path).unwrap();
}
