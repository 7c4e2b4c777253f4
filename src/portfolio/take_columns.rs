//! Puts a table's columns where they belong in the portfolio.

use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::segment::Segment;
use crate::portfolio::attribute::{Attribute, AttributeData};
use crate::portfolio::combined::{Combined, check, is_combined};
use crate::portfolio::doubts::{DoubtKind, Doubts, RowPlace};
use crate::portfolio::fill::Rows;
use crate::portfolio::model_columns::ModelColumns;
use crate::portfolio::reconciliation::{AmountCheck, LeftOut, LeftOuts, Total};
use crate::portfolio::table_columns::by_word;
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::workbook::dictionary::{Meaning, ScorePart};
use crate::workbook::table::{ColumnData, ReadColumn};

/// Takes the columns of one table in.
pub(super) struct ColumnTaker<'a> {
    portfolio: &'a mut Portfolio,
    doubts: &'a mut Doubts,
    rows: Rows<'a>,
    place: Place<'a>,
    /// What agreements leave out of the expiring revenue.
    pub agreements_left_out: LeftOuts,
    /// The table's columns of money so far.
    pub amounts: Vec<AmountCheck>,
}

#[derive(Clone, Copy)]
struct Place<'a> {
    file: usize,
    numbers: &'a [u32],
}

impl Place<'_> {
    fn of(self, row: usize) -> RowPlace {
        RowPlace { file: self.file, row: self.numbers.get(row).copied().unwrap_or(0) }
    }
}

impl<'a> ColumnTaker<'a> {
    pub(super) fn new(
        portfolio: &'a mut Portfolio,
        doubts: &'a mut Doubts,
        file: usize,
        numbers: &'a [u32],
        customers: &'a [CustomerIndex],
        count: usize,
    ) -> Self {
        Self {
            portfolio,
            doubts,
            rows: Rows::new(customers, count),
            place: Place { file, numbers },
            agreements_left_out: LeftOuts::default(),
            amounts: Vec::new(),
        }
    }

    /// Takes `column` in; one of `combined` is taken from there when it comes up for the first time.
    pub(super) fn take(&mut self, column: ReadColumn, combined: &mut [Combined]) {
        if is_combined(&column) {
            let name = &column.known.name;
            let is_new = self.portfolio.attributes.iter().all(|attribute| attribute.name != *name);
            if let Some(made) = combined.iter_mut().find(|made| is_new && made.name == *name) {
                let data = std::mem::replace(&mut made.data, AttributeData::Flag(Vec::new()));
                let attribute = Attribute { name: name.clone(), header: column.header, is_play: false, data };
                self.portfolio.attributes.push(attribute);
            }
            return;
        }
        let (rows, people) = (&self.rows, &mut self.portfolio.customers);
        match (column.known.meaning, column.data) {
            (Meaning::CustomerId, ColumnData::Text(cells)) => rows.fill_texts(&mut people.customer_id, cells),
            (Meaning::Duns, ColumnData::Text(cells)) => rows.fill_texts(&mut people.duns, cells),
            (Meaning::Name, ColumnData::Text(cells)) => rows.fill_texts(&mut people.name, cells),
            (Meaning::Domain, ColumnData::Text(cells)) => rows.fill_texts(&mut people.domain, cells),
            (Meaning::Tpid, ColumnData::Text(cells)) => rows.fill_texts(&mut people.tpid, cells),
            (Meaning::Employees, ColumnData::Count(cells)) => {
                let mut doubt = contradiction(self.doubts, self.place, &column.known.name);
                rows.fill(&mut people.employees, cells, &mut doubt);
            }
            (Meaning::Segment, ColumnData::Segment(cells)) => {
                let mut doubt = contradiction(self.doubts, self.place, &column.known.name);
                rows.fill(&mut people.named_segment, cells, &mut doubt);
            }
            (Meaning::SubSegment, ColumnData::Text(cells)) => {
                let segments = by_word(&self.portfolio.texts, &cells, Segment::from_word);
                let mut doubt = contradiction(self.doubts, self.place, &column.known.name);
                rows.fill(&mut people.sub_segment, segments, &mut doubt);
            }
            (Meaning::Score(model, part), data) => {
                self.take_score(model, part, &column.known.name, &column.header, data);
            }
            (Meaning::ExpiringRevenue, ColumnData::Money(cells)) => {
                let out = std::mem::take(&mut self.agreements_left_out);
                self.amounts.push(check(&column.known.name, &column.header, Total::of(&cells), out));
            }
            (Meaning::Outcome(_), ColumnData::Money(cells)) => {
                self.amounts.push(check(&column.known.name, &column.header, Total::of(&cells), LeftOuts::default()));
            }
            (Meaning::Play | Meaning::Attribute(_), data) => {
                let is_play = column.known.meaning == Meaning::Play;
                if let Some(index) = self.attribute(column.known.name, &column.header, is_play, &data) {
                    self.take_attribute(index, &column.header, data);
                }
            }
            _ => {}
        }
    }

