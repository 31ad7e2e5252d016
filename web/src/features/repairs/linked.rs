use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;
use pitlane_contract::repairs::{LinkedRepair, Repair};
use pitlane_domain::vocabulary::RepairStatus;

use super::{follow::MoneyLines, receipt::Figures, standing, timeline::entries};
use crate::{
    account::api,
    features::{
        photos::Gallery,
        reviews::{Elsewhere, ReviewForm, Subject},
    },
    format,
    shell::PageHead,
    text::t,
    ui::{Badge, Button, Load, Timeline, Toasts, load, loaded, save},
};

/// The page of one repair for whoever has the link to it.
#[component]
pub fn LinkedRepairPage() -> impl IntoView {
    let words = &t().repairs;
    let params = leptos_router::hooks::use_params_map();
    let token = Signal::derive(move || params.with(|map| map.get("token")).unwrap_or_default());
    let linked = load(move || {
        let token = token.get();
        async move {
            if token.is_empty() {
                return Err(ApiError::Unreadable { status: 404 });
            }
            api().get_linked_repair(&token).await
        }
    });
    let title = Signal::derive(move || {
        let vehicle = linked.get().map(|linked| linked.repair.summary.vehicle);
        vehicle.map_or_else(|| words.title.to_owned(), |vehicle| (words.one_title)(&vehicle))
    });
    let lead = Signal::derive(move || {
        linked.get().map(|it| (words.lead_from)(&it.repair.summary.provider_name)).unwrap_or_default()
    });
    view! {
        <PageHead title lead />
        {loaded(linked, 8, move |now| view! { <Inside linked token now /> })}
    }
}

#[component]
fn Inside(linked: Load<LinkedRepair>, token: Signal<String>, now: Signal<LinkedRepair>) -> impl IntoView {
    let words = &t().repairs;
    let repair = Signal::derive(move || now.with(|now| now.repair.clone()));
    let lines = Signal::derive(move || repair.with(|repair| entries(&repair.timeline)));
    let photos = Signal::derive(move || repair.with(|repair| repair.photos.clone()));
    let badge = move || {
        let (word, tone) = standing(repair.with(|repair| repair.summary.status));
        view! { <Badge tone=Signal::stored(tone) text=word /> }
    };
    let promised = move || {
        repair.with(|repair| repair.summary.promised_at).map(|at| {
            view! { <p class="soft">{words.promised} " " {format::day(at)} ", " {format::time(at)}</p> }
        })
    };
    view! {
        <Review linked token now />
        <div class="two follow">
            <section class="sheet padded stack">
                <div class="row apart">
                    <h2>{words.what_happened}</h2>
                    {badge}
                </div>
                {promised}
                <Timeline label=words.what_happened entries=lines />
            </section>
            <section class="sheet padded stack">
                <MoneyLines now=repair />
                <Account repair />
            </section>
            <div class="stack wide">
                <Gallery photos />
                <Receipt token now />
            </div>
        </div>
    }
}

/// How the work is paid: online by an account, which takes over what was sent to its address.
#[component]
fn Account(repair: Signal<Repair>) -> impl IntoView {
    let words = &t().guests;
    let due = Memo::new(move |_| repair.with(|repair| repair.account.due_cents > 0));
    move || {
        due.get().then(|| {
            view! {
                <p class="note">
                    {words.pay_account} " " <a href="/sign-up">{words.make_account}</a>
                </p>
            }
        })
    }
}

#[component]
fn Receipt(token: Signal<String>, now: Signal<LinkedRepair>) -> impl IntoView {
    let there = Memo::new(move |_| now.with(|now| now.has_receipt));
    move || {
        there.get().then(|| {
            let receipt = load(move || {
                let token = token.get();
                async move { api().get_linked_receipt(&token).await }
            });
            view! {
                <section>
                    <div class="head">
                        <h2>{t().repairs.receipt}</h2>
                    </div>
                    {loaded(receipt, 4, |receipt| view! { {move || view! { <Figures receipt=receipt.get() /> }} })}
                    <p>
                        <SaveReceipt token />
                    </p>
                </section>
            }
        })
    }
}

/// Saves the receipt as a PDF file.
#[component]
fn SaveReceipt(token: Signal<String>) -> impl IntoView {
    let (busy, toasts) = (RwSignal::new(false), Toasts::get());
    let press = move |()| {
        let token = token.get_untracked();
        busy.set(true);
        spawn_local(async move {
            let made = api().get_linked_receipt_pdf(&token).await;
            let _ = busy.try_set(false);
            match made {
                Ok(bytes) => {
                    if save(&bytes, "application/pdf", "receipt.pdf").is_none() {
                        toasts.say(t().problems.unreadable);
                    }
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <Button busy on_press=press>
            {t().repairs.save_receipt}
        </Button>
    }
}

/// The review of completed work, once; then the pages elsewhere, the same for every rating.
#[component]
fn Review(linked: Load<LinkedRepair>, token: Signal<String>, now: Signal<LinkedRepair>) -> impl IntoView {
    let stage = Memo::new(move |_| {
        now.with(|now| (now.repair.summary.status == RepairStatus::Completed, now.repair.reviewed))
    });
    let again = Callback::new(move |()| linked.reload());
    move || match stage.get() {
        (true, false) => view! { <ReviewForm of=Subject::Link(token.get()) on_done=again /> }.into_any(),
        (true, true) => {
            let (provider, links) = now
                .with_untracked(|now| (now.repair.summary.provider_name.clone(), now.review_links.clone()));
            view! {
                <p class="soft">{t().review.already_repair}</p>
                <Elsewhere provider links />
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}
