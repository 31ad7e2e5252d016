//! The mailer of the demo: mails go into the table `outbox_messages`, where the browser shows them.

use crate::mail::{Mail, MailError, Mailer, check};
use async_trait::async_trait;
use pitlane_entities::outbox_messages::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, DatabaseConnection, EntityTrait as _};

/// Keeps mails instead of sending them.
pub struct OutboxMailer {
    db: DatabaseConnection,
}

impl OutboxMailer {
    /// An outbox in `db`.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }
}

#[async_trait]
impl Mailer for OutboxMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        check(&mail)?;
        let millis = u64::try_from(mail.sent_at.timestamp_millis()).unwrap_or(0);
        let row = ActiveModel {
            // made from the mail's own time, so that the newest mail has the greatest id
            id: Set(uuid::Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid()),
            recipient: Set(mail.to),
            subject: Set(mail.subject),
            text_body: Set(mail.text),
            html_body: Set(mail.html),
            message_id: Set(mail.message_id),
            created_at: Set(mail.sent_at),
        };
        // a mail sent again after a crash is the same mail
        let same = OnConflict::column(Column::MessageId).do_nothing().to_owned();
        let written = Entity::insert(row).on_conflict(same).exec_without_returning(&self.db).await;
        written.map_err(|error| MailError::Unavailable(error.to_string()))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::sample;
    use pitlane_migrations::{Migrator, MigratorTrait as _};
    use sea_orm::{ConnectOptions, Database};

    #[tokio::test]
    async fn the_same_mail_is_kept_once() {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        let outbox = OutboxMailer::new(db.clone());
        outbox.send(sample()).await.unwrap();
        outbox.send(sample()).await.unwrap();
        outbox.send(Mail { message_id: "n-2@pitlane.test".into(), ..sample() }).await.unwrap();
        let kept = Entity::find().all(&db).await.unwrap();
        assert_eq!(kept.len(), 2);
        assert_eq!(
            (kept[0].recipient.as_str(), kept[0].html_body.as_str()),
            ("ana@example.org", "<p>Hello</p>")
        );
        let bad = outbox.send(Mail { subject: "a\nb".into(), ..sample() }).await;
        assert!(matches!(bad, Err(MailError::Invalid(_))));
    }
}
