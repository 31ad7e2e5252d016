use js_sys::Uint8Array;
use leptos::prelude::*;
use pitlane_client::Upload;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::text::t;

/// The server takes files up to this size.
const MAX_BYTES: f64 = 10.0 * 1024.0 * 1024.0;

/// Reads a picked file into memory, or says in a sentence why it cannot be used.
pub async fn read(file: web_sys::File) -> Result<Upload, String> {
    let name = file.name();
    if file.size() > MAX_BYTES {
        return Err((t().problems.file_too_large)(&name));
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| t().problems.unreadable.to_owned())?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    Ok(Upload { name, content_type: file.type_(), bytes })
}

/// A button that lets the person pick pictures or documents.
#[component]
pub fn FilePicker(
    /// Its words.
    #[prop(into)]
    label: String,
    /// Its name for screen readers where the words need the surroundings.
    #[prop(optional, into)]
    name: Option<String>,
    /// Media types that make sense here.
    #[prop(default = "image/jpeg,image/png,image/webp,application/pdf")]
    accept: &'static str,
    /// Whether nothing can be picked now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Gets what was picked.
    #[prop(into)]
    on_pick: Callback<(web_sys::File,)>,
) -> impl IntoView {
    let pick = move |event: web_sys::Event| {
        let Some(input) =
            event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
        else {
            return;
        };
        if let Some(files) = input.files() {
            for position in 0..files.length() {
                if let Some(file) = files.get(position) {
                    on_pick.run((file,));
                }
            }
        }
        // the same file may be picked again after it was removed
        input.set_value("");
    };
    let name = name.unwrap_or_else(|| label.clone());
    view! {
        <span class="button picker">
            <span aria-hidden="true">{label}</span>
            <input type="file" multiple accept=accept aria-label=name disabled=move || disabled.get() on:change=pick />
        </span>
    }
}
