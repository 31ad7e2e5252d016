//! The operations of accounts.

mod me;
mod recovery;
mod registration;
mod sign_in;
mod two_factor;
mod workshop;
mod workshop_profile;

use crate::http::routes::Routes;

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(registration::register_customer)
        .service(registration::register_provider)
        .service(registration::verify_email)
        .service(registration::resend_verification)
        .service(sign_in::log_in_customer)
        .service(sign_in::log_in_provider)
        .service(sign_in::log_in_admin)
        .service(sign_in::refresh)
        .service(sign_in::log_out)
        .service(recovery::forgot_password)
        .service(recovery::reset_password)
        .service(me::get_me)
        .service(me::update_me)
        .service(two_factor::get_two_factor)
        .service(two_factor::start_two_factor)
        .service(two_factor::confirm_two_factor)
        .service(two_factor::renew_recovery_codes)
        .service(two_factor::stop_two_factor)
        .service(me::list_sign_ins)
        .service(me::end_sign_in)
        .service(me::export_me)
        .service(me::close_account)
        .service(workshop::invite_member)
        .service(workshop::list_invitations)
        .service(workshop::revoke_invitation)
        .service(workshop::accept_invitation)
        .service(workshop::list_members)
        .service(workshop::remove_member)
        .service(workshop_profile::get_workshop_profile)
        .service(workshop_profile::update_workshop_profile);
}
