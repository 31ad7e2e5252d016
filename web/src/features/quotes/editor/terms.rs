use leptos::prelude::*;

use super::draft::Draft;
use crate::{
    text::t,
    ui::{Input, InputKind},
};

/// What holds for the whole quote.
pub fn terms(draft: &Draft) -> impl IntoView + use<> {
    let words = &t().quotes;
    view! {
        <fieldset class="stack terms">
            <legend>{words.terms}</legend>
            <div class="pair">
                <Input field=draft.tax label=words.tax kind=InputKind::Digits optional=true />
                <Input
                    field=draft.deposit
                    label=words.deposit
                    kind=InputKind::Digits
                    optional=true
                />
                <Input field=draft.days label=words.valid_days kind=InputKind::Digits />
                <Input field=draft.months label=words.warranty_months kind=InputKind::Digits optional=true />
                <Input field=draft.miles label=words.warranty_miles kind=InputKind::Digits optional=true />
            </div>
        </fieldset>
    }
}
