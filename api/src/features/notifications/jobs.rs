//! Renders and sends the mails that were written.

use super::content::Content;
use super::{queries, render, texts};
use crate::state::AppState;
use pitlane_domain::vocabulary::NotificationStatus;
use pitlane_entities::{jobs::Model, notifications, users};
use pitlane_gateways::mail::{Mail, MailError};
use pitlane_platform::jobs::{JobError, Outcome};
use serde::Deserialize;
use uuid::Uuid;

/// The job that sends one mail.
pub(super) const SEND: &str = "notifications.send";

#[derive(Deserialize)]
struct Payload {
    notification_id: Uuid,
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    if job.kind != SEND {
        return Err(JobError::GiveUp(format!("{} is not known", job.kind)));
    }
    let payload: Payload =
        serde_json::from_value(job.payload.clone()).map_err(|error| JobError::GiveUp(error.to_string()))?;
    let Some((row, user)) = queries::mail(&state.db, payload.notification_id).await? else {
        return Err(JobError::GiveUp("the notification is gone".to_owned()));
    };
    // a job may run twice: what is settled stays so
    if row.status != NotificationStatus::Queued.as_str() {
        return Ok(());
    }
    let content: Content =
        serde_json::from_value(row.data.clone()).map_err(|error| JobError::GiveUp(error.to_string()))?;
    // a closed account gets no more mail
    if user.as_ref().is_some_and(|user| user.deleted_at.is_some()) {
        return settle(state, &row, String::new(), content, NotificationStatus::Suppressed, None).await;
    }
    let mail = write(state, &row, user.as_ref(), &content)?;
    let recipient = mail.to.clone();
    match state.mailer.send(mail).await {
        Ok(()) => settle(state, &row, recipient, content, NotificationStatus::Sent, None).await,
        Err(error) if error.is_retryable() && job.attempts < job.max_attempts => {
            Err(JobError::Retry(error.to_string()))
        }
        Err(error) => {
            settle(state, &row, recipient, content, NotificationStatus::Failed, Some(&error)).await?;
            Err(JobError::GiveUp(error.to_string()))
        }
    }
}

fn write(
    state: &AppState,
    row: &notifications::Model,
    user: Option<&users::Model>,
    content: &Content,
) -> Result<Mail, JobError> {
    let public_url = &state.config.http.public_url;
    let letter = texts::letter(content);
    let name = user.map(|user| user.name.as_str());
    let rendered = render::render(&letter, name, public_url).map_err(JobError::GiveUp)?;
    Ok(Mail {
        to: user.map_or_else(|| row.recipient.clone(), |user| user.email.clone()),
        subject: render::one_line(&letter.subject),
        text: rendered.text,
        html: rendered.html,
        message_id: message_id(row.id, public_url),
        headers: vec![("Auto-Submitted".to_owned(), "auto-generated".to_owned())],
        sent_at: state.clock.now(),
    })
}

/// The same for each try, so that a mail that went out twice is one mail to its reader.
fn message_id(id: Uuid, public_url: &str) -> String {
    let host = public_url.split("://").last().unwrap_or_default();
    let host = host.split([':', '/']).next().filter(|host| !host.is_empty()).unwrap_or("pitlane");
    format!("{}@{host}", id.simple())
}

async fn settle(
    state: &AppState,
    row: &notifications::Model,
    recipient: String,
    content: Content,
    status: NotificationStatus,
    error: Option<&MailError>,
) -> Outcome {
    let data = serde_json::to_value(content.without_secrets())
        .map_err(|error| JobError::GiveUp(error.to_string()))?;
    let sent = status == NotificationStatus::Sent;
    let settled = queries::Settled {
        status,
        recipient,
        data,
        error: error.map(ToString::to_string),
        message_id: sent.then(|| message_id(row.id, &state.config.http.public_url)),
    };
    metrics::counter!("pitlane_notifications_total", "kind" => row.kind.clone(), "status" => status.as_str())
        .increment(1);
    Ok(queries::settle(&state.db, state.clock.now(), row.id, settled).await?)
}
