//! Makes one portfolio of several reports.

use crate::domain::agreement::{Agreement, open_by_word};
use crate::domain::model::Model;
use crate::domain::segment::Segment;
use crate::portfolio::agreements::Agreements;
use crate::portfolio::attribute::{Attribute, AttributeData};
use crate::portfolio::identity::{Identities, RowKeys};
use crate::portfolio::model_columns::ModelColumns;
use crate::portfolio::{CustomerIndex, Portfolio, PortfolioFile};
use crate::support::interner::{Interner, TextId, TooMuchText};
use crate::workbook::dictionary::{Meaning, ScorePart};
use crate::workbook::table::{ColumnData, OpenWarning, ReadColumn, ReportTable};
use std::collections::HashSet;

/// Takes reports in, then joins them; the first value known of a customer stays.
#[derive(Debug, Default)]
pub struct PortfolioBuilder {
    portfolio: Portfolio,
    identities: Identities,
    tables: Vec<ReportTable>,
    /// Agreements of the files before, so that none counts again; within a file equal rows are its own affair.
    known_agreements: HashSet<(CustomerIndex, TextId, Agreement)>,
}

impl PortfolioBuilder {
    /// Takes a report in.
    ///
    /// # Errors
    /// [`TooMuchText`] when the texts of all files together pass 4 GB.
    pub fn add(&mut self, mut table: ReportTable) -> Result<(), TooMuchText> {
        self.adopt_texts(&mut table)?;
        for row in 0..table.rows.len() {
            self.identities.learn(row_keys(&self.portfolio.texts, &table.columns, row))?;
        }
        self.tables.push(table);
        Ok(())
    }

    /// Joins the reports into one portfolio.
    ///
    /// # Errors
    /// [`TooMuchText`] when the keys of all customers together pass 4 GB.
    pub fn finish(mut self) -> Result<Portfolio, TooMuchText> {
        for table in std::mem::take(&mut self.tables) {
            self.join(table)?;
        }
        self.portfolio.models.sort_by_key(|columns| columns.model);
        Ok(self.portfolio)
    }

    fn join(&mut self, mut table: ReportTable) -> Result<(), TooMuchText> {
        let before = self.identities.count();
        let row_count = table.rows.len();
        let customers = (0..row_count)
            .map(|row| self.identities.customer(row_keys(&self.portfolio.texts, &table.columns, row)))
            .collect::<Result<Vec<CustomerIndex>, TooMuchText>>()?;
        let count = self.identities.count();
        self.portfolio.customers.grow(count);
        self.portfolio.models.iter_mut().for_each(|model| model.grow(count));
        self.portfolio.attributes.iter_mut().for_each(|attribute| attribute.data.grow(count));

        let distinct = customers.iter().collect::<HashSet<_>>().len();
        if distinct < row_count && !table.kind.has_several_rows_a_customer() {
            let repeated = (row_count - distinct) as u64;
            table.understanding.warnings.push(OpenWarning::RepeatedCustomers(repeated));
        }
        self.add_agreements(&table.columns, &customers);
        for column in table.columns {
            self.add_column(column, &customers, count);
        }
        self.portfolio.files.push(PortfolioFile {
            origin: table.origin,
            kind: table.kind,
            rows: table.rows,
            customers,
            new_customers: u32::try_from(count - before).unwrap_or(u32::MAX),
            understanding: table.understanding,
        });
        Ok(())
    }

    /// Makes the table's text ids those of the portfolio.
    fn adopt_texts(&mut self, table: &mut ReportTable) -> Result<(), TooMuchText> {
        let texts = std::mem::take(&mut table.texts);
        if self.tables.is_empty() {
            self.portfolio.texts = texts;
            return Ok(());
        }
        let ids = translate(&texts, &mut self.portfolio.texts)?;
        for column in &mut table.columns {
            let ColumnData::Text(cells) = &mut column.data else { continue };
            for cell in cells {
                *cell = ids.get(cell.index()).copied().unwrap_or(TextId::MISSING);
            }
        }
        Ok(())
    }

