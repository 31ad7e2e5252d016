use leptos::prelude::*;
use pitlane_client::{ApiError, Client};
use pitlane_contract::vehicles::{NewVehicle, UpdateVehicle, Vehicle};
use pitlane_domain::vehicles::{Vin, VinCheck, check_year};

use crate::{
    account::api,
    text::t,
    ui::{Button, Field, Form, FormProblem, Input, InputKind, Kind, none, required},
};

/// What is typed about a vehicle.
#[derive(Clone, Copy)]
struct Fields {
    year: Field,
    make: Field,
    model: Field,
    vin: Field,
    plate: Field,
    mileage: Field,
}

impl Fields {
    fn of(form: &Form, vehicle: Option<&Vehicle>) -> Self {
        let text = |read: fn(&Vehicle) -> String| vehicle.map(read).unwrap_or_default();
        Self {
            year: form.field("year", text(|it| it.year.to_string()), year),
            make: form.field("make", text(|it| it.make.clone()), required),
            model: form.field("model", text(|it| it.model.clone()), required),
            vin: form.field("vin", text(|it| it.vin.clone().unwrap_or_default()), vin),
            plate: form.field("plate", text(|it| it.plate.clone().unwrap_or_default()), none),
            mileage: form.field(
                "mileage",
                text(|it| it.mileage.map(|miles| miles.to_string()).unwrap_or_default()),
                mileage,
            ),
        }
    }

    fn miles(self) -> Option<i32> {
        self.mileage.filled().and_then(|text| miles(&text))
    }

    async fn save(self, client: Client, old: Option<Vehicle>, key: String) -> Result<Vehicle, ApiError> {
        let year = self.year.text().parse().unwrap_or_default();
        if let Some(old) = old {
            let body = UpdateVehicle {
                year: Some(year),
                make: Some(self.make.text()),
                model: Some(self.model.text()),
                vin: Some(self.vin.text()),
                plate: Some(self.plate.text()),
                mileage: self.miles(),
            };
            client.update_vehicle(old.id, &body).await
        } else {
            let body = NewVehicle {
                year,
                make: self.make.text(),
                model: self.model.text(),
                vin: self.vin.filled(),
                plate: self.plate.filled(),
                mileage: self.miles(),
            };
            client.create_vehicle(&body, Some(&key)).await
        }
    }
}

fn year(value: &str) -> Option<String> {
    let this_year = i32::try_from(js_sys::Date::new_0().get_full_year()).unwrap_or(i32::MAX - 1);
    let good = value.trim().parse().is_ok_and(|year| check_year(year, this_year).is_ok());
    (!good).then(|| t().vehicles.year_invalid.to_owned())
}

fn vin(value: &str) -> Option<String> {
    if value.trim().is_empty() {
        return None;
    }
    Vin::parse(value).err().map(|refused| refused.message.to_owned())
}

/// Reads miles, with or without separators.
fn miles(text: &str) -> Option<i32> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\'')).collect();
    digits.parse().ok().filter(|miles| (0..=2_000_000).contains(miles))
}

fn mileage(value: &str) -> Option<String> {
    let good = value.trim().is_empty() || miles(value.trim()).is_some();
    (!good).then(|| t().vehicles.mileage_invalid.to_owned())
}

/// Adds a vehicle, or changes one.
#[component]
pub fn VehicleForm(
    /// The vehicle to change.
    #[prop(optional_no_strip)]
    old: Option<Vehicle>,
    /// Gets the vehicle as the server stored it.
    #[prop(into)]
    on_saved: Callback<(Vehicle,)>,
    /// Leaves without saving.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let form = Form::new();
    let fields = Fields::of(&form, old.as_ref());
    let client = api();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let work = fields.save(client.clone(), old.clone(), form.key());
        form.send(work, move |vehicle| on_saved.run((vehicle,)));
    };
    let cancel = on_cancel.map(|on_cancel| view! { <Button on_press=on_cancel>{t().common.cancel}</Button> });
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <VehicleFields fields />
            <div class="actions">
                {cancel}
                <Button kind=Kind::Main submit=true busy=form.busy>
                    {t().common.save}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn VehicleFields(fields: Fields) -> impl IntoView {
    let words = &t().vehicles;
    let warning = move || {
        let differs =
            fields.vin.value.with(|vin| matches!(Vin::parse(vin), Ok((_, VinCheck::CheckDigitDiffers))));
        differs.then(|| view! { <p class="note wait">{words.vin_warning}</p> })
    };
    view! {
        <div class="pair">
            <Input field=fields.year label=words.year kind=InputKind::Digits />
            <Input field=fields.make label=words.make />
            <Input field=fields.model label=words.model />
        </div>
        <Input field=fields.vin label=words.vin hint=words.vin_hint.to_owned() kind=InputKind::Code optional=true />
        {warning}
        <div class="pair">
            <Input field=fields.plate label=words.plate kind=InputKind::Code optional=true />
            <Input field=fields.mileage label=words.mileage kind=InputKind::Digits optional=true />
        </div>
    }
}
