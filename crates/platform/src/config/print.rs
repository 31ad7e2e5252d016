//! Prints the configuration with the origin of each value.

use super::{DEFAULTS, PREFIX};

/// Names whose values are never shown.
const SECRETS: [&str; 11] = [
    "database.url",
    "redis.url",
    "files.s3_secret_key",
    "mail.password",
    "sms.auth_token",
    "push.private_key",
    "payments.webhook_secret",
    "payments.connect_webhook_secret",
    "payments.stripe_secret_key",
    "auth.jwt_secret",
    "auth.two_factor_key",
];

/// One line for each value: name, value (secrets masked) and where it came from.
pub fn describe(file: Option<&str>) -> Result<Vec<String>, config::ConfigError> {
    let layer = |source: &str| -> Result<config::Config, config::ConfigError> {
        config::Config::builder().add_source(config::File::from_str(source, config::FileFormat::Toml)).build()
    };
    let defaults = layer(DEFAULTS)?;
    let from_file = file
        .map(|path| {
            config::Config::builder().add_source(config::File::new(path, config::FileFormat::Toml)).build()
        })
        .transpose()?;
    let mut lines = Vec::new();
    for (section, table) in sorted(defaults.cache.into_table()?) {
        for (key, value) in sorted(table.into_table()?) {
            let name = format!("{section}.{key}");
            let variable = format!("{PREFIX}__{}__{}", section.to_uppercase(), key.to_uppercase());
            let in_file = from_file.as_ref().and_then(|f| f.get_string(&name).ok());
            let (value, origin) = match (std::env::var(&variable).ok(), in_file) {
                (Some(set), _) => (set, format!("environment {variable}")),
                (None, Some(set)) => (set, format!("file {}", file.unwrap_or_default())),
                (None, None) => (value.into_string()?, "default".to_owned()),
            };
            let shown =
                if SECRETS.contains(&name.as_str()) && !value.is_empty() { "(masked)" } else { &value };
            lines.push(format!("{name} = {shown}  [{origin}]"));
        }
    }
    Ok(lines)
}

fn sorted(table: config::Map<String, config::Value>) -> Vec<(String, config::Value)> {
    let mut rows: Vec<_> = table.into_iter().collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_and_origins_named() {
        let lines = describe(None).unwrap();
        assert!(lines.contains(&"http.bind = 127.0.0.1:8080  [default]".to_owned()), "{lines:?}");
        assert!(lines.iter().any(|l| l.starts_with("database.url = (masked)")));
    }
}