    fn add_column(&mut self, column: ReadColumn, customers: &[CustomerIndex], count: usize) {
        let people = &mut self.portfolio.customers;
        match (column.known.meaning, column.data) {
            (Meaning::CustomerId, ColumnData::Text(cells)) => fill_texts(&mut people.customer_id, customers, &cells),
            (Meaning::Duns, ColumnData::Text(cells)) => fill_texts(&mut people.duns, customers, &cells),
            (Meaning::Name, ColumnData::Text(cells)) => fill_texts(&mut people.name, customers, &cells),
            (Meaning::Domain, ColumnData::Text(cells)) => fill_texts(&mut people.domain, customers, &cells),
            (Meaning::Employees, ColumnData::Count(cells)) => fill(&mut people.employees, customers, cells),
            (Meaning::Segment, ColumnData::Segment(cells)) => fill(&mut people.named_segment, customers, cells),
            (Meaning::SubSegment, ColumnData::Text(cells)) => {
                let segments = cells.iter().map(|id| Segment::from_word(self.portfolio.texts.text(*id)));
                fill(&mut people.sub_segment, customers, segments.collect());
            }
            (Meaning::Score(model, part), data) => {
                let columns = model_columns(&mut self.portfolio.models, model);
                match (part, data) {
                    (ScorePart::Fit, ColumnData::Rating(cells)) => fill_new(&mut columns.fit, count, customers, cells),
                    (ScorePart::Intent, ColumnData::Rating(cells)) => {
                        fill_new(&mut columns.intent, count, customers, cells);
                    }
                    (ScorePart::Cluster, ColumnData::Cluster(cells)) => {
                        fill_new(&mut columns.cluster, count, customers, cells);
                    }
                    (ScorePart::WhitespaceRevenue, ColumnData::Money(cells)) => {
                        fill_new(&mut columns.whitespace_revenue, count, customers, cells);
                    }
                    _ => {}
                }
            }
            (Meaning::Play | Meaning::Attribute(_), data) => {
                let is_play = column.known.meaning == Meaning::Play;
                let Some(mut attribute) = empty_attribute(column.known.name, column.header, is_play, &data) else {
                    return;
                };
                attribute.data.grow(count);
                self.add_attribute(attribute, data, customers);
            }
            _ => {}
        }
    }

    /// Puts `data` into the attribute of the same name, or into `new` when there is none.
    fn add_attribute(&mut self, new: Attribute, data: ColumnData, customers: &[CustomerIndex]) {
        let attributes = &mut self.portfolio.attributes;
        let known = attributes.iter().position(|attribute| attribute.name == new.name);
        let index = known.unwrap_or_else(|| {
            attributes.push(new);
            attributes.len() - 1
        });
        let Some(attribute) = attributes.get_mut(index) else { return };
        match (&mut attribute.data, data) {
            (AttributeData::Text(to), ColumnData::Text(from)) => fill_texts(to, customers, &from),
            (AttributeData::Flag(to), ColumnData::Flag(from)) => fill(to, customers, from),
            (AttributeData::Number(to), ColumnData::Number(from)) => fill(to, customers, from),
            (AttributeData::Money(to), ColumnData::Money(from)) => fill(to, customers, from),
            (AttributeData::Day(to), ColumnData::Day(from)) => fill(to, customers, from),
            _ => {}
        }
    }

