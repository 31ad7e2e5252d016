use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::accounts::{Me, MyMechanic, UpdateMe};
use pitlane_domain::{limits::BIO, vocabulary::ServiceKind};

use crate::{
    account::{Account, api},
    features::{
        accounts::{name, phone, words as words_of, years},
        booking::service_word,
    },
    format,
    text::t,
    ui::{
        AreaInput, Badge, Button, Checks, Field, Form, FormProblem, Input, InputKind, Kind, Toasts, Tone,
        none, ticked, within,
    },
};

/// Name, phone and e-mail address.
#[component]
pub fn Profile() -> impl IntoView {
    let account = Account::get();
    let me = account.me_now();
    me.map(|me| view! { <ProfileForm me /> })
}

#[component]
fn ProfileForm(me: Me) -> impl IntoView {
    let words = &t().settings;
    let form = Form::new();
    let own_name = form.field("name", me.name.clone(), name);
    let own_phone = form.field("phone", me.phone.clone().unwrap_or_default(), phone);
    let mechanic = me.mechanic.as_ref().map(|mechanic| MechanicFields::of(&form, mechanic));
    let (client, account, toasts) = (api(), Account::get(), Toasts::get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let client = client.clone();
        let body = UpdateMe {
            name: Some(own_name.text()),
            phone: Some(own_phone.text()),
            locale: format::locale(),
            // it is chosen with the messages: another browser's is not taken for it unasked
            time_zone: None,
            bio: mechanic.map(|it| it.bio.text()),
            specialties: mechanic.map(|it| words_of(&it.specialties.text())),
            years_experience: mechanic.and_then(|it| it.years.text().parse().ok()),
            services: mechanic.map(|it| it.offered()),
        };
        form.send(async move { client.update_me(&body).await }, move |me| {
            account.set_me(me);
            toasts.say(words.profile_saved);
        });
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.profile}</h2>
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input field=own_name label=t().account.name autocomplete="name" />
                <Input
                    field=own_phone
                    label=t().account.phone
                    hint=words.phone_hint.to_owned()
                    kind=InputKind::Phone
                    optional=true
                />
                {mechanic.map(|fields| view! { <AboutMechanic fields /> })}
                <Email email=me.email />
                <div class="actions start">
                    <Button kind=Kind::Main submit=true busy=form.busy>
                        {t().common.save}
                    </Button>
                </div>
            </form>
        </section>
    }
}

/// What customers read about a mechanic.
#[derive(Clone, Copy)]
struct MechanicFields {
    bio: Field,
    specialties: Field,
    years: Field,
    services: Field,
}

/// The words of services, as a field with boxes has them.
fn service_words(services: &[ServiceKind]) -> String {
    services.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" ")
}

fn some(value: &str) -> Option<String> {
    ticked(value).next().is_none().then(|| t().account.services_none.to_owned())
}

impl MechanicFields {
    fn of(form: &Form, mechanic: &MyMechanic) -> Self {
        Self {
            bio: form.field("bio", mechanic.bio.clone(), within(BIO)),
            specialties: form.field("specialties", mechanic.specialties.join(", "), none),
            years: form.field("years_experience", mechanic.years_experience.to_string(), years),
            services: form.field("services", service_words(&mechanic.services), some),
        }
    }

    /// The services that are ticked.
    fn offered(&self) -> Vec<ServiceKind> {
        ticked(&self.services.text()).filter_map(|word| word.parse().ok()).collect()
    }
}

#[component]
fn AboutMechanic(fields: MechanicFields) -> impl IntoView {
    let words = &t().account;
    let boxes = ServiceKind::ALL.iter().map(|kind| (kind.as_str(), service_word(*kind))).collect::<Vec<_>>();
    view! {
        <AreaInput field=fields.bio label=words.bio hint=words.bio_hint.to_owned() optional=true />
        <Input field=fields.specialties label=words.specialties hint=words.specialties_hint.to_owned() optional=true />
        <Input field=fields.years label=words.years kind=InputKind::Digits />
        <Checks field=fields.services label=words.services boxes />
    }
}

#[component]
fn Email(email: String) -> impl IntoView {
    let words = &t().settings;
    let (client, account, toasts) = (api(), Account::get(), Toasts::get());
    let busy = RwSignal::new(false);
    let verified = Memo::new(move |_| account.me().is_some_and(|me| me.email_verified));
    let send = Callback::new(move |()| {
        let client = client.clone();
        busy.set(true);
        spawn_local(async move {
            let outcome = client.resend_verification().await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(_) => toasts.say(words.resent),
                Err(error) => toasts.fail(&error),
            }
        });
    });
    let standing = move || {
        if verified.get() {
            view! { <Badge tone=Tone::Good text=words.email_confirmed /> }.into_any()
        } else {
            view! {
                <Badge tone=Tone::Wait text=words.email_unconfirmed />
                <Button busy on_press=send>
                    {words.resend}
                </Button>
            }
            .into_any()
        }
    };
    view! {
        <div class="field">
            <b>{t().account.email}</b>
            <div class="row">
                <span>{email}</span>
                {standing}
            </div>
        </div>
    }
}
