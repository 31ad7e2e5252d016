//! The life of one socket: authenticate, catch up, then tell what happens until one side ends it.

use super::hub::Place;
use super::rooms::Rooms;
use super::wire::{End, Inbound, Wire};
use super::{presence, queries};
use crate::http::actor::{self, User};
use crate::http::tokens::{self, Claims};
use crate::state::AppState;
use actix_web::web;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::realtime::{ClientFrame, ServerFrame};
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};
use uuid::Uuid;

/// How long a client may take to say who it is.
const FIRST_FRAME: Duration = Duration::from_secs(10);
/// How long a client has to bring a new token.
const GRACE: Duration = Duration::from_secs(30);
/// Bad tokens after which a socket ends.
const TRIES: u32 = 3;
/// How often the client is asked whether it is alive.
const PING_EVERY: Duration = Duration::from_secs(20);
/// A client that answers more often than it is asked costs nothing.
const HEARTBEAT_AT_MOST_EVERY: Duration = Duration::from_secs(10);
/// How often a socket looks for events that no signal told of.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// After so many looks it is checked that the sign-in still holds.
const LOOKS_PER_CHECK: u32 = 4;
/// Unanswered pings after which the client is taken as gone.
const MISSED_PINGS: u32 = 2;

/// Serves a socket to its end. Everything that asks the database is boxed, so that a socket that only waits does not
/// keep room for it.
pub async fn serve(state: web::Data<AppState>, mut wire: Wire) {
    let end = match Box::pin(authenticate(&state, &mut wire)).await {
        Ok((user, claims, last_seq)) => {
            let mut socket = Socket::new(state, wire, &user, claims);
            let end = match Box::pin(socket.start(last_seq)).await {
                Ok(()) => socket.run().await,
                Err(end) => end,
            };
            Box::pin(socket.leave()).await;
            wire = socket.wire;
            end
        }
        Err(end) => end,
    };
    wire.close(end).await;
}

fn away(error: impl std::fmt::Display) -> End {
    tracing::warn!(%error, "a socket cannot go on");
    End::Away
}

/// Waits for the first frame that says who the client is.
async fn authenticate(state: &AppState, wire: &mut Wire) -> Result<(User, Claims, Option<i64>), End> {
    let mut deadline = Instant::now() + FIRST_FRAME;
    let mut tries = 0;
    loop {
        let inbound = timeout_at(deadline, wire.receive()).await;
        match inbound.map_err(|_| End::Refused("authenticate first"))?? {
            Inbound::Frame(ClientFrame::Authenticate { token, last_seq }) => {
                if let Some((user, claims)) = identify(state, &token).await? {
                    return Ok((user, claims, last_seq));
                }
                tries += 1;
                if tries == TRIES {
                    return Err(End::Refused("authenticate first"));
                }
                wire.send(&ServerFrame::TokenExpired).await?;
                deadline = Instant::now() + GRACE;
            }
            Inbound::Alive => {}
            Inbound::Frame(_) | Inbound::Unreadable => return Err(End::Refused("authenticate first")),
        }
    }
}

/// Who a token belongs to; none when it is wrong, too old or its sign-in has ended.
async fn identify(state: &AppState, token: &str) -> Result<Option<(User, Claims)>, End> {
    let Ok(claims) = tokens::read(state, token) else { return Ok(None) };
    let user = actor::find(state, &claims).await.map_err(away)?;
    Ok(user.filter(|user| !user.two_factor_missing).map(|user| (user, claims)))
}

/// A socket whose client is known.
struct Socket {
    state: web::Data<AppState>,
    wire: Wire,
    place: Place,
    rooms: Rooms,
    user: Uuid,
    mechanic: Option<Uuid>,
    claims: Claims,
    /// The last event that was sent.
    seq: i64,
    /// Until when a new token must come, once the old one ended.
    grace_until: Option<DateTime<Utc>>,
    missed_pings: u32,
    looks: u32,
    next_ping: Instant,
    next_look: Instant,
    next_heartbeat: Instant,
}

