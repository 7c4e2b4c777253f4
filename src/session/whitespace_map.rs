//! The whitespace map: follows the filter and the table while its page is shown.

use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::insight::marks::Marks;
use crate::insight::whitespace_map::{MapKey, MapOrder, WhitespaceMap};
use crate::portfolio::CustomerIndex;
use crate::session::Session;
use crate::session::action::Effect;
use crate::session::asked::Asked;
use crate::session::notice::Notice;
use crate::session::view::View;
use crate::session::writing::Writing;
use crate::support::interner::TextId;
use crate::workbook::plain_table::{Field, write_table};
use std::path::PathBuf;
use std::sync::Arc;

/// The columns before those of the products.
const FIRST_PRODUCT: usize = 3;

/// What a person does on the whitespace map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapAction {
    /// Order the rows by what all products would bring, or turn the order round.
    SortByTotal,
    /// Order the rows by what this product would bring, or turn the order round.
    SortByProduct(Model),
    /// Order the rows as the table, or turn the order round.
    SortAsTable,
    /// Choose where the map's table is saved.
    AskExport(Arc<MapTexts>),
    /// Save the map's table here.
    Export(PathBuf, Arc<MapTexts>),
}

/// What stands in the table of a map beside names and amounts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MapTexts {
    /// The customer, its id, the total; then of each product whether it is owned, and what it would bring.
    pub headers: Vec<String>,
    /// Yes and no.
    pub flags: [String; 2],
    /// The proposed file name.
    pub name: String,
}

/// The map and how it is ordered.
#[derive(Debug, Default)]
pub(super) struct MapPart {
    order: MapOrder,
    map: Asked<WhitespaceMap>,
}

impl Session {
    /// The whitespace map, once it is worked out; it may be older than the choices.
    #[must_use]
    pub fn whitespace_map(&self) -> Option<&Arc<WhitespaceMap>> {
        self.map.map.latest()
    }

    pub(super) fn apply_map(&mut self, action: MapAction) -> Vec<Effect> {
        match action {
            MapAction::SortByTotal => self.order_map(MapKey::Total),
            MapAction::SortByProduct(model) => self.order_map(MapKey::Product(model)),
            MapAction::SortAsTable => self.order_map(MapKey::Table),
            MapAction::AskExport(texts) => {
                let name = Some(texts.name.clone());
                return vec![Effect::ChooseTarget { writing: Writing::Map(texts), folder: self.folder(), name }];
            }
            MapAction::Export(target, texts) => self.export_map(target, texts),
        }
        Vec::new()
    }

    fn export_map(&mut self, target: PathBuf, texts: Arc<MapTexts>) {
        let Some(map) = self.whitespace_map().cloned() else { return };
        self.save_rows(target, move |path, progress| {
            let rows = u32::try_from(map.rows.len()).unwrap_or(u32::MAX);
            let field = |row: u32, column: usize| {
                map.rows.get(row as usize).map_or(Field::Missing, |customer| field(&map, *customer, column, &texts))
            };
            write_table(path, &texts.headers, rows, field, progress).map(|()| map.rows.len())
        });
    }

    fn order_map(&mut self, key: MapKey) {
        // Amounts begin with the largest, the table's order as it is.
        let begins = key != MapKey::Table;
        let descending = if self.map.order.key == key { !self.map.order.descending } else { begins };
        self.map.order = MapOrder { key, descending };
        self.ask_map();
    }

    /// Works the map out anew while its page is shown.
    pub(super) fn ask_map(&mut self) {
        if self.view != View::WhitespaceMap {
            return;
        }
        let (Some(scored), Some(dashboard)) = (self.scored.clone(), self.dashboard.clone()) else { return };
        let (order, before) = (self.map.order, self.map.map.latest().cloned());
        self.map.map.ask("whitespace map", Arc::clone(&self.waker), move |progress| {
            WhitespaceMap::compute(scored, &dashboard.rows, order, before.as_deref(), progress)
        });
    }

    pub(super) fn clear_map(&mut self) {
        self.map.map.clear();
    }

    /// Takes the map in, if it is there; true when something changed.
    pub(super) fn poll_map(&mut self) -> bool {
        self.map.map.poll().unwrap_or_else(|failed| {
            self.notices.push(Notice::JobFailed(failed));
            true
        })
    }

    pub(super) fn wait_for_map(&mut self) {
        if let Err(failed) = self.map.map.wait() {
            self.notices.push(Notice::JobFailed(failed));
        }
    }

    pub(super) fn asks_map(&self) -> bool {
        self.map.map.is_running()
    }
}

/// What stands in a column of the map's table: name, id and total, then owned and amount of each product.
fn field<'a>(map: &'a WhitespaceMap, customer: CustomerIndex, column: usize, texts: &'a MapTexts) -> Field<'a> {
    let people = &map.scored.portfolio.customers;
    let text = |ids: &[TextId]| match ids.get(customer as usize) {
        Some(id) if !id.is_missing() => Field::Text(map.scored.portfolio.texts.text(*id)),
        _ => Field::Missing,
    };
    let money = |amount: Option<Money>| amount.map_or(Field::Missing, Field::Money);
    let Some(of_product) = column.checked_sub(FIRST_PRODUCT) else {
        return match column {
            0 => text(&people.name),
            1 => text(&people.customer_id),
            _ => money(map.row_total(customer)),
        };
    };
    let cell = map.cell(customer, of_product / 2, Marks::none());
    match (of_product % 2, cell.owned) {
        (0, None) => Field::Missing,
        (0, Some(owned)) => {
            let [yes, no] = &texts.flags;
            Field::Text(if owned { yes } else { no })
        }
        _ => money(cell.amount),
    }
}
