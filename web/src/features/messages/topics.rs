use leptos::prelude::*;
use pitlane_contract::messages::TopicChannels;
use pitlane_domain::vocabulary::{Channel, Role, Topic};

use super::{by_channel, channel_word, topic_words};
use crate::{account::Account, text::t};

/// The boxes of one topic.
#[derive(Clone, Copy)]
pub struct Boxes {
    topic: Topic,
    email: RwSignal<bool>,
    push: RwSignal<bool>,
    sms: RwSignal<bool>,
}

impl Boxes {
    /// Boxes ticked as `choice` says.
    pub fn of(choice: &TopicChannels) -> Self {
        Self {
            topic: choice.topic,
            email: RwSignal::new(choice.email),
            push: RwSignal::new(choice.push),
            sms: RwSignal::new(choice.sms),
        }
    }

    /// What is ticked now.
    pub fn read(&self) -> TopicChannels {
        TopicChannels {
            topic: self.topic,
            email: self.email.get_untracked(),
            push: self.push.get_untracked(),
            sms: self.sms.get_untracked(),
        }
    }

    fn concerns(&self, role: Option<Role>) -> bool {
        match self.topic {
            Topic::Requests => role == Some(Role::Provider),
            Topic::Favorites | Topic::Reminders => role == Some(Role::Customer),
            _ => true,
        }
    }
}

/// Topics below one another, a box for each channel. Only what concerns the person's role is shown; the rest stays.
#[component]
pub fn Topics(boxes: Vec<Boxes>, texts: RwSignal<bool>) -> impl IntoView {
    let words = &t().messages;
    let role = Account::get().me_now().map(|me| me.role);
    let rows = boxes.into_iter().filter(|boxes| boxes.concerns(role)).map(|boxes| {
        let (name, about) = topic_words(boxes.topic);
        let cell = move |channel: Channel, on: RwSignal<bool>, usable: Signal<bool>| {
            let word = channel_word(channel);
            view! {
                <label class="topic-box">
                    <input
                        type="checkbox"
                        aria-label=(words.by)(name, by_channel(channel))
                        prop:checked=move || on.get()
                        disabled=move || !usable.get()
                        on:change=move |event| on.set(event_target_checked(&event))
                    />
                    <span aria-hidden="true">{word}</span>
                </label>
            }
        };
        let always = Signal::stored(true);
        view! {
            <li class="topic">
                <span class="topic-name">
                    <b>{name}</b>
                    <small class="soft">{about}</small>
                </span>
                <span class="topic-boxes">
                    {cell(Channel::Email, boxes.email, always)} {cell(Channel::Push, boxes.push, always)}
                    {cell(Channel::Sms, boxes.sms, texts.into())}
                </span>
            </li>
        }
    });
    view! { <ul class="topics">{rows.collect_view()}</ul> }
}
