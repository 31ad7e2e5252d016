use pitlane_contract::{
    notifications::{MarkRead, Notice},
    paging::{CursorQuery, Feed},
};

use crate::{ApiError, Client, client::Call};

/// Notices inside the app.
impl Client {
    /// One's own notices, newest first.
    pub async fn list_notices(&self, paging: &CursorQuery) -> Result<Feed<Notice>, ApiError> {
        self.fetch(Call::get("/notifications").query(paging)).await
    }

    /// Marks notices as read.
    pub async fn mark_notices_read(&self, body: &MarkRead) -> Result<(), ApiError> {
        self.perform(Call::post("/notifications/read").json(body)).await
    }
}
