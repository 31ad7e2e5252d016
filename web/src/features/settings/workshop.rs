use leptos::prelude::*;
use pitlane_contract::accounts::{UpdateWorkshopProfile, WorkshopProfile};
use pitlane_domain::{
    limits::{ADDRESS, BIO},
    vocabulary::ProviderType,
};

use crate::{
    account::{Account, api},
    features::accounts::{name, phone},
    format, routing,
    text::t,
    ui::{
        AreaInput, Button, Field, Form, FormProblem, Input, InputKind, Kind, SelectInput, Toasts, load,
        loaded, none, within,
    },
};

/// What everybody reads about the workshop; for whoever runs it.
#[component]
pub fn Workshop() -> impl IntoView {
    let client = api();
    let profile = load(move || {
        let client = client.clone();
        async move { client.workshop_profile().await }
    });
    view! {
        <section class="sheet padded stack">
            <h2>{t().workshop.title}</h2>
            <p class="soft">{t().workshop.lead}</p>
            {loaded(profile, 6, |now: Signal<WorkshopProfile>| view! { <WorkshopForm now=now.get_untracked() /> })}
        </section>
    }
}

/// What is typed. The person's own profile, on the same page, has fields of the same names.
#[derive(Clone, Copy)]
struct Fields {
    name: Field,
    bio: Field,
    address: Field,
    phone: Field,
    zone: Field,
}

impl Fields {
    fn of(form: &Form, now: &WorkshopProfile) -> Self {
        let (address, number) =
            (now.address.clone().unwrap_or_default(), now.phone.clone().unwrap_or_default());
        Self {
            name: form.field_at("workshop-name", "name", now.name.clone(), name),
            bio: form.field_at("workshop-bio", "bio", now.bio.clone(), within(BIO)),
            address: form.field_at("workshop-address", "address", address, within(ADDRESS)),
            phone: form.field_at("workshop-phone", "phone", number, phone),
            zone: form.field_at("workshop-time-zone", "time_zone", now.time_zone.clone(), none),
        }
    }

    fn read(self) -> UpdateWorkshopProfile {
        UpdateWorkshopProfile {
            name: Some(self.name.text()),
            bio: Some(self.bio.text()),
            address: Some(self.address.text()),
            phone: Some(self.phone.text()),
            time_zone: Some(self.zone.text()),
        }
    }
}

#[component]
fn WorkshopForm(now: WorkshopProfile) -> impl IntoView {
    let words = &t().workshop;
    let form = Form::new();
    let fields = Fields::of(&form, &now);
    let (client, account, toasts) = (api(), Account::get(), Toasts::get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (client, body) = (client.clone(), fields.read());
        form.send(async move { client.update_workshop_profile(&body).await }, move |saved| {
            account.set_workshop_name(saved.name);
            toasts.say(words.saved);
        });
    };
    let zones = format::zone_choices(&now.time_zone);
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <Input field=fields.name label=t().account.workshop_name autocomplete="organization" />
            <AreaInput field=fields.bio label=words.bio hint=words.bio_hint.to_owned() optional=true />
            <AreaInput field=fields.address label=words.address hint=words.address_hint.to_owned() optional=true />
            <Input
                field=fields.phone
                label=words.phone
                hint=words.phone_hint.to_owned()
                kind=InputKind::Phone
                autocomplete="work tel"
                optional=true
            />
            <SelectInput field=fields.zone label=words.time_zone options=zones />
            <p>
                <a href=routing::profile(ProviderType::Workshop, now.id)>{words.open}</a>
            </p>
            <div class="actions start">
                <Button kind=Kind::Main submit=true busy=form.busy>
                    {t().common.save}
                </Button>
            </div>
        </form>
    }
}
