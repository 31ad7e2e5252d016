//! Why somebody gets a message; and of what nobody can end, why that is so.

/// Why somebody gets a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Somebody gave this address for an account.
    Address,
    /// Somebody asked for a new password.
    Password,
    /// Somebody wanted a second account with this address.
    SecondAccount,
    /// A workshop asked them to join.
    Invitation,
    /// They booked.
    Booking,
    /// They take part in a session.
    Session,
    /// They offer their work.
    Provider,
    /// A workshop wrote them a quote.
    Quote,
    /// A mechanic worked for them.
    Work,
    /// Their vehicle is repaired.
    Repair,
    /// Their vehicle was repaired.
    Repaired,
    /// They wrote a review.
    Review,
    /// They keep a vehicle.
    Vehicle,
    /// They chose a day.
    Chosen,
    /// They saved a favorite.
    Favorite,
    /// They agreed to text messages.
    Consent,
    /// They asked for help.
    Help,
    /// They wanted one mail a day.
    Digest,
    /// They look after this installation.
    Support,
}

impl Reason {
    const fn because(self) -> &'static str {
        match self {
            Self::Address => "this address was given for an account on Pitlane",
            Self::Password => "somebody asked for a new password for your account on Pitlane",
            Self::SecondAccount => "somebody tried to sign up on Pitlane with your address",
            Self::Invitation => "a workshop on Pitlane asked you to join it",
            Self::Booking => "you booked on Pitlane",
            Self::Session => "you have a session on Pitlane",
            Self::Provider => "you offer your work on Pitlane",
            Self::Quote => "a workshop wrote you a quote on Pitlane",
            Self::Work => "a mechanic worked for you through Pitlane",
            Self::Repair => "your vehicle is repaired through Pitlane",
            Self::Repaired => "your vehicle was repaired through Pitlane",
            Self::Review => "you wrote a review on Pitlane",
            Self::Vehicle => "you keep this vehicle on Pitlane",
            Self::Chosen => "you chose this day on Pitlane",
            Self::Favorite => "you saved this favorite on Pitlane",
            Self::Consent => "you agreed to text messages",
            Self::Help => "you asked Pitlane for help",
            Self::Digest => "you chose one mail a day for what can wait",
            Self::Support => "this is the support address of this installation",
        }
    }

    /// What to do where it was a mistake.
    const fn mistaken(self) -> Option<&'static str> {
        match self {
            Self::Address | Self::Password => {
                Some("If this was not you, there is nothing to do: nothing changes without the link.")
            }
            Self::SecondAccount => {
                Some("If this was not you, there is nothing to do: your account is as it was.")
            }
            Self::Invitation => Some("If you do not know who this is, there is nothing to do."),
            _ => None,
        }
    }

    /// Why nobody can end such messages; none where anybody can.
    pub const fn stays(self) -> Option<&'static str> {
        match self {
            Self::Address | Self::Password | Self::SecondAccount => Some(
                "It is about the account itself and comes only when somebody asks for it, so it cannot be switched off.",
            ),
            Self::Invitation => Some("It comes once for each invitation, so there is nothing to switch off."),
            Self::Consent => Some("It comes once, with your consent; STOP ends every text."),
            Self::Help => Some("It is an answer to you, and no other follows by itself."),
            Self::Digest => Some(
                "It gathers other messages: switch them off by topic, or the daily mail, in your settings.",
            ),
            Self::Support => Some("It cannot be switched off: the operator chooses the address."),
            _ => None,
        }
    }

    /// In a few words, for the app, browsers and texts.
    pub fn short(self) -> String {
        format!("Because {}.", self.because())
    }

    /// Whole, for the end of a mail.
    pub fn note(self) -> String {
        let first = format!("You get this message because {}.", self.because());
        let all = [Some(first.as_str()), self.mistaken(), self.stays()];
        all.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
