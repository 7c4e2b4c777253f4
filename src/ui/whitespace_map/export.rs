//! What the map's table says in words.

use crate::insight::whitespace_map::WhitespaceMap;
use crate::session::whitespace_map::MapTexts;
use crate::ui::screen::Screen;
use crate::ui::words::fill;

/// The headers of a table of `map`, and its words.
pub(super) fn texts(screen: &Screen<'_>, map: &WhitespaceMap) -> MapTexts {
    let (words, texts) = (screen.words, &screen.words.pictures);
    let names = map.models().iter().map(|model| model.product_name());
    let products = names.flat_map(|name| [fill(&texts.owned, &[("product", name)]), name.to_owned()]);
    let first = [words.map.customer.clone(), words.work_list.column_customer_id.clone(), words.map.total.clone()];
    MapTexts {
        headers: first.into_iter().chain(products).collect(),
        flags: [words.yes.clone(), words.no.clone()],
        name: format!("{}.xlsx", texts.file_whitespace_map),
    }
}
