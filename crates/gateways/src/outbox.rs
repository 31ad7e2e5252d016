//! The outbox of the sandbox: messages of every channel go into the table `outbox_messages`, where the browser shows them.
//!
//! A message is kept once by its own name, however often it is sent. Some recipients behave as real ones now and then do,
//! so that every way a message can go may be tried; `docs/operators.md` lists them.

use crate::mail::{self, Mail, MailError, Mailer};
use crate::push::{Push, PushError, Pusher, Shown};
use crate::sms::{self, Sms, SmsError, Texter};
use crate::token::hex;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pitlane_entities::outbox_messages::{ActiveModel, Column, Entity};
use pitlane_entities::outbox_tries;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, DatabaseConnection, DbErr, EntityTrait as _, QueryFilter as _,
};
use sha2::{Digest as _, Sha256};

/// How a recipient of the sandbox behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Takes,
    Refuses,
    Invalid,
    Blocked,
    UnavailableTwice,
}

impl Behaviour {
    fn of_mail(address: &str) -> Self {
        match address {
            "refused@sandbox.example" => Self::Refuses,
            "unavailable-twice@sandbox.example" => Self::UnavailableTwice,
            _ => Self::Takes,
        }
    }

    // numbers of a block that Twilio keeps for tests, with Twilio's meaning where it gives them one
    fn of_number(number: &str) -> Self {
        match number {
            "+15005550001" | "+15005550009" => Self::Invalid,
            "+15005550003" => Self::Refuses,
            "+15005550004" => Self::Blocked,
            "+15005550008" => Self::UnavailableTwice,
            _ => Self::Takes,
        }
    }

    fn of_endpoint(endpoint: &str) -> Self {
        match endpoint.strip_prefix(SANDBOX_ENDPOINT).and_then(|rest| rest.split('/').next()) {
            Some("gone") => Self::Invalid,
            Some("refused") => Self::Refuses,
            Some("unavailable-twice") => Self::UnavailableTwice,
            _ => Self::Takes,
        }
    }
}

/// What endpoints of the sandbox begin with.
pub const SANDBOX_ENDPOINT: &str = "https://push.sandbox.example/";

/// Keeps messages instead of sending them, on every channel.
#[derive(Clone)]
pub struct Outbox {
    db: DatabaseConnection,
    public_key: String,
}

impl Outbox {
    /// An outbox in `db`; browsers subscribe with `public_key`.
    pub fn new(db: DatabaseConnection, public_key: impl Into<String>) -> Self {
        Self { db, public_key: public_key.into() }
    }

    /// Whether the recipient is still unavailable: the first two times that the message is tried.
    async fn is_unavailable(&self, message: &str) -> Result<bool, DbErr> {
        let row = outbox_tries::ActiveModel { message_id: Set(message.to_owned()), tries: Set(1) };
        let again = OnConflict::column(outbox_tries::Column::MessageId)
            .value(
                outbox_tries::Column::Tries,
                Expr::col((outbox_tries::Entity, outbox_tries::Column::Tries)).add(1),
            )
            .to_owned();
        outbox_tries::Entity::insert(row).on_conflict(again).exec_without_returning(&self.db).await?;
        let counted = outbox_tries::Entity::find_by_id(message).one(&self.db).await?;
        Ok(counted.is_some_and(|row| row.tries <= 2))
    }

