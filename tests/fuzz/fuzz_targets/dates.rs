//! Dates and intervals: what is read is written the same, and no sum leaves the calendar.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nachweis::name::{Date, Interval};

fuzz_target!(|input: (&str, &str, i64)| {
    let (day, interval, number) = input;
    let date = Date::parse(day);
    if let Some(date) = date {
        assert_eq!(date.to_string(), day);
    }
    if let Some(date) = Date::parse_german(day) {
        assert_eq!(Date::parse(&date.to_string()), Some(date));
    }
    let interval = Interval::parse(interval);
    for date in date.into_iter().chain(Date::from_unix(number)) {
        let _ = date.plus_days(number);
        if let Some(interval) = interval {
            assert!(date.plus(interval) >= date);
            assert_eq!(Interval::parse(&interval.to_string()), Some(interval));
        }
    }
});
