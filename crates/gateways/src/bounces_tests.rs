//! What is read from reports about deliveries, well-formed and other.

use super::*;
use base64::Engine as _;
use proptest::prelude::*;

const ANA: &str = "ana@example.org";

/// A report with these fields about recipients, and this mail that came back.
fn report(recipients: &str, original: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example.net\n\
         Content-Type: multipart/report; report-type=delivery-status;\n boundary=\"=_b1\"\n\n\
         --=_b1\nContent-Type: text/plain\n\nIt did not get there.\n\n\
         --=_b1\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example.net\n\n{recipients}\n\
         --=_b1\nContent-Type: text/rfc822-headers\n\n{original}\n--=_b1--\n"
    )
}

fn about(recipients: &str) -> Bounce {
    Bounce::read(report(recipients, "Message-ID: <1@pitlane.test>\n").as_bytes()).ok().unwrap()
}

/// What is told of a failure with this status and this reply of the other server.
fn failure(status: &str, diagnostic: &str) -> Option<Failure> {
    let fields = format!("Final-Recipient: rfc822; {ANA}\nAction: failed\nStatus: {status}\n");
    let reply =
        if diagnostic.is_empty() { String::new() } else { format!("Diagnostic-Code: {diagnostic}\n") };
    about(&(fields + &reply)).failure_of(ANA)
}

#[test]
fn status_and_reply_say_together_whether_it_is_the_address() {
    for (status, diagnostic, said, marks) in [
        ("5.1.1", "", "5.1.1", true),
        ("5.1.1 (no such mailbox)", "x-unix; user unknown", "5.1.1", true),
        ("5.1.1", "smtp; 550 5.1.1 <ana@example.org>: not here", "550 5.1.1", true),
        ("5.1.10", "smtp;550 5.1.10 RESOLVER: not found", "550 5.1.10", true),
        ("5.2.1", "smtp; 550 5.2.1 switched off", "550 5.2.1", true),
        // the reply says what the status does not
        ("5.0.0", "smtp; 550 no such user here", "550", true),
        ("5.0.0", "smtp; 550-5.1.1 the account does not exist", "550 5.1.1", true),
        ("5.0.0", "SMTP; 550 #5.1.0 address rejected", "550 5.1.0", true),
        ("5.0.0", "smtp; 550 5.7.1 looks like spam", "550 5.7.1", false),
        ("5.0.0", "smtp; 554 no", "554", false),
        ("5.0.0", "x-local; 550 what a program said", "5.0.0", false),
        ("5.0.0", "", "5.0.0", false),
        // the status says more than the reply
        ("5.7.1", "smtp; 550 not today", "5.7.1", false),
        ("5.1.1", "smtp; 550 not here", "5.1.1", true),
        // full, refused by policy, not found in time
        ("5.2.2", "smtp; 552 5.2.2 over quota", "552 5.2.2", false),
        ("5.7.26", "smtp; 550 5.7.26 not signed", "550 5.7.26", false),
        ("4.4.7", "smtp; 451 4.4.7 too long in the queue", "451 4.4.7", false),
        ("4.4.1", "", "4.4.1", false),
    ] {
        let expected = Failure { said: said.to_owned(), marks_the_address: marks };
        assert_eq!(failure(status, diagnostic), Some(expected), "{status}, {diagnostic}");
    }
}

#[test]
fn words_of_servers_are_not_kept() {
    for status in ["ana@example.org", "5.1", "5.1.ana", "5.1.1.1", ""] {
        assert_eq!(failure(status, "smtp; 550 5.1.1 ana@example.org"), None, "{status}");
    }
    for diagnostic in ["smtp; ana@example.org", "smtp;", "smtp", "smtp; 5505 5.1.1", "smtp; 55a 5.1.1"] {
        assert_eq!(failure("5.0.0", diagnostic).unwrap().said, "5.0.0", "{diagnostic}");
    }
}

#[test]
fn only_a_recipient_that_failed_failed() {
    for action in ["delayed", "relayed", "delivered", "expanded", "", "unfailed"] {
        let fields = format!("Final-Recipient: rfc822; {ANA}\nAction: {action}\nStatus: 5.1.1\n");
        assert_eq!(about(&fields).failure_of(ANA), None, "{action}");
    }
    let told = about(
        "Final-Recipient: rfc822; omar@example.org\nAction: Failed\nStatus: 5.1.1\n\n\
         Original-Recipient: RFC822;Ana@Example.org\nFinal-Recipient: rfc822;ana@inside.example.org\n\
         Action: FAILED (for good)\nStatus: 5.2.2\n",
    );
    let of = |address: &str| told.failure_of(address).map(|failure| failure.said);
    assert_eq!(of("omar@example.org").as_deref(), Some("5.1.1"));
    assert_eq!(of(ANA).as_deref(), Some("5.2.2"));
    assert_eq!(of("ANA@inside.example.org").as_deref(), Some("5.2.2"));
    assert_eq!((of("ines@example.org"), of("")), (None, None));
}

