//! What a person is told inside the app: the page that lists it, the latest on a mechanic's day, and how much is unread.

mod latest;
mod page;
mod row;
mod unread;

pub use latest::Latest;
pub use page::Notices;
pub use unread::{Unread, UnreadCount};

use leptos::prelude::*;
use pitlane_contract::{notifications::Notice, paging::CursorQuery, realtime::Event};

use crate::{
    account::api,
    realtime::Realtime,
    ui::{Feed, feed},
};

/// One's own notices, the newest first, so many at a time; what comes meanwhile is put before them.
fn live(at_a_time: u32) -> Feed<Notice> {
    let (client, realtime) = (api(), Realtime::get());
    let notices = feed(move |cursor| {
        realtime.resumed.track();
        let client = client.clone();
        async move { client.list_notices(&CursorQuery { limit: Some(at_a_time), cursor }).await }
    });
    realtime.on_event(move |event| {
        if let Event::NoticeSent { notice } = event {
            let _ = notices.items.try_update(|all| {
                if let Some(all) = all.as_mut().filter(|all| all.iter().all(|it| it.id != notice.id)) {
                    all.insert(0, notice.as_ref().clone());
                }
            });
        }
    });
    notices
}
