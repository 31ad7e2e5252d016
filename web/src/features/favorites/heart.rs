use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;
use pitlane_contract::{favorites::AddFavorite, problem::Code};
use pitlane_domain::vocabulary::Role;
use uuid::Uuid;

use crate::{
    account::{Account, api},
    ui::{AddToFavorites, load, problem_text},
};

/// The heart of one provider, for customers; others do not see it.
#[component]
pub fn Heart(
    /// The seller.
    provider_id: Uuid,
    /// Their name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let account = Account::get();
    let name = StoredValue::new(name);
    move || {
        (account.role() == Some(Role::Customer)).then(|| {
            view! { <CustomerHeart provider_id name=name.get_value() /> }
        })
    }
}

/// Finds the favorite of a seller, if it is one.
async fn find(client: pitlane_client::Client, provider_id: Uuid) -> Result<Option<Uuid>, ApiError> {
    let favorites = client.list_favorites().await?.items;
    Ok(favorites.into_iter().find(|favorite| favorite.provider_id == provider_id).map(|favorite| favorite.id))
}

#[component]
fn CustomerHeart(provider_id: Uuid, name: String) -> impl IntoView {
    let client = api();
    let known = {
        let client = client.clone();
        load(move || find(client.clone(), provider_id))
    };
    let wanted = RwSignal::new(None::<bool>);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let filled = Signal::derive(move || wanted.get().unwrap_or_else(|| known.get().flatten().is_some()));
    let change = move |save: bool| {
        // shown at once, taken back when the server refuses
        wanted.set(Some(save));
        error.set(None);
        busy.set(true);
        let client = client.clone();
        let favorite = known.value().get_untracked().flatten();
        spawn_local(async move {
            let outcome = set(&client, provider_id, favorite, save).await;
            let _ = busy.try_set(false);
            let _ = wanted.try_set(None);
            match outcome {
                Ok(favorite) => drop(known.value().try_set(Some(favorite))),
                Err(problem) => drop(error.try_set(Some(problem_text(&problem)))),
            }
        });
    };
    let busy = Signal::derive(move || busy.get() || (known.get().is_none() && known.error().is_none()));
    view! { <AddToFavorites name filled busy error labelled=true on_change=change /> }
}

/// Saves or forgets; answers the favorite as it is afterwards.
pub(super) async fn set(
    client: &pitlane_client::Client,
    provider_id: Uuid,
    favorite: Option<Uuid>,
    save: bool,
) -> Result<Option<Uuid>, ApiError> {
    match (save, favorite) {
        (true, _) => match client.add_favorite(&AddFavorite { provider_id, label: None }, None).await {
            Ok(added) => Ok(Some(added.id)),
            // saved in another window meanwhile
            Err(ApiError::Problem(problem)) if problem.code == Code::AlreadyFavorited => {
                find(client.clone(), provider_id).await
            }
            Err(error) => Err(error),
        },
        (false, Some(id)) => match client.remove_favorite(id).await {
            Err(error) if error.status() != Some(404) => Err(error),
            _ => Ok(None),
        },
        (false, None) => Ok(None),
    }
}
