//! The figures of a model's quality as a table.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::scoring::feedback::conversion::Conversion;
use crate::scoring::feedback::quality::Quality;
use crate::session::list_table::{ListField, ListTable};
use crate::ui::screen::Screen;

/// Ranking, lift, calibration and conversion, a figure a row. Made when it is asked for, not in every frame.
pub(super) fn table(screen: &Screen<'_>, quality: &Quality) -> ListTable {
    let (words, own, texts) = (screen.words, &screen.words.quality, &screen.words.pictures);
    let headers = [&texts.measure, &texts.group, &texts.value, &texts.least, &texts.most, &own.won, &own.deals];
    let mut rows = Vec::new();
    let mut add = |measure: &str, group: &str, value: f64, interval: Option<[f64; 2]>, deals: [Option<usize>; 2]| {
        let [won, all] = deals.map(|count| count.map_or(ListField::Missing, ListField::count));
        let [least, most] = [0, 1].map(|end| ListField::number(interval.and_then(|ends| ends.get(end).copied())));
        rows.push(vec![
            ListField::text(measure),
            ListField::text(group),
            ListField::number(value),
            least,
            most,
            won,
            all,
        ]);
    };
    let scores =
        [(&words.fit, quality.fit), (&words.intent, quality.intent), (&words.quality_chance, Some(quality.chance))];
    for (name, auc) in scores {
        if let Some(auc) = auc {
            add(&own.ranking, name, auc.area, auc.interval(), [None, None]);
        }
    }
    for (tenth, place) in quality.lift.iter().zip(1..) {
        add(&own.lift, &format!("{place}"), tenth.lift, None, [None, None]);
    }
    for group in &quality.table {
        let said = crate::ui::format::percent(group.said);
        add(&own.calibration, &said, group.happened, None, [None, Some(group.rows)]);
    }
    let mut converted = |name: &str, of: &Conversion| {
        let deals = of.wins + of.losses;
        if deals > 0 {
            add(&own.conversion, name, of.rate, Some(of.interval), [of.wins, deals].map(|count| Some(count as usize)));
        }
    };
    for (cluster, of) in Cluster::ALL.into_iter().zip(&quality.clusters) {
        converted(words.cluster(cluster), of);
    }
    for (cell, of) in Cell::all().zip(&quality.cells) {
        converted(&words.filter_cell(cell), of);
    }
    ListTable { headers: headers.map(Clone::clone).to_vec(), rows }
}
