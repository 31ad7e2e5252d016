use pitlane_contract::{
    paging::{CursorQuery, Feed, List},
    sessions::{Message, NewMessage, Session, SessionFile, Summary, WriteSummary},
};
use uuid::Uuid;

use crate::{ApiError, Client, Upload, client::Call};

/// The room, its messages and files, and the summary.
impl Client {
    /// One's own sessions, newest first.
    pub async fn list_sessions(&self, paging: &CursorQuery) -> Result<Feed<Session>, ApiError> {
        self.fetch(Call::get("/sessions").query(paging)).await
    }

    /// One session.
    pub async fn get_session(&self, id: Uuid) -> Result<Session, ApiError> {
        self.fetch(Call::get(format!("/sessions/{id}"))).await
    }

    /// Begins a session.
    pub async fn start_session(&self, id: Uuid) -> Result<Session, ApiError> {
        self.fetch(Call::post(format!("/sessions/{id}/start"))).await
    }

    /// Ends a session.
    pub async fn end_session(&self, id: Uuid) -> Result<Session, ApiError> {
        self.fetch(Call::post(format!("/sessions/{id}/end"))).await
    }

    /// Calls a session off before it began.
    pub async fn cancel_session(&self, id: Uuid) -> Result<Session, ApiError> {
        self.fetch(Call::post(format!("/sessions/{id}/cancel"))).await
    }

    /// Asks for somebody else, because the session did not start.
    pub async fn rematch_session(&self, id: Uuid) -> Result<Session, ApiError> {
        self.fetch(Call::post(format!("/sessions/{id}/rematch"))).await
    }

    /// The messages, newest first.
    pub async fn list_messages(&self, id: Uuid, paging: &CursorQuery) -> Result<Feed<Message>, ApiError> {
        self.fetch(Call::get(format!("/sessions/{id}/messages")).query(paging)).await
    }

    /// Sends a message; the same `client_id` twice is one message.
    pub async fn send_message(&self, id: Uuid, body: &NewMessage) -> Result<Message, ApiError> {
        let key = body.client_id.to_string();
        self.fetch(Call::post(format!("/sessions/{id}/messages")).json(body).key(Some(&key))).await
    }

    /// The files of a session.
    pub async fn list_files(&self, id: Uuid) -> Result<List<SessionFile>, ApiError> {
        self.fetch(Call::get(format!("/sessions/{id}/files"))).await
    }

    /// Uploads a file to a session.
    pub async fn upload_file(
        &self,
        id: Uuid,
        upload: Upload,
        key: Option<&str>,
    ) -> Result<SessionFile, ApiError> {
        self.fetch(Call::post(format!("/sessions/{id}/files")).upload(upload).key(key)).await
    }

    /// What the mechanic wrote after the session.
    pub async fn get_summary(&self, id: Uuid) -> Result<Summary, ApiError> {
        self.fetch(Call::get(format!("/sessions/{id}/summary"))).await
    }

    /// Writes the summary, as a draft or handed over.
    pub async fn put_summary(&self, id: Uuid, body: &WriteSummary) -> Result<Summary, ApiError> {
        self.fetch(Call::put(format!("/sessions/{id}/summary")).json(body)).await
    }

    /// Remembers that the customer was asked whether to save this provider as a favorite.
    pub async fn mark_favorite_asked(&self, id: Uuid) -> Result<(), ApiError> {
        self.perform(Call::post(format!("/sessions/{id}/favorite-asked"))).await
    }
}
