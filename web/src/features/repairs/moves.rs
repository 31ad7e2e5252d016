use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::repairs::{Repair, UpdateRepairStatus};
use pitlane_domain::vocabulary::RepairStatus;
use uuid::Uuid;

use super::standing;
use crate::{
    account::api,
    text::t,
    ui::{Button, Confirm, Kind, Toasts},
};

/// Nothing to change yet.
pub const NO_CHANGE: UpdateRepairStatus =
    UpdateRepairStatus { status: None, note: None, internal: false, promised_at: None, reason: None };

fn action(to: RepairStatus) -> &'static str {
    let words = &t().repairs;
    match to {
        RepairStatus::Received => words.received,
        RepairStatus::InProgress => words.start,
        RepairStatus::WaitingForParts => words.wait,
        RepairStatus::Ready => words.make_ready,
        RepairStatus::Completed => words.complete,
        RepairStatus::Cancelled => words.call_off,
    }
}

/// Moves a repair and says so; what follows from it is for `done`, and for `undone` when the server refuses.
pub fn go(
    id: Uuid,
    what: String,
    to: RepairStatus,
    done: impl FnOnce(Repair) + 'static,
    undone: impl FnOnce() + 'static,
) {
    let toasts = Toasts::get();
    spawn_local(async move {
        let body = UpdateRepairStatus { status: Some(to), ..NO_CHANGE };
        match api().update_repair_status(id, &body).await {
            Ok(repair) => {
                toasts.say((t().repairs.moved)(&what, standing(to).0));
                done(repair);
            }
            Err(error) => {
                undone();
                toasts.fail(&error);
            }
        }
    });
}

/// A button for each way on; calling off is not among them.
#[component]
pub fn Ways(
    /// Where it may go.
    allowed: Vec<RepairStatus>,
    /// The repair in words.
    what: String,
    /// Moves it.
    on_move: Callback<RepairStatus>,
) -> impl IntoView {
    let buttons = allowed
        .into_iter()
        .filter(|to| *to != RepairStatus::Cancelled)
        .map(|to| {
            let label = (t().repairs.move_of)(action(to), &what);
            view! { <Button label on_press=move |()| on_move.run(to)>{action(to)}</Button> }
        })
        .collect_view();
    view! { <div class="row">{buttons}</div> }
}

/// Calls the repair off, after asking.
#[component]
pub fn CallOff(
    /// Calls it off.
    on_yes: Callback<()>,
) -> impl IntoView {
    let words = &t().repairs;
    let asking = RwSignal::new(false);
    let yes = move |()| {
        asking.set(false);
        on_yes.run(());
    };
    view! {
        <Button kind=Kind::Quiet on_press=move |()| asking.set(true)>{words.call_off}</Button>
        <Confirm
            open=asking
            title=words.call_off_title
            text=words.call_off_text
            yes=words.call_off
            no=words.keep.to_owned()
            danger=true
            on_yes=Callback::new(yes)
        />
    }
}
