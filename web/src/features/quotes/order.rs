use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::{quotes::Quote, realtime::Event};
use pitlane_domain::vocabulary::QuoteStatus;
use uuid::Uuid;

use super::{
    customer_standing,
    decide::Decide,
    name,
    sheet::{Facts, Lines, QuoteTotals},
    talk::Questions,
};
use crate::{
    account::api,
    features::repairs::Follow,
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, LinkButton, Load, load, loaded},
};

/// How the reader came to the quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By their account.
    Account(Uuid),
    /// By the link in a message, without an account.
    Link(String),
}

async fn fetch(way: Option<Way>) -> Result<Quote, ApiError> {
    match way {
        Some(Way::Account(id)) => api().get_customer_quote(id).await,
        Some(Way::Link(token)) => api().get_linked_quote(&token).await,
        None => Err(ApiError::Unreadable { status: 404 }),
    }
}

/// The page of one quote for its customer.
#[component]
pub fn CustomerQuote() -> impl IntoView {
    let id = routing::page_id();
    view! { <Order way=Signal::derive(move || id.get().map(Way::Account)) /> }
}

/// The page of one quote for whoever has the link to it.
#[component]
pub fn LinkedQuote() -> impl IntoView {
    let params = leptos_router::hooks::use_params_map();
    let way = Signal::derive(move || params.with(|map| map.get("token")).map(Way::Link));
    view! { <Order way /> }
}

#[component]
fn Order(way: Signal<Option<Way>>) -> impl IntoView {
    let realtime = Realtime::get();
    let quote = load(move || {
        realtime.resumed.track();
        fetch(way.get())
    });
    // the end of the repair is the end of what could still be approved
    let about = move |quote: &Quote, event: &Event| match event {
        Event::QuoteUpdated { quote_id, .. } => quote.id == *quote_id,
        Event::RepairUpdated { repair_id, .. } => quote.repair_id == Some(*repair_id),
        _ => false,
    };
    realtime.on_event(move |event| {
        if quote.value().with_untracked(|quote| quote.as_ref().is_some_and(|quote| about(quote, event))) {
            quote.reload();
        }
    });
    let title =
        Signal::derive(move || quote.get().map_or_else(|| t().quotes.title.to_owned(), |quote| name(&quote)));
    let lead = Signal::derive(move || {
        let words = &t().quotes;
        quote.get().map(|quote| (words.lead_from)(&quote.provider_name, &quote.vehicle)).unwrap_or_default()
    });
    view! {
        <PageHead title lead />
        {loaded(quote, 8, move |now| view! { <Inside quote way now /> })}
    }
}

/// What of a quote decides how its page looks: what was chosen stays until one of these changes.
fn face(quote: &Quote) -> (Uuid, QuoteStatus, Option<Uuid>, i64, bool) {
    // the first look at it counts up its version, and changes nothing on the page
    (quote.id, quote.status, quote.repair_id, quote.approved_cents, quote.open)
}

#[component]
fn Inside(quote: Load<Quote>, way: Signal<Option<Way>>, now: Signal<Quote>) -> impl IntoView {
    let face = Memo::new(move |_| now.with(face));
    let sheet = move || {
        // read, not only tracked: what nobody reads is never computed
        let _ = face.get();
        let (shown, way) = (now.get_untracked(), way.get_untracked());
        let repair =
            shown.repair_id.filter(|_| matches!(way, Some(Way::Account(_))) && approved(shown.status));
        let standing = view! { <Standing quote=shown.clone() way=way.clone() /> };
        let rest = match (shown.open, way, repair) {
            (true, Some(way), None) => view! { <Decide load=quote quote=shown way /> }.into_any(),
            (true, Some(way), Some(id)) => view! {
                <Follow id />
                <Decide load=quote quote=shown way />
            }
            .into_any(),
            (_, _, Some(id)) => {
                // beside the payment there is room for the sheet
                view! { <Follow id><Decided quote=shown.clone() beside=true /></Follow> }.into_any()
            }
            _ => view! { <Decided quote=shown beside=false /> }.into_any(),
        };
        view! {
            {standing}
            {rest}
        }
    };
    let talk = way.get_untracked().map(|way| view! { <Questions load=quote now way /> });
    view! {
        {sheet}
        {talk}
    }
}

const fn approved(status: QuoteStatus) -> bool {
    matches!(status, QuoteStatus::Approved | QuoteStatus::PartiallyApproved)
}

/// Where the quote stands, in a sentence.
#[component]
fn Standing(quote: Quote, way: Option<Way>) -> impl IntoView {
    let words = &t().quotes;
    let (word, tone) = customer_standing(quote.status);
    let sentence = match quote.status {
        QuoteStatus::Draft | QuoteStatus::Sent => words.decide_text,
        QuoteStatus::Approved => words.lead_approved,
        QuoteStatus::PartiallyApproved if quote.open => words.lead_partly,
        QuoteStatus::PartiallyApproved => words.lead_partly_over,
        QuoteStatus::Declined if quote.open => words.lead_declined_open,
        QuoteStatus::Declined => words.lead_declined,
        QuoteStatus::Expired => words.lead_expired,
        QuoteStatus::Superseded => words.lead_superseded,
        QuoteStatus::Cancelled => words.lead_cancelled,
    };
    let by_link = matches!(way, Some(Way::Link(_)));
    let newer = quote.replaced_by_id.filter(|_| quote.status == QuoteStatus::Superseded);
    // each revision has a link of its own, and only who gets the mails gets it
    let mailed = newer.filter(|_| by_link).map(|_| view! { <p class="note">{words.newer_mailed}</p> });
    let newer = newer.filter(|_| !by_link).map(|id| {
        view! { <LinkButton href=routing::quote(id)>{words.newer}</LinkButton> }
    });
    let account = (approved(quote.status) && by_link).then(|| {
        view! {
            <p class="note">
                {words.pay_account} " " <a href=format!("/sign-in?next={}", routing::quote(quote.id))>{t().shell.sign_in}</a>
            </p>
        }
    });
    view! {
        <div class="row">
            <Badge tone=Signal::stored(tone) text=word />
            <span class="soft">{sentence}</span>
            {newer}
        </div>
        {mailed}
        {account}
    }
}

/// The sheet when there is nothing to decide.
#[component]
fn Decided(quote: Quote, beside: bool) -> impl IntoView {
    let partly = (quote.approved_cents > 0 && quote.approved_cents != quote.total_cents).then(|| {
        view! {
            <p class="row apart">
                <b>{t().quotes.approved_total}</b>
                <span class="sum">{format::money(quote.approved_cents, &quote.currency)}</span>
            </p>
        }
    });
    view! {
        <div class=if beside { "stack" } else { "two keep" }>
            <Lines quote=quote.clone() />
            <section class="sheet padded stack">
                <QuoteTotals quote=quote.clone() />
                {partly}
                <Facts quote />
            </section>
        </div>
    }
}
