use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::{paging::List, vehicles::Vehicle};
use uuid::Uuid;

use super::{VehicleForm, words};
use crate::{
    account::api,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Button, Confirm, Empty, Kind, Load, Toasts, load, loaded},
};

/// What is being edited.
#[derive(Debug, Clone, PartialEq)]
enum Editing {
    Nothing,
    New,
    Old(Box<Vehicle>),
}

/// The page of the customer's vehicles.
#[component]
pub fn Vehicles() -> impl IntoView {
    let client = api();
    let vehicles = load(move || {
        let client = client.clone();
        async move { client.list_vehicles().await }
    });
    let editing = RwSignal::new(Editing::Nothing);
    let toasts = Toasts::get();
    let saved = move |_: Vehicle| {
        editing.set(Editing::Nothing);
        toasts.say(t().vehicles.saved);
        vehicles.reload();
    };
    let form = move || {
        let cancel = move |()| editing.set(Editing::Nothing);
        match editing.get() {
            Editing::Nothing => ().into_any(),
            Editing::New => view! {
                <section class="sheet padded stack">
                    <h2>{t().vehicles.add}</h2>
                    <VehicleForm on_saved=Callback::from(saved) on_cancel=cancel />
                </section>
            }
            .into_any(),
            Editing::Old(old) => view! {
                <section class="sheet padded stack">
                    <h2>{t().vehicles.edit_title}</h2>
                    <VehicleForm old=Some(*old) on_saved=Callback::from(saved) on_cancel=cancel />
                </section>
            }
            .into_any(),
        }
    };
    view! {
        <PageHead title=t().vehicles.title lead=Signal::stored(t().vehicles.lead.to_owned())>
            <Button kind=Kind::Main on_press=move |()| editing.set(Editing::New)>
                {t().vehicles.add}
            </Button>
        </PageHead>
        {form}
        <VehicleList vehicles editing />
    }
}

#[component]
fn VehicleList(vehicles: Load<List<Vehicle>>, editing: RwSignal<Editing>) -> impl IntoView {
    let removing = RwSignal::new(None::<Vehicle>);
    let rows = move |list: Signal<List<Vehicle>>| {
        move || {
            let items = list.get().items;
            if items.is_empty() {
                return view! { <Empty title=t().vehicles.empty_title text=t().vehicles.empty /> }.into_any();
            }
            let rows =
                items.into_iter().map(|vehicle| view! { <Row vehicle editing removing /> }).collect_view();
            view! {
                <ul class="sheet" aria-label=t().vehicles.title>
                    {rows}
                </ul>
            }
            .into_any()
        }
    };
    view! {
        {loaded(vehicles, 3, rows)}
        <Removal vehicles removing />
    }
}

#[component]
fn Row(vehicle: Vehicle, editing: RwSignal<Editing>, removing: RwSignal<Option<Vehicle>>) -> impl IntoView {
    let name = words(&vehicle);
    let id = vehicle.id;
    let service_label = (t().upkeep.title)(&name);
    let edit_label = format!("{}: {name}", t().common.edit);
    let remove_label = format!("{}: {name}", t().common.remove);
    let details = [
        vehicle.plate.clone(),
        vehicle.vin.clone(),
        vehicle.mileage.map(|miles| (t().vehicles.miles)(&format::number(miles.into()))),
    ];
    let details = details.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (old, gone) = (vehicle.clone(), vehicle);
    view! {
        <li class="row apart">
            <div>
                <b>{name}</b>
                <br />
                <small class="soft number">{details}</small>
            </div>
            <div class="row">
                <a class="button" href=routing::vehicle(id) aria-label=service_label>
                    {t().upkeep.open}
                </a>
                <Button label=edit_label on_press=move |()| editing.set(Editing::Old(Box::new(old.clone())))>
                    {t().common.edit}
                </Button>
                <Button kind=Kind::Quiet label=remove_label on_press=move |()| removing.set(Some(gone.clone()))>
                    {t().common.remove}
                </Button>
            </div>
        </li>
    }
}

/// Asks before a vehicle is removed; it goes at once and comes back if the server refuses.
#[component]
fn Removal(vehicles: Load<List<Vehicle>>, removing: RwSignal<Option<Vehicle>>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if removing.with(Option::is_some) {
            open.set(true);
        }
    });
    let name = Signal::derive(move || removing.get().map(|vehicle| words(&vehicle)).unwrap_or_default());
    let toasts = Toasts::get();
    let client = api();
    let remove = move |()| {
        open.set(false);
        let Some(vehicle) = removing.get_untracked() else { return };
        let before = vehicles.value().get_untracked();
        take_out(vehicles, vehicle.id);
        let client = client.clone();
        spawn_local(async move {
            match client.delete_vehicle(vehicle.id).await {
                Ok(()) => toasts.say((t().vehicles.removed)(&words(&vehicle))),
                Err(error) => {
                    let _ = vehicles.value().try_set(before);
                    toasts.fail(&error);
                }
            }
        });
    };
    view! {
        <Confirm
            open
            title=Signal::derive(move || (t().vehicles.remove_title)(&name.get()))
            text=t().vehicles.remove_text
            yes=t().common.remove
            danger=true
            on_yes=Callback::new(remove)
        />
    }
}

fn take_out(vehicles: Load<List<Vehicle>>, id: Uuid) {
    vehicles.value().update(|list| {
        if let Some(list) = list {
            list.items.retain(|vehicle| vehicle.id != id);
        }
    });
}
