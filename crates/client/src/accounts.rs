use pitlane_contract::{
    accounts::{
        AcceptInvitation, Accepted, CloseAccount, Export, ForgotPassword, Invitation, InviteMember, LogIn,
        Me, Member, RecoveryCodes, Refresh, RegisterCustomer, RegisterProvider, ResetPassword, SignIn,
        StartTwoFactor, StopTwoFactor, Tokens, TwoFactor, TwoFactorCode, TwoFactorSecret, UpdateMe,
        UpdateWorkshopProfile, VerifyEmail, WorkshopProfile,
    },
    paging::List,
};
use uuid::Uuid;

use crate::client::{Call, chance};
use crate::http::pause;
use crate::{ApiError, Client};

/// So many tabs of one browser may be loaded at the same moment, each with a cookie that another one just used.
const OTHER_TABS: usize = 8;
/// Milliseconds before the next try: the least, and what chance adds so that tabs do not try all at once. All tries
/// together take longer than the second for which the server waits for a cookie to arrive.
const PAUSE_MS: (u32, u32) = (150, 350);

/// Registration, log-in, tokens and one's own account.
impl Client {
    /// Registers a customer.
    pub async fn register_customer(
        &self,
        body: &RegisterCustomer,
        key: Option<&str>,
    ) -> Result<Accepted, ApiError> {
        self.fetch(Call::post("/customer/register").json(body).key(key).anonymous()).await
    }

    /// Registers an independent mechanic, or a workshop with its owner.
    pub async fn register_provider(
        &self,
        body: &RegisterProvider,
        key: Option<&str>,
    ) -> Result<Accepted, ApiError> {
        self.fetch(Call::post("/provider/register").json(body).key(key).anonymous()).await
    }

    /// Signs a customer in and keeps the tokens.
    pub async fn log_in_customer(&self, body: &LogIn) -> Result<Tokens, ApiError> {
        self.log_in_at("/customer/login", body).await
    }

    /// Signs a provider in and keeps the tokens.
    pub async fn log_in_provider(&self, body: &LogIn) -> Result<Tokens, ApiError> {
        self.log_in_at("/provider/login", body).await
    }

    /// Signs a member of the platform's staff in and keeps the tokens.
    pub async fn log_in_admin(&self, body: &LogIn) -> Result<Tokens, ApiError> {
        self.log_in_at("/admin/login", body).await
    }

    async fn log_in_at(&self, path: &str, body: &LogIn) -> Result<Tokens, ApiError> {
        let tokens: Tokens = self.fetch(Call::post(path).json(body).anonymous()).await?;
        self.keep(&tokens);
        Ok(tokens)
    }

    pub(crate) async fn refresh_now(&self) -> Result<(), ApiError> {
        let body = Refresh { refresh_token: self.refresh_token() };
        let exchange = || self.fetch_bare(Call::post("/auth/refresh").json(&body).anonymous());
        let mut answer: Result<Tokens, ApiError> = exchange().await;
        for _ in 0..OTHER_TABS {
            if body.refresh_token.is_some() || !matches!(&answer, Err(error) if error.status() == Some(409)) {
                break;
            }
            // another tab exchanged the cookie this very moment, and the new one is on its way
            pause(PAUSE_MS.0 + chance(PAUSE_MS.1)).await;
            answer = exchange().await;
        }
        self.keep(&answer?);
        Ok(())
    }

    fn keep(&self, tokens: &Tokens) {
        self.set_tokens(Some(tokens.access_token.clone()), tokens.refresh_token.clone());
    }

    /// Ends this sign-in on the server and forgets its tokens.
    pub async fn log_out(&self) -> Result<(), ApiError> {
        let body = Refresh { refresh_token: self.refresh_token() };
        let outcome = self.perform(Call::post("/auth/logout").json(&body)).await;
        self.forget();
        outcome
    }

    /// Asks for a link to a new password.
    pub async fn forgot_password(&self, body: &ForgotPassword) -> Result<Accepted, ApiError> {
        self.fetch(Call::post("/customer/forgot-password").json(body).anonymous()).await
    }

    /// Sets a new password by the link of the e-mail.
    pub async fn reset_password(&self, body: &ResetPassword) -> Result<(), ApiError> {
        self.perform(Call::post("/customer/reset-password").json(body).anonymous()).await
    }

