//! Excel's binary workbooks (`.xlsb`): calamine's stream of cells, behind a walk over every record it will read.

mod walk;

use crate::domain::Date;
use crate::support::progress::Progress;
use crate::workbook::book::BookSheet;
use crate::workbook::cells::{Go, VisitKept, give};
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::foreign::losses::of_part;
use crate::workbook::guard::{MAX_TOTAL_BYTES, PartRules, check_stream};
use crate::workbook::losses::Loss;
use crate::workbook::package::{Container, MAX_SMALL_PART_BYTES, SheetKind, Visibility, links_of};
use crate::workbook::source::{ReadSeek, Source};
use calamine::{Reader, SheetType, SheetVisible, Xlsb, XlsbError};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use walk::{Kind, Known, walk};

/// A binary workbook whose records were walked.
pub(in crate::workbook) struct XlsbBook {
    container: Container,
    workbook: Xlsb<Box<dyn ReadSeek>>,
    sheets: Vec<BookSheet>,
    date_1904: bool,
    losses: BTreeSet<Loss>,
}

impl XlsbBook {
    /// # Errors
    /// A limit passed, damaged.
    pub(super) fn open(source: &Source, progress: &Progress) -> Result<Self, OpenProblem> {
        let mut container = Container::open(source.open()?)?;
        let mut losses = check(&mut container, progress)?;
        losses.extend(container.part_names().filter_map(|part| of_part(&part.to_ascii_lowercase())));
        let date_1904 = walk::date_1904(&mut container)?;
        let bytes = source.open()?;
        let workbook = guarded(|| Xlsb::new(bytes))?.map_err(|error| problem("workbook", &error))?;
        let sheets = workbook.sheets_metadata().iter().map(sheet).collect();
        Ok(Self { container, workbook, sheets, date_1904, losses })
    }

    pub(super) fn sheets(&self) -> Vec<BookSheet> {
        self.sheets.clone()
    }

    pub(super) fn losses(&self) -> BTreeSet<Loss> {
        self.losses.clone()
    }

    pub(super) fn date_1904(&self) -> bool {
        self.date_1904
    }

    pub(super) fn modified(&mut self) -> Option<Date> {
        let text = self.container.part_text("docProps/core.xml", MAX_SMALL_PART_BYTES).ok()?;
        let (_, after) = text.split_once("<dcterms:modified")?;
        after.split_once('>')?.1.get(..10)?.parse().ok()
    }

    /// # Errors
    /// Damage in the sheet, or what `visit` says.
    pub(super) fn each_cell(&mut self, sheet: usize, visit: &mut VisitKept<'_>) -> Result<(), OpenProblem> {
        let Some(name) = self.sheets.get(sheet).map(|sheet| sheet.name.clone()) else { return Ok(()) };
        let (workbook, date_1904) = (&mut self.workbook, self.date_1904);
        guarded(|| {
            let mut cells = workbook.worksheet_cells_reader(&name).map_err(|error| problem(&name, &error))?;
            while let Some(cell) = cells.next_cell().map_err(|error| problem(&name, &error))? {
                if let Go::Stop = give(&name, cell.get_position(), cell.get_value(), date_1904, visit)? {
                    break;
                }
            }
            Ok(())
        })?
    }
}

/// Walks every part that the reader takes in; tells what stands in the sheets beside values.
fn check(container: &mut Container, progress: &Progress) -> Result<BTreeSet<Loss>, OpenProblem> {
    let mut parts: Vec<(String, Kind)> =
        container.part_names().filter_map(|part| Some((part.to_owned(), Kind::of(part)?))).collect();
    parts.sort();
    let total = parts.iter().filter_map(|(part, _)| container.size_of(part)).fold(0, u64::saturating_add);
    if total > MAX_TOTAL_BYTES {
        return Err(OpenProblem::TooLarge { place: "package".to_owned(), unit: Unit::Bytes, limit: MAX_TOTAL_BYTES });
    }
    progress.expect(total);
    // By name, the relationships come before the workbook, and the shared texts before the sheets.
    let mut known = Known::default();
    for (part, kind) in parts {
        if let (Some(size), limit) = (container.size_of(&part), kind.max_bytes())
            && size > limit
        {
            return Err(OpenProblem::TooLarge { place: part, unit: Unit::Bytes, limit });
        }
        if kind == Kind::Xml {
            check_stream(container.part_reader(&part)?, &part, &PartRules::SMALL, progress)?;
            let links = links_of(container, "xl/workbook.bin")?;
            known.relationships =
                links.into_iter().filter(|link| !link.target.is_empty()).map(|link| link.id).collect();
        } else {
            walk(container.part_reader(&part)?, (&part, kind), &mut known, progress)?;
        }
    }
    Ok(known.losses)
}

/// Runs calamine's code; that it gives up on bytes the walk let pass is a defect, told instead of ending the program.
fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, OpenProblem> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|cause| {
        let words = cause.downcast_ref::<String>().cloned();
        let words = words.or_else(|| cause.downcast_ref::<&str>().map(|words| (*words).to_owned()));
        OpenProblem::ReaderFailed(words.unwrap_or_default())
    })
}

fn sheet(sheet: &calamine::Sheet) -> BookSheet {
    let visibility = match sheet.visible {
        SheetVisible::Visible => Visibility::Visible,
        SheetVisible::Hidden => Visibility::Hidden,
        SheetVisible::VeryHidden => Visibility::VeryHidden,
    };
    let kind = match sheet.typ {
        SheetType::WorkSheet => SheetKind::Worksheet,
        SheetType::ChartSheet => SheetKind::Chartsheet,
        _ => SheetKind::Other,
    };
    BookSheet { name: sheet.name.clone(), visibility, kind }
}

fn problem(place: &str, error: &XlsbError) -> OpenProblem {
    match error {
        XlsbError::Password => OpenProblem::Encrypted,
        other => OpenProblem::damaged(place, other),
    }
}
