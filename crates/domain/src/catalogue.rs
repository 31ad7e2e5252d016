//! The catalogue: what can be booked, for how much and how long.

use crate::vocabulary::ServiceKind;

/// One entry of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// Which service.
    pub kind: ServiceKind,
    /// Price in minor units; none where a quote sets it.
    pub price_cents: Option<i64>,
    /// Planned length in minutes; none where it depends on the work.
    pub minutes: Option<i32>,
}

/// Every entry, cheapest first.
pub const SERVICES: [Service; 3] = [
    Service { kind: ServiceKind::Chat, price_cents: Some(1_500), minutes: Some(30) },
    Service { kind: ServiceKind::Video, price_cents: Some(3_500), minutes: Some(45) },
    Service { kind: ServiceKind::InPerson, price_cents: None, minutes: None },
];

/// The entry of one service.
pub const fn service(kind: ServiceKind) -> Service {
    match kind {
        ServiceKind::Chat => SERVICES[0],
        ServiceKind::Video => SERVICES[1],
        ServiceKind::InPerson => SERVICES[2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_has_its_prices_and_lengths() {
        let listed: Vec<_> = SERVICES.iter().map(|s| (s.kind, s.price_cents, s.minutes)).collect();
        assert_eq!(
            listed,
            [
                (ServiceKind::Chat, Some(1_500), Some(30)),
                (ServiceKind::Video, Some(3_500), Some(45)),
                (ServiceKind::InPerson, None, None),
            ]
        );
    }

    #[test]
    fn each_kind_finds_its_own_entry() {
        for kind in ServiceKind::ALL {
            assert_eq!(service(*kind).kind, *kind);
        }
    }
}
