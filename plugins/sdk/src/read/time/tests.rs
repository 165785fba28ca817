use super::{DateOrder, WrittenTime, time};

fn written(year: i32, month: u32, day: u32, hour: i64, minute: i64) -> Option<WrittenTime> {
    Some(WrittenTime {
        year: (year > 0).then_some(year),
        date: (month > 0).then_some((month, day)),
        clock_ms: (hour >= 0).then_some((hour * 60 + minute) * 60_000),
        zone_min: None,
    })
}

fn zoned(written: Option<WrittenTime>, minutes: i32) -> Option<WrittenTime> {
    written.map(|written| WrittenTime {
        zone_min: Some(minutes),
        ..written
    })
}

#[test]
fn one_moment_in_many_ways() {
    let afternoon = written(2011, 12, 8, 13, 55);
    for text in [
        "2011-12-08T13:55",
        "2011-12-08 01:55 PM",
        "2011/12/08 13:55:00",
        "2011-12-08 Thu  13:55",
        "December 8, 2011               01:55 PM    ",
        "Thu., Dec.08, 2011 1:55 p.m.",
        "1:55 PM  Thu 08-Dec-2011",
        "12/8/11 1:55 PM",
        "12/8/2011 1:55pm",
        "1:55P 12-08-11",
        "8.12.2011 13:55",
        "8 December 2011 at 1:55 PM",
        "Dec 8th, 2011 13:55:00.000",
    ] {
        assert_eq!(time(text, DateOrder::Mdy), afternoon, "{text}");
    }
    assert_eq!(time("8/12/2011 13:55", DateOrder::Dmy), afternoon);
    assert_eq!(
        time("12/13/2011 13:55", DateOrder::Unsaid),
        written(2011, 12, 13, 13, 55)
    );
}

#[test]
fn what_a_text_leaves_out_is_left_out() {
    let yearless = written(0, 12, 8, 13, 55);
    for text in [
        "1:55 PM, Dec 08",
        "1:55 PMDec 08",
        "1:55pDec 8",
        "Dec 08 - 1:55pm",
        "Thu, Dec 8 1:55 PM",
        "12/8 1:55 PM",
    ] {
        assert_eq!(time(text, DateOrder::Mdy), yearless, "{text}");
    }
    assert_eq!(time("13:55", DateOrder::Unsaid), written(0, 0, 0, 13, 55));
    assert_eq!(time("3 pm", DateOrder::Unsaid), written(0, 0, 0, 15, 0));
    assert_eq!(
        time("2011-12-08", DateOrder::Unsaid),
        written(2011, 12, 8, -1, 0)
    );
    assert_eq!(
        time("6:21aMay 8", DateOrder::Unsaid),
        written(0, 5, 8, 6, 21)
    );
}

#[test]
fn noon_and_midnight_are_where_they_belong() {
    for (text, hour) in [
        ("Dec 08 - 12:00noon", 12),
        ("Dec 08 - 12:00midnight", 0),
        ("Dec 08 12:00 AM", 0),
        ("Dec 08 12:00 PM", 12),
        ("Dec 08 24:00", 24),
    ] {
        assert_eq!(
            time(text, DateOrder::Unsaid),
            written(0, 12, 8, hour, 0),
            "{text}"
        );
    }
}

#[test]
fn zones_are_read() {
    let afternoon = written(2011, 12, 8, 14, 7);
    for (text, minutes) in [
        ("2011-12-08T14:07Z", 0),
        ("2011-12-08T14:07+05:30", 330),
        ("2011-12-08 14:07 -0500", -300),
        ("12/8/11 2:07 PM (-05:00)", -300),
        ("12/8/2011 2:07PM EST", -300),
        ("2011-12-08 14:07 UTC+2", 120),
        ("8 Dec 2011 14:07 CEST", 120),
    ] {
        assert_eq!(
            time(text, DateOrder::Mdy),
            zoned(afternoon, minutes),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_time_or_two_is_not_read() {
    for text in [
        "",
        "12",
        "2011",
        "C34",
        "5/8",
        "5-8",
        "1.5",
        "3 kg",
        "May",
        "march",
        "10",
        "12A",
        "5 p",
        "Dec 32",
        "2011-02-30",
        "25:00",
        "13:60",
        "13:55 PM",
        "0:30 am",
        "2011-12-08 Cancelled",
        "2011-12-08 12/7 3:55 PM",
        "1:55 2:55",
        "8/12/2011 13:55",
        "12:30 Dec 8 Dec 9",
        "2011-12-08T14:07+99:00",
        "1:2",
        "1:5:7",
    ] {
        assert_eq!(time(text, DateOrder::Unsaid), None, "{text}");
    }
}

#[test]
fn any_bytes_are_survived() {
    let letters = [
        "1", "12", "2011", ":", "-", "/", "+", "(", ".", " ", "T", "pm", "Dec", "Z", "\u{e9}",
    ];
    let mut seed = 7_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..9 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(letters[(seed >> 33) as usize % letters.len()]);
        }
        let _ = time(&text, DateOrder::Mdy);
    }
}