    fn take_score(&mut self, model: Model, part: ScorePart, name: &str, header: &str, data: ColumnData) {
        let columns = model_columns(&mut self.portfolio.models, model);
        let rows = &self.rows;
        match (part, data) {
            (ScorePart::Fit, ColumnData::Rating(cells)) => {
                rows.fill(&mut columns.fit, cells, contradiction(self.doubts, self.place, name));
            }
            (ScorePart::Intent, ColumnData::Rating(cells)) => {
                rows.fill(&mut columns.intent, cells, contradiction(self.doubts, self.place, name));
            }
            (ScorePart::Cluster, ColumnData::Cluster(cells)) => {
                rows.fill(&mut columns.cluster, cells, contradiction(self.doubts, self.place, name));
            }
            (ScorePart::WhitespaceRevenue, ColumnData::Money(cells)) => {
                self.amounts.push(fill_amounts(rows, &mut columns.whitespace_revenue, (name, header), cells));
            }
            _ => {}
        }
    }

    /// The attribute called `name`, new or known; `None` when data of this type are no attribute.
    fn attribute(&mut self, name: String, header: &str, is_play: bool, data: &ColumnData) -> Option<usize> {
        let attributes = &mut self.portfolio.attributes;
        if let Some(known) = attributes.iter().position(|attribute| attribute.name == name) {
            return Some(known);
        }
        let data = match data {
            ColumnData::Text(_) => AttributeData::Text(Vec::new()),
            ColumnData::Flag(_) => AttributeData::Flag(Vec::new()),
            ColumnData::Number(_) => AttributeData::Number(Vec::new()),
            ColumnData::Money(_) => AttributeData::Money(Vec::new()),
            ColumnData::Day(_) => AttributeData::Day(Vec::new()),
            ColumnData::Rating(_) | ColumnData::Cluster(_) | ColumnData::Segment(_) | ColumnData::Count(_) => {
                return None;
            }
        };
        attributes.push(Attribute { name, header: header.to_owned(), is_play, data });
        Some(attributes.len() - 1)
    }

    fn take_attribute(&mut self, index: usize, header: &str, data: ColumnData) {
        let Some(attribute) = self.portfolio.attributes.get_mut(index) else { return };
        let rows = &self.rows;
        match (&mut attribute.data, data) {
            (AttributeData::Text(to), ColumnData::Text(from)) => rows.fill_texts(to, from),
            (AttributeData::Flag(to), ColumnData::Flag(from)) => rows.fill(to, from, |_, _, _| {}),
            (AttributeData::Number(to), ColumnData::Number(from)) => rows.fill(to, from, |_, _, _| {}),
            (AttributeData::Money(to), ColumnData::Money(from)) => {
                self.amounts.push(fill_amounts(rows, to, (&attribute.name, header), from));
            }
            (AttributeData::Day(to), ColumnData::Day(from)) => rows.fill(to, from, |_, _, _| {}),
            _ => {}
        }
    }
}

fn fill_amounts(
    rows: &Rows<'_>,
    column: &mut Vec<Option<Money>>,
    (name, header): (&str, &str),
    cells: Vec<Option<Money>>,
) -> AmountCheck {
    let file = Total::of(&cells);
    let mut out = LeftOuts::default();
    rows.fill(column, cells, |_, _, late| out.add(LeftOut::AlreadyKnown, *late));
    check(name, header, file, out)
}

/// Tells the rows that say something else of a customer than what is known.
fn contradiction<T: PartialEq>(doubts: &mut Doubts, place: Place<'_>, column: &str) -> impl FnMut(usize, &T, &T) {
    move |row, known, said| {
        if known != said {
            doubts.add(DoubtKind::Contradiction { column: column.to_owned() }, place.of(row));
        }
    }
}

#[expect(clippy::indexing_slicing, reason = "the index was found or made in the line above")]
fn model_columns(models: &mut Vec<ModelColumns>, model: Model) -> &mut ModelColumns {
    let index = models.iter().position(|columns| columns.model == model).unwrap_or_else(|| {
        models.push(ModelColumns::new(model));
        models.len() - 1
    });
    &mut models[index]
}
