use leptos::prelude::*;
use pitlane_client::fresh_key;
use pitlane_contract::fees::FeeRule;
use pitlane_domain::vocabulary::{FeeScope, FeeSubject, ProviderType, ServiceKind};
use uuid::Uuid;

use super::{
    draft::Draft,
    every_version,
    provider::ChooseProvider,
    simulation::{Outcome, Tried, question},
    subject_word, target, type_word,
};
use crate::{
    account::api,
    features::booking::service_word,
    routing,
    shell::PageHead,
    text::t,
    ui::{
        Button, Empty, Form, FormProblem, Input, InputKind, Kind, LinkButton, SelectInput, Toasts, load,
        loaded, none,
    },
};

/// The page that writes a rule, or the next version of the one in its address.
#[component]
pub fn WriteRule() -> impl IntoView {
    let rule = routing::query("rule").get_untracked();
    match rule {
        Some(id) => view! { <NextVersion id=id.parse().ok() /> }.into_any(),
        None => view! {
            <PageHead title=t().fees.new_title lead=Signal::stored(t().fees.new_lead.to_owned()) />
            <RuleForm before=None />
        }
        .into_any(),
    }
}

#[component]
fn NextVersion(id: Option<Uuid>) -> impl IntoView {
    let client = api();
    let last = load(move || {
        let client = client.clone();
        async move {
            let all = every_version(&client).await?;
            Ok(all.into_iter().filter(|it| Some(it.rule_id) == id).max_by_key(|it| it.version))
        }
    });
    let words = &t().fees;
    let show = move |last: Signal<Option<FeeRule>>| match last.get_untracked() {
        Some(before) => {
            let lead = (words.next_lead)(&target(&before));
            view! {
                <PageHead title=(words.next_title)(before.version + 1) lead=Signal::stored(lead) />
                <RuleForm before=Some(before) />
            }
            .into_any()
        }
        None => view! {
            <PageHead title=words.gone_title />
            <Empty title=words.gone_title text=words.gone>
                <LinkButton href=routing::FEE_RULES>{words.to_rules}</LinkButton>
            </Empty>
        }
        .into_any(),
    };
    loaded(last, 5, show)
}

/// The form: it is tried out first, and saved as it was tried.
#[component]
fn RuleForm(before: Option<FeeRule>) -> impl IntoView {
    let words = &t().fees;
    let version = before.as_ref().map(|before| before.version);
    let draft = Draft::of(before);
    let form = draft.fields().form;
    let days = Form::new().field("days", "90", none);
    let tried = RwSignal::new(None::<Tried>);
    let fresh = Memo::new(move |_| {
        let (rule, days) = (draft.fields().watch(), days.value.get());
        tried.get().filter(|it| Some(&it.rule) == rule.as_ref() && it.days == days)
    });
    let try_out = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(rule) = draft.fields().check().then(|| untrack(|| draft.fields().watch())).flatten() else {
            return;
        };
        let (client, days) = (api(), days.text());
        let body = question(rule.clone(), &days);
        let work = async move { client.simulate_fees(&body).await };
        form.send(work, move |outcome| tried.set(Some(Tried { rule, days, key: fresh_key(), outcome })));
    };
    let go = routing::go();
    let save = Callback::new(move |()| {
        let Some(Tried { rule, key, .. }) = fresh.get_untracked() else { return };
        let (client, go) = (api(), go.clone());
        let work = async move { client.create_fee_rule(&rule, version, Some(&key)).await };
        form.send(work, move |_| {
            Toasts::get().say(words.saved);
            go(routing::FEE_RULES);
        });
    });
    view! {
        <div class="two keep">
            <form class="form sheet padded" novalidate on:submit=try_out>
                <FormProblem form />
                {version.is_none().then(|| view! { <Target draft /> })}
                <Amounts draft />
                <Times draft />
                <SelectInput field=days label=words.period options=periods() />
                <div class="actions start">
                    <Button submit=true busy=form.busy>
                        {words.try_out}
                    </Button>
                </div>
            </form>
            <Trial draft tried=tried.read_only() fresh is_new=version.is_none() save />
        </div>
    }
}

