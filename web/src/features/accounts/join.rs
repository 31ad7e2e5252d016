use leptos::prelude::*;
use pitlane_contract::accounts::RegisterProvider;
use pitlane_domain::vocabulary::ProviderType;

use super::{MailSent, rules};
use crate::{
    account::api,
    format,
    shell::PageHead,
    text::t,
    ui::{Button, Choice, Field, Form, FormProblem, Input, InputKind, Kind},
};

/// Makes the account of an independent mechanic, or of a workshop and its owner.
#[component]
pub fn Join() -> impl IntoView {
    let sent = RwSignal::new(None::<String>);
    move || match sent.get() {
        Some(email) => {
            let text = (t().account.check_mail)(&email);
            view! { <div class="narrow stack"><MailSent text email /></div> }.into_any()
        }
        None => view! { <JoinForm sent /> }.into_any(),
    }
}

/// The fields of a provider's account.
#[derive(Clone, Copy)]
struct Fields {
    kind: Field,
    workshop: Field,
    name: Field,
    email: Field,
    password: Field,
    specialties: Field,
    years: Field,
}

impl Fields {
    fn of(form: &Form) -> Self {
        let kind = form.field("provider_type", ProviderType::Independent.as_str(), crate::ui::none);
        let workshop_rule = move |value: &str| {
            let needed = kind.value.with_untracked(|kind| kind == ProviderType::Workshop.as_str());
            needed.then(|| rules::name(value)).flatten()
        };
        Self {
            kind,
            workshop: form.field("workshop_name", "", workshop_rule),
            name: form.field("name", "", rules::name),
            email: form.field("email", "", rules::email),
            password: form.field("password", "", rules::new_password),
            specialties: form.field("specialties", "", crate::ui::none),
            years: form.field("years_experience", "", years),
        }
    }

    fn body(self) -> RegisterProvider {
        let provider_type = self.kind.text().parse().unwrap_or(ProviderType::Independent);
        RegisterProvider {
            email: self.email.text(),
            password: self.password.value.get_untracked(),
            name: self.name.text(),
            provider_type,
            workshop_name: self.workshop.filled().filter(|_| provider_type == ProviderType::Workshop),
            phone: None,
            specialties: words(&self.specialties.text()),
            years_experience: self.years.text().parse().unwrap_or_default(),
            time_zone: format::time_zone(),
        }
    }
}

/// May be empty, else must be whole years.
pub fn years(value: &str) -> Option<String> {
    let value = value.trim();
    let good = value.is_empty() || value.parse::<i32>().is_ok_and(|years| (0..=70).contains(&years));
    (!good).then(|| t().account.years_invalid.to_owned())
}

/// Reads words that are separated by commas.
pub fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

#[component]
fn JoinForm(sent: RwSignal<Option<String>>) -> impl IntoView {
    let form = Form::new();
    let fields = Fields::of(&form);
    let client = api();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (client, key, body) = (client.clone(), form.key(), fields.body());
        form.send(async move { client.register_provider(&body, Some(&key)).await }, move |_| {
            sent.set(Some(fields.email.text()));
        });
    };
    let lead = Signal::stored(t().account.provider_sign_up_lead.to_owned());
    view! {
        <div class="narrow stack wide">
            <PageHead title=t().account.provider_sign_up_title lead />
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <JoinFields fields />
                <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                    {t().account.create}
                </Button>
            </form>
            <p>
                <span class="soft">{t().account.known_here} " "</span>
                <a href="/sign-in">{t().account.sign_in}</a>
                <br />
                <span class="soft">{t().account.looking_for_help} " "</span>
                <a href="/sign-up">{t().account.join_as_customer}</a>
            </p>
        </div>
    }
}

#[component]
fn JoinFields(fields: Fields) -> impl IntoView {
    let account = &t().account;
    let chosen = fields.kind.value;
    let is_workshop = move || chosen.with(|kind| kind == ProviderType::Workshop.as_str());
    let workshop = move || {
        is_workshop().then(|| {
            view! { <Input field=fields.workshop label=account.workshop_name autocomplete="organization" /> }
        })
    };
    view! {
        <fieldset class="field">
            <legend>{account.kind}</legend>
            <div class="choices">
                <Choice
                    group="provider_type"
                    value=ProviderType::Independent.as_str()
                    chosen
                    label=account.independent
                    hint=account.independent_hint.to_owned()
                />
                <Choice
                    group="provider_type"
                    value=ProviderType::Workshop.as_str()
                    chosen
                    label=account.workshop
                    hint=account.workshop_hint.to_owned()
                />
            </div>
        </fieldset>
        {workshop}
        <Input field=fields.name label=account.name hint=account.name_hint.to_owned() autocomplete="name" />
        <Input field=fields.email label=account.email kind=InputKind::Email />
        <Input
            field=fields.password
            label=account.password
            hint=account.password_hint.to_owned()
            kind=InputKind::NewPassword
        />
        <Input
            field=fields.specialties
            label=account.specialties
            hint=account.specialties_hint.to_owned()
            optional=true
        />
        <Input field=fields.years label=account.years kind=InputKind::Digits optional=true />
    }
}
