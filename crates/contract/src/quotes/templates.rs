//! Templates of common jobs.

use super::WriteLine;
use chrono::{DateTime, Utc};
use uuid::Uuid;

request! {
    /// A template of a common job.
    pub struct WriteTemplate {
        /// Its name, 1 to 80 characters, once per provider.
        pub name: String,
        /// What is wrong, up to 4,000 characters.
        #[serde(default)]
        pub diagnosis_summary: String,
        /// Its lines, 1 to 100.
        pub lines: Vec<WriteLine>,
    }
}

response! {
    /// A template of a common job.
    pub struct Template {
        /// The template.
        pub id: Uuid,
        /// Its name.
        pub name: String,
        /// What is wrong.
        pub diagnosis_summary: String,
        /// Its lines.
        pub lines: Vec<WriteLine>,
        /// When it was last changed.
        pub updated_at: DateTime<Utc>,
    }
}