    async fn keep(&self, channel: &str, at: DateTime<Utc>, kept: Kept) -> Result<(), DbErr> {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let row = ActiveModel {
            // made from the message's own time, so that the newest message has the greatest id
            id: Set(uuid::Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid()),
            recipient: Set(kept.recipient),
            subject: Set(kept.subject),
            text_body: Set(kept.text),
            html_body: Set(kept.html),
            message_id: Set(kept.name),
            created_at: Set(at),
            channel: Set(channel.to_owned()),
        };
        // a message sent again after a crash is the same message
        let same = OnConflict::column(Column::MessageId).do_nothing().to_owned();
        Entity::insert(row).on_conflict(same).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

struct Kept {
    recipient: String,
    subject: String,
    text: String,
    html: String,
    name: String,
}

#[async_trait]
impl Mailer for Outbox {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        mail::check(&mail)?;
        let unavailable = |error: DbErr| MailError::Unavailable(error.to_string());
        match Behaviour::of_mail(&mail.to) {
            Behaviour::Refuses => return Err(MailError::Refused("550".to_owned())),
            Behaviour::UnavailableTwice
                if self.is_unavailable(&mail.message_id).await.map_err(unavailable)? =>
            {
                return Err(MailError::Unavailable("451".to_owned()));
            }
            _ => {}
        }
        let kept = Kept {
            recipient: mail.to,
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            name: mail.message_id,
        };
        self.keep("email", mail.sent_at, kept).await.map_err(unavailable)
    }
}

/// The gateway's name of a message: the same for the same message.
fn sid(key: &str) -> String {
    format!("SM{}", hex(&Sha256::digest(key)[..16]))
}

#[async_trait]
impl Texter for Outbox {
    async fn send(&self, sms: Sms) -> Result<String, SmsError> {
        sms::check(&sms)?;
        let unavailable = |error: DbErr| SmsError::Unavailable(error.to_string());
        match Behaviour::of_number(&sms.to) {
            Behaviour::Invalid => return Err(SmsError::Invalid("21211".to_owned())),
            Behaviour::Refuses => return Err(SmsError::Refused("21408".to_owned())),
            Behaviour::Blocked => return Err(SmsError::Blocked("21610".to_owned())),
            Behaviour::UnavailableTwice if self.is_unavailable(&sms.key).await.map_err(unavailable)? => {
                return Err(SmsError::Unavailable("HTTP 503".to_owned()));
            }
            _ => {}
        }
        let sid = sid(&sms.key);
        let kept = Kept {
            recipient: sms.to,
            subject: String::new(),
            text: sms.text,
            html: String::new(),
            name: sms.key,
        };
        self.keep("sms", sms.sent_at, kept).await.map_err(unavailable)?;
        Ok(sid)
    }

    async fn find_sent(&self, sms: &Sms, _since: DateTime<Utc>) -> Result<Option<String>, SmsError> {
        let found = Entity::find().filter(Column::MessageId.eq(&sms.key)).one(&self.db).await;
        let found = found.map_err(|error| SmsError::Unavailable(error.to_string()))?;
        Ok(found.map(|_| sid(&sms.key)))
    }
}

#[async_trait]
impl Pusher for Outbox {
    async fn send(&self, push: Push) -> Result<(), PushError> {
        let unavailable = |error: DbErr| PushError::Unavailable(error.to_string());
        match Behaviour::of_endpoint(&push.endpoint) {
            Behaviour::Invalid | Behaviour::Blocked => return Err(PushError::Gone),
            Behaviour::Refuses => return Err(PushError::Refused("403".to_owned())),
            Behaviour::UnavailableTwice if self.is_unavailable(&push.key).await.map_err(unavailable)? => {
                return Err(PushError::Unavailable("503".to_owned()));
            }
            _ => {}
        }
        let shown: Shown = serde_json::from_str(&push.payload)
            .map_err(|_| PushError::Invalid("the payload cannot be read".to_owned()))?;
        let kept = Kept {
            subject: shown.title,
            text: [shown.body, shown.reason].join("\n").trim_end().to_owned(),
            html: String::new(),
            // one message may go to several browsers of a person
            name: format!("{}:{}", push.key, hex(&Sha256::digest(&push.endpoint)[..4])),
            recipient: push.endpoint,
        };
        self.keep("push", push.sent_at, kept).await.map_err(unavailable)
    }

    fn public_key(&self) -> &str {
        &self.public_key
    }