    /// Confirms an e-mail address by the link of the e-mail.
    pub async fn verify_email(&self, body: &VerifyEmail) -> Result<(), ApiError> {
        self.perform(Call::post("/auth/verify-email").json(body).anonymous()).await
    }

    /// Sends the link that confirms the address once more.
    pub async fn resend_verification(&self) -> Result<Accepted, ApiError> {
        self.fetch(Call::post("/auth/resend-verification")).await
    }

    /// One's own account.
    pub async fn me(&self) -> Result<Me, ApiError> {
        self.fetch(Call::get("/me")).await
    }

    /// Changes one's own account.
    pub async fn update_me(&self, body: &UpdateMe) -> Result<Me, ApiError> {
        self.fetch(Call::patch("/me").json(body)).await
    }

    /// Closes one's own account.
    pub async fn close_account(&self, body: &CloseAccount) -> Result<(), ApiError> {
        self.perform(Call::delete("/me").json(body)).await
    }

    /// Everything that is stored about the account.
    pub async fn export_me(&self) -> Result<Export, ApiError> {
        self.fetch(Call::get("/me/export")).await
    }

    /// Where the account is signed in.
    pub async fn list_sign_ins(&self) -> Result<List<SignIn>, ApiError> {
        self.fetch(Call::get("/me/sign-ins")).await
    }

    /// Ends one sign-in.
    pub async fn end_sign_in(&self, id: Uuid) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/me/sign-ins/{id}"))).await
    }

    /// Whether the account has a second factor.
    pub async fn two_factor(&self) -> Result<TwoFactor, ApiError> {
        self.fetch(Call::get("/me/two-factor")).await
    }

    /// Proposes a second factor.
    pub async fn start_two_factor(&self, body: &StartTwoFactor) -> Result<TwoFactorSecret, ApiError> {
        self.fetch(Call::post("/me/two-factor").json(body)).await
    }

    /// Lets the proposed second factor hold.
    pub async fn confirm_two_factor(&self, body: &TwoFactorCode) -> Result<RecoveryCodes, ApiError> {
        self.fetch(Call::post("/me/two-factor/confirm").json(body)).await
    }

    /// Makes new recovery codes.
    pub async fn renew_recovery_codes(&self, body: &TwoFactorCode) -> Result<RecoveryCodes, ApiError> {
        self.fetch(Call::post("/me/two-factor/recovery-codes").json(body)).await
    }

    /// Gives the second factor up.
    pub async fn stop_two_factor(&self, body: &StopTwoFactor) -> Result<(), ApiError> {
        self.perform(Call::delete("/me/two-factor").json(body)).await
    }

    /// The members of one's own workshop.
    pub async fn list_members(&self) -> Result<List<Member>, ApiError> {
        self.fetch(Call::get("/workshop/members")).await
    }

    /// Lets a member of one's own workshop go.
    pub async fn remove_member(&self, mechanic: Uuid) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/workshop/members/{mechanic}"))).await
    }

    /// The invitations to one's own workshop that wait for an answer.
    pub async fn list_invitations(&self) -> Result<List<Invitation>, ApiError> {
        self.fetch(Call::get("/workshop/invitations")).await
    }

    /// Invites a mechanic to one's own workshop.
    pub async fn invite_member(
        &self,
        body: &InviteMember,
        key: Option<&str>,
    ) -> Result<Invitation, ApiError> {
        self.fetch(Call::post("/workshop/invitations").json(body).key(key)).await
    }

    /// Takes an invitation back.
    pub async fn revoke_invitation(&self, id: Uuid) -> Result<(), ApiError> {
        self.perform(Call::delete(format!("/workshop/invitations/{id}"))).await
    }

    /// What one's own workshop says about itself.
    pub async fn workshop_profile(&self) -> Result<WorkshopProfile, ApiError> {
        self.fetch(Call::get("/workshop/profile")).await
    }

    /// Changes what one's own workshop says about itself.
    pub async fn update_workshop_profile(
        &self,
        body: &UpdateWorkshopProfile,
    ) -> Result<WorkshopProfile, ApiError> {
        self.fetch(Call::patch("/workshop/profile").json(body)).await
    }

    /// Joins a workshop by the link of the invitation.
    pub async fn accept_invitation(
        &self,
        body: &AcceptInvitation,
        key: Option<&str>,
    ) -> Result<Accepted, ApiError> {
        self.fetch(Call::post("/workshop/accept-invitation").json(body).key(key).anonymous()).await
    }
}
