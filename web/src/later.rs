//! The parts of the app whose code comes when somebody opens one of their pages. What a visitor and a customer see
//! first is in the app itself; the feature `split` cuts off the rest, and without it everything is one piece.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local_scoped_with_cancellation};
use pitlane_client::ApiError;

use crate::{
    features::{
        accounts, booking, dispatch, fees, ledger, messages, notices, outbox, quotes, repairs, requests,
        reviews, sent_messages, sessions, settings, staff, team, vehicles,
    },
    ui::{Failed, Skeleton},
};

/// The code of a page could not be fetched.
#[derive(Debug)]
pub struct Missing;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A page on its way.
type Coming = Pin<Box<dyn Future<Output = Result<AnyView, Missing>>>>;

/// Declares the parts and their pages: `part { name => Component }` makes a function `name` that shows the component
/// once the code of its part is there.
macro_rules! parts {
    ($($part:ident { $($name:ident => $($page:ident)::+),+ $(,)? })+) => { $($(
        pub fn $name() -> AnyView {
            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $name() -> Result<AnyView, Missing> {
                Ok($($page)::+().into_any())
            }
            #[cfg(not(feature = "split"))]
            async fn $name() -> Result<AnyView, Missing> {
                Ok($($page)::+().into_any())
            }
            view! { <Later page=|| Box::pin($name()) /> }.into_any()
        }
    )+)+ };
}

parts! {
    entry {
        sign_in => accounts::SignIn,
        sign_up => accounts::SignUp,
        join => accounts::Join,
        forgot => accounts::Forgot,
        reset => accounts::Reset,
        verify_email => accounts::VerifyEmail,
        accept_invitation => accounts::AcceptInvitation,
        settings => settings::Settings,
        two_factor => settings::TwoFactorPage,
        message_preferences => messages::Preferences,
        unsubscribe => messages::Unsubscribe,
        notices_page => notices::Notices,
        vehicles => vehicles::Vehicles,
        upkeep => vehicles::Upkeep,
        upkeep_as_provider => vehicles::UpkeepAsProvider,
        mails => outbox::Outbox,
    }
    booking {
        intake => booking::Intake,
        requests => requests::Requests,
        request => requests::Request,
        pay => requests::RequestPayment,
        room => sessions::Room,
        summary => sessions::Summary,
        asked_review => reviews::Asked,
    }
    provider {
        today => dispatch::Today,
        offers => dispatch::Offers,
        sessions_of_mechanic => sessions::Sessions,
        write_summary => sessions::WriteSummary,
        team_page => team::Team,
        own_reviews => reviews::OwnReviews,
    }
    money {
        staff_sign_in => staff::SignIn,
        revenue => ledger::RevenuePage,
        ledger_page => ledger::LedgerPage,
        fee_rules => fees::Rules,
        write_fee_rule => fees::WriteRule,
        sent_messages_page => sent_messages::SentMessages,
        sent_message => sent_messages::Life,
        message_templates => sent_messages::Templates,
        message_template => sent_messages::Template,
        fee_card => fees::Card,
        balance => ledger::BalancePage,
    }
    quotes {
        own_quotes => quotes::Quotes,
        new_quote => quotes::NewQuote,
        own_quote => quotes::OwnQuote,
        customer_quotes => quotes::CustomerQuotes,
        customer_quote => quotes::CustomerQuote,
        linked_quote => quotes::LinkedQuote,
        declined_lines => quotes::DeclinedLines,
        board => repairs::Board,
        own_repair => repairs::OwnRepair,
        customer_repair => repairs::CustomerRepair,
        linked_repair => repairs::LinkedRepairPage,
    }
}

/// How far a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Coming,
    There,
    Missing,
}

/// Shows a page as soon as its code is there.
#[component]
fn Later(page: fn() -> Coming) -> impl IntoView {
    let stage = RwSignal::new(Stage::Coming);
    let view = StoredValue::new_local(None::<AnyView>);
    // the page belongs to this component, also when it comes after a second try
    let owner = Owner::current().unwrap_or_default();
    let fetch = Callback::new(move |()| {
        stage.set(Stage::Coming);
        owner.with(|| {
            spawn_local_scoped_with_cancellation(async move {
                match page().await {
                    Ok(page) => {
                        view.set_value(Some(page));
                        stage.set(Stage::There);
                    }
                    Err(Missing) => stage.set(Stage::Missing),
                }
            });
        });
    });
    fetch.run(());
    move || match stage.get() {
        Stage::Coming => view! { <Skeleton lines=4 /> }.into_any(),
        Stage::There => view.try_update_value(Option::take).flatten().into_any(),
        Stage::Missing => view! { <Failed error=ApiError::Network on_retry=fetch /> }.into_any(),
    }
}
