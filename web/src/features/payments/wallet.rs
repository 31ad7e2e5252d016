use leptos::{prelude::*, task::spawn_local};
use pitlane_client::{ApiError, Client};
use pitlane_contract::payments::{ChooseCard, SavedCard};
use uuid::Uuid;

use crate::{
    account::api,
    text::t,
    ui::{Button, Check, Choice, Kind, Toasts},
};

/// What stands for a card that is typed.
const TYPED: &str = "typed";

/// The cards that were kept, which one pays, and whether one that is typed is kept.
#[derive(Clone, Copy)]
pub struct Wallet {
    cards: RwSignal<Vec<SavedCard>>,
    chosen: RwSignal<String>,
    keep: RwSignal<bool>,
    // a choice that the gateway was told must be taken back where another one is made
    told: StoredValue<bool>,
}

impl Wallet {
    /// The newest card is chosen at first.
    pub fn new(cards: Vec<SavedCard>) -> Self {
        let first = cards.first().map_or_else(|| TYPED.to_owned(), |card| card.id.clone());
        Self {
            cards: RwSignal::new(cards),
            chosen: RwSignal::new(first),
            keep: RwSignal::new(false),
            told: StoredValue::new(false),
        }
    }

    /// Whether a card is to be typed.
    pub fn typed(self) -> bool {
        self.chosen.with(|chosen| chosen == TYPED)
    }

    /// The kept card that pays; none for one that is typed.
    pub fn saved(self) -> Option<String> {
        Some(self.chosen.get_untracked()).filter(|chosen| chosen != TYPED)
    }

    /// Tells the gateway which card pays, where it would not know by itself.
    pub async fn tell(self, client: &Client, payment: Uuid) -> Result<(), ApiError> {
        let body = ChooseCard { card_id: self.saved(), keep: self.keep.get_untracked() };
        if body.card_id.is_none() && !body.keep && !self.told.get_value() {
            return Ok(());
        }
        client.choose_card(payment, &body, None).await?;
        self.told.set_value(true);
        Ok(())
    }

    fn forget(self, id: &str) {
        self.cards.update(|cards| cards.retain(|card| card.id != id));
        self.chosen.set(
            self.cards.with_untracked(|cards| {
                cards.first().map_or_else(|| TYPED.to_owned(), |card| card.id.clone())
            }),
        );
    }
}

fn brand(word: &str) -> String {
    match word {
        "amex" => "American Express".to_owned(),
        "diners" => "Diners Club".to_owned(),
        "jcb" => "JCB".to_owned(),
        "unionpay" => "UnionPay".to_owned(),
        other => {
            let mut letters = other.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
    }
}

/// The kept cards to choose from; nothing where there is none.
#[component]
pub fn SavedCards(wallet: Wallet) -> impl IntoView {
    let words = &t().booking;
    let (client, toasts, busy) = (api(), Toasts::get(), RwSignal::new(false));
    let option = move |card: SavedCard| {
        let label = (words.card_ending)(&brand(&card.brand), &card.last4);
        let hint = (words.card_until)(card.exp_month, card.exp_year);
        view! { <Choice group="card" value=card.id chosen=wallet.chosen label hint /> }
    };
    let remove = move |()| {
        let Some(id) = wallet.saved() else { return };
        let client = client.clone();
        busy.set(true);
        spawn_local(async move {
            let outcome = client.remove_card(&id).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => wallet.forget(&id),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let remove = Callback::new(remove);
    move || {
        let cards = wallet.cards.get();
        (!cards.is_empty()).then(|| {
            view! {
                <fieldset class="stack tight">
                    <legend>{words.pay_with}</legend>
                    <div class="choices">
                        {cards.into_iter().map(option).collect_view()}
                        <Choice group="card" value=TYPED chosen=wallet.chosen label=words.another_card />
                    </div>
                    {move || {
                        (!wallet.typed())
                            .then(|| {
                                view! {
                                    <p>
                                        <Button kind=Kind::Quiet busy on_press=remove>
                                            {words.remove_card}
                                        </Button>
                                    </p>
                                }
                            })
                    }}
                </fieldset>
            }
        })
    }
}

/// Whether a card that is typed is kept.
#[component]
pub fn KeepCard(wallet: Wallet) -> impl IntoView {
    move || wallet.typed().then(|| view! { <Check label=t().booking.keep_card on=wallet.keep /> })
}