/// What came of the trial, and the way to save the rule as it was tried.
#[component]
fn Trial(
    draft: Draft,
    tried: ReadSignal<Option<Tried>>,
    fresh: Memo<Option<Tried>>,
    is_new: bool,
    save: Callback<()>,
) -> impl IntoView {
    let (words, form) = (&t().fees, draft.fields().form);
    let shown = move || match (fresh.get(), tried.with(Option::is_some)) {
        (Some(Tried { outcome, .. }), _) => view! {
            <Outcome of=outcome />
            <Button kind=Kind::Main wide=true busy=form.busy on_press=save>
                {if is_new { words.save } else { words.save_version }}
            </Button>
        }
        .into_any(),
        (None, true) => view! { <p class="soft">{words.stale}</p> }.into_any(),
        (None, false) => view! { <p class="soft">{words.new_lead}</p> }.into_any(),
    };
    view! {
        <section class="sheet padded stack aside" role="status" aria-label=words.outcome>
            {shown}
        </section>
    }
}

/// What the rule is for and whom it concerns; the same in all its versions.
#[component]
fn Target(draft: Draft) -> impl IntoView {
    let (words, fields) = (&t().fees, draft.fields());
    let subjects = FeeSubject::ALL.iter().map(|it| (it.to_string(), subject_word(*it).to_owned())).collect();
    let scopes = [
        (FeeScope::All, words.scope_all),
        (FeeScope::ProviderType, words.scope_type),
        (FeeScope::Service, words.scope_service),
        (FeeScope::Provider, words.a_provider),
    ];
    let scopes = scopes.into_iter().map(|(scope, word)| (scope.to_string(), word.to_owned())).collect();
    let scope = Memo::new(move |_| fields.chosen_scope());
    let more = move || match scope.get() {
        FeeScope::All => ().into_any(),
        FeeScope::ProviderType => {
            let kinds = ProviderType::ALL.iter().map(|it| (it.to_string(), type_word(*it).to_owned()));
            view! { <SelectInput field=fields.kind label=words.kind options=kinds.collect() /> }.into_any()
        }
        FeeScope::Service => {
            let services = ServiceKind::ALL.iter().map(|it| (it.to_string(), service_word(*it).to_owned()));
            view! { <SelectInput field=fields.service label=words.service options=services.collect() /> }
                .into_any()
        }
        FeeScope::Provider => view! { <ChooseProvider draft /> }.into_any(),
    };
    view! {
        <div class="pair roomy">
            <SelectInput field=fields.subject label=words.what options=subjects />
            <SelectInput field=fields.scope label=words.whom options=scopes />
        </div>
        {more}
    }
}

#[component]
fn Amounts(draft: Draft) -> impl IntoView {
    let (words, fields) = (&t().fees, draft.fields());
    view! {
        <div class="pair">
            <Input field=fields.percent label=words.percent_label />
            <Input field=fields.fixed label=words.fixed optional=true />
        </div>
        <div class="pair">
            <Input field=fields.least label=words.least optional=true />
            <Input field=fields.most label=words.most optional=true />
        </div>
        <Input field=fields.priority label=words.order hint=words.order_hint />
    }
}

#[component]
fn Times(draft: Draft) -> impl IntoView {
    let (words, fields) = (&t().fees, draft.fields());
    view! {
        <div class="pair roomy">
            <Input field=fields.begin label=words.begin hint=words.begin_hint kind=InputKind::Date optional=true />
            <Input field=fields.end label=words.end hint=words.end_hint kind=InputKind::Date optional=true />
        </div>
    }
}

fn periods() -> Vec<(String, String)> {
    let words = &t().fees;
    [("30", words.days_30), ("90", words.days_90), ("365", words.days_365)]
        .map(|(days, word)| (days.to_owned(), word.to_owned()))
        .into()
}
