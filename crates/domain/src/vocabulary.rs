//! The closed sets of words that the database checks, the API speaks and the pages show.

/// A word that is not in its vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not a {of}")]
pub struct UnknownWord {
    /// What was read.
    pub word: String,
    /// The vocabulary it was looked up in.
    pub of: &'static str,
}

/// Declares an enumeration whose values are `snake_case` words, the same in storage, on the wire and in code.
///
/// A word is taken as a token, not as a literal: what the macro captures as a literal the OpenAPI derive cannot read.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:tt),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every word of the vocabulary, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as it is stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;
            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { word: word.to_owned(), of: stringify!($name) }),
                }
            }
        }
    };
}

mod messages;
mod work;
pub use messages::*;
pub use work::*;

vocabulary! {
    /// What an account may be used for.
    Role {
        /// Owns vehicles and books sessions.
        Customer = "customer",
        /// A mechanic, alone or in a workshop.
        Provider = "provider",
        /// The platform's staff.
        Admin = "admin",
    }
}
vocabulary! {
    /// Who sells: one person or a workshop.
    ProviderType {
        /// A mechanic who works alone.
        Independent = "independent",
        /// A workshop with one or more mechanics.
        Workshop = "workshop",
    }
}
vocabulary! {
    /// What a person may do in a workshop.
    WorkshopRole {
        /// Founded the workshop; may do everything.
        Owner = "owner",
        /// Runs it day to day; may invite.
        Manager = "manager",
        /// Takes sessions.
        Mechanic = "mechanic",
    }
}
vocabulary! {
    /// An entry of the catalogue.
    ServiceKind {
        /// Text chat with files.
        Chat = "chat",
        /// Video call.
        Video = "video",
        /// A visit, priced by a quote.
        InPerson = "in_person",
    }
}
vocabulary! {
    /// Where a session request stands.
    RequestStatus {
        /// Created, the price is not held yet.
        AwaitingPayment = "awaiting_payment",
        /// Paid for and looking for a mechanic.
        Pending = "pending",
        /// A mechanic took it.
        Accepted = "accepted",
        /// Called off by the customer.
        Cancelled = "cancelled",
        /// Not paid, or nobody found, in time.
        Expired = "expired",
    }
}
vocabulary! {
    /// Who is told of a session request.
    RoutingType {
        /// Everybody eligible at once.
        Broadcast = "broadcast",
        /// The preferred provider first, everybody after the window.
        PriorityBroadcast = "priority_broadcast",
    }
}
vocabulary! {
    /// Why a mechanic got an offer.
    OfferKind {
        /// They are the preferred provider, inside the window.
        Priority = "priority",
        /// Everybody eligible was told.
        Broadcast = "broadcast",
    }
}
vocabulary! {
    /// What became of an offer.
    OfferResponse {
        /// The mechanic took the request.
        Accepted = "accepted",
        /// The mechanic said no.
        Declined = "declined",
        /// The time passed without an answer.
        Missed = "missed",
        /// Somebody else took it, or the customer called it off.
        Closed = "closed",
        /// The mechanic took it and gave it back.
        Cancelled = "cancelled",
    }
}
vocabulary! {
    /// Why an offer is no longer open.
    OfferEnd {
        /// The mechanic took it, maybe in another window.
        Accepted = "accepted",
        /// The mechanic said no.
        Declined = "declined",
        /// Another mechanic took it.
        Taken = "taken",
        /// The time passed without an answer.
        Missed = "missed",
        /// The customer called the request off.
        CalledOff = "called_off",
        /// Everybody is asked instead of the preferred provider alone.
        EverybodyAsked = "everybody_asked",
        /// The mechanic no longer works for the provider who was asked.
        Withdrawn = "withdrawn",
    }
}
vocabulary! {
    /// What the timeline of a session request tells.
    RequestEventKind {
        /// The customer sent the request.
        Created = "created",
        /// The price is held.
        Paid = "paid",
        /// The card was refused.
        PaymentFailed = "payment_failed",
        /// The preferred provider is being asked; the window runs.
        PriorityStarted = "priority_started",
        /// A mechanic was told.
        OfferSent = "offer_sent",
        /// A mechanic was told once more.
        OfferResent = "offer_resent",
        /// A mechanic looked at the offer.
        OfferSeen = "offer_seen",
        /// A mechanic said no.
        OfferDeclined = "offer_declined",
        /// The preferred provider did not answer in time.
        WindowEnded = "window_ended",
        /// Everybody eligible is being asked.
        BroadcastStarted = "broadcast_started",
        /// A mechanic took the request.
        Accepted = "accepted",
        /// The mechanic who took it gave it back.
        MechanicCancelled = "mechanic_cancelled",
        /// The customer called it off.
        CustomerCancelled = "customer_cancelled",
        /// The time ended with nobody found, or without payment.
        Expired = "expired",
        /// The held money was given back.
        PaymentReleased = "payment_released",
        /// The mechanic was reminded to start.
        Nudged = "nudged",
        /// Support was told that the session did not start.
        SupportAlerted = "support_alerted",
        /// The session began.
        SessionStarted = "session_started",
        /// The session ended.
        SessionEnded = "session_ended",
    }
}
vocabulary! {
    /// Why everybody is being asked.
    BroadcastCause {
        /// The customer named nobody.
        NoPreference = "no_preference",
        /// The customer asked for everybody now.
        CustomerChoice = "customer_choice",
        /// The preferred provider declined.
        Declined = "declined",
        /// The window ended without an answer.
        WindowEnded = "window_ended",
        /// The mechanic who accepted cancelled.
        MechanicCancelled = "mechanic_cancelled",
        /// The preferred provider closed the account.
        ProviderGone = "provider_gone",
        /// The customer asked for somebody else because the session did not start.
        Rematch = "rematch",
    }
}
vocabulary! {
    /// Where a session stands.
    SessionStatus {
        /// Agreed for a later time.
        Scheduled = "scheduled",
        /// Both are expected in the waiting room.
        Waiting = "waiting",
        /// Under way.
        Live = "live",
        /// Over.
        Ended = "ended",
        /// Called off before it began.
        Cancelled = "cancelled",
        /// One of the two did not come.
        NoShow = "no_show",
    }
}
vocabulary! {
    /// Where a payment stands.
    PaymentStatus {
        /// Waits for the customer's card.
        RequiresPayment = "requires_payment",
        /// The payment provider is working on it.
        Processing = "processing",
        /// Authorised and held, not captured.
        RequiresCapture = "requires_capture",
        /// Captured.
        Succeeded = "succeeded",
        /// Refused.
        Failed = "failed",
        /// Released without a charge.
        Canceled = "canceled",
    }
}
vocabulary! {
    /// What a stored file is.
    FileKind {
        /// A picture, re-encoded and stripped of its metadata.
        Image = "image",
        /// A PDF document.
        Document = "document",
    }
}
vocabulary! {
    /// How a follow-up relates to the session before it.
    FollowUpType {
        /// A short question.
        QuickQuestion = "quick_question",
        /// A few more minutes.
        MiniExtension = "mini_extension",
        /// Something else.
        NewIssue = "new_issue",
    }
}
vocabulary! {
    /// What a provider knows a customer as.
    CustomerCategory {
        /// May not book.
        Blocked = "blocked",
        /// Marked by the provider.
        Favorite = "favorite",
        /// Five or more bookings.
        Regular = "regular",
        /// More than one booking.
        Returning = "returning",
        /// At most one booking.
        New = "new",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_as_itself() {
        for status in RequestStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
    }

    #[cfg(feature = "openapi")]
    #[test]
    fn the_openapi_document_has_the_words_of_the_wire() {
        use utoipa::PartialSchema;
        let schema = serde_json::to_value(Role::schema()).unwrap();
        assert_eq!(schema["enum"], serde_json::json!(Role::ALL));
    }

    #[test]
    fn an_unknown_word_names_its_vocabulary() {
        let error = "lost".parse::<SessionStatus>().unwrap_err();
        assert_eq!(error.to_string(), "`lost` is not a SessionStatus");
    }
}