#[test]
fn an_address_that_stands_for_several_people_fails_when_it_does_for_all() {
    let both = |second: &str| {
        about(&format!(
            "Original-Recipient: rfc822;{ANA}\nFinal-Recipient: rfc822; a@example.net\nAction: failed\nStatus: 5.1.1\n\n\
             Original-Recipient: rfc822;{ANA}\nFinal-Recipient: rfc822; b@example.net\n{second}\n"
        ))
        .failure_of(ANA)
        .map(|failure| failure.marks_the_address)
    };
    assert_eq!(both("Action: failed\nStatus: 5.1.1"), Some(true));
    assert_eq!(both("Action: failed\nStatus: 5.2.2"), Some(false));
    assert_eq!(both("Action: delayed\nStatus: 4.4.1"), None);
    assert_eq!(both("Action: relayed\nStatus: 2.0.0"), None);
}

#[test]
fn what_is_no_report_is_told_from_one_without_its_mail() {
    let why = |mail: &str| Bounce::read(mail.as_bytes()).err();
    assert_eq!(why("\rno mail"), Some(NoBounce::Unreadable));
    for mail in ["", "Hello", "Subject: Hello\n\nI am not there until Monday.\n"] {
        assert_eq!(why(mail), Some(NoBounce::NoReport), "{mail}");
    }
    let fields = format!("Final-Recipient: rfc822; {ANA}\nAction: failed\nStatus: 5.1.1\n");
    for original in ["", "Subject: Hello\n", "Message-ID: <>\n"] {
        assert_eq!(why(&report(&fields, original)), Some(NoBounce::NoOriginal), "{original}");
    }
    // a report that somebody passes on is not one
    let inner = report(&fields, "Message-ID: <1@pitlane.test>\n");
    let outer = format!(
        "Content-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: message/rfc822\n\n{inner}\n--out--\n"
    );
    assert_eq!(why(&outer), Some(NoBounce::NoReport));
}

#[test]
fn a_mail_is_read_however_it_is_handed_over() {
    let fields = format!("Final-Recipient: rfc822; {ANA}\nAction: failed\nStatus: 5.1.1\n");
    let mail = report(&fields, "Subject: Hello\nMessage-Id:\n <1@pitlane.test>\n");
    let with_envelope = format!("From MAILER-DAEMON  Sat Nov 21 10:00:00 2026\n{mail}");
    for mail in [mail.clone(), mail.replace('\n', "\r\n"), with_envelope] {
        let bounce = Bounce::read(mail.as_bytes()).ok().unwrap();
        assert_eq!(bounce.message_id, "1@pitlane.test");
        assert!(bounce.failure_of(ANA).unwrap().marks_the_address);
    }
}

#[test]
fn parts_within_parts_end_somewhere() {
    let level = |level| format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
    let levels: Vec<String> = (0..20_000).map(level).collect();
    assert_eq!(Bounce::read(levels.concat().as_bytes()).err(), Some(NoBounce::Unreadable));
}

#[test]
fn a_mail_that_is_laborious_to_read_is_read_at_once() {
    let words = "=?utf-8?q?a?= ".repeat(60_000);
    assert_eq!(Bounce::read(format!("Content-Type: {words}").as_bytes()).err(), Some(NoBounce::NoReport));
    let fields = format!(
        "Final-Recipient: rfc822; {ANA}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; {words}\n"
    );
    let id = format!("Message-ID: {words}<1@pitlane.test>\n");
    let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    for (kind, text, original) in [
        ("delivery-status", fields.as_str(), "Message-ID: <1@pitlane.test>"),
        ("rfc822", id.as_str(), id.as_str()),
    ] {
        let mail = format!(
            "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/{kind}\n\
             Content-Transfer-Encoding: base64\n\n{}\n--b\nContent-Type: text/rfc822-headers\n\n{original}\n--b\n\
             Content-Type: message/delivery-status\n\n{fields}\n--b--\n",
            encode(text)
        );
        assert!(Bounce::read(mail.as_bytes()).ok().unwrap().failure_of(ANA).is_some());
    }
}

proptest! {
    #[test]
    fn nothing_that_is_read_harms(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        place in any::<proptest::sample::Index>(),
    ) {
        let _ = Bounce::read(&bytes);
        // a good one with a hole, and with something in its place
        let good = report("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n", "Message-ID: <1@x>\n");
        let at = place.index(good.len());
        let mut bad = good.as_bytes()[..at].to_vec();
        bad.extend(&bytes);
        bad.extend(&good.as_bytes()[(at + bytes.len()).min(good.len())..]);
        if let Ok(bounce) = Bounce::read(&bad) {
            let _ = bounce.failure_of("a@b.example");
        }
    }
}
