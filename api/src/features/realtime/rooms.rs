//! Who is in which room, and who is told of it. Passing: only the time of the last sign is kept, with the session.

use super::queries;
use crate::state::AppState;
use pitlane_contract::realtime::ServerFrame;
use pitlane_platform::bus::Signal;
use sea_orm::DbErr;
use uuid::Uuid;

/// Seconds after the last sign for which somebody counts as in the room; a socket gives one every 20 seconds.
pub const IN_ROOM_SECONDS: i64 = 45;
/// Sessions that one socket may speak about; the oldest is forgotten first.
const MOST: usize = 8;

struct Room {
    session: Uuid,
    other: Uuid,
    is_customer: bool,
    present: bool,
}

/// The rooms that one socket has spoken of.
pub struct Rooms {
    user: Uuid,
    rooms: Vec<Room>,
}

impl Rooms {
    /// None so far.
    pub const fn new(user: Uuid) -> Self {
        Self { user, rooms: Vec::new() }
    }

    /// Notes that they came into a room or left it, and tells the other one. `false`: it is not theirs.
    pub async fn enter_or_leave(
        &mut self,
        state: &AppState,
        session: Uuid,
        present: bool,
    ) -> Result<bool, DbErr> {
        let user = self.user;
        let Some(room) = self.find(state, session).await? else { return Ok(false) };
        room.present = present;
        tell(state, room, user).await?;
        Ok(true)
    }

    /// Tells the other one that they are writing. `false`: it is not theirs.
    pub async fn typing(&mut self, state: &AppState, session: Uuid) -> Result<bool, DbErr> {
        let user_id = self.user;
        let Some(room) = self.find(state, session).await? else { return Ok(false) };
        pass(state, room.other, &ServerFrame::Typing { session_id: session, user_id });
        Ok(true)
    }

    /// Gives a sign for each room they are in.
    pub async fn refresh(&self, state: &AppState) -> Result<(), DbErr> {
        for room in self.rooms.iter().filter(|room| room.present) {
            queries::in_room(&state.db, room.session, room.is_customer, Some(state.clock.now())).await?;
        }
        Ok(())
    }

    /// Leaves every room, as the socket closes.
    pub async fn leave_all(&mut self, state: &AppState) -> Result<(), DbErr> {
        for room in self.rooms.iter_mut().filter(|room| room.present) {
            room.present = false;
            tell(state, room, self.user).await?;
        }
        Ok(())
    }

    /// The room of a session they take part in; asked of the database once.
    async fn find(&mut self, state: &AppState, session: Uuid) -> Result<Option<&mut Room>, DbErr> {
        if !self.rooms.iter().any(|room| room.session == session) {
            let Some((customer, mechanic)) = queries::participants(&state.db, session).await? else {
                return Ok(None);
            };
            let is_customer = customer == self.user;
            if !is_customer && mechanic != self.user {
                return Ok(None);
            }
            if self.rooms.len() == MOST {
                let mut oldest = self.rooms.remove(0);
                if oldest.present {
                    oldest.present = false;
                    tell(state, &oldest, self.user).await?;
                }
            }
            let other = if is_customer { mechanic } else { customer };
            self.rooms.push(Room { session, other, is_customer, present: false });
        }
        Ok(self.rooms.iter_mut().find(|room| room.session == session))
    }
}

async fn tell(state: &AppState, room: &Room, user_id: Uuid) -> Result<(), DbErr> {
    let at = room.present.then(|| state.clock.now());
    queries::in_room(&state.db, room.session, room.is_customer, at).await?;
    let frame = ServerFrame::Room { session_id: room.session, user_id, present: room.present };
    pass(state, room.other, &frame);
    Ok(())
}

fn pass(state: &AppState, user_id: Uuid, frame: &ServerFrame) {
    if let Ok(frame) = serde_json::to_string(frame) {
        state.bus.send(Signal::Passing { user_id, frame });
    }
}
