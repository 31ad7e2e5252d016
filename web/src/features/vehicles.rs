//! The customer's vehicles, and what they need as their provider sees it.

mod form;
mod interval;
mod list;
mod upkeep;

pub use form::VehicleForm;
pub use list::Vehicles;
pub use upkeep::{Upkeep, UpkeepAsProvider};

use pitlane_contract::vehicles::Vehicle;

/// A vehicle in words: year, maker and model.
pub fn words(vehicle: &Vehicle) -> String {
    format!("{} {} {}", vehicle.year, vehicle.make, vehicle.model)
}
