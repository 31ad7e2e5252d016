use futures::{FutureExt, SinkExt, StreamExt, channel::mpsc, future::Either, select};
use gloo_net::websocket::{Message, State, futures::WebSocket};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use pitlane_client::Client;
use pitlane_contract::realtime::{ClientFrame, ServerFrame};

use super::{Link, Realtime};
use crate::clock;

/// The first pause after a drop; it doubles with each failure.
const FIRST_PAUSE_MS: u32 = 500;
/// The longest pause.
const LONGEST_PAUSE_MS: u32 = 20_000;
/// How often a connection that is being set up is looked at.
const LOOK_EVERY_MS: u32 = 20;
/// How often the round trip is measured, and how long an answer may take before the connection counts as lost.
const PING_EVERY_MS: u32 = 10_000;

/// What is kept from one connection to the next.
struct Progress {
    last_seq: Option<i64>,
    failures: u32,
    was_up: bool,
    pause_ms: Option<u32>,
}

/// Keeps a connection up for as long as `epoch` is the current one.
pub(super) fn run(realtime: Realtime, client: Client, epoch: u32) {
    spawn_local(async move {
        let mut progress = Progress { last_seq: None, failures: 0, was_up: false, pause_ms: None };
        while realtime.is_current(epoch) {
            if let Some(token) = client.access_token() {
                once(realtime, &client, epoch, token, &mut progress).await;
            }
            if !realtime.is_current(epoch) {
                break;
            }
            realtime.link.set(if progress.was_up { Link::Lost } else { Link::Connecting });
            realtime.round_trip_ms.set(None);
            realtime.hub().outbox.replace(None);
            TimeoutFuture::new(progress.pause_ms.take().unwrap_or_else(|| pause(progress.failures))).await;
            progress.failures = progress.failures.saturating_add(1);
            // the token may have ended while the machine slept; a refusal shows with the next request of a page
            let _ = if client.access_token().is_none() { client.refresh().await } else { Ok(()) };
        }
    });
}

/// The pause before the next attempt: doubling, and half of it left to chance, so that not everybody returns at once.
fn pause(failures: u32) -> u32 {
    let whole = FIRST_PAUSE_MS.saturating_mul(1 << failures.min(6)).min(LONGEST_PAUSE_MS);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the pause")]
    let chance = (js_sys::Math::random() * f64::from(whole / 2)) as u32;
    whole / 2 + chance
}

fn address() -> Option<String> {
    let location = web_sys::window()?.location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}/api/v1/realtime", location.host().ok()?))
}

async fn once(realtime: Realtime, client: &Client, epoch: u32, token: String, progress: &mut Progress) {
    let Some(mut socket) = address().and_then(|address| WebSocket::open(&address).ok()) else { return };
    // whatever is sent before it is open, or after it is closed, is lost and complained about
    while matches!(socket.state(), State::Connecting) {
        TimeoutFuture::new(LOOK_EVERY_MS).await;
    }
    let (outbox, mut frames) = mpsc::unbounded();
    // the channel is open: this function holds its other end
    let _ = outbox.unbounded_send(ClientFrame::Authenticate { token, last_seq: progress.last_seq });
    realtime.hub().outbox.replace(Some(outbox.clone()));
    let mut ping = Ping { n: 0, sent_at: None };
    while realtime.is_current(epoch) {
        let mut timer = TimeoutFuture::new(PING_EVERY_MS).fuse();
        let next = select! {
            frame = frames.next() => Either::Left(frame),
            message = socket.next().fuse() => Either::Right(Some(message)),
            () = timer => Either::Right(None),
        };
        match next {
            Either::Left(Some(frame)) => {
                let Ok(text) = serde_json::to_string(&frame) else { continue };
                if !matches!(socket.state(), State::Open) || socket.send(Message::Text(text)).await.is_err() {
                    return;
                }
            }
            Either::Right(Some(Some(Ok(Message::Text(text))))) => {
                let Ok(frame) = serde_json::from_str::<ServerFrame>(&text) else { continue };
                if !take(realtime, client, &frame, &outbox, &mut ping, progress) {
                    return;
                }
            }
            Either::Right(None) => {
                if ping.sent_at.is_some() || realtime.link.get_untracked() != Link::Up {
                    return;
                }
                ping.send(&outbox);
            }
            Either::Right(Some(Some(Ok(Message::Bytes(_))))) => {}
            Either::Left(None) | Either::Right(Some(None | Some(Err(_)))) => return,
        }
    }
}

/// The measurement under way.
struct Ping {
    n: u32,
    sent_at: Option<f64>,
}

impl Ping {
    fn send(&mut self, outbox: &mpsc::UnboundedSender<ClientFrame>) {
        self.n = self.n.wrapping_add(1);
        self.sent_at = Some(clock::now());
        // a closed channel means that the connection just went
        let _ = outbox.unbounded_send(ClientFrame::Ping { n: self.n });
    }
}

/// Takes one frame in; `false` ends the connection.
fn take(
    realtime: Realtime,
    client: &Client,
    frame: &ServerFrame,
    outbox: &mpsc::UnboundedSender<ClientFrame>,
    ping: &mut Ping,
    progress: &mut Progress,
) -> bool {
    match frame {
        ServerFrame::Ready { seq } => {
            progress.failures = 0;
            // the server's word counts: it starts at the present when what was missed is no longer kept
            progress.last_seq = Some(*seq);
            realtime.link.set(Link::Up);
            // also the first time: what happened between the loading of a page and this moment would be missed
            realtime.resumed.update(|times| *times = times.wrapping_add(1));
            progress.was_up = true;
            ping.send(outbox);
        }
        ServerFrame::Event { seq, .. } => {
            // events of before may come again after a drop
            if progress.last_seq.is_some_and(|last| *seq <= last) {
                return true;
            }
            progress.last_seq = Some(*seq);
            realtime.hand_out(frame);
        }
        ServerFrame::Pong { n } if *n == ping.n => {
            if let Some(sent_at) = ping.sent_at.take() {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a few milliseconds"
                )]
                realtime.round_trip_ms.set(Some((clock::now() - sent_at).max(0.0) as u32));
            }
        }
        ServerFrame::TokenExpired => {
            let (client, outbox, last_seq) = (client.clone(), outbox.clone(), progress.last_seq);
            spawn_local(async move {
                if client.refresh().await.is_ok()
                    && let Some(token) = client.access_token()
                {
                    let _ = outbox.unbounded_send(ClientFrame::Authenticate { token, last_seq });
                }
            });
        }
        ServerFrame::Reconnect { after_ms } => {
            progress.pause_ms = Some(*after_ms);
            return false;
        }
        ServerFrame::Typing { .. } | ServerFrame::Room { .. } => realtime.hand_out(frame),
        ServerFrame::Pong { .. } | ServerFrame::Error { .. } => {}
    }
    true
}
