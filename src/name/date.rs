//! Civil dates and intervals of whole months.

use std::fmt;

use jiff::ToSpan;
use serde::{Deserialize, Deserializer, Serialize, de};

/// More days than lie between any two dates, and as many as the calendar takes at once.
const CALENDAR: i64 = 7_304_484;

/// A civil date, written `2026-11-22`. No time of day, no time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Reads `2026-11-22` and nothing else; a day that the calendar does not have is no date.
    pub fn parse(text: &str) -> Option<Self> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if shape { text.parse().ok().map(Self) } else { None }
    }

    /// Reads the German form `22.11.2026`, to say how it should be written.
    pub fn parse_german(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || year.len() != 4 || ![day, month.trim(), year].into_iter().all(is_number)
        {
            return None;
        }
        let date = jiff::civil::Date::new(year.parse().ok()?, month.trim().parse().ok()?, day.parse().ok()?);
        date.ok().map(Self)
    }

    /// The UTC date of a moment in seconds since 1970; nothing outside the years -9999 to 9999.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        let moment = jiff::Timestamp::from_second(seconds).ok()?;
        Some(Self(jiff::tz::TimeZone::UTC.to_datetime(moment).date()))
    }

    /// The first second of the date in UTC, since 1970.
    pub fn unix(self) -> i64 {
        Self(jiff::civil::date(1970, 1, 1)).days_until(self) * 86_400
    }

    /// Whole days from this date to a later one; negative when the other is earlier.
    pub fn days_until(self, later: Self) -> i64 {
        self.0.until(later.0).map_or(0, |span| i64::from(span.get_days()))
    }

    /// The date so many days later; stays at the calendar's end.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.clamp(-CALENDAR, CALENDAR).days()))
    }

    /// The date so many months later, clamped to the end of that month (31 January + 1 month = 28 February).
    pub fn plus(self, interval: Interval) -> Self {
        Self(self.0.saturating_add(i64::from(interval.months).months()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // TOML's own date type; anything else (a string, a date with a time) is refused here. Where there is nothing
        // at all, serde says so itself.
        let value = toml::value::Datetime::deserialize(from).map_err(|error: D::Error| {
            if error.to_string().starts_with("missing field") { error } else { de::Error::custom("@date") }
        })?;
        match (value.date, value.time) {
            (Some(_), None) => Self::parse(&value.to_string()).ok_or_else(|| de::Error::custom("@date")),
            _ => Err(de::Error::custom("@date")),
        }
    }
}

/// A span of whole months, written `12 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// How many months, 1 to 600.
    pub months: u16,
}

impl Interval {
    /// Reads `1 month` or `12 months`.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_once(' ')?;
        let months: u16 = number.parse().ok()?;
        let fits = (1..=600).contains(&months) && matches!(unit, "month" | "months");
        fits.then_some(Self { months })
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.months, if self.months == 1 { "month" } else { "months" })
    }
}

impl Serialize for Interval {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).ok_or_else(|| de::Error::custom("@interval"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    #[test]
    fn only_iso_dates_that_exist() {
        for wrong in ["2026-2-1", "2026-02-30", "22.11.2026", "2026-11-22T00:00:00Z", "+026-11-22", ""] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Date::parse_german("2.11.2026"), Some(date("2026-11-02")));
        for wrong in ["8.7.-777", "+2.11.2026", "31.02.2026", "2.11.26", "2.11.2026.", "2.11.02026", "2.11"] {
            assert_eq!(Date::parse_german(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_utc() {
        // What `date -u -d 2026-11-22 +%s` answers.
        assert_eq!(date("2026-11-22").unix(), 1_795_305_600);
        assert_eq!(date("1970-01-01").unix(), 0);
    }

    #[test]
    fn in_toml_a_date_is_a_date_and_an_interval_a_text() {
        let day = |text: &str| toml::from_str::<BTreeMap<String, Date>>(text).ok()?.remove("day");
        assert_eq!(day("day = 2026-11-22"), Some(date("2026-11-22")));
        for wrong in ["day = \"2026-11-22\"", "day = 2026-11-22T08:00:00", "day = 08:00:00", "day = 20261122"]
        {
            assert_eq!(day(wrong), None, "{wrong}");
        }
        let every = |text: &str| toml::from_str::<BTreeMap<String, Interval>>(text).ok()?.remove("every");
        assert_eq!(every("every = \"12 months\""), Some(Interval { months: 12 }));
        for wrong in ["every = 12", "every = \"0 months\"", "every = \"601 months\"", "every = \"1 year\""] {
            assert_eq!(every(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        assert_eq!(date("2026-02-01").to_string(), "2026-02-01");
        for text in ["1 month", "12 months", "600 months"] {
            assert_eq!(Interval::parse(text).expect("an interval").to_string(), text);
        }
    }

    #[test]
    fn months_are_counted_from_the_anchor_and_clamped() {
        let year = Interval { months: 12 };
        assert_eq!(date("2024-02-29").plus(year), date("2025-02-28"));
        assert_eq!(date("2024-02-29").plus(Interval { months: 48 }), date("2028-02-29"));
        assert_eq!(date("2026-01-31").plus(Interval { months: 1 }), date("2026-02-28"));
        assert_eq!(date("2026-01-31").days_until(date("2026-03-01")), 29);
        assert_eq!(date("2026-01-31").plus_days(-31), date("2025-12-31"));
        assert_eq!(date("2026-01-31").plus_days(i64::MAX), date("9999-12-31"));
    }

    #[test]
    fn moments_become_utc_dates() {
        assert_eq!(Date::from_unix(0), Some(date("1970-01-01")));
        assert_eq!(Date::from_unix(86_399), Some(date("1970-01-01")));
        assert_eq!(Date::from_unix(i64::MAX), None);
    }
}