impl Socket {
    fn new(state: web::Data<AppState>, wire: Wire, user: &User, claims: Claims) -> Self {
        let now = Instant::now();
        Self {
            // before the database is read: what happens in between wakes the socket
            place: state.sockets.enter(user.id),
            rooms: Rooms::new(user.id),
            user: user.id,
            mechanic: user.mechanic.as_ref().map(|mechanic| mechanic.id),
            state,
            wire,
            claims,
            seq: 0,
            grace_until: None,
            missed_pings: 0,
            looks: 0,
            next_ping: now + PING_EVERY,
            next_heartbeat: now,
            // not all at the same time after a restart
            next_look: now + LOOK_EVERY.mul_f64(rand::random_range(0.5..1.0)),
        }
    }

    /// Says from where events come, and sends those that the client has missed.
    async fn start(&mut self, last_seq: Option<i64>) -> Result<(), End> {
        let (present, oldest) = queries::bounds(&self.state.db, self.user).await.map_err(away)?;
        self.seq = resume_at(last_seq, present, oldest);
        self.wire.send(&ServerFrame::Ready { seq: self.seq }).await?;
        self.heartbeat().await?;
        self.catch_up().await
    }

    async fn run(&mut self) -> End {
        loop {
            if let Err(end) = self.step().await {
                return end;
            }
        }
    }

    /// Tells whoever would wait for this client. A failure costs others a few seconds, until the last sign is too old.
    async fn leave(&mut self) {
        let _ = self.rooms.leave_all(&self.state).await;
        if let Some(mechanic) = self.mechanic {
            let _ = presence::gone(&self.state, mechanic).await;
        }
    }

    /// Waits for one thing to happen and acts on it.
    async fn step(&mut self) -> Result<(), End> {
        let next = self.next_deadline();
        tokio::select! {
            inbound = self.wire.receive() => Box::pin(self.take_in(inbound?)).await?,
            () = self.place.woken() => Box::pin(self.take_news()).await?,
            () = sleep_until(next) => Box::pin(self.tick()).await?,
        }
        self.check_token().await
    }

    fn next_deadline(&self) -> Instant {
        let now = self.state.clock.now();
        let ends =
            self.grace_until.or_else(|| DateTime::from_timestamp(self.claims.exp, 0)).unwrap_or_default();
        // a moment later, so that the end is past when we look
        let left = (ends - now).max(TimeDelta::zero()) + TimeDelta::milliseconds(50);
        let token = Instant::now() + left.to_std().unwrap_or(LOOK_EVERY).min(LOOK_EVERY);
        self.next_ping.min(self.next_look).min(token)
    }

    async fn take_in(&mut self, inbound: Inbound) -> Result<(), End> {
        self.missed_pings = 0;
        let frame = match inbound {
            Inbound::Alive => return self.heartbeat().await,
            Inbound::Unreadable => return self.error("This frame cannot be read.").await,
            Inbound::Frame(frame) => frame,
        };
        let theirs = match frame {
            ClientFrame::Ping { n } => return self.wire.send(&ServerFrame::Pong { n }).await,
            ClientFrame::Authenticate { token, .. } => return self.renew(&token).await,
            // whoever has no valid token moves nothing
            _ if self.grace_until.is_some() => return Ok(()),
            ClientFrame::Room { session_id, present } => {
                self.rooms.enter_or_leave(&self.state, session_id, present).await.map_err(away)?
            }
            ClientFrame::Typing { session_id } => {
                self.rooms.typing(&self.state, session_id).await.map_err(away)?
            }
        };
        if theirs { Ok(()) } else { self.error("There is no such session.").await }
    }

    /// Takes a new token of the same person.
    async fn renew(&mut self, token: &str) -> Result<(), End> {
        match identify(&self.state, token).await? {
            Some((user, claims)) if user.id == self.user => {
                self.claims = claims;
                self.grace_until = None;
                self.wire.send(&ServerFrame::Ready { seq: self.seq }).await?;
                self.catch_up().await
            }
            Some(_) => Err(End::Refused("another person needs another connection")),
            None => self.wire.send(&ServerFrame::TokenExpired).await,
        }
    }

    async fn take_news(&mut self) -> Result<(), End> {
        let news = self.place.take();
        if news.closing {
            return Err(End::Away);
        }
        if self.grace_until.is_none() {
            for frame in news.passing {
                self.wire.send_text(frame).await?;
            }
        }
        if news.events { self.catch_up().await } else { Ok(()) }
    }

