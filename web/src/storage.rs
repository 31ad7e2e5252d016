//! What the browser remembers for this person on this machine. Nothing secret goes in here.

/// Everything that is remembered, so that no two places use the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The chosen theme.
    Theme,
    /// Whether somebody was signed in when the page was last open.
    WasSignedIn,
    /// The intake under way, so that a reload loses nothing.
    IntakeDraft,
    /// Tips and questions that were answered for good.
    Dismissed,
    /// The summary being written, until the server has it.
    SummaryDraft,
    /// Whether new offers make a sound.
    OfferSound,
    /// The address under which this browser takes messages where the demo stands in for its push service.
    PushStandIn,
}

impl Key {
    const fn name(self) -> &'static str {
        match self {
            Self::Theme => "pitlane.theme",
            Self::WasSignedIn => "pitlane.was-signed-in",
            Self::IntakeDraft => "pitlane.intake-draft",
            Self::Dismissed => "pitlane.dismissed",
            Self::SummaryDraft => "pitlane.summary-draft",
            Self::OfferSound => "pitlane.offer-sound",
            Self::PushStandIn => "pitlane.push-stand-in",
        }
    }
}

fn store() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What is remembered under `key`.
pub fn get(key: Key) -> Option<String> {
    store()?.get_item(key.name()).ok()?
}

/// Remembers `value`; a browser that refuses (private mode, full) forgets it with the page.
pub fn set(key: Key, value: &str) {
    if let Some(store) = store() {
        let _ = store.set_item(key.name(), value);
    }
}

/// Forgets what is remembered under `key`.
pub fn remove(key: Key) {
    if let Some(store) = store() {
        let _ = store.remove_item(key.name());
    }
}

/// Whether the tip or question `name` was dismissed for good.
pub fn is_dismissed(name: &str) -> bool {
    get(Key::Dismissed).is_some_and(|all| all.split(' ').any(|one| one == name))
}

/// Never shows the tip or question `name` again.
pub fn dismiss(name: &str) {
    if !is_dismissed(name) {
        let all = get(Key::Dismissed).unwrap_or_default();
        set(Key::Dismissed, format!("{all} {name}").trim());
    }
}