    fn add_agreements(&mut self, columns: &[ReadColumn], customers: &[CustomerIndex]) {
        let find = |meaning| columns.iter().find(|column| column.known.meaning == meaning).map(|column| &column.data);
        let (ends, revenue) = (find(Meaning::AgreementEnd), find(Meaning::ExpiringRevenue));
        if ends.is_none() && revenue.is_none() {
            return;
        }
        let (numbers, states) = (find(Meaning::AgreementId), find(Meaning::AgreementStatus));
        let texts = &self.portfolio.texts;
        let agreements = self.portfolio.agreements.get_or_insert_with(Agreements::default);
        let mut seen = Vec::new();
        for (row, customer) in customers.iter().enumerate() {
            let terms = Agreement {
                ends: match ends {
                    Some(ColumnData::Day(cells)) => cells.get(row).copied().flatten(),
                    _ => None,
                },
                expiring_revenue: match revenue {
                    Some(ColumnData::Money(cells)) => cells.get(row).copied().flatten(),
                    _ => None,
                },
                stated_open: open_by_word(texts.text(text_at(states, row))),
            };
            let number = text_at(numbers, row);
            let identity = (*customer, number, terms);
            let is_known = !number.is_missing() && self.known_agreements.contains(&identity);
            seen.push(identity);
            if is_known || terms.ends.is_none() && terms.expiring_revenue.is_none() {
                continue;
            }
            agreements.have_dates |= terms.ends.is_some();
            agreements.have_open_revenue |= terms.expiring_revenue.is_some() && terms.is_known_open_or_not();
            agreements.customer.push(*customer);
            agreements.number.push(number);
            agreements.terms.push(terms);
        }
        self.known_agreements.extend(seen);
    }
}

fn row_keys<'a>(texts: &'a Interner, columns: &[ReadColumn], row: usize) -> RowKeys<'a> {
    let key = |meaning| {
        let column = columns.iter().find(|column| column.known.meaning == meaning);
        texts.text(text_at(column.map(|column| &column.data), row))
    };
    RowKeys {
        customer_id: key(Meaning::CustomerId),
        duns: key(Meaning::Duns),
        tpid: key(Meaning::Tpid),
        tenant: key(Meaning::Tenant),
    }
}

/// An attribute for values like `data`; `None` when such values are no attribute.
fn empty_attribute(name: String, header: String, is_play: bool, data: &ColumnData) -> Option<Attribute> {
    let data = match data {
        ColumnData::Text(_) => AttributeData::Text(Vec::new()),
        ColumnData::Flag(_) => AttributeData::Flag(Vec::new()),
        ColumnData::Number(_) => AttributeData::Number(Vec::new()),
        ColumnData::Money(_) => AttributeData::Money(Vec::new()),
        ColumnData::Day(_) => AttributeData::Day(Vec::new()),
        ColumnData::Rating(_) | ColumnData::Cluster(_) | ColumnData::Segment(_) | ColumnData::Count(_) => return None,
    };
    Some(Attribute { name, header, is_play, data })
}

fn text_at(column: Option<&ColumnData>, row: usize) -> TextId {
    match column {
        Some(ColumnData::Text(cells)) => cells.get(row).copied().unwrap_or(TextId::MISSING),
        _ => TextId::MISSING,
    }
}

fn translate(from: &Interner, to: &mut Interner) -> Result<Vec<TextId>, TooMuchText> {
    from.texts().map(|text| to.intern(text)).collect()
}

#[expect(clippy::indexing_slicing, reason = "the index was found or made in the line above")]
fn model_columns(models: &mut Vec<ModelColumns>, model: Model) -> &mut ModelColumns {
    let index = models.iter().position(|columns| columns.model == model).unwrap_or_else(|| {
        models.push(ModelColumns::new(model));
        models.len() - 1
    });
    &mut models[index]
}

fn fill_new<T: Clone>(column: &mut Vec<Option<T>>, count: usize, customers: &[CustomerIndex], cells: Vec<Option<T>>) {
    column.resize(count, None);
    fill(column, customers, cells);
}

fn fill<T>(column: &mut [Option<T>], customers: &[CustomerIndex], cells: Vec<Option<T>>) {
    for (customer, cell) in customers.iter().zip(cells) {
        if let Some(slot @ None) = column.get_mut(*customer as usize) {
            *slot = cell;
        }
    }
}

fn fill_texts(column: &mut [TextId], customers: &[CustomerIndex], cells: &[TextId]) {
    for (customer, cell) in customers.iter().zip(cells) {
        if let Some(slot) = column.get_mut(*customer as usize).filter(|slot| slot.is_missing()) {
            *slot = *cell;
        }
    }
}
