//! A model of what is owned next for other programs: as one statement over a table of who owns what, and as a sheet of
//! products by products.
//!
//! Both rank as [`NextModel::next`] does: by the sum of the weights of what is owned, else by the share of owners; among
//! what is not owned and whose prerequisites hold; equal scores by owners, then by name.

use crate::scoring::export::dialect::Dialect;
use crate::scoring::next::model::NextModel;
use crate::scoring::next::prerequisites::Prerequisites;

/// The statement that ranks the items of `table`, which has a row for each item that a customer owns, in its columns
/// `id` and `item`. Its result has the columns `id`, `rank`, `item` and `score`.
#[must_use]
pub fn select(model: &NextModel, dialect: Dialect, table: &str, (id, item): (&str, &str)) -> String {
    let text = |text: &str| dialect.text(text);
    let share = |owners: u64| if model.customers == 0 { 0.0 } else { owners as f64 / model.customers as f64 };
    let items: Vec<String> = (model.items.iter().zip(&model.owners))
        .map(|(item, owners)| format!("({}, {owners}, {})", text(item), dialect.number(share(*owners))))
        .collect();
    let mut weights = Vec::new();
    for (owned, row) in model.items.iter().zip(model.weights()) {
        let others = model.items.iter().zip(row).filter(|(_, weight)| **weight != 0.0);
        weights.extend(
            others.map(|(next, weight)| format!("({}, {}, {})", text(owned), text(next), dialect.number(*weight))),
        );
    }
    let by_weights = !model.weights().is_empty();
    if weights.is_empty() {
        weights.push(format!("({}, {}, {})", text(""), text(""), dialect.number(0.0)));
    }
    let prerequisites = Prerequisites::built_in().among(&model.items);
    let mut needs: Vec<String> = Vec::new();
    for (at, of) in (0_u16..).zip(&model.items) {
        let needed = prerequisites.of(at).iter().filter_map(|needed| model.items.get(usize::from(*needed)));
        needs.extend(needed.map(|needed| format!("({}, {})", text(of), text(needed))));
    }
    if needs.is_empty() {
        needs.push(format!("({}, {})", text(""), text("")));
    }
    let lists = [
        list("propensity_desk_items", &["item", "owners", "share"], &items, dialect),
        list("propensity_desk_weights", &["owned", "item", "weight"], &weights, dialect),
        list("propensity_desk_needs", &["item", "needed"], &needs, dialect),
    ];
    let [id, item] = [id, item].map(|column| dialect.as_text(&format!("t.{}", dialect.name(column))));
    let score = if by_weights { format!("COALESCE(s.score, {})", dialect.number(0.0)) } else { "i.share".to_owned() };
    let rank = dialect.name("rank");
    // A name of its own each: a statement may not call a part as its table is called.
    format!(
        "{}WITH {},
propensity_desk_owned AS (
  SELECT DISTINCT {id} AS customer, {item} AS item FROM {} AS t
),
propensity_desk_customers AS (
  SELECT DISTINCT o.customer FROM propensity_desk_owned AS o WHERE o.customer IS NOT NULL
),
propensity_desk_sums AS (
  SELECT o.customer, w.item, SUM(w.weight) AS score
  FROM propensity_desk_owned AS o JOIN propensity_desk_weights AS w ON w.owned = o.item
  GROUP BY o.customer, w.item
)
SELECT c.customer AS id,
  ROW_NUMBER() OVER (PARTITION BY c.customer ORDER BY {score} DESC, i.owners DESC, i.item) AS {rank},
  i.item, {score} AS score
FROM propensity_desk_customers AS c CROSS JOIN propensity_desk_items AS i
LEFT JOIN propensity_desk_sums AS s ON s.customer = c.customer AND s.item = i.item
WHERE NOT EXISTS (SELECT 1 FROM propensity_desk_owned AS o WHERE o.customer = c.customer AND o.item = i.item)
  AND (NOT EXISTS (SELECT 1 FROM propensity_desk_needs AS n WHERE n.item = i.item)
    OR EXISTS (SELECT 1 FROM propensity_desk_needs AS n JOIN propensity_desk_owned AS o ON o.item = n.needed
      WHERE n.item = i.item AND o.customer = c.customer));
",
        dialect.head(),
        lists.join(",\n"),
        dialect.table(table),
    )
}

/// A list of rows under a name. SQLite names the columns of a list only here, T-SQL only behind it.
fn list(name: &str, columns: &[&str], rows: &[String], dialect: Dialect) -> String {
    let (columns, rows) = (columns.join(", "), rows.join(",\n    "));
    match dialect {
        Dialect::Sqlite => format!("{name}({columns}) AS (VALUES\n    {rows})"),
        _ => format!("{name} AS (SELECT * FROM (VALUES\n    {rows}) AS v({columns}))"),
    }
}

/// The formula of the score of the item at `at`, for a row whose ownership, 1 or nothing, stands in the cells `owned`, one
/// an item. `sheet` holds, from its cell B2 on, a row for each item that could be next and a column for each owned one, or
/// one column of the share of owners; empty where the item is owned or lacks what it needs.
#[must_use]
pub fn score_formula(model: &NextModel, at: usize, owned: &[String], sheet: &str, last_column: &str) -> String {
    let (Some(first), Some(last), Some(own)) = (owned.first(), owned.last(), owned.get(at)) else {
        return String::new();
    };
    let row = at + 2;
    let score = if model.weights().is_empty() {
        format!("{sheet}!$B${row}")
    } else {
        format!("SUMPRODUCT({first}:{last},{sheet}!$B${row}:${last_column}${row})")
    };
    let prerequisites = Prerequisites::built_in().among(&model.items);
    let item = u16::try_from(at).unwrap_or(u16::MAX);
    let needed: Vec<&str> =
        prerequisites.of(item).iter().filter_map(|at| owned.get(usize::from(*at)).map(String::as_str)).collect();
    let is_shut =
        if needed.is_empty() { format!("{own}=1") } else { format!("OR({own}=1,SUM({})=0)", needed.join(",")) };
    format!("IF({is_shut},\"\",{score})")
}
