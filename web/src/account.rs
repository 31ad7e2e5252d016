//! Who is signed in, and the client that speaks for them.

use std::cell::Cell;

use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use pitlane_client::{ApiError, Client};
use pitlane_contract::{
    accounts::{LogIn, Me},
    messages::PushEndpoint,
    problem::Code,
};
use pitlane_domain::vocabulary::{Role, WorkshopRole};

use crate::{
    push,
    realtime::Realtime,
    storage::{self, Key},
};

/// The pauses between the attempts to find out who is signed in.
const RESTORE_PAUSES_MS: [u32; 4] = [200, 600, 1_800, 0];

/// Who is signed in.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Not known yet: the page was just loaded.
    Unknown,
    /// Nobody.
    Nobody,
    /// This person.
    Person(Box<Me>),
}

/// The account of the app.
#[derive(Clone, Copy)]
pub struct Account {
    standing: RwSignal<Standing>,
    client: StoredValue<Client>,
    realtime: Realtime,
}

thread_local! {
    /// The one account of this page: event handlers, which have no context, find it here.
    static APP: Cell<Option<Account>> = const { Cell::new(None) };
}

/// The client that speaks for whoever is signed in.
pub fn api() -> Client {
    Account::get().client.get_value()
}

impl Account {
    /// Makes the account available to all pages, and finds out who is signed in.
    pub fn provide(realtime: Realtime) -> Self {
        let account = Self {
            standing: RwSignal::new(Standing::Unknown),
            client: StoredValue::new(Client::new("")),
            realtime,
        };
        APP.set(Some(account));
        account.client.with_value(|client| client.on_lost(move || account.leave()));
        account.restore();
        account
    }

    /// The account of the app.
    pub fn get() -> Self {
        APP.get().unwrap_or_else(|| Self::provide(Realtime::get()))
    }

    /// Who is signed in.
    pub fn standing(self) -> Standing {
        self.standing.get()
    }

    /// The person, if somebody is signed in.
    pub fn me(self) -> Option<Me> {
        match self.standing.get() {
            Standing::Person(me) => Some(*me),
            Standing::Unknown | Standing::Nobody => None,
        }
    }

    /// The person, if somebody is signed in, for where nothing follows a change.
    pub fn me_now(self) -> Option<Me> {
        match self.standing.get_untracked() {
            Standing::Person(me) => Some(*me),
            Standing::Unknown | Standing::Nobody => None,
        }
    }

    /// The person's role, if somebody is signed in.
    pub fn role(self) -> Option<Role> {
        self.standing.with(|standing| match standing {
            Standing::Person(me) => Some(me.role),
            Standing::Unknown | Standing::Nobody => None,
        })
    }

    /// Whether the person sees the seller's money: a workshop's mechanics do not.
    pub fn runs_business(self) -> bool {
        let mechanic = self.me().and_then(|me| me.mechanic);
        mechanic.is_some_and(|it| it.workshop.is_none_or(|workshop| workshop.role != WorkshopRole::Mechanic))
    }

    /// Whether the person runs a workshop: as its owner or a manager.
    pub fn runs_workshop(self) -> bool {
        let workshop = self.me().and_then(|me| me.mechanic?.workshop);
        workshop.is_some_and(|it| it.role != WorkshopRole::Mechanic)
    }

    /// Takes over what the server says about the name of the person's workshop.
    pub fn set_workshop_name(self, name: String) {
        self.standing.update(|standing| {
            if let Standing::Person(me) = standing
                && let Some(workshop) = me.mechanic.as_mut().and_then(|it| it.workshop.as_mut())
            {
                workshop.name = name;
            }
        });
    }

    /// Takes over what the server says about the person.
    pub fn set_me(self, me: Me) {
        self.standing.set(Standing::Person(Box::new(me)));
    }

    fn restore(self) {
        // a visitor who never signed in here has no cookie worth asking for
        if storage::get(Key::WasSignedIn).is_none() {
            self.standing.set(Standing::Nobody);
            return;
        }
        let client = self.client.get_value();
        spawn_local(async move {
            for pause in RESTORE_PAUSES_MS {
                match self.restore_once(&client).await {
                    Ok(()) => return,
                    Err(error) if error.status() == Some(401) => return self.leave(),
                    // not reachable, or busy: whoever was signed in still is
                    Err(_) => TimeoutFuture::new(pause).await,
                }
            }
            self.standing.set(Standing::Nobody);
        });
    }

    async fn restore_once(self, client: &Client) -> Result<(), ApiError> {
        client.refresh().await?;
        self.arrive().await
    }

    /// Signs in and answers who it is.
    pub async fn sign_in(self, credentials: LogIn) -> Result<(), ApiError> {
        let client = self.client.get_value();
        match client.log_in_customer(&credentials).await {
            // the same page serves both kinds of account
            Err(error) if error.code() == Some(Code::InvalidCredentials) => {
                client.log_in_provider(&credentials).await?
            }
            outcome => outcome?,
        };
        self.arrive().await
    }

    /// Signs a member of the platform's staff in.
    pub async fn sign_in_staff(self, credentials: LogIn) -> Result<(), ApiError> {
        self.client.get_value().log_in_admin(&credentials).await?;
        self.arrive().await
    }

    /// Takes up what follows from valid tokens: the person and the realtime connection.
    pub async fn arrive(self) -> Result<(), ApiError> {
        let client = self.client.get_value();
        let me = client.me().await?;
        storage::set(Key::WasSignedIn, "yes");
        let missing = me.two_factor_missing;
        self.set_me(me);
        // there is nothing to hear before the second factor is set up
        if !missing {
            self.realtime.start(client);
        }
        Ok(())
    }

    /// Forgets the person here, because the server did or the account is closed. Their messages end here as well; the
    /// server sends none to a browser whose sign-in is over.
    pub fn leave(self) {
        spawn_local(async { drop(push::leave().await) });
        storage::remove(Key::WasSignedIn);
        storage::remove(Key::IntakeDraft);
        storage::remove(Key::SummaryDraft);
        self.client.get_value().forget();
        self.realtime.stop();
        self.standing.set(Standing::Nobody);
    }

    /// Signs out here and on the server.
    pub fn sign_out(self) {
        let client = self.client.get_value();
        // a page that is loaded from now on is nobody's, even if the server does not hear of it
        storage::remove(Key::WasSignedIn);
        spawn_local(async move {
            for endpoint in push::leave().await {
                // the server that does not hear of it hears of the end of the sign-in
                let _ = client.remove_push_subscription(&PushEndpoint { endpoint }).await;
            }
            // without a connection the sign-in ends on the server with its refresh token
            let _ = client.log_out().await;
            self.leave();
        });
    }
}
