//! Looks at every value that could be wrong before anything starts with it.

use super::{
    Config, ConfigError, FilesConfig, MailConfig, MessagesConfig, PaymentsConfig, PushConfig, SmsConfig,
};
use pitlane_domain::accounts::Email;
use secrecy::ExposeSecret;

/// Says the first value that cannot be used.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    let url = config.database.url.expose_secret();
    if !url.starts_with("sqlite:") && !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return wrong(
            "database.url",
            "(masked)",
            "SQLite and PostgreSQL are understood",
            "\"sqlite://data/pitlane.sqlite?mode=rwc\"",
        );
    }
    if config.http.bind.parse::<std::net::SocketAddr>().is_err() {
        return wrong(
            "http.bind",
            &config.http.bind,
            "an address and a port are needed",
            "\"127.0.0.1:8080\"",
        );
    }
    let public = &config.http.public_url;
    if !(public.starts_with("http://") || public.starts_with("https://")) || public.ends_with('/') {
        return wrong(
            "http.public_url",
            public,
            "it begins with http:// or https:// and has no slash at its end",
            "\"https://pitlane.example\"",
        );
    }
    let windows = [
        ("dispatch.online_window_minutes", config.dispatch.online_window_minutes),
        ("dispatch.wait_window_minutes", config.dispatch.wait_window_minutes),
    ];
    for (name, minutes) in windows {
        if !(5..=60).contains(&minutes) {
            return wrong(name, &minutes.to_string(), "windows last 5 to 60 minutes", "10");
        }
    }
    let pace = config.jobs.messages_a_second;
    if !(1..=1_000).contains(&pace) {
        return wrong("jobs.messages_a_second", &pace.to_string(), "1 to 1000 are possible", "20");
    }
    check_payments(&config.payments)?;
    check_files(&config.files)?;
    check_sms(&config.sms)?;
    check_push(&config.push)?;
    check_mail(&config.mail)?;
    check_messages(&config.messages)?;
    for (name, secret) in
        [("auth.jwt_secret", &config.auth.jwt_secret), ("auth.two_factor_key", &config.auth.two_factor_key)]
    {
        if (1..32).contains(&secret.expose_secret().len()) {
            return wrong(name, "(masked)", "32 characters are the least", "\"…64 random characters…\"");
        }
    }
    Ok(())
}

fn wrong(
    name: &'static str,
    value: &str,
    problem: &'static str,
    example: &'static str,
) -> Result<(), ConfigError> {
    Err(ConfigError::Invalid { name, value: value.to_owned(), problem, example })
}

fn check_mail(mail: &MailConfig) -> Result<(), ConfigError> {
    if !["none", "starttls", "tls"].contains(&mail.tls.as_str()) {
        return wrong("mail.tls", &mail.tls, "it is none, starttls or tls", "\"starttls\"");
    }
    if !(1..=45).contains(&mail.timeout_seconds) {
        return wrong("mail.timeout_seconds", &mail.timeout_seconds.to_string(), "it is 1 to 45", "20");
    }
    if !mail.bounce_address.is_empty() && Email::parse(&mail.bounce_address).is_err() {
        let problem = "it is an address without a name, or empty";
        return wrong("mail.bounce_address", &mail.bounce_address, problem, "\"bounces@pitlane.example\"");
    }
    Ok(())
}

fn check_messages(messages: &MessagesConfig) -> Result<(), ConfigError> {
    let limits = [
        ("messages.mails_per_hour", messages.mails_per_hour),
        ("messages.texts_per_hour", messages.texts_per_hour),
        ("messages.pushes_per_hour", messages.pushes_per_hour),
    ];
    for (name, limit) in limits {
        if limit == 0 {
            return wrong(name, "0", "at least one message an hour gets through", "10");
        }
    }
    Ok(())
}

fn check_files(files: &FilesConfig) -> Result<(), ConfigError> {
    match files.store.as_str() {
        "folder" => return Ok(()),
        "s3" => {}
        other => return wrong("files.store", other, "it is folder or s3", "\"folder\""),
    }
    if !files.s3_url.starts_with("http://") && !files.s3_url.starts_with("https://") {
        let problem = "it begins with http:// or https://";
        return wrong("files.s3_url", &files.s3_url, problem, "\"https://s3.eu-central-1.amazonaws.com\"");
    }
    let needed = [
        ("files.s3_region", files.s3_region.as_str(), "\"eu-central-1\""),
        ("files.s3_bucket", &files.s3_bucket, "\"pitlane-files\""),
        ("files.s3_access_key", &files.s3_access_key, "\"AKIA…\""),
        ("files.s3_secret_key", files.s3_secret_key.expose_secret(), "\"…40 characters…\""),
    ];
    for (name, value, example) in needed {
        if value.is_empty() {
            return wrong(name, value, "a bucket of S3 needs it", example);
        }
    }
    Ok(())
}

fn check_sms(sms: &SmsConfig) -> Result<(), ConfigError> {
    if sms.account_sid.is_empty() {
        return Ok(());
    }
    if sms.auth_token.expose_secret().is_empty() {
        return wrong("sms.auth_token", "", "an account of Twilio needs it", "\"…32 characters…\"");
    }
    match (sms.from.is_empty(), sms.messaging_service.is_empty()) {
        (true, true) => {
            return wrong("sms.from", "", "a number or a messaging service sends", "\"+15551230100\"");
        }
        (false, false) => {
            return wrong("sms.from", &sms.from, "a number or a messaging service sends, not both", "\"\"");
        }
        _ => {}
    }
    if !sms.base_url.starts_with("http://") && !sms.base_url.starts_with("https://") {
        let problem = "it begins with http:// or https://";
        return wrong("sms.base_url", &sms.base_url, problem, "\"https://api.twilio.com\"");
    }
    Ok(())
}

fn check_push(push: &PushConfig) -> Result<(), ConfigError> {
    if !["sandbox", "web"].contains(&push.mode.as_str()) {
        return wrong("push.mode", &push.mode, "it is sandbox or web", "\"web\"");
    }
    if !push.subject.starts_with("mailto:") && !push.subject.starts_with("https://") {
        let problem = "it begins with mailto: or https://";
        return wrong("push.subject", &push.subject, problem, "\"mailto:support@pitlane.example\"");
    }
    Ok(())
}

fn check_payments(payments: &PaymentsConfig) -> Result<(), ConfigError> {
    match payments.gateway.as_str() {
        "sandbox" => return Ok(()),
        "stripe" => {}
        other => return wrong("payments.gateway", other, "it is sandbox or stripe", "\"sandbox\""),
    }
    let needed = [
        ("payments.stripe_secret_key", payments.stripe_secret_key.expose_secret(), "\"sk_live_…\""),
        ("payments.stripe_publishable_key", payments.stripe_publishable_key.as_str(), "\"pk_live_…\""),
        ("payments.webhook_secret", payments.webhook_secret.expose_secret(), "\"whsec_…\""),
    ];
    if let Some((name, _, example)) = needed.into_iter().find(|(_, value, _)| value.is_empty()) {
        return wrong(name, "", "Stripe needs it", example);
    }
    for (name, url) in [
        ("payments.stripe_url", &payments.stripe_url),
        ("payments.stripe_script_url", &payments.stripe_script_url),
    ] {
        // a policy for browsers is made of it
        let plain = !url.contains([' ', ';', ',', '\'', '"']);
        if !(plain && (url.starts_with("https://") || url.starts_with("http://"))) {
            return wrong(name, url, "it begins with http:// or https://", "\"https://api.stripe.com\"");
        }
    }
    Ok(())
}
