//! A customer's vehicles.

use chrono::{DateTime, NaiveDate, Utc};
use pitlane_domain::vocabulary::{IntervalSource, ServiceItem, ServiceState};
use uuid::Uuid;

request! {
    /// A new vehicle.
    pub struct NewVehicle {
        /// Model year, four digits.
        pub year: i32,
        /// Maker, 1 to 40 characters.
        pub make: String,
        /// Model, 1 to 60 characters.
        pub model: String,
        /// 17 characters; a wrong check digit is a warning, not a refusal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub vin: Option<String>,
        /// Licence plate, up to 12 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub plate: Option<String>,
        /// Miles on the odometer, 0 to 2,000,000.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub mileage: Option<i32>,
    }

    /// Changes to a vehicle; what is left out stays.
    pub struct UpdateVehicle {
        /// Model year, four digits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub year: Option<i32>,
        /// Maker, 1 to 40 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub make: Option<String>,
        /// Model, 1 to 60 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub model: Option<String>,
        /// 17 characters; empty to remove it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub vin: Option<String>,
        /// Licence plate; empty to remove it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub plate: Option<String>,
        /// Miles on the odometer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub mileage: Option<i32>,
    }
}

response! {
    /// A vehicle.
    pub struct Vehicle {
        /// The vehicle.
        pub id: Uuid,
        /// Model year.
        pub year: i32,
        /// Maker.
        pub make: String,
        /// Model.
        pub model: String,
        /// 17 characters.
        pub vin: Option<String>,
        /// What to look at again, in one sentence; the value was stored all the same.
        pub vin_warning: Option<String>,
        /// Licence plate.
        pub plate: Option<String>,
        /// Miles on the odometer.
        pub mileage: Option<i32>,
        /// When it was added.
        pub created_at: DateTime<Utc>,
    }
}

request! {
    /// How often one kind of work is due on a vehicle, and when it was last done. What is left out is not set: without
    /// months and miles the work is off for this vehicle.
    pub struct WriteServiceInterval {
        /// Which work; each at most once.
        pub item: ServiceItem,
        /// After so many months, 1 to 240.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub every_months: Option<i32>,
        /// After so many miles, 100 to 500,000.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub every_miles: Option<i32>,
        /// The day on which it was last done; not to come.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub last_done_on: Option<NaiveDate>,
        /// Miles on the odometer when it was last done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub last_done_miles: Option<i32>,
    }

    /// Changes to the service intervals of a vehicle; work that is not named stays as it is.
    pub struct WriteServiceIntervals {
        /// The work that changes, 1 to 10.
        pub items: Vec<WriteServiceInterval>,
    }
}

response! {
    /// One kind of work on a vehicle: how often, when last, and how near it is.
    pub struct ServiceInterval {
        /// Which work.
        pub item: ServiceItem,
        /// What it is called.
        pub name: String,
        /// Why it is done, in one sentence.
        pub explanation: String,
        /// After so many months.
        pub every_months: Option<i32>,
        /// After so many miles.
        pub every_miles: Option<i32>,
        /// Who said how often.
        pub source: IntervalSource,
        /// The day on which it was last done.
        pub last_done_on: Option<NaiveDate>,
        /// Miles on the odometer when it was last done.
        pub last_done_miles: Option<i32>,
        /// The day on which it is due.
        pub due_on: Option<NaiveDate>,
        /// Miles on the odometer at which it is due.
        pub due_at_miles: Option<i32>,
        /// How near it is: by date, or by the mileage expected today.
        pub state: ServiceState,
    }

    /// The service intervals of a vehicle.
    pub struct ServiceIntervals {
        /// The vehicle.
        pub vehicle_id: Uuid,
        /// The vehicle in words.
        pub vehicle: String,
        /// Miles that the odometer should show today, from those recorded before.
        pub estimated_miles: Option<i32>,
        /// Every kind of work, in a steady order.
        pub items: Vec<ServiceInterval>,
    }
}
