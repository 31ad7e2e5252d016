//! Reports about deliveries as mail servers of different make write them, about a mail of ours.

/// What is told of which mail.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The mail's name, without angle brackets.
    pub mail: &'a str,
    pub to: &'a str,
    pub action: &'a str,
    pub status: &'a str,
    /// What the other server replied.
    pub reply: &'a str,
}

impl<'a> Report<'a> {
    /// There is no such mailbox.
    pub fn unknown(mail: &'a str, to: &'a str) -> Self {
        Self { mail, to, action: "failed", status: "5.1.1", reply: "550 5.1.1 no mailbox of that name here" }
    }

    /// As each of them writes it.
    pub fn by_all(&self) -> [String; 3] {
        [self.by_postfix(), self.by_exim(), self.by_exchange()]
    }

    /// As Postfix hands it to a command: with the line of a mailbox file, and the head of the mail alone.
    pub fn by_postfix(&self) -> String {
        let Self { mail, to, action, status, reply } = self;
        format!(
            "From MAILER-DAEMON  Fri Nov 20 12:00:07 2026
Return-Path: <>
X-Original-To: bounces@pitlane.example
Delivered-To: bounces@pitlane.example
Received: by out.pitlane.example (Postfix)
\tid 9D41C2F00A; Fri, 20 Nov 2026 12:00:07 +0000 (UTC)
Date: Fri, 20 Nov 2026 12:00:07 +0000 (UTC)
From: MAILER-DAEMON@out.pitlane.example (Mail Delivery System)
Subject: Your mail could not be handed on
To: bounces@pitlane.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary=\"8B02E2F009.1795176007/out.pitlane.example\"
Content-Transfer-Encoding: 8bit
Message-Id: <20261120120007.9D41C2F00A@out.pitlane.example>

Parts follow.

--8B02E2F009.1795176007/out.pitlane.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

The server out.pitlane.example gave up on this mail:

<{to}>: mx.example.com said: {reply}

--8B02E2F009.1795176007/out.pitlane.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; out.pitlane.example
X-Postfix-Queue-ID: 8B02E2F009
X-Postfix-Sender: rfc822; bounces@pitlane.example
Arrival-Date: Fri, 20 Nov 2026 12:00:01 +0000 (UTC)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; {reply}
    (in reply to RCPT TO command)

--8B02E2F009.1795176007/out.pitlane.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 8bit

Return-Path: <bounces@pitlane.example>
Received: from app.pitlane.example (app.pitlane.example [192.0.2.7])
\tby out.pitlane.example (Postfix) with ESMTPS id 8B02E2F009
\tfor <{to}>; Fri, 20 Nov 2026 12:00:01 +0000 (UTC)
From: Pitlane <hello@pitlane.example>
To: {to}
Subject: Your summary is ready
Message-ID: <{mail}>

--8B02E2F009.1795176007/out.pitlane.example--
"
        )
    }

    /// As Exim writes it: the status says nothing, the whole mail comes back.
    pub fn by_exim(&self) -> String {
        let Self { mail, to, action, reply, .. } = self;
        format!(
            "Return-path: <>
Envelope-to: bounces@pitlane.example
Delivery-date: Fri, 20 Nov 2026 12:00:09 +0000
Received: from Debian-exim by relay.example.net with local (Exim 4.98)
\tid 1uZkQb-000000003Yl-1aBc
\tfor bounces@pitlane.example; Fri, 20 Nov 2026 12:00:09 +0000
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@relay.example.net>
To: bounces@pitlane.example
References: <{mail}>
Content-Type: multipart/report; report-type=delivery-status; boundary=1795176009-eximdsn-77120533
MIME-Version: 1.0
Subject: Delivery failed, your mail comes back
Message-Id: <E1uZkQb-000000003Yl-1aBc@relay.example.net>
Date: Fri, 20 Nov 2026 12:00:09 +0000

--1795176009-eximdsn-77120533
Content-type: text/plain; charset=us-ascii

Software at relay.example.net wrote this mail. Yours did not reach

  {to}
    host mx.example.com [198.51.100.4]
    after RCPT TO:<{to}>: {reply}

--1795176009-eximdsn-77120533
Content-type: message/delivery-status

Reporting-MTA: dns; relay.example.net

Action: {action}
Final-Recipient: rfc822;{to}
Status: 5.0.0
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; {reply}

--1795176009-eximdsn-77120533
Content-type: message/rfc822

Return-path: <bounces@pitlane.example>
Received: from app.pitlane.example ([192.0.2.7])
\tby relay.example.net with esmtps (Exim 4.98)
\tid 1uZkQa-000000003Yk-0xYz
\tfor {to}; Fri, 20 Nov 2026 12:00:08 +0000
From: Pitlane <hello@pitlane.example>
To: {to}
Message-ID: <{mail}>
Subject: Your summary is ready
Content-Type: multipart/alternative; boundary=\"ours\"

--ours
Content-Type: text/plain; charset=utf-8

Hello, your summary is ready.
--ours--

--1795176009-eximdsn-77120533--
"
        )
    }

    /// As Exchange writes it: its words in base64 and as HTML, long fields in several lines, lines that end as in SMTP.
    pub fn by_exchange(&self) -> String {
        let Self { mail, to, action, status, reply } = self;
        let text = format!(
            "From: <postmaster@contoso.example>
To: <bounces@pitlane.example>
Date: Fri, 20 Nov 2026 12:00:11 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary=\"c0f1e2d3-4b5a-6978-8796-a5b4c3d2e1f0\"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: en-US
Message-ID: <0a1b2c3d-4e5f@EX01.contoso.example>
In-Reply-To: <{mail}>
References: <{mail}>
Subject: Undeliverable: Your summary is ready
Auto-Submitted: auto-replied
MIME-Version: 1.0

--c0f1e2d3-4b5a-6978-8796-a5b4c3d2e1f0
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary=\"f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f\"

--f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f
Content-Type: text/plain; charset=\"utf-8\"
Content-Transfer-Encoding: base64

WW91ciBtYWlsIGNvdWxkIG5vdCBiZSBkZWxpdmVyZWQu

--f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f
Content-Type: text/html; charset=\"utf-8\"
Content-Transfer-Encoding: base64

PHA+WW91ciBtYWlsIGNvdWxkIG5vdCBiZSBkZWxpdmVyZWQuPC9wPg==

--f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f--

--c0f1e2d3-4b5a-6978-8796-a5b4c3d2e1f0
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.contoso.example
Received-From-MTA: dns;out.pitlane.example
Arrival-Date: Fri, 20 Nov 2026 12:00:10 +0000

Original-Recipient: rfc822;{to}
Final-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code:
 smtp;{reply}
X-Display-Name: Somebody

--c0f1e2d3-4b5a-6978-8796-a5b4c3d2e1f0
Content-Type: message/rfc822

Received: from EX02.contoso.example (203.0.113.8) by EX01.contoso.example
 (203.0.113.9) with Microsoft SMTP Server; Fri, 20 Nov 2026 12:00:10 +0000
From: Pitlane <hello@pitlane.example>
To: \"{to}\" <{to}>
Message-ID:
\t<{mail}>
Subject: Your summary is ready
Content-Type: text/plain

--c0f1e2d3-4b5a-6978-8796-a5b4c3d2e1f0--
"
        );
        text.replace('\n', "\r\n")
    }
}