    fn check(&self, endpoint: &str, _p256dh: &str, _auth: &str) -> Result<(), PushError> {
        // nothing is called: any address will do, so that a browser without a push service can try it
        let fits = endpoint.starts_with("https://") && endpoint.len() <= 2_000;
        if fits { Ok(()) } else { Err(PushError::Invalid("the endpoint is not HTTPS".to_owned())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pitlane_migrations::{Migrator, MigratorTrait as _};
    use sea_orm::{ConnectOptions, Database};

    async fn outbox() -> (DatabaseConnection, Outbox) {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        (db.clone(), Outbox::new(db, "key"))
    }

    fn push(endpoint: &str) -> Push {
        let shown = Shown {
            title: "Ben is on the way".into(),
            body: "Your session starts.".into(),
            path: "/sessions/1".into(),
            tag: "session".into(),
            reason: String::new(),
            stop: None,
        };
        Push {
            endpoint: endpoint.into(),
            p256dh: String::new(),
            auth: String::new(),
            payload: shown.to_payload(),
            key: endpoint.into(),
            ttl_seconds: 60,
            urgent: false,
            sent_at: sms::sample().sent_at,
        }
    }

    #[tokio::test]
    async fn the_same_mail_is_kept_once() {
        let (db, outbox) = outbox().await;
        let sample = mail::sample();
        Mailer::send(&outbox, sample.clone()).await.unwrap();
        Mailer::send(&outbox, sample.clone()).await.unwrap();
        Mailer::send(&outbox, Mail { message_id: "n-2@pitlane.test".into(), ..sample.clone() })
            .await
            .unwrap();
        let kept = Entity::find().all(&db).await.unwrap();
        assert_eq!(kept.len(), 2);
        assert_eq!(
            (kept[0].recipient.as_str(), kept[0].html_body.as_str(), kept[0].channel.as_str()),
            ("ana@example.org", "<p>Hello</p>", "email")
        );
        let bad = Mailer::send(&outbox, Mail { subject: "a\nb".into(), ..sample }).await;
        assert!(matches!(bad, Err(MailError::Invalid(_))));
    }

    #[tokio::test]
    async fn the_same_text_is_kept_once_and_found_again() {
        let (db, outbox) = outbox().await;
        let sample = sms::sample();
        assert_eq!(outbox.find_sent(&sample, sample.sent_at).await, Ok(None));
        let first = Texter::send(&outbox, sample.clone()).await.unwrap();
        assert_eq!(Texter::send(&outbox, sample.clone()).await.unwrap(), first);
        assert_eq!(outbox.find_sent(&sample, sample.sent_at).await, Ok(Some(first)));
        let kept = Entity::find().all(&db).await.unwrap();
        assert_eq!(
            (kept.len(), kept[0].channel.as_str(), kept[0].text_body.as_str()),
            (1, "sms", sample.text.as_str())
        );
    }

    #[tokio::test]
    async fn a_browser_gets_title_and_words() {
        let (db, outbox) = outbox().await;
        outbox.check("https://push.sandbox.example/1", "", "").unwrap();
        Pusher::send(&outbox, push("https://push.sandbox.example/1")).await.unwrap();
        let kept = Entity::find().one(&db).await.unwrap().unwrap();
        assert_eq!((kept.channel.as_str(), kept.subject.as_str()), ("push", "Ben is on the way"));
        assert_eq!(outbox.public_key(), "key");
    }

    #[tokio::test]
    async fn some_recipients_behave_as_real_ones_now_and_then_do() {
        let (_, outbox) = outbox().await;
        let text = async |to: &str| {
            Texter::send(&outbox, Sms { to: to.into(), key: to.into(), ..sms::sample() }).await
        };
        assert_eq!(text("+15005550001").await, Err(SmsError::Invalid("21211".into())));
        assert_eq!(text("+15005550003").await, Err(SmsError::Refused("21408".into())));
        assert_eq!(text("+15005550004").await, Err(SmsError::Blocked("21610".into())));
        for _ in 0..2 {
            assert!(text("+15005550008").await.unwrap_err().is_retryable());
        }
        assert!(text("+15005550008").await.is_ok());

        let mail = async |to: &str| {
            Mailer::send(&outbox, Mail { to: to.into(), message_id: to.into(), ..mail::sample() }).await
        };
        assert_eq!(mail("refused@sandbox.example").await, Err(MailError::Refused("550".into())));
        for _ in 0..2 {
            assert!(mail("unavailable-twice@sandbox.example").await.unwrap_err().is_retryable());
        }
        assert_eq!(mail("unavailable-twice@sandbox.example").await, Ok(()));

        let send = async |name: &str| Pusher::send(&outbox, push(&format!("{SANDBOX_ENDPOINT}{name}"))).await;
        assert_eq!(send("gone/1").await, Err(PushError::Gone));
        assert_eq!(send("refused").await, Err(PushError::Refused("403".into())));
        for _ in 0..2 {
            assert!(send("unavailable-twice/7").await.unwrap_err().is_retryable());
        }
        assert_eq!(send("unavailable-twice/7").await, Ok(()));
    }
}
