//! The years of the Japanese calendar, counted from the beginning of an era.

use crate::domain::Date;
use jiff::civil::date;

/// An era.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JapaneseEra {
    /// Its name: `令和`.
    pub name: &'static str,
    /// The letter that stands for it where there is little room: `R`.
    pub letter: char,
    first_day: Date,
}

/// The eras, the latest first, each with its first day. Meiji is told from 1873 on: before, Japan counted days by the moon.
const ERAS: [JapaneseEra; 5] = [
    JapaneseEra { name: "令和", letter: 'R', first_day: date(2019, 5, 1) },
    JapaneseEra { name: "平成", letter: 'H', first_day: date(1989, 1, 8) },
    JapaneseEra { name: "昭和", letter: 'S', first_day: date(1926, 12, 25) },
    JapaneseEra { name: "大正", letter: 'T', first_day: date(1912, 7, 30) },
    JapaneseEra { name: "明治", letter: 'M', first_day: date(1868, 1, 25) },
];

/// The first day that the western calendar, and so an era's year, was used in Japan.
const FIRST_WESTERN_DAY: Date = date(1873, 1, 1);

impl JapaneseEra {
    /// The era of `day` and its year in it, from 1; `None` for days before 1873.
    #[must_use]
    pub fn year_of(day: Date) -> Option<(Self, i16)> {
        let era = ERAS.into_iter().find(|era| era.first_day <= day).filter(|_| day >= FIRST_WESTERN_DAY)?;
        Some((era, day.year() - era.first_day.year() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eras_begin_on_their_day_and_end_on_the_day_before() {
        let told = |day| JapaneseEra::year_of(day).map(|(era, year)| (era.name, era.letter, year));
        for (day, era) in [
            (date(2026, 10, 1), ("令和", 'R', 8)),
            (date(2019, 5, 1), ("令和", 'R', 1)),
            (date(2019, 4, 30), ("平成", 'H', 31)),
            (date(1989, 1, 8), ("平成", 'H', 1)),
            (date(1989, 1, 7), ("昭和", 'S', 64)),
            (date(1926, 12, 25), ("昭和", 'S', 1)),
            (date(1926, 12, 24), ("大正", 'T', 15)),
            (date(1912, 7, 30), ("大正", 'T', 1)),
            (date(1912, 7, 29), ("明治", 'M', 45)),
            (date(1873, 1, 1), ("明治", 'M', 6)),
        ] {
            assert_eq!(told(day), Some(era), "{day}");
        }
        assert_eq!(told(date(1872, 12, 31)), None);
    }
}
