//! What comes after the work: a customer who is about to be asked for a review, a provider's pages elsewhere and a reply,
//! and a vehicle whose owner keeps its service.

use super::people::People;
use crate::features::reviews::service as reviews;
use crate::features::vehicles::service::intervals::{self, Who};
use crate::http::actor::Mechanic;
use crate::http::problem::ApiError;
use crate::state::AppState;
use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use pitlane_contract::reviews::{ReplyToReview, ReviewQuery, WriteReviewLinks};
use pitlane_contract::vehicles::{WriteServiceInterval, WriteServiceIntervals};
use pitlane_domain::upkeep::default_interval;
use pitlane_domain::vocabulary::ServiceItem;
use uuid::Uuid;

/// What the demo shows of reviews and service.
pub struct Afterwards {
    state: AppState,
    marek: Mechanic,
    harbor: Uuid,
    owner: Uuid,
    vehicle: Uuid,
}

impl Afterwards {
    /// Finds everybody.
    pub fn of(people: &People<'_>, state: &AppState) -> Result<Self> {
        let marek = people.mechanic("marek").context("the demo has this mechanic")?;
        let olivia = people.mechanic("olivia").context("the demo has Harbor Garage's owner")?;
        let dana = people.customer("dana").context("the demo has this customer")?;
        Ok(Self {
            state: state.clone(),
            marek: Mechanic {
                user_id: marek.user_id,
                name: marek.name.to_owned(),
                id: marek.id,
                provider_id: marek.provider_id,
                workshop_id: marek.workshop_id,
            },
            harbor: olivia.provider_id,
            owner: dana.id,
            vehicle: dana.vehicle.context("this customer has a vehicle")?,
        })
    }

    /// Makes it. The request for the review goes out when the server starts.
    pub async fn make(&self) -> Result<(), ApiError> {
        let links = |name: &str| WriteReviewLinks {
            google: Some(format!("https://g.page/r/{name}/review")),
            yelp: Some(format!("https://www.yelp.com/biz/{name}")),
            facebook: Some(format!("https://www.facebook.com/{name}/reviews")),
        };
        reviews::answers::set_links(&self.state, self.harbor, links("harbor-garage-demo")).await?;
        reviews::answers::set_links(&self.state, self.marek.provider_id, links("marek-demo")).await?;
        self.reply().await?;
        reviews::requests::request_missing(&self.state, self.marek.provider_id).await?;
        self.service().await
    }

    async fn reply(&self) -> Result<(), ApiError> {
        let query = ReviewQuery { provider_id: Some(self.marek.provider_id), ..ReviewQuery::default() };
        let newest = reviews::list(&self.state, query).await?.items.into_iter().next();
        if let Some(review) = newest {
            let body =
                ReplyToReview { text: "Thank you. Have the tires looked at before winter.".to_owned() };
            reviews::answers::reply(&self.state, &self.marek, review.id, body).await?;
        }
        Ok(())
    }

    /// Oil by the book, brake fluid that is due, tires that are due soon.
    async fn service(&self) -> Result<(), ApiError> {
        let today = self.state.clock.now().date_naive();
        let ago = |days: u64| today.checked_sub_days(Days::new(days));
        let done = |item: ServiceItem, on: Option<NaiveDate>| {
            let interval = default_interval(item);
            WriteServiceInterval {
                item,
                every_months: interval.every_months.and_then(|months| i32::try_from(months).ok()),
                every_miles: interval.every_miles,
                last_done_on: on,
                last_done_miles: None,
            }
        };
        let items = vec![
            done(ServiceItem::EngineOil, ago(120)),
            done(ServiceItem::BrakeFluid, ago(740)),
            done(ServiceItem::TireRotation, ago(350)),
        ];
        let body = WriteServiceIntervals { items };
        intervals::put(&self.state, Who::Owner(self.owner), self.vehicle, body).await.map(drop)
    }
}
