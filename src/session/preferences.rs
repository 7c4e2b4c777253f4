//! How the window looks and writes: what a person prefers, whatever is open.

use serde::{Deserialize, Serialize};

/// What a person prefers. A file of settings that lacks some of it, as older ones do, leaves them as they are by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Light or dark.
    pub theme: ThemeChoice,
    /// The size of everything.
    pub zoom: Zoom,
    /// What stands between thousands and before decimals.
    pub numbers: NumberForm,
    /// How an amount tells its currency.
    pub currency: CurrencyForm,
    /// How amounts are shortened where there is little room.
    pub abbreviations: Abbreviations,
    /// Which years the days in Japanese are written in.
    pub calendar: Calendar,
    /// Nothing moves by itself: what appears is there at once, and the wheel jumps.
    pub reduced_motion: bool,
    /// Customers are shown under pseudonyms, so that others may look on.
    pub names_hidden: bool,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// As the system is.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// What stands between thousands and before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberForm {
    /// As the language does: English and Japanese both write `1,234.5`.
    #[default]
    OfLanguage,
    /// `1,234.5`.
    Point,
    /// `1.234,5`.
    Comma,
    /// `1 234,5`.
    Space,
}

/// How an amount tells its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurrencyForm {
    /// By its sign: `$1,240`.
    #[default]
    Sign,
    /// By its code, which no other currency shares: `USD 1,240`.
    Code,
}

/// How amounts are shortened where there is little room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Abbreviations {
    /// As the language does: by thousands in English, by 万 in Japanese.
    #[default]
    OfLanguage,
    /// By thousands: `27.8K`, `1.24M`.
    Thousands,
    /// By ten thousands: `2.78万`, `1.24億`.
    TenThousands,
    /// Not at all.
    Whole,
}

/// Which years the days in Japanese are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// `2026年10月1日`.
    #[default]
    Western,
    /// `令和8年10月1日`.
    Japanese,
}

/// The size of everything, in percent of the usual: 100 to 200, in steps of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
pub struct Zoom(u16);

impl Zoom {
    /// The usual size.
    pub const LEAST: Self = Self(100);
    /// Twice the usual size.
    pub const MOST: Self = Self(200);
    const STEP: u16 = 10;

    /// All sizes, the smallest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (Self::LEAST.0..=Self::MOST.0).step_by(usize::from(Self::STEP)).map(Self)
    }

    /// The size in percent.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }

    /// The next larger size; the largest stays.
    #[must_use]
    pub fn larger(self) -> Self {
        Self::from(self.0.saturating_add(Self::STEP))
    }

    /// The next smaller size; the usual one stays.
    #[must_use]
    pub fn smaller(self) -> Self {
        Self::from(self.0.saturating_sub(Self::STEP))
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self::LEAST
    }
}

impl From<u16> for Zoom {
    /// The size nearest to `percent`: a settings file edited by hand never makes the window unusable.
    fn from(percent: u16) -> Self {
        let clamped = percent.clamp(Self::LEAST.0, Self::MOST.0);
        Self((clamped + Self::STEP / 2) / Self::STEP * Self::STEP)
    }
}

impl From<Zoom> for u16 {
    fn from(zoom: Zoom) -> Self {
        zoom.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_stay_in_their_range() {
        let sizes: Vec<u16> = Zoom::all().map(Zoom::percent).collect();
        assert_eq!((sizes.first(), sizes.last(), sizes.len()), (Some(&100), Some(&200), 11));
        assert_eq!(Zoom::LEAST.smaller(), Zoom::LEAST);
        assert_eq!(Zoom::MOST.larger(), Zoom::MOST);
        assert_eq!(Zoom::LEAST.larger().percent(), 110);
        assert_eq!([0, 117, 9000].map(|percent| Zoom::from(percent).percent()), [100, 120, 200]);
    }

    #[test]
    fn what_a_file_does_not_say_is_as_by_default() {
        let kept = Preferences {
            theme: ThemeChoice::Dark,
            zoom: Zoom::from(150),
            numbers: NumberForm::Comma,
            currency: CurrencyForm::Code,
            abbreviations: Abbreviations::TenThousands,
            calendar: Calendar::Japanese,
            reduced_motion: true,
            names_hidden: true,
        };
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<Preferences>(&text).unwrap(), kept);
        let read: Preferences = serde_json::from_str(r#"{"theme":"dark","zoom":7}"#).unwrap();
        assert_eq!(read, Preferences { theme: ThemeChoice::Dark, ..Preferences::default() });
    }
}
