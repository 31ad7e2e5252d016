//! The timeline of a request: every line is kept and told to the customer.

use crate::features::dispatch::queries::events;
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_contract::dispatch::RequestEvent;
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::{BroadcastCause, RequestEventKind};
use pitlane_entities::session_requests::Model;
use uuid::Uuid;

/// One line of the timeline, before it is written.
#[derive(Debug, Clone)]
pub struct Line {
    /// What happened.
    pub kind: RequestEventKind,
    /// Who did it.
    pub by: Option<Uuid>,
    /// Who did it, by name, where the customer may know.
    pub name: Option<String>,
    /// Why everybody is asked.
    pub cause: Option<BroadcastCause>,
    /// How many were told.
    pub told: Option<i64>,
}

impl Line {
    /// A line that the platform writes.
    pub const fn new(kind: RequestEventKind) -> Self {
        Self { kind, by: None, name: None, cause: None, told: None }
    }

    /// Somebody did it, and the customer may know who.
    #[must_use]
    pub fn by(mut self, user: Uuid, name: impl Into<String>) -> Self {
        self.by = Some(user);
        self.name = Some(name.into());
        self
    }

    /// It concerns somebody whom the customer may know by name.
    #[must_use]
    pub fn about(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Somebody did it whose name the customer is not told.
    #[must_use]
    pub const fn by_somebody(mut self, user: Uuid) -> Self {
        self.by = Some(user);
        self
    }

    /// Everybody is asked: why, and how many were told.
    #[must_use]
    pub fn broadcast(cause: BroadcastCause, told: i64) -> Self {
        let line = Self::new(RequestEventKind::BroadcastStarted);
        Self { cause: Some(cause), told: Some(told), ..line }
    }
}

/// Writes lines into the timeline and tells the customer of each.
pub async fn note(
    work: &mut Work,
    request: &Model,
    session: Option<Uuid>,
    lines: Vec<Line>,
) -> Result<(), ApiError> {
    events::append(&work.tx, work.now, request.id, &lines).await?;
    let at = work.now;
    for line in lines {
        let Line { kind, name, cause, told, .. } = line;
        tell_customer(work, request, session, Some(RequestEvent { at, kind, actor: name, cause, told }))?;
    }
    Ok(())
}

/// Tells the customer that the request changed.
pub fn tell_customer(
    work: &mut Work,
    request: &Model,
    session_id: Option<Uuid>,
    entry: Option<RequestEvent>,
) -> Result<(), ApiError> {
    let status = request.status.parse()?;
    work.emit(
        request.customer_id,
        Event::RequestUpdated { request_id: request.id, status, session_id, entry },
    );
    Ok(())
}
