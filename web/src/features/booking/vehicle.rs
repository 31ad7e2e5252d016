use leptos::prelude::*;
use pitlane_contract::vehicles::Vehicle;

use super::{draft::Draft, intake::Way};
use crate::{
    features::vehicles::{VehicleForm, words},
    format,
    text::t,
    ui::{Button, Choice, Kind},
};

/// Which vehicle it is.
#[component]
pub fn VehicleStep(draft: Draft, way: Way) -> impl IntoView {
    let adding = RwSignal::new(draft.vehicles.with_untracked(Vec::is_empty));
    let saved = move |vehicle: Vehicle| {
        draft.vehicle.value.set(vehicle.id.to_string());
        draft.vehicles.update(|vehicles| vehicles.push(vehicle));
        adding.set(false);
        way.to(1);
    };
    move || {
        if adding.get() {
            let first = draft.vehicles.with_untracked(Vec::is_empty);
            let cancel = move |()| adding.set(false);
            view! {
                <section class="stack">
                    <h2 tabindex="-1">{t().booking.which_vehicle}</h2>
                    {if first {
                        view! { <VehicleForm on_saved=Callback::from(saved) /> }.into_any()
                    } else {
                        view! { <VehicleForm on_saved=Callback::from(saved) on_cancel=cancel /> }.into_any()
                    }}
                </section>
            }
            .into_any()
        } else {
            view! { <Known draft way adding /> }.into_any()
        }
    }
}

#[component]
fn Known(draft: Draft, way: Way, adding: RwSignal<bool>) -> impl IntoView {
    let chosen = draft.vehicle.value;
    let choices = move || {
        draft
            .vehicles
            .get()
            .into_iter()
            .map(|vehicle| {
                let hint = vehicle
                    .mileage
                    .map(|miles| (t().vehicles.miles)(&format::number(miles.into())))
                    .or_else(|| vehicle.plate.clone())
                    .unwrap_or_default();
                view! {
                    <Choice
                        group="vehicle_id"
                        value=vehicle.id.to_string()
                        chosen
                        label=words(&vehicle)
                        hint
                    />
                }
            })
            .collect_view()
    };
    let none = Signal::derive(move || chosen.with(String::is_empty));
    view! {
        <fieldset class="stack">
            <legend>
                <h2 tabindex="-1">{t().booking.which_vehicle}</h2>
            </legend>
            <div class="choices">{choices}</div>
        </fieldset>
        <div class="actions">
            <Button on_press=move |()| adding.set(true)>{t().booking.other_vehicle}</Button>
            <Button kind=Kind::Main disabled=none on_press=move |()| way.to(1)>
                {t().common.go_on}
            </Button>
        </div>
    }
}
