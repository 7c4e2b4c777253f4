//! The page of one customer: opened from any list, left by Escape, and leafed through in the order of the table.

use crate::domain::model::Model;
use crate::insight::customer::CustomerPage;
use crate::insight::customer::similar::SimilarOwners;
use crate::portfolio::CustomerIndex;
use crate::session::Session;
use crate::session::action::Effect;
use crate::session::asked::Asked;
use crate::session::notice::Notice;
use std::path::PathBuf;
use std::sync::Arc;

/// What a person does on the page of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomerAction {
    /// Leave the page.
    Close,
    /// Show the customer that follows in the table.
    Next,
    /// Show the customer that comes before in the table.
    Previous,
    /// Explain this model.
    Explain(Model),
    /// Choose where the brief of the customer goes.
    AskBrief,
    /// Write the brief of the customer here: a picture where the name ends in `.png`, else a PDF.
    SaveBrief(PathBuf),
}

/// The customer that is shown, and what is known of it.
#[derive(Debug, Default)]
pub(super) struct CustomerPart {
    shown: Option<CustomerIndex>,
    /// Its place in the table, counted from 0.
    position: Option<usize>,
    page: Asked<CustomerPage>,
    /// The model that is explained, where another one was chosen than the desk's.
    model: Option<Model>,
    similar: Asked<SimilarOwners>,
}

impl Session {
    /// The customer whose page is shown.
    #[must_use]
    pub fn customer_shown(&self) -> Option<CustomerIndex> {
        self.customer.shown
    }

    /// What is known of the customer that is shown, once it is worked out.
    #[must_use]
    pub fn customer_page(&self) -> Option<&Arc<CustomerPage>> {
        self.customer.page.latest().filter(|page| Some(page.customer) == self.customer.shown)
    }

    /// The model that is explained: the one chosen on the page, else the desk's.
    #[must_use]
    pub fn customer_model(&self) -> Option<Model> {
        self.customer.model.or(self.question.model)
    }

    /// The owners like the customer that is shown, once they are found.
    #[must_use]
    pub fn similar_owners(&self) -> Option<&Arc<SimilarOwners>> {
        let of = (self.customer.shown?, self.customer_model()?);
        self.customer.similar.latest().filter(|similar| (similar.customer, similar.model) == of)
    }

    /// The place in the table of the customer that is shown, counted from 0; `None` when the filter leaves it out.
    #[must_use]
    pub fn customer_position(&self) -> Option<usize> {
        self.customer.position
    }

    /// Finds the place in the table of the customer that is shown, once either is another.
    pub(super) fn place_customer(&mut self) {
        let rows = self.dashboard.as_ref().map_or(&[][..], |dashboard| dashboard.rows.as_slice());
        let shown = self.customer.shown;
        self.customer.position = shown.and_then(|shown| rows.iter().position(|row| *row == shown));
    }

    pub(super) fn open_customer(&mut self, customer: CustomerIndex) {
        let count = self.scored.as_ref().map_or(0, |scored| scored.portfolio.customer_count());
        if (customer as usize) < count {
            self.customer.shown = Some(customer);
            self.place_customer();
            self.ask_customer();
            self.ask_trend(customer);
        }
    }

    pub(super) fn apply_customer(&mut self, action: CustomerAction) -> Vec<Effect> {
        match action {
            CustomerAction::Close => self.close_customer(),
            CustomerAction::Next => self.leaf(|position| position.map_or(Some(0), |position| position.checked_add(1))),
            CustomerAction::Previous => {
                self.leaf(|position| position.map_or(Some(0), |position| position.checked_sub(1)));
            }
            CustomerAction::Explain(model) => {
                self.customer.model = Some(model);
                self.ask_similar();
            }
            CustomerAction::AskBrief => return self.ask_brief_target(),
            CustomerAction::SaveBrief(target) => return self.save_brief(target),
        }
        Vec::new()
    }

    /// Shows the customer at another place of the table; at its ends the same one stays.
    fn leaf(&mut self, to: impl FnOnce(Option<usize>) -> Option<usize>) {
        let next = to(self.customer_position());
        let rows = self.dashboard.as_ref().map_or(&[][..], |dashboard| dashboard.rows.as_slice());
        if let Some(customer) = next.and_then(|position| rows.get(position)).copied() {
            self.open_customer(customer);
        }
    }

    pub(super) fn close_customer(&mut self) {
        self.customer = CustomerPart::default();
    }

    /// Works out the page of the customer that is shown, anew when scores have changed.
    pub(super) fn ask_customer(&mut self) {
        let (Some(scored), Some(customer)) = (self.scored.clone(), self.customer.shown) else { return };
        let work = move |progress: &_| CustomerPage::compute(&scored, customer, progress);
        self.customer.page.ask("customer", Arc::clone(&self.waker), work);
        self.ask_similar();
    }

    fn ask_similar(&mut self) {
        let (Some(scored), Some(customer)) = (self.scored.clone(), self.customer.shown) else { return };
        let Some(model) = self.customer_model() else { return };
        let work = move |progress: &_| SimilarOwners::compute(&scored, model, customer, progress);
        self.customer.similar.ask("similar", Arc::clone(&self.waker), work);
    }

    /// Takes the page in, if it is there; true when something changed.
    pub(super) fn poll_customer(&mut self) -> bool {
        let polled = [self.customer.page.poll(), self.customer.similar.poll()];
        let mut changed = false;
        for polled in polled {
            changed |= polled.unwrap_or_else(|failed| {
                self.notices.push(Notice::JobFailed(failed));
                true
            });
        }
        changed
    }

    pub(super) fn wait_for_customer(&mut self) {
        let waited = [self.customer.page.wait(), self.customer.similar.wait()];
        self.notices.extend(waited.into_iter().filter_map(Result::err).map(Notice::JobFailed));
    }

    pub(super) fn asks_customer(&self) -> bool {
        self.customer.page.is_running() || self.customer.similar.is_running()
    }
}
