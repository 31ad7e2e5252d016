use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::heart;
use crate::{
    account::api,
    features::reviews::Finished,
    text::t,
    ui::{Button, Kind, Toasts},
};

/// Asks once after the work whether to save whoever did it, and remembers that it was asked.
#[component]
pub fn AskFavorite(
    /// What is finished.
    after: Finished,
    /// The seller.
    provider_id: Uuid,
    /// Their name.
    #[prop(into)]
    name: String,
    /// Called when the question is answered.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let client = api();
    let toasts = Toasts::get();
    let busy = RwSignal::new(false);
    let answer = move |save: bool| {
        busy.set(true);
        let client = client.clone();
        spawn_local(async move {
            let outcome =
                if save { heart::set(&client, provider_id, None, true).await.map(|_| ()) } else { Ok(()) };
            let outcome = match outcome {
                Ok(()) => match after {
                    Finished::Session(id) => client.mark_favorite_asked(id).await,
                    Finished::Repair(id) => client.mark_repair_favorite_asked(id).await,
                },
                refused => refused,
            };
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => {
                    if save {
                        toasts.say(t().favorites.added);
                    }
                    on_done.try_run(());
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let no = answer.clone();
    view! {
        <section class="sheet padded row apart">
            <div>
                <h2>{(t().room.ask_favorite)(&name)}</h2>
                <p class="soft">{t().room.ask_favorite_text}</p>
            </div>
            <div class="row">
                <Button on_press=move |()| no(false)>{t().room.no_thanks}</Button>
                <Button kind=Kind::Main busy on_press=move |()| answer(true)>
                    {t().favorites.add}
                </Button>
            </div>
        </section>
    }
}
