//! The day for which a run judges: read once, here, and handed on as a value.

use std::time::{SystemTime, UNIX_EPOCH};

use nachweis::finding::{AsOf, AsOfSource};
use nachweis::name::Date;

use crate::failure::Failure;

/// The UTC date of the clock. A clock before 1970 counts as 1970: every gate then refuses the day.
pub(crate) fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    let date = i64::try_from(seconds).ok().and_then(Date::from_unix).or_else(|| Date::from_unix(0));
    date.unwrap_or_else(|| Date::from_unix(0).unwrap_or_else(today))
}

/// `--as-of`, else `SOURCE_DATE_EPOCH` (not for a gate: a variable that a pipeline sets must not move a gate), else
/// the clock.
pub(crate) fn as_of(argument: Option<&str>, gate: bool) -> Result<AsOf, Failure> {
    if let Some(text) = argument {
        let date = Date::parse(text).ok_or_else(|| Failure::Date(text.to_owned()))?;
        return Ok(AsOf { date, source: AsOfSource::Argument });
    }
    match std::env::var_os("SOURCE_DATE_EPOCH") {
        Some(text) if !gate => {
            let text = text.to_string_lossy().into_owned();
            let digits = text.trim();
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            let date = digits.parse().ok().filter(|_| plain).and_then(Date::from_unix);
            Ok(AsOf { date: date.ok_or(Failure::Epoch(text))?, source: AsOfSource::Epoch })
        }
        Some(_) | None => Ok(AsOf { date: today(), source: AsOfSource::Clock }),
    }
}
