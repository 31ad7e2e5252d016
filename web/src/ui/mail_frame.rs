//! A mail as its reader's mail program shows it, in a frame that runs no scripts.
//!
//! The page's policy refuses what is inline, also in the frame. What the mail brings is set aside before it is shown and
//! put on from here afterwards, which the policy allows: a style that a script sets is not inline.

use js_sys::{Array, Function, Reflect};
use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue};

/// How a mail program asks for the colours of its reader.
const DARK: &str = "(prefers-color-scheme: dark)";

/// A mail in a frame.
#[component]
pub fn MailFrame(
    /// What screen readers call it.
    #[prop(into)]
    title: Signal<String>,
    /// The HTML part of the mail.
    html: String,
    /// How wide the mail program's window is, in pixels; as wide as there is room when left out.
    #[prop(optional)]
    width: Option<u32>,
    /// Whether its reader wants dark colours.
    #[prop(default = Signal::stored(false), into)]
    dark: Signal<bool>,
    /// Whether it is only to be looked at: its links lead nowhere, and the frame is as high as the mail.
    #[prop(optional)]
    preview: bool,
) -> impl IntoView {
    let sheets = StoredValue::new(styles(&html));
    let frame = NodeRef::<leptos::html::Iframe>::new();
    let dress = move || {
        let Some(element) = frame.get_untracked() else { return };
        let Some(mail) = element.content_document() else { return };
        put_styles_on(&element, &mail, &sheets.get_value(), dark.get_untracked());
        each(&mail, "[data-style]", |element| {
            if let Some(style) = element.get_attribute("data-style") {
                element.style().set_css_text(&style);
            }
        });
        if preview {
            each(&mail, "a[href]", |link| drop(link.remove_attribute("href")));
            if let Some(body) = mail.document_element() {
                let height = format!("{}px", body.scroll_height());
                // a property that the browser knows takes every length
                let _ = web_sys::HtmlElement::style(&element).set_property("height", &height);
            }
        } else {
            // a link in the frame would open in the frame
            each(&mail, "a[href]", |link| drop(link.set_attribute("target", "_top")));
        }
    };
    Effect::new(move |_| {
        dark.track();
        dress();
    });
    let rights = if preview {
        "allow-same-origin"
    } else {
        "allow-same-origin allow-top-navigation-by-user-activation"
    };
    view! {
        <iframe
            node_ref=frame
            class="letter"
            class:dark=move || dark.get()
            title=move || title.get()
            style:width=width.map(|width| format!("{width}px"))
            sandbox=rights
            srcdoc=undressed(&html)
            on:load=move |_: ev::Event| dress()
        ></iframe>
    }
}

/// The mail without what the policy refuses.
fn undressed(html: &str) -> String {
    html.replace(" style=", " data-style=").replace("<style", "<template").replace("</style>", "</template>")
}

/// The style sheets of a mail, put together.
fn styles(html: &str) -> String {
    let sheets = html.split("<style").skip(1).filter_map(|rest| rest.split_once('>'));
    sheets.filter_map(|(_, rest)| rest.split_once("</style>")).map(|(sheet, _)| sheet).collect()
}

fn each(mail: &web_sys::Document, selector: &str, change: fn(&web_sys::HtmlElement)) {
    let Ok(found) = mail.query_selector_all(selector) else { return };
    for position in 0..found.length() {
        if let Some(node) = found.get(position) {
            // the frame has classes of its own, so that a checked cast to the page's would fail
            change(node.unchecked_ref());
        }
    }
}

/// Gives the mail its style sheets, made by the frame itself: a document takes none that another one made. A browser that
/// cannot shows the mail without them.
fn put_styles_on(frame: &web_sys::HtmlIFrameElement, mail: &web_sys::Document, sheets: &str, dark: bool) {
    let (counts, scheme) = if dark { ("all", "dark") } else { ("not all", "light") };
    let text = format!("{} :root {{ color-scheme: {scheme} !important; }}", sheets.replace(DARK, counts));
    let make = || -> Result<(), JsValue> {
        let window: JsValue = frame.content_window().into();
        let class = Reflect::get(&window, &"CSSStyleSheet".into())?.dyn_into::<Function>()?;
        let sheet = Reflect::construct(&class, &Array::new())?;
        let write = Reflect::get(&sheet, &"replaceSync".into())?.dyn_into::<Function>()?;
        write.call1(&sheet, &JsValue::from_str(&text))?;
        Reflect::set(mail, &"adoptedStyleSheets".into(), &Array::of1(&sheet)).map(drop)
    };
    let _ = make();
}