    async fn tick(&mut self) -> Result<(), End> {
        let now = Instant::now();
        if now >= self.next_ping {
            if self.missed_pings == MISSED_PINGS {
                return Err(End::Gone);
            }
            self.missed_pings += 1;
            self.next_ping = now + PING_EVERY;
            self.wire.ping().await?;
        }
        if now >= self.next_look {
            self.next_look = now + LOOK_EVERY;
            self.looks += 1;
            if self.looks.is_multiple_of(LOOKS_PER_CHECK) {
                self.check_sign_in().await?;
            }
            self.catch_up().await?;
        }
        Ok(())
    }

    /// Sends what follows the last event sent. Without a valid token it waits until there is one.
    async fn catch_up(&mut self) -> Result<(), End> {
        if self.grace_until.is_some() {
            return Ok(());
        }
        loop {
            let events = queries::after(&self.state.db, self.user, self.seq).await.map_err(away)?;
            let more = events.len() as u64 == queries::BATCH;
            for event in &events {
                self.wire.send_event(event).await?;
                self.seq = event.seq;
            }
            if !more {
                return Ok(());
            }
        }
    }

    /// A sign of life: of the mechanic, and in the rooms.
    async fn heartbeat(&mut self) -> Result<(), End> {
        let now = Instant::now();
        if now < self.next_heartbeat {
            return Ok(());
        }
        self.next_heartbeat = now + HEARTBEAT_AT_MOST_EVERY;
        if let Some(mechanic) = self.mechanic {
            presence::seen(&self.state, mechanic).await.map_err(away)?;
        }
        self.rooms.refresh(&self.state).await.map_err(away)
    }

    /// A sign-in that was ended, or an account that was closed, ends the socket like an old token.
    async fn check_sign_in(&mut self) -> Result<(), End> {
        if self.grace_until.is_none() && actor::find(&self.state, &self.claims).await.map_err(away)?.is_none()
        {
            self.begin_grace().await?;
        }
        Ok(())
    }

    async fn check_token(&mut self) -> Result<(), End> {
        let now = self.state.clock.now();
        match self.grace_until {
            Some(until) if now >= until => Err(End::Refused("the token has ended")),
            None if self.claims.exp <= now.timestamp() => self.begin_grace().await,
            _ => Ok(()),
        }
    }

    async fn begin_grace(&mut self) -> Result<(), End> {
        let grace = TimeDelta::from_std(GRACE).unwrap_or_default();
        self.grace_until = Some(self.state.clock.now() + grace);
        self.wire.send(&ServerFrame::TokenExpired).await
    }

    async fn error(&mut self, message: &str) -> Result<(), End> {
        self.wire.send(&ServerFrame::Error { message: message.to_owned() }).await
    }
}

/// The number after which events are sent: the client's own, as long as everything after it is still kept; else the
/// present one, which tells the client to load anew what it shows.
fn resume_at(last_seq: Option<i64>, present: i64, oldest: Option<i64>) -> i64 {
    let oldest = oldest.unwrap_or_else(|| present.saturating_add(1));
    match last_seq {
        Some(seq) if seq <= present && seq.saturating_add(1) >= oldest => seq,
        _ => present,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_resumes_where_it_was_while_everything_after_is_kept() {
        assert_eq!(resume_at(Some(3), 9, Some(1)), 3);
        assert_eq!(resume_at(Some(0), 9, Some(1)), 0);
        assert_eq!(resume_at(Some(3), 9, Some(4)), 3);
        assert_eq!(resume_at(Some(9), 9, None), 9);
    }

    #[test]
    fn otherwise_it_begins_at_the_present() {
        assert_eq!(resume_at(None, 9, Some(1)), 9);
        assert_eq!(resume_at(Some(2), 9, Some(4)), 9);
        assert_eq!(resume_at(Some(3), 9, None), 9);
        assert_eq!(resume_at(Some(10), 9, Some(1)), 9);
        assert_eq!(resume_at(Some(-1), 9, Some(1)), 9);
        assert_eq!(resume_at(Some(i64::MAX), 0, None), 0);
        assert_eq!(resume_at(Some(i64::MIN), 0, None), 0);
    }
}
