use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;
use pitlane_contract::{quotes::QuoteSummary, repairs::Repair};
use uuid::Uuid;

use crate::{
    account::api,
    text::t,
    ui::{Button, Toasts, save},
};

/// A paper that the server makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paper {
    /// The receipt of a repair.
    Receipt(Uuid),
    /// What was approved of a quote.
    Proof(Uuid),
    /// Everything about a repair.
    Everything(Uuid),
    /// What was approved of a quote, for its provider.
    OwnProof(Uuid),
    /// The same as figures that a program reads.
    OwnFigures(Uuid),
    /// Everything about a repair, for its provider.
    OwnEverything(Uuid),
}

impl Paper {
    /// The file and its media type.
    async fn fetch(self) -> Result<(Vec<u8>, &'static str), ApiError> {
        let (client, pdf, zip) = (api(), "application/pdf", "application/zip");
        Ok(match self {
            Self::Receipt(repair) => (client.get_receipt_pdf(repair).await?, pdf),
            Self::Proof(quote) => (client.get_customer_quote_proof_pdf(quote).await?, pdf),
            Self::Everything(repair) => (client.get_customer_dispute_pack(repair).await?, zip),
            Self::OwnProof(quote) => (client.get_quote_proof_pdf(quote).await?, pdf),
            Self::OwnFigures(quote) => {
                let proof = client.get_quote_proof(quote).await?;
                let text =
                    serde_json::to_vec_pretty(&proof).map_err(|_| ApiError::Unreadable { status: 200 })?;
                (text, "application/json")
            }
            Self::OwnEverything(repair) => (client.get_dispute_pack(repair).await?, zip),
        })
    }
}

/// The quotes that something was approved of: id, number and revision.
fn approved(now: Signal<Repair>) -> Memo<Vec<(Uuid, String, i32)>> {
    Memo::new(move |_| {
        let some = |quote: &&QuoteSummary| quote.approved_cents > 0;
        let named = |quote: &QuoteSummary| (quote.id, quote.number.clone(), quote.revision);
        now.with(|now| now.quotes.iter().filter(some).map(named).collect())
    })
}

/// The papers of a repair for its provider, to be saved.
#[component]
pub fn OwnPapers(
    /// The repair.
    now: Signal<Repair>,
) -> impl IntoView {
    let words = &t().repairs;
    let approved = approved(now);
    let (id, number) = now.with_untracked(|now| (now.summary.id, now.summary.number.clone()));
    let proofs = move || {
        let each = |(quote, number, revision): (Uuid, String, i32)| {
            let text = (words.save_proof)(&number, revision);
            view! { <Save paper=Paper::OwnProof(quote) name=format!("proof-{number}-{revision}.pdf") text /> }
        };
        approved.get().into_iter().map(each).collect_view()
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.papers}</h2>
            <p class="soft">{words.papers_text}</p>
            <p class="row">
                {proofs}
                <Save
                    paper=Paper::OwnEverything(id)
                    name=format!("repair-{number}.zip")
                    text=words.save_everything.to_owned()
                />
            </p>
        </section>
    }
}

/// The proof of what was approved of a quote, for its provider, to be saved for people and for programs.
#[component]
pub fn QuotePapers(
    /// The quote.
    quote: Uuid,
    /// Its number.
    number: String,
    /// Its revision.
    revision: i32,
) -> impl IntoView {
    let words = &t().repairs;
    let name = format!("proof-{number}-{revision}");
    view! {
        <p class="row">
            <Save paper=Paper::OwnProof(quote) name=format!("{name}.pdf") text=words.save_proof_paper.to_owned() />
            <Save paper=Paper::OwnFigures(quote) name=format!("{name}.json") text=words.save_proof_figures.to_owned() />
        </p>
    }
}

/// The papers of a repair for its customer, to be saved.
#[component]
pub fn Papers(
    /// The repair.
    now: Signal<Repair>,
) -> impl IntoView {
    let words = &t().repairs;
    let paid = Memo::new(move |_| now.with(|now| now.account.charged_cents > 0));
    let approved = approved(now);
    let (id, number) = now.with_untracked(|now| (now.summary.id, now.summary.number.clone()));
    let receipt = format!("receipt-{number}.pdf");
    let receipt = move || {
        let name = receipt.clone();
        paid.get()
            .then(|| view! { <Save paper=Paper::Receipt(id) name text=words.save_receipt.to_owned() /> })
    };
    let proofs = move || {
        let each = |(quote, number, revision): (Uuid, String, i32)| {
            let text = (words.save_proof)(&number, revision);
            view! { <Save paper=Paper::Proof(quote) name=format!("proof-{number}-{revision}.pdf") text /> }
        };
        approved.get().into_iter().map(each).collect_view()
    };
    view! {
        <section class="stack">
            <h2>{words.papers}</h2>
            <p class="row">
                {receipt} {proofs}
                <Save
                    paper=Paper::Everything(id)
                    name=format!("repair-{number}.zip")
                    text=words.save_everything.to_owned()
                />
            </p>
        </section>
    }
}

/// A button that fetches a paper and saves it.
#[component]
fn Save(paper: Paper, name: String, text: String) -> impl IntoView {
    let toasts = Toasts::get();
    let busy = RwSignal::new(false);
    let press = move |()| {
        let name = name.clone();
        busy.set(true);
        spawn_local(async move {
            let outcome = paper.fetch().await;
            let _ = busy.try_set(false);
            match outcome.map(|(bytes, kind)| save(&bytes, kind, &name)) {
                Ok(Some(())) => {}
                Ok(None) => toasts.say(t().problems.unreadable),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <Button busy on_press=press>
            {text}
        </Button>
    }
}
