//! How a lens lets people say in a lens expression how texts are to be read.

use super::moment::{TimeStyle, Zones};
use super::number::Decimal;
use super::time::{DateOrder, time};
use crate::{Error, ParamSpec};

impl Decimal {
    /// The parameter `decimal`.
    pub fn param() -> ParamSpec {
        ParamSpec::text(
            "decimal",
            ".",
            "The mark before the fraction of a number: `.` or `,`; the other one stands between groups of digits.",
        )
    }

    /// Reads the parameter.
    ///
    /// # Errors
    /// [`Error::PARAMETER`] when it is neither mark.
    pub fn from_param(text: &str) -> Result<Self, Error> {
        match text {
            "." => Ok(Self::Point),
            "," => Ok(Self::Comma),
            _ => Err(Error::parameter("`decimal` must be `.` or `,`")),
        }
    }
}

impl TimeStyle {
    /// The parameters `date_order` and `zone`.
    pub fn params() -> [ParamSpec; 2] {
        [
            ParamSpec::text(
                "date_order",
                "",
                "The order of dates in digits that do not begin with the year: `mdy` or `dmy`; empty reads only what can be read in one way.",
            ),
            ParamSpec::text(
                "zone",
                "",
                "The zone of times that name none, such as `+01:00` or `utc`; `local` leaves all zones out; empty compares times without a zone among themselves.",
            ),
        ]
    }

    /// Reads the two parameters.
    ///
    /// # Errors
    /// [`Error::PARAMETER`] when one is not among its values.
    pub fn from_params(date_order: &str, zone: &str) -> Result<Self, Error> {
        let order = match date_order {
            "" => DateOrder::Unsaid,
            "mdy" => DateOrder::Mdy,
            "dmy" => DateOrder::Dmy,
            _ => {
                return Err(Error::parameter(
                    "`date_order` must be `mdy`, `dmy` or empty",
                ));
            }
        };
        let zones = match zone {
            "" => Zones::Instants(None),
            "local" => Zones::WallClock,
            name => Zones::Instants(Some(minutes(name)?)),
        };
        Ok(Self { order, zones })
    }
}

/// Minutes ahead of UTC of a zone as times name it.
fn minutes(zone: &str) -> Result<i32, Error> {
    time(&format!("00:00 {zone}"), DateOrder::Unsaid)
        .and_then(|written| written.zone_min)
        .ok_or_else(|| {
            Error::parameter("`zone` must be an offset such as `+01:00`, a name such as `utc` or `est`, `local` or empty")
        })
}

#[cfg(test)]
mod tests {
    use super::{Decimal, TimeStyle};
    use crate::read::{DateOrder, Zones};

    #[test]
    fn styles_are_read() {
        let style = TimeStyle::from_params("dmy", "-05:00");
        let zones = Zones::Instants(Some(-300));
        let wanted = TimeStyle {
            order: DateOrder::Dmy,
            zones,
        };
        assert_eq!(style, Ok(wanted));
        let zones = |zone| TimeStyle::from_params("", zone).map(|style| style.zones);
        assert_eq!(zones("utc"), Ok(Zones::Instants(Some(0))));
        assert_eq!(zones("local"), Ok(Zones::WallClock));
        assert_eq!(zones(""), Ok(Zones::Instants(None)));
    }

    #[test]
    fn what_is_no_style_is_refused() {
        assert!(TimeStyle::from_params("ydm", "").is_err());
        assert!(TimeStyle::from_params("", "Mars").is_err());
        assert!(TimeStyle::from_params("", "13:00").is_err());
        assert!(Decimal::from_param("x").is_err());
    }
}
