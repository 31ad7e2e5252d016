//! Whether those who carry messages answer, as far as this server has seen.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::Channel;
use pitlane_platform::breaker::Breaker;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many push services are remembered; real ones are few, but browsers name any.
const MOST_SERVICES: usize = 500;

/// One breaker for each carrier: the mail server, the text gateway, and each push service.
#[derive(Debug, Default)]
pub struct Carriers {
    mail: Arc<Breaker>,
    sms: Arc<Breaker>,
    push: Mutex<HashMap<String, Arc<Breaker>>>,
}

impl Carriers {
    /// The breaker of whoever carries to `address` on `channel`.
    pub(super) fn of(&self, channel: Channel, address: &str) -> Arc<Breaker> {
        match channel {
            Channel::Email | Channel::InApp => self.mail.clone(),
            Channel::Sms => self.sms.clone(),
            Channel::Push => self.service(address),
        }
    }

    fn service(&self, endpoint: &str) -> Arc<Breaker> {
        let mut services = self.push.lock().unwrap_or_else(PoisonError::into_inner);
        if services.len() >= MOST_SERVICES {
            services.retain(|_, breaker| breaker.is_open() && breaker.has_answered());
        }
        services.entry(origin(endpoint).to_owned()).or_default().clone()
    }

    /// How many messages on `channel` are worth preparing.
    pub(super) fn room(&self, channel: Channel, now: DateTime<Utc>) -> usize {
        match channel {
            Channel::Email => self.mail.room(now),
            Channel::Sms => self.sms.room(now),
            // each service is asked for on its own
            Channel::Push | Channel::InApp => usize::MAX,
        }
    }

    /// The channels that have a carrier which does not answer. A push service that never did is one that a browser made up.
    pub fn degraded(&self) -> Vec<Channel> {
        let services = self.push.lock().unwrap_or_else(PoisonError::into_inner);
        let push = services.values().any(|breaker| breaker.is_open() && breaker.has_answered());
        let all = [
            (Channel::Email, self.mail.is_open()),
            (Channel::Sms, self.sms.is_open()),
            (Channel::Push, push),
        ];
        all.into_iter().filter(|(_, open)| *open).map(|(channel, _)| channel).collect()
    }
}

/// Scheme and host of an endpoint.
fn origin(endpoint: &str) -> &str {
    let host = endpoint.find("://").map_or(0, |at| at + 3);
    endpoint[host..].find('/').map_or(endpoint, |end| &endpoint[..host + end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_push_service_that_is_away_keeps_no_other_from_its_messages() {
        let (carriers, now) = (Carriers::default(), DateTime::UNIX_EPOCH);
        let (away, there) = ("https://push.example/a", "https://push.example.org/a");
        carriers.of(Channel::Push, away).answered();
        for _ in 0..5 {
            carriers.of(Channel::Push, "https://push.example/b").failed(now);
        }
        assert!(carriers.of(Channel::Push, away).pass(now).is_err());
        assert_eq!(carriers.of(Channel::Push, there).pass(now), Ok(()));
        assert_eq!(carriers.degraded(), [Channel::Push]);
    }

    #[test]
    fn made_up_services_say_nothing_about_the_server_and_take_no_room() {
        let (carriers, now) = (Carriers::default(), DateTime::UNIX_EPOCH);
        for number in 0..3 * MOST_SERVICES {
            for _ in 0..5 {
                carriers.of(Channel::Push, &format!("https://{number}.example/x")).failed(now);
            }
        }
        assert!(carriers.degraded().is_empty());
        assert!(carriers.push.lock().unwrap().len() <= MOST_SERVICES);
    }
}
