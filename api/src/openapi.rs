//! The OpenAPI document: what the registration says, with what is the same for every operation added once.

use actix_web::web::Bytes;
use actix_web::{HttpResponse, get};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// Statuses that any operation may answer, with what they mean.
const COMMON: [(&str, &str); 4] = [
    ("405", "The address does not know this method; `Allow` lists those that it knows."),
    ("429", "Too many requests; `Retry-After` says in how many seconds to try again."),
    ("500", "Nobody expected this; the `request_id` names it in our logs."),
    ("503", "A part of the platform is down; `Retry-After` says in how many seconds to try again."),
];

/// Example values by the name of their field; other fields get one by their type.
const BY_NAME: [(&str, &str); 27] = [
    ("email", "dana@example.com"),
    ("password", "under the blue hoist"),
    ("name", "Dana Okafor"),
    ("customer_name", "Dana"),
    ("mechanic_name", "Marek Nowak"),
    ("provider_name", "Harbor Garage"),
    ("workshop_name", "Harbor Garage"),
    ("phone", "+15550104477"),
    ("locale", "en-US"),
    ("time_zone", "America/Chicago"),
    ("token", "3f1d…c2"),
    ("make", "Subaru"),
    ("model", "Outback"),
    ("vin", "4S4BSANC5K3365214"),
    ("plate", "7KDM219"),
    ("vehicle", "2019 Subaru Outback"),
    ("concern", "The brakes squeal at low speed."),
    ("text", "The squeal is loudest just before the car stops."),
    ("findings", "Front pads are down to 2 mm, rotors are scored."),
    ("steps_taken", "Measured pads and rotors by photo."),
    ("next_steps", "Have pads and rotors replaced within two weeks."),
    ("currency", "USD"),
    ("bio", "Brakes and suspension since 2011."),
    ("label", "Brakes"),
    ("user_agent", "Firefox on Linux"),
    ("content_type", "image/jpeg"),
    ("token_type", "Bearer"),
];

/// The word that an example shows of a vocabulary, where the first one would not go with the fields beside it: only a
/// part has a condition.
const WORDS: [(&str, &str); 1] = [("LineKind", "part")];

/// The document of this server.
pub fn document() -> Value {
    // plain data in memory: writing it as JSON cannot fail
    let mut document = serde_json::to_value(crate::app::registered()).unwrap_or_default();
    complete(&mut document);
    document
}

/// The document as YAML, as it is checked in.
pub fn yaml() -> Result<String, serde_norway::Error> {
    serde_norway::to_string(&document())
}

/// Serves the document. It is put together when somebody first asks and kept as text: most servers are never asked, and
/// putting it together was half of the work of a start.
#[get("/api/openapi.json")]
pub async fn serve() -> HttpResponse {
    static TEXT: LazyLock<Bytes> = LazyLock::new(|| document().to_string().into());
    HttpResponse::Ok().content_type("application/json").body(TEXT.clone())
}

fn complete(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    let operations = document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    for operation in operations.flat_map(|path| path.as_object_mut().into_iter().flat_map(|o| o.values_mut()))
    {
        let keyed = takes_key(operation);
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            for (status, meaning) in COMMON {
                responses.entry(status).or_insert_with(|| problem(meaning));
            }
            responses["405"]["headers"] = allow_header();
            if keyed {
                let meaning = "The idempotency key cannot be read, or came with another request before.";
                responses.entry("422").or_insert_with(|| problem(meaning));
            }
        }
        let Some(whole) = operation.get_mut("requestBody") else { continue };
        if may_be_left_out(whole, &schemas) {
            whole["required"] = json!(false);
        }
        let Some(body) = whole.pointer_mut("/content/application~1json") else { continue };
        if body.get("schema").is_some() && body.get("example").is_none() {
            body["example"] = example("", &body["schema"], &schemas, 0);
        }
    }
    for (name, schema) in &schemas {
        if schema.get("properties").is_some() {
            document["components"]["schemas"][name]["examples"] = json!([example("", schema, &schemas, 0)]);
        }
    }
}

/// Whether an operation takes an idempotency key.
fn takes_key(operation: &Value) -> bool {
    let parameters = operation["parameters"].as_array();
    parameters.is_some_and(|all| all.iter().any(|parameter| parameter["name"] == "Idempotency-Key"))
}

/// A body without a field that must be there reads the same as no body at all.
fn may_be_left_out(body: &Value, all: &Map<String, Value>) -> bool {
    let named = body.pointer("/content/application~1json/schema/$ref").and_then(Value::as_str);
    let schema = named.and_then(|name| all.get(name.rsplit('/').next().unwrap_or_default()));
    schema.is_some_and(|schema| schema["type"] == "object" && schema["required"].is_null())
}

fn allow_header() -> Value {
    json!({ "Allow": { "description": "The methods of this address.", "schema": { "type": "string" } } })
}

fn problem(description: &str) -> Value {
    json!({
        "description": description,
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
    })
}

/// An example that fits `schema`; optional fields are shown too, so that readers see them.
fn example(field: &str, schema: &Value, all: &Map<String, Value>, depth: usize) -> Value {
    if depth > 12 {
        return Value::Null;
    }
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap_or_default();
        if let Some((_, word)) = WORDS.iter().find(|(vocabulary, _)| *vocabulary == name) {
            return json!(word);
        }
        return example(field, all.get(name).unwrap_or(&Value::Null), all, depth + 1);
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        if let Some(options) = schema[choice].as_array() {
            let chosen = options.iter().find(|option| option["type"] != "null");
            return chosen.map_or(Value::Null, |option| example(field, option, all, depth + 1));
        }
    }
    if let Some(first) = schema["enum"].as_array().and_then(|words| words.first()) {
        return first.clone();
    }
    if let Some(properties) = schema["properties"].as_object() {
        return properties
            .iter()
            .map(|(name, property)| (name.clone(), example(name, property, all, depth + 1)))
            .collect();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").cloned().unwrap_or_default(),
        kind => kind.clone(),
    };
    match kind.as_str().unwrap_or("object") {
        "string" => text(field, schema),
        "integer" => json!(number(field)),
        "number" => json!(4.8),
        "boolean" => json!(true),
        "array" => json!([example(field, &schema["items"], all, depth + 1)]),
        _ => json!({}),
    }
}

fn text(field: &str, schema: &Value) -> Value {
    match schema["format"].as_str() {
        Some("uuid") => json!("01938f5e-7b1c-7c53-9d2a-4f0c6b1e2a90"),
        Some("date-time") => json!("2026-11-20T12:00:00Z"),
        _ => BY_NAME
            .iter()
            .find(|(name, _)| *name == field)
            .map_or_else(|| json!(field), |(_, value)| json!(value)),
    }
}

fn number(field: &str) -> i64 {
    match field {
        "year" => 2_019,
        "mileage" => 64_210,
        "rating" => 5,
        "status" => 404,
        "page_size" | "limit" => 25,
        "years_experience" => 12,
        "planned_minutes" | "minutes" => 30,
        name if name.ends_with("_cents") => 1_500,
        name if name.ends_with("_minutes") => 10,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn bodies_get_examples() {
        let path = &super::document()["paths"]["/api/v1/customer/vehicles"];
        let body = &path["post"]["requestBody"]["content"]["application/json"];
        assert_eq!(body["example"]["make"], "Subaru");
    }
}
