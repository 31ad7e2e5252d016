use pitlane_contract::{
    messages::{
        MessagePreferences, PushEndpoint, PushSubscription, Subscription, UnsubscribeQuery,
        UpdateMessagePreferences,
    },
    notifications::{MarkRead, Notice, UnreadNotices},
    paging::{CursorQuery, Feed, List, Page},
    sent_messages::{
        MessageTemplate, NewSuppression, NewText, SentMessage, SentMessageLife, SentMessageQuery,
        TemplatePreview, TemplateQuery,
    },
};
use pitlane_domain::vocabulary::NotificationKind;
use uuid::Uuid;

use crate::{ApiError, Client, client::Call};

/// Notices inside the app.
impl Client {
    /// One's own notices, newest first.
    pub async fn list_notices(&self, paging: &CursorQuery) -> Result<Feed<Notice>, ApiError> {
        self.fetch(Call::get("/notifications").query(paging)).await
    }

    /// How many of one's own notices were not read yet.
    pub async fn count_unread_notices(&self) -> Result<UnreadNotices, ApiError> {
        self.fetch(Call::get("/notifications/unread")).await
    }

    /// Marks notices as read.
    pub async fn mark_notices_read(&self, body: &MarkRead) -> Result<(), ApiError> {
        self.perform(Call::post("/notifications/read").json(body)).await
    }
}

/// What one is told.
impl Client {
    /// One's choices.
    pub async fn get_message_preferences(&self) -> Result<MessagePreferences, ApiError> {
        self.fetch(Call::get("/me/notification-preferences")).await
    }

    /// Changes one's choices.
    pub async fn update_message_preferences(
        &self,
        body: &UpdateMessagePreferences,
    ) -> Result<MessagePreferences, ApiError> {
        self.fetch(Call::put("/me/notification-preferences").json(body)).await
    }

    /// Has this browser take push messages.
    pub async fn add_push_subscription(&self, body: &PushSubscription) -> Result<(), ApiError> {
        self.perform(Call::post("/me/push-subscriptions").json(body)).await
    }

    /// Has a browser take no more push messages.
    pub async fn remove_push_subscription(&self, query: &PushEndpoint) -> Result<(), ApiError> {
        self.perform(Call::delete("/me/push-subscriptions").query(query)).await
    }

    /// What the link of a mail ends.
    pub async fn get_subscription(&self, query: &UnsubscribeQuery) -> Result<Subscription, ApiError> {
        self.fetch(Call::get("/unsubscribe").query(query)).await
    }

    /// Ends what the link of a mail is about.
    pub async fn unsubscribe(&self, query: &UnsubscribeQuery) -> Result<(), ApiError> {
        self.perform(Call::post("/unsubscribe").query(query)).await
    }
}

/// Messages as staff sees them.
impl Client {
    /// A page of what was sent.
    pub async fn list_sent_messages(&self, query: &SentMessageQuery) -> Result<Page<SentMessage>, ApiError> {
        self.fetch(Call::get("/admin/messages").query(query)).await
    }

    /// What became of a message.
    pub async fn get_sent_message(&self, id: Uuid) -> Result<SentMessageLife, ApiError> {
        self.fetch(Call::get(format!("/admin/messages/{id}"))).await
    }

    /// Ends messages for somebody who asked support to.
    pub async fn end_messages(&self, body: &NewSuppression) -> Result<(), ApiError> {
        self.perform(Call::post("/admin/suppressions").json(body)).await
    }

    /// Sends a text that staff wrote.
    pub async fn send_text(&self, body: &NewText, key: Option<&str>) -> Result<SentMessage, ApiError> {
        self.fetch(Call::post("/notifications/sms").json(body).key(key)).await
    }

    /// Every kind of message.
    pub async fn list_message_templates(&self) -> Result<List<MessageTemplate>, ApiError> {
        self.fetch(Call::get("/admin/message-templates")).await
    }

    /// How a kind of message reads.
    pub async fn get_message_template(
        &self,
        kind: NotificationKind,
        query: &TemplateQuery,
    ) -> Result<TemplatePreview, ApiError> {
        self.fetch(Call::get(format!("/admin/message-templates/{kind}")).query(query)).await
    }
}
