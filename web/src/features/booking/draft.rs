use leptos::prelude::*;
use pitlane_client::{ApiError, Client};
use pitlane_contract::{
    dispatch::SessionRequest,
    paging::CursorQuery,
    providers::{Profile, Service},
    repairs::Photo,
    vehicles::Vehicle,
};
use pitlane_domain::vocabulary::{ProviderType, ServiceKind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    storage::{self, Key},
    text::t,
    ui::{Field, Form, none},
};

/// Shortest description of a problem that the server takes.
const SHORTEST: usize = 3;
/// Longest one.
const LONGEST: usize = 4_000;

/// Whom the address names, and whether the customer chose to wait for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Mechanic or workshop.
    pub kind: ProviderType,
    /// Which one.
    pub profile_id: Uuid,
    /// They are offline, and the customer waits.
    pub wait: bool,
}

/// What the intake is filled from.
#[derive(Debug, Clone, PartialEq)]
pub struct Material {
    /// The customer's vehicles.
    pub vehicles: Vec<Vehicle>,
    /// What can be booked.
    pub services: Vec<Service>,
    /// Who is asked first.
    pub provider: Option<Profile>,
    /// Earlier requests, newest first.
    pub earlier: Vec<SessionRequest>,
}

impl Material {
    /// Asks for everything at once.
    pub async fn fetch(client: Client, target: Option<Target>) -> Result<Self, ApiError> {
        let paging = CursorQuery { limit: Some(20), cursor: None };
        let provider = async {
            match target {
                Some(target) => match client.profile(target.kind, target.profile_id).await {
                    // who is gone cannot be asked first; everybody else still can
                    Err(error) if error.status() == Some(404) => Ok(None),
                    found => found.map(Some),
                },
                None => Ok(None),
            }
        };
        let (vehicles, services, provider, earlier) = futures::try_join!(
            client.list_vehicles(),
            client.list_catalogue(),
            provider,
            client.list_session_requests(&paging)
        )?;
        // whom one wants to be asked first offers it, or would not be asked
        let offered = |kind| provider.as_ref().is_none_or(|them| them.services.contains(&kind));
        let services = services.items.into_iter().filter(|it| it.bookable && offered(it.kind)).collect();
        Ok(Self { vehicles: vehicles.items, services, provider, earlier: earlier.items })
    }

    /// The latest request that led to this provider.
    fn latest_theirs(&self) -> Option<&SessionRequest> {
        let provider = self.provider.as_ref()?.provider_id;
        self.earlier
            .iter()
            .find(|it| it.mechanic.as_ref().is_some_and(|mechanic| mechanic.provider_id == provider))
    }
}

/// What this browser remembers of an intake under way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Remembered {
    provider: Option<Uuid>,
    vehicle: String,
    service: String,
    concern: String,
}

/// The intake under way.
#[derive(Clone, Copy)]
pub struct Draft {
    /// All fields, for their check and the key of the request.
    pub form: Form,
    /// The vehicle's id.
    pub vehicle: Field,
    /// The customer's words.
    pub concern: Field,
    /// The service's word.
    pub service: Field,
    /// The photos that show the problem.
    pub photos: RwSignal<Vec<Photo>>,
    /// What it is filled from.
    pub material: StoredValue<Material>,
    /// Grows when a vehicle is added on the way.
    pub vehicles: RwSignal<Vec<Vehicle>>,
    /// Who is asked first.
    pub target: Option<Target>,
}

fn concern(value: &str) -> Option<String> {
    let count = value.trim().chars().count();
    (!(SHORTEST..=LONGEST).contains(&count)).then(|| t().booking.concern_length.to_owned())
}

impl Draft {
    /// Fills in what is known: from an intake left earlier, else from the last request.
    pub fn new(material: Material, target: Option<Target>) -> Self {
        let provider = material.provider.as_ref().map(|profile| profile.provider_id);
        let left = storage::get(Key::IntakeDraft)
            .and_then(|text| serde_json::from_str::<Remembered>(&text).ok())
            .filter(|left| left.provider == provider)
            .unwrap_or_else(|| from_history(&material));
        let known = material.vehicles.iter().any(|vehicle| vehicle.id.to_string() == left.vehicle);
        let form = Form::new();
        // with other photos it is another booking, and the server's word about them lands here
        let photo_ids = form.field("photo_ids", "", none);
        let draft = Self {
            form,
            vehicle: form.field("vehicle_id", if known { left.vehicle } else { String::new() }, none),
            concern: form.field("concern", left.concern, concern),
            service: form.field("service", left.service, none),
            photos: RwSignal::new(Vec::new()),
            vehicles: RwSignal::new(material.vehicles.clone()),
            material: StoredValue::new(material),
            target,
        };
        Effect::new(move |_| {
            let ids =
                draft.photos.with(|all| all.iter().map(|photo| photo.id.to_string()).collect::<Vec<_>>());
            photo_ids.value.set(ids.join(" "));
        });
        Effect::new(move |_| {
            let now = Remembered {
                provider,
                vehicle: draft.vehicle.value.get(),
                service: draft.service.value.get(),
                concern: draft.concern.value.get(),
            };
            if let Ok(text) = serde_json::to_string(&now) {
                storage::set(Key::IntakeDraft, &text);
            }
        });
        draft
    }

    /// The first step that still needs something: 0 vehicle, 1 problem, 2 service, 3 payment.
    pub fn furthest(&self) -> usize {
        let vehicle = self.vehicle.value.with(String::is_empty);
        let problem = self.concern.value.with(|text| concern(text).is_some());
        let service = self.chosen_service().is_none();
        [vehicle, problem, service].iter().position(|missing| *missing).unwrap_or(3)
    }

    /// The service that is chosen.
    pub fn chosen_service(&self) -> Option<Service> {
        let kind = self.service.value.get().parse::<ServiceKind>().ok()?;
        self.material.with_value(|material| material.services.iter().find(|it| it.kind == kind).cloned())
    }

    /// The vehicle that is chosen.
    pub fn chosen_vehicle(&self) -> Option<Vehicle> {
        let id = self.vehicle.value.get();
        self.vehicles.with(|vehicles| vehicles.iter().find(|vehicle| vehicle.id.to_string() == id).cloned())
    }

    /// Who is asked first.
    pub fn provider(&self) -> Option<Profile> {
        self.material.with_value(|material| material.provider.clone())
    }
}

fn from_history(material: &Material) -> Remembered {
    let theirs = material.latest_theirs();
    let vehicle = theirs.or(material.earlier.first()).map(|request| request.vehicle_id).or(
        match material.vehicles.as_slice() {
            [only] => Some(only.id),
            _ => None,
        },
    );
    let service = theirs.map(|request| request.service).or(match material.services.as_slice() {
        [only] => Some(only.kind),
        _ => None,
    });
    let again = material.provider.as_ref().filter(|_| theirs.is_some());
    Remembered {
        provider: material.provider.as_ref().map(|profile| profile.provider_id),
        vehicle: vehicle.map(|id| id.to_string()).unwrap_or_default(),
        service: service.map(|kind| kind.to_string()).unwrap_or_default(),
        concern: again.map(|profile| (t().booking.concern_default)(&profile.name)).unwrap_or_default(),
    }
}
