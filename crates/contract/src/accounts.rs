//! Accounts: registration, log-in, tokens, one's own data.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{ProviderType, Role, ServiceKind, WorkshopRole};
use uuid::Uuid;

request! {
    /// A new customer.
    pub struct RegisterCustomer {
        /// Where the confirmation goes.
        pub email: String,
        /// 10 to 128 characters, not a common one.
        pub password: String,
        /// How to address the person, 1 to 80 characters.
        pub name: String,
        /// E.164, with country code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// BCP 47, for example `en-US`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub locale: Option<String>,
        /// IANA name, for example `America/Chicago`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub time_zone: Option<String>,
    }

    /// A new provider: an independent mechanic, or the owner of a new workshop.
    pub struct RegisterProvider {
        /// Where the confirmation goes.
        pub email: String,
        /// 10 to 128 characters, not a common one.
        pub password: String,
        /// The mechanic's name, 1 to 80 characters.
        pub name: String,
        /// Alone, or with a workshop.
        pub provider_type: ProviderType,
        /// The workshop's name; needed for `workshop`, refused for `independent`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub workshop_name: Option<String>,
        /// E.164, with country code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// What the mechanic is good at, up to 12 short words.
        #[serde(default)]
        pub specialties: Vec<String>,
        /// Years at work, 0 to 70.
        #[serde(default)]
        pub years_experience: i32,
        /// IANA name, for example `America/Chicago`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub time_zone: Option<String>,
    }

    /// E-mail address and password.
    pub struct LogIn {
        /// The account's address.
        pub email: String,
        /// The account's password.
        pub password: String,
        /// The six digits of the authenticator app, or a recovery code; only for accounts with a second factor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub two_factor_code: Option<String>,
        /// `true` answers the refresh token in the body (mobile clients); else it comes as an HttpOnly cookie.
        #[serde(default)]
        pub refresh_token_in_body: bool,
    }

    /// Asks for a new pair of tokens.
    pub struct Refresh {
        /// The refresh token; browsers leave it out and send the cookie.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub refresh_token: Option<String>,
    }

    /// Names an account by its address.
    pub struct ForgotPassword {
        /// The account's address.
        pub email: String,
    }

    /// A new password by the link of the e-mail.
    pub struct ResetPassword {
        /// The token of the link.
        pub token: String,
        /// 10 to 128 characters, not a common one.
        pub password: String,
    }

    /// Confirms an e-mail address by the link of the e-mail.
    pub struct VerifyEmail {
        /// The token of the link.
        pub token: String,
    }

    /// Changes to one's own account; what is left out stays.
    #[derive(Default)]
    pub struct UpdateMe {
        /// How to address the person, 1 to 80 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// E.164, with country code; empty to remove it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// BCP 47, for example `en-US`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub locale: Option<String>,
        /// IANA name, for example `America/Chicago`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub time_zone: Option<String>,
        /// Mechanics only: what customers read about them, up to 1,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub bio: Option<String>,
        /// Mechanics only: up to 12 short words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub specialties: Option<Vec<String>>,
        /// Mechanics only: 0 to 70.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub years_experience: Option<i32>,
        /// Mechanics only: at least one; nobody is asked for a service that they do not offer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub services: Option<Vec<ServiceKind>>,
    }

    /// Closes the account; the password once more, so that an open browser is not enough.
    pub struct CloseAccount {
        /// The account's password.
        pub password: String,
    }

    /// Proposes a second factor; the password once more, so that an open browser is not enough.
    pub struct StartTwoFactor {
        /// The account's password.
        pub password: String,
    }

    /// Shows that the person has the second factor.
    pub struct TwoFactorCode {
        /// The six digits of the authenticator app, or a recovery code.
        pub code: String,
    }

    /// Gives the second factor up.
    pub struct StopTwoFactor {
        /// The account's password.
        pub password: String,
        /// The six digits of the authenticator app, or a recovery code.
        pub code: String,
    }

    /// Invites a mechanic to the workshop.
    pub struct InviteMember {
        /// Where the invitation goes.
        pub email: String,
        /// What they may do: `manager` or `mechanic`.
        pub role: WorkshopRole,
    }

    /// Changes to what one's workshop says about itself; what is left out stays.
    pub struct UpdateWorkshopProfile {
        /// The workshop's name, 1 to 80 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// What customers read about it, up to 1,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub bio: Option<String>,
        /// Where it is, up to 200 characters; empty to remove it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub address: Option<String>,
        /// E.164, with country code; empty to remove it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// IANA name, for example `America/Chicago`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub time_zone: Option<String>,
    }

    /// Joins a workshop by the link of the invitation, with a new account.
    pub struct AcceptInvitation {
        /// The token of the link.
        pub token: String,
        /// The mechanic's name, 1 to 80 characters.
        pub name: String,
        /// 10 to 128 characters, not a common one.
        pub password: String,
    }
}

