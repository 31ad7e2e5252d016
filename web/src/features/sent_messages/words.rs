use pitlane_contract::sent_messages::SentMessage;
use pitlane_domain::vocabulary::{Channel, NotificationKind as Kind, NotificationStatus};

use crate::{text::t, ui::Tone};

/// What a channel is called.
pub fn channel_word(channel: Channel) -> &'static str {
    let words = &t().sent_messages;
    match channel {
        Channel::Email => words.email,
        Channel::Sms => words.sms,
        Channel::Push => words.push,
        Channel::InApp => words.in_app,
    }
}

/// Where a message stands, in a word or two and a colour.
pub fn standing(status: NotificationStatus) -> (&'static str, Tone) {
    let words = &t().sent_messages;
    match status {
        NotificationStatus::Queued => (words.queued, Tone::Wait),
        NotificationStatus::Sent => (words.sent, Tone::Plain),
        NotificationStatus::Delivered => (words.delivered, Tone::Good),
        NotificationStatus::Failed => (words.failed, Tone::Bad),
        NotificationStatus::Suppressed => (words.suppressed, Tone::Off),
    }
}

/// Whom a message is for: the account's name and the address, as far as there are any.
pub fn recipient(message: &SentMessage) -> String {
    let name = message.user_name.clone().filter(|name| !name.is_empty());
    let address = Some(message.recipient.clone()).filter(|address| !address.is_empty());
    let known: Vec<_> = [name, address].into_iter().flatten().collect();
    if known.is_empty() { t().sent_messages.closed_account.to_owned() } else { known.join(", ") }
}

/// What a kind of message is called.
pub fn kind_word(kind: Kind) -> &'static str {
    let words = &t().message_kinds;
    match kind {
        Kind::VerifyEmail => words.verify_email,
        Kind::ResetPassword => words.reset_password,
        Kind::AccountExists => words.account_exists,
        Kind::WorkshopInvitation => words.workshop_invitation,
        Kind::BookingConfirmed => words.booking_confirmed,
        Kind::MechanicAssigned => words.mechanic_assigned,
        Kind::PriorityRequest => words.priority_request,
        Kind::MechanicCancelled => words.mechanic_cancelled,
        Kind::RequestExpired => words.request_expired,
        Kind::SessionEnded => words.session_ended,
        Kind::SummaryReady => words.summary_ready,
        Kind::StartNudge => words.start_nudge,
        Kind::SupportAlert => words.support_alert,
        Kind::OffersPaused => words.offers_paused,
        Kind::QuoteReceived => words.quote_received,
        Kind::QuoteDecided => words.quote_decided,
        Kind::QuoteExpired => words.quote_expired,
        Kind::QuoteMessage => words.quote_message,
        Kind::ApprovalNeeded => words.approval_needed,
        Kind::SessionPaid => words.session_paid,
        Kind::HoldReleased => words.hold_released,
        Kind::DeclinedLineDue => words.declined_line_due,
        Kind::RepairMoved => words.repair_moved,
        Kind::RepairSlipped => words.repair_slipped,
        Kind::RepairPaid => words.repair_paid,
        Kind::RefundIssued => words.refund_issued,
        Kind::PaymentDisputed => words.payment_disputed,
        Kind::ReviewRequested => words.review_requested,
        Kind::SessionStarting => words.session_starting,
        Kind::FollowUpAnswered => words.follow_up_answered,
        Kind::ReviewReceived => words.review_received,
        Kind::ReviewReplied => words.review_replied,
        Kind::WarrantyEnding => words.warranty_ending,
        Kind::FavoriteAvailable => words.favorite_available,
        Kind::ServiceDue => words.service_due,
        Kind::PayoutSent => words.payout_sent,
        Kind::PayoutFailed => words.payout_failed,
        Kind::TextsAllowed => words.texts_allowed,
        Kind::Digest => words.digest,
        Kind::StaffText => words.staff_text,
    }
}
