use leptos::prelude::*;
use pitlane_contract::{
    accounts::{Invitation, InviteMember},
    paging::List,
};
use pitlane_domain::vocabulary::WorkshopRole;

use crate::{
    account::api,
    features::accounts::email,
    text::t,
    ui::{Button, Choice, Form, FormProblem, Input, InputKind, Kind, Load, Toasts, none},
};

/// Invites somebody to the workshop by e-mail.
#[component]
pub fn Invite(
    /// The list that the new invitation joins.
    invitations: Load<List<Invitation>>,
) -> impl IntoView {
    let words = &t().team;
    let form = Form::new();
    let address = form.field("email", "", email);
    let role = form.field("role", WorkshopRole::Mechanic.as_str(), none);
    let (client, toasts) = (api(), Toasts::get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (client, key) = (client.clone(), form.key());
        let body = InviteMember {
            email: address.text(),
            role: role.text().parse().unwrap_or(WorkshopRole::Mechanic),
        };
        form.send(
            async move { client.invite_member(&body, Some(&key)).await },
            move |invitation: Invitation| {
                toasts.say((words.sent)(&invitation.email));
                address.value.set(String::new());
                let _ = invitations
                    .value()
                    .try_update(|list| list.as_mut().map(|list| list.items.insert(0, invitation)));
            },
        );
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.invite}</h2>
            <p class="soft">{words.invite_lead}</p>
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input field=address label=words.email kind=InputKind::Email autocomplete="off" />
                <fieldset class="field">
                    <legend>{words.role}</legend>
                    <div class="choices">
                        <Choice
                            group="role"
                            value=WorkshopRole::Mechanic.as_str()
                            chosen=role.value
                            label=words.mechanic
                            hint=words.mechanic_hint.to_owned()
                        />
                        <Choice
                            group="role"
                            value=WorkshopRole::Manager.as_str()
                            chosen=role.value
                            label=words.manager
                            hint=words.manager_hint.to_owned()
                        />
                    </div>
                </fieldset>
                <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                    {words.send}
                </Button>
            </form>
        </section>
    }
}
