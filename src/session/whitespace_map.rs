//! The whitespace map: follows the filter and the table while its page is shown.

use crate::domain::model::Model;
use crate::insight::whitespace_map::{MapKey, MapOrder, WhitespaceMap};
use crate::session::Session;
use crate::session::asked::Asked;
use crate::session::notice::Notice;
use crate::session::view::View;
use std::sync::Arc;

/// What a person does on the whitespace map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapAction {
    /// Order the rows by what all products would bring, or turn the order round.
    SortByTotal,
    /// Order the rows by what this product would bring, or turn the order round.
    SortByProduct(Model),
    /// Order the rows as the table, or turn the order round.
    SortAsTable,
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

    pub(super) fn apply_map(&mut self, action: MapAction) {
        let key = match action {
            MapAction::SortByTotal => MapKey::Total,
            MapAction::SortByProduct(model) => MapKey::Product(model),
            MapAction::SortAsTable => MapKey::Table,
        };
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
