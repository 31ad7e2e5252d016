use leptos::prelude::*;
use pitlane_contract::{
    realtime::Event,
    repairs::{RepairQuery, RepairSummary},
};
use pitlane_domain::{repairs::is_over, vocabulary::RepairStatus};

use super::{paid, standing};
use crate::{
    account::api,
    format,
    realtime::Realtime,
    routing,
    text::t,
    ui::{Badge, Empty, LinkButton, LoadedFeed, Moment, Money, feed},
};

/// The repairs of one status, newest first.
#[component]
pub fn ByStatus(
    /// The status.
    status: RepairStatus,
) -> impl IntoView {
    let words = &t().repairs;
    let realtime = Realtime::get();
    let repairs = feed(move |cursor| {
        realtime.resumed.track();
        let query = RepairQuery { status: Some(status), limit: Some(20), cursor };
        async move { api().list_repairs(&query).await }
    });
    realtime.on_event(move |event| {
        let Event::RepairUpdated { repair_id, status: now, .. } = event else { return };
        let shown =
            repairs.items.with_untracked(|items| items.iter().flatten().any(|it| it.id == *repair_id));
        if shown || *now == status {
            repairs.reload();
        }
    });
    let empty = move || {
        view! {
            <Empty title=words.status_empty_title text=(words.status_empty)(standing(status).0)>
                <LinkButton href=routing::BOARD>{words.to_board}</LinkButton>
            </Empty>
        }
    };
    let row = Callback::from(|repair: RepairSummary| view! { <Row repair /> }.into_any());
    view! {
        <section>
            <LoadedFeed of=repairs label=words.title lines=6 empty row />
        </section>
    }
}

#[component]
fn Row(repair: RepairSummary) -> impl IntoView {
    let (word, tone) = paid(repair.payment_status);
    let at = if is_over(repair.status) {
        repair.completed_at.unwrap_or(repair.updated_at)
    } else {
        repair.created_at
    };
    view! {
        <li class="svc">
            <Moment at how=format::day_or_time />
            <a class="name" href=routing::own_repair(repair.id)>
                <span class="figures-font">{repair.number}</span>
                " "
                {repair.customer_name}
            </a>
            <Money cents=repair.authorized_cents currency=repair.currency />
            <small class="clip">{repair.vehicle}</small>
            <small class="w">
                <Badge tone=Signal::stored(tone) text=word />
            </small>
        </li>
    }
}
