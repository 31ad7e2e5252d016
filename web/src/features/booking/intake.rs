use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use pitlane_domain::vocabulary::ProviderType;
use uuid::Uuid;

use super::{
    draft::{Draft, Material, Target},
    pay::PayStep,
    problem::ProblemStep,
    service::ServiceStep,
    vehicle::VehicleStep,
};
use crate::{
    account::api,
    routing,
    shell::{PageHead, focus_after_paint},
    text::t,
    ui::{Steps, load, loaded},
};

/// The words of the steps in the address.
const STEPS: [&str; 4] = ["vehicle", "problem", "service", "pay"];

/// The way from one step to another; the steps are in the address, so that Back goes one step back.
#[derive(Clone, Copy)]
pub struct Way(Callback<usize>);

impl Way {
    /// Leads to a step.
    pub fn to(self, step: usize) {
        self.0.run(step);
    }
}

fn target() -> Memo<Option<Target>> {
    let map = use_query_map();
    Memo::new(move |_| {
        map.with(|map| {
            let kind =
                map.get("kind").and_then(|kind| kind.parse().ok()).unwrap_or(ProviderType::Independent);
            let profile_id = map.get("provider").and_then(|id| id.parse::<Uuid>().ok())?;
            Some(Target { kind, profile_id, wait: map.get("wait").is_some() })
        })
    })
}

fn address(target: Option<Target>, step: usize) -> String {
    let step = STEPS.get(step).copied().unwrap_or_default();
    match target {
        Some(Target { kind, profile_id, wait }) => {
            let wait = if wait { "&wait=yes" } else { "" };
            format!("/book?kind={kind}&provider={profile_id}{wait}&step={step}")
        }
        None => format!("/book?step={step}"),
    }
}

/// The page that books a session.
#[component]
pub fn Intake() -> impl IntoView {
    let target = target();
    let client = api();
    let material = load(move || Material::fetch(client.clone(), target.get()));
    // the page's name is there before its content, so that nothing moves when that comes
    let title = Signal::derive(move || {
        let provider = material.get().and_then(|material| material.provider);
        provider
            .map_or_else(|| t().booking.title.to_owned(), |provider| (t().booking.title_with)(&provider.name))
    });
    view! {
        <PageHead title />
        {loaded(material, 5, move |material| {
            let draft = Draft::new(material.get_untracked(), target.get_untracked());
            view! { <Walk draft /> }
        })}
    }
}

#[component]
fn Walk(draft: Draft) -> impl IntoView {
    let step = routing::query("step");
    let target = draft.target;
    // nobody gets further than what is filled in, and what is typed in a step must not rebuild it
    let shown = Memo::new(move |_| {
        let asked = step.get().and_then(|step| STEPS.iter().position(|one| *one == step));
        asked.unwrap_or(3).min(untrack(|| draft.furthest()))
    });
    // the step is in the address from the start, so that Back finds it again
    let settle = routing::go_instead();
    Effect::new(move |_| {
        if step.get().is_none() {
            settle(&address(target, shown.get_untracked()));
        }
    });
    Effect::new(move |before: Option<usize>| {
        let now = shown.get();
        if before.is_some_and(|before| before != now) {
            focus_after_paint(".intake h2");
        }
        now
    });
    let go = routing::go();
    let way = Way(Callback::new(move |step| go(&address(target, step))));
    let words = &t().booking;
    let names = vec![words.step_vehicle, words.step_problem, words.step_service, words.step_pay];
    view! {
        <div class="narrow stack wide intake">
            <Steps label=words.steps names at=shown on_back=Callback::new(move |step| way.to(step)) />
            {move || match shown.get() {
                0 => view! { <VehicleStep draft way /> }.into_any(),
                1 => view! { <ProblemStep draft way /> }.into_any(),
                2 => view! { <ServiceStep draft way /> }.into_any(),
                _ => view! { <PayStep draft way /> }.into_any(),
            }}
        </div>
    }
}