response! {
    /// The same for every registration and reset, whether or not the account exists.
    pub struct Accepted {
        /// What happens next, in one sentence.
        pub message: String,
    }

    /// A pair of tokens.
    pub struct Tokens {
        /// JWT for `Authorization: Bearer`.
        pub access_token: String,
        /// Always `Bearer`.
        pub token_type: String,
        /// Seconds until the access token ends.
        pub expires_in: i64,
        /// Only where the body was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub refresh_token: Option<String>,
    }

    /// One's own account.
    pub struct Me {
        /// The account.
        pub id: Uuid,
        /// Its address.
        pub email: String,
        /// Whether the address is confirmed.
        pub email_verified: bool,
        /// How to address the person.
        pub name: String,
        /// E.164.
        pub phone: Option<String>,
        /// BCP 47.
        pub locale: String,
        /// IANA name.
        pub time_zone: String,
        /// What the account may be used for.
        pub role: Role,
        /// Whether nothing else can be done before a second factor is set up: the platform's staff needs one.
        pub two_factor_missing: bool,
        /// Providers only.
        pub mechanic: Option<MyMechanic>,
        /// When the account was made.
        pub created_at: DateTime<Utc>,
    }

    /// The mechanic behind a provider's account.
    pub struct MyMechanic {
        /// The mechanic.
        pub id: Uuid,
        /// Who sells their work: themselves or the workshop.
        pub provider_id: Uuid,
        /// What customers read about them.
        pub bio: String,
        /// What they are good at.
        pub specialties: Vec<String>,
        /// Years at work.
        pub years_experience: i32,
        /// What of the catalogue they offer.
        pub services: Vec<ServiceKind>,
        /// Whether they take requests.
        pub accepting: bool,
        /// Whether they are online now.
        pub is_online: bool,
        /// Their workshop.
        pub workshop: Option<MyWorkshop>,
    }

    /// The workshop that one belongs to.
    pub struct MyWorkshop {
        /// The workshop.
        pub id: Uuid,
        /// Its name.
        pub name: String,
        /// What one may do in it.
        pub role: WorkshopRole,
    }

    /// Whether the account has a second factor.
    pub struct TwoFactor {
        /// Since when it is asked for at every log-in.
        pub since: Option<DateTime<Utc>>,
        /// Whether the account must have one.
        pub required: bool,
        /// Recovery codes that were not used yet.
        pub recovery_codes_left: i64,
    }

    /// A second factor that was proposed: it holds once a code of it was sent back.
    pub struct TwoFactorSecret {
        /// The secret for an authenticator app, in base32 (RFC 4648).
        pub secret: String,
        /// The same as an address that authenticator apps read from a QR code.
        pub otpauth_uri: String,
    }

    /// Codes for when the authenticator app is lost. They are shown this once.
    pub struct RecoveryCodes {
        /// Each signs in once in place of the app's code.
        pub codes: Vec<String>,
    }

    /// A place where the account is signed in.
    pub struct SignIn {
        /// Names the sign-in.
        pub id: Uuid,
        /// When it began.
        pub created_at: DateTime<Utc>,
        /// When it was last used.
        pub last_used_at: DateTime<Utc>,
        /// Browser or device, as it named itself.
        pub user_agent: String,
        /// Whether it is the one asking.
        pub current: bool,
    }

    /// An invitation to a workshop.
    pub struct Invitation {
        /// Names the invitation.
        pub id: Uuid,
        /// Where it went.
        pub email: String,
        /// What they may do.
        pub role: WorkshopRole,
        /// When it ends.
        pub expires_at: DateTime<Utc>,
        /// When it was sent.
        pub created_at: DateTime<Utc>,
    }

    /// A member of a workshop.
    pub struct Member {
        /// The mechanic.
        pub mechanic_id: Uuid,
        /// Their name.
        pub name: String,
        /// What they may do.
        pub role: WorkshopRole,
        /// Whether they are online now.
        pub is_online: bool,
        /// Since when.
        pub joined_at: DateTime<Utc>,
    }

    /// What a workshop says about itself.
    pub struct WorkshopProfile {
        /// The workshop: the id in `/workshops/{id}`.
        pub id: Uuid,
        /// Its name.
        pub name: String,
        /// What customers read about it.
        pub bio: String,
        /// Where it is.
        pub address: Option<String>,
        /// E.164.
        pub phone: Option<String>,
        /// IANA name.
        pub time_zone: String,
    }

    /// Everything stored about the account, by table.
    pub struct Export {
        /// When it was made.
        pub exported_at: DateTime<Utc>,
        /// The account itself.
        pub account: Me,
        /// Rows by the name of their table.
        pub data: std::collections::BTreeMap<String, Vec<serde_json::Value>>,
    }
}
