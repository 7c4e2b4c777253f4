//! What stands in front of the page: settings, the palette of commands, the overview of keys.

use crate::insight::named_customers::NamedCustomers;
use crate::session::Session;
use crate::session::asked::Asked;
use crate::session::notice::Notice;
use crate::session::preferences::Preferences;
use std::sync::Arc;

/// Something in front of the page; one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Front {
    /// What is preferred.
    Settings,
    /// All commands, pages, customers and recent files, to be searched.
    Palette,
    /// All keys.
    Keys,
}

/// What stands in front, and the customers that the palette found.
#[derive(Debug, Default)]
pub(super) struct FrontPart {
    shown: Option<Front>,
    found: Asked<NamedCustomers>,
}

impl FrontPart {
    /// Forgets the customers of a portfolio that is not open any more.
    pub(super) fn forget_found(&mut self) {
        self.found.clear();
    }

    pub(super) fn is_finding(&self) -> bool {
        self.found.is_running()
    }
}

impl Session {
    /// What stands in front of the page.
    #[must_use]
    pub fn front(&self) -> Option<Front> {
        self.front.shown
    }

    /// The customers that were looked for last; while others are looked for, they are those of older words.
    #[must_use]
    pub fn found_customers(&self) -> Option<&NamedCustomers> {
        self.front.found.latest().map(AsRef::as_ref)
    }

    pub(super) fn toggle_front(&mut self, front: Front) {
        self.front.shown = (self.front.shown != Some(front)).then_some(front);
        self.front.found.clear();
    }

    pub(super) fn find_customers(&mut self, words: String) {
        let Some(scored) = self.scored.clone().filter(|_| !words.trim().is_empty()) else {
            return self.front.found.clear();
        };
        let by_number = self.settings.preferences.names_hidden;
        self.front.found.ask("find-customers", Arc::clone(&self.waker), move |progress| {
            NamedCustomers::find(&scored.portfolio, words, by_number, progress)
        });
    }

    /// Names that others must not see are taken off the screen at once, those in notices too.
    pub(super) fn prefer(&mut self, preferences: Preferences) {
        if preferences.names_hidden {
            self.notices.retain(|notice| !matches!(notice, Notice::Written { .. } | Notice::NotWritten { .. }));
        }
        self.settings.preferences = preferences;
    }

    pub(super) fn take_found_customers(&mut self) -> bool {
        let polled = self.front.found.poll();
        self.told(polled)
    }

    pub(super) fn wait_for_found_customers(&mut self) {
        let waited = self.front.found.wait();
        self.told(waited.map(|()| false));
    }
}
