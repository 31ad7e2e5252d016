//! A customer's vehicles.

use chrono::{DateTime, Utc};
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
