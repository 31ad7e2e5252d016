use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{AudioContext, OscillatorType};

use crate::{
    storage::{self, Key},
    text::t,
};

/// The two tones, in hertz: a fourth upwards, heard over a workshop without being a siren.
const TONES: [f32; 2] = [587.3, 784.0];
/// How long each lasts, in seconds.
const LASTS: f64 = 0.16;
/// How loud, 0 to 1.
const LOUDNESS: f32 = 0.2;

thread_local! {
    /// Made at the person's first press of a key or a button: a browser keeps silent before.
    static CONTEXT: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

fn wanted() -> bool {
    storage::get(Key::OfferSound).as_deref() != Some("off")
}

fn wake() {
    CONTEXT.with_borrow_mut(|context| {
        if context.is_none() {
            *context = AudioContext::new().ok();
        }
    });
}

/// Gets ready to sound as soon as the person does something on the page.
pub fn prepare() {
    let pointer = window_event_listener(leptos::ev::pointerdown, |_| wake());
    let key = window_event_listener(leptos::ev::keydown, |_| wake());
    on_cleanup(move || {
        pointer.remove();
        key.remove();
    });
}

/// Sounds, if the mechanic wants it and did something on the page before.
pub fn play() {
    if wanted() {
        // a machine without a loudspeaker shows the offer all the same
        let _ = CONTEXT.with_borrow(|context| context.as_ref().map(ring));
    }
}

fn ring(context: &AudioContext) -> Result<(), JsValue> {
    for (position, hertz) in (0_u8..).zip(TONES) {
        let start = context.current_time() + f64::from(position) * LASTS;
        let (tone, volume) = (context.create_oscillator()?, context.create_gain()?);
        tone.set_type(OscillatorType::Sine);
        tone.frequency().set_value(hertz);
        volume.gain().set_value_at_time(LOUDNESS, start)?;
        // a tone that stops at once clicks
        volume.gain().exponential_ramp_to_value_at_time(0.001, start + LASTS)?;
        tone.connect_with_audio_node(&volume)?;
        volume.connect_with_audio_node(&context.destination())?;
        tone.start_with_when(start)?;
        tone.stop_with_when(start + LASTS)?;
    }
    Ok(())
}

/// Switches the sound on and off; remembered in this browser. Switching on lets it be heard.
#[component]
pub fn SoundSwitch() -> impl IntoView {
    let on = RwSignal::new(wanted());
    let change = move |event| {
        let wanted = event_target_checked(&event);
        on.set(wanted);
        storage::set(Key::OfferSound, if wanted { "on" } else { "off" });
        if wanted {
            wake();
            play();
        }
    };
    view! {
        <label class="switch">
            <input type="checkbox" role="switch" prop:checked=move || on.get() on:change=change />
            <span>{t().provider.sound}</span>
        </label>
    }
}
