//! The one-page brief of a customer: drawn once, saved as PDF with its text as text, or as a picture.

mod page;

use crate::domain::model::Model;
use crate::domain::money::Currency;
use crate::insight::ScoredPortfolio;
use crate::insight::customer::CustomerPage;
use crate::insight::dashboard::Question;
use crate::session::Session;
use crate::support::language::Language;
use crate::ui::format::Form;
use crate::ui::names;
use crate::ui::pdf::write_pdf;
use crate::ui::picture::{draw, write_png};
use crate::ui::screen::Screen;
use crate::ui::words::{Words, fill};
use egui::{Context, Vec2, vec2};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// A4 upright, in points.
const PAPER: Vec2 = vec2(595.0, 842.0);
/// Pixels of a point in a picture, which is for screens; what is printed is the PDF.
const FINENESS: f32 = 2.0;

/// What a brief is made of: whatever is open by the time it is written, this stays.
#[derive(Clone)]
pub struct Brief {
    scored: Arc<ScoredPortfolio>,
    page: Arc<CustomerPage>,
    model: Option<Model>,
    language: Language,
    currency: Currency,
    form: Form,
}

/// What a brief is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BriefKind {
    /// A document with its text as text.
    Pdf,
    /// A picture.
    Png,
}

impl BriefKind {
    /// What the name of `target` says: a picture where it ends so, else a document.
    #[must_use]
    pub fn of(target: &Path) -> Self {
        let is_png = target.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"));
        if is_png { Self::Png } else { Self::Pdf }
    }
}

impl Brief {
    /// The brief of the customer whose page `session` shows; `None` while there is none.
    #[must_use]
    pub fn of(session: &Session, language: Language) -> Option<Self> {
        let page = Arc::clone(session.customer_page()?);
        let pseudonyms = names::pseudonyms(&session.settings().preferences, Words::of(language));
        let page = pseudonyms.map_or_else(|| Arc::clone(&page), |names| Arc::new(names.page(&page)));
        Some(Self {
            scored: Arc::clone(session.scored()?),
            page,
            model: session.customer_model(),
            language,
            currency: session.currency(),
            form: Form::of(&session.settings().preferences, language),
        })
    }

    /// Writes the brief to `to`, in the form and under the names that the window shows; `prepare` may add fonts, which pictures are drawn with.
    ///
    /// # Errors
    /// What `to` returns.
    pub fn write(&self, kind: BriefKind, prepare: impl FnOnce(&Context), to: &mut dyn Write) -> io::Result<()> {
        self.form.apply();
        let question = Question { model: self.model, ..Question::default() };
        let words = Words::of(self.language);
        let screen = Screen { words, scored: Some(&self.scored), currency: self.currency, ..Screen::empty(&question) };
        let drawing =
            draw(PAPER, FINENESS, prepare, |ui| page::page(ui, &screen, &self.scored, &self.page, self.model));
        match kind {
            BriefKind::Pdf => write_pdf(&drawing.shapes, PAPER, &self.title(), to),
            BriefKind::Png => write_png(&drawing.picture().map_err(io::Error::other)?, FINENESS, to),
        }
    }

    /// The name of the customer and what this is.
    #[must_use]
    pub fn title(&self) -> String {
        let words = Words::of(self.language);
        let name = self.page.identity.name.as_deref().unwrap_or(&words.customer.unnamed);
        fill(&words.brief.file_name, &[("customer", name)])
    }
}
