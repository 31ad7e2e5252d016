//! Which services of the catalogue a mechanic offers: the table has a column for each.

use pitlane_domain::vocabulary::ServiceKind;
use pitlane_entities::mechanics::Column;
use sea_orm::FromQueryResult;

/// The columns of a mechanic `m`, as [`Offered`] reads them.
pub const COLUMNS: &str = "m.offers_chat, m.offers_video, m.offers_in_person";

/// What the columns of a mechanic say; none of them where there is no mechanic.
#[derive(Debug, Clone, Copy, FromQueryResult)]
#[expect(clippy::struct_field_names, reason = "named as the columns are")]
pub struct Offered {
    offers_chat: Option<bool>,
    offers_video: Option<bool>,
    offers_in_person: Option<bool>,
}

impl Offered {
    /// In the order of the catalogue.
    pub fn services(self) -> Vec<ServiceKind> {
        let is_offered = |kind: &ServiceKind| {
            let said = match kind {
                ServiceKind::Chat => self.offers_chat,
                ServiceKind::Video => self.offers_video,
                ServiceKind::InPerson => self.offers_in_person,
            };
            said == Some(true)
        };
        ServiceKind::ALL.iter().copied().filter(is_offered).collect()
    }
}

/// The column of one service.
pub const fn column(kind: ServiceKind) -> Column {
    match kind {
        ServiceKind::Chat => Column::OffersChat,
        ServiceKind::Video => Column::OffersVideo,
        ServiceKind::InPerson => Column::OffersInPerson,
    }
}

/// Whether the mechanic `m` offers the service whose word is `$n`.
pub fn offers(n: usize) -> String {
    format!(
        "CASE ${n} WHEN 'chat' THEN m.offers_chat WHEN 'video' THEN m.offers_video ELSE m.offers_in_person END"
    )
}
