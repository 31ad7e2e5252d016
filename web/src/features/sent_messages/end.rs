use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::sent_messages::NewSuppression;
use pitlane_domain::{
    accounts::{Email, Phone},
    vocabulary::{Channel, Topic},
};

use super::words::channel_word;
use crate::{
    account::api,
    features::messages::topic_words,
    text::t,
    ui::{Button, Confirm, Field, Form, FormProblem, Input, Kind, SelectInput, Toasts, none},
};

/// What is typed.
#[derive(Clone, Copy)]
struct Fields {
    channel: Field,
    address: Field,
    topic: Field,
}

impl Fields {
    fn channel(self) -> Channel {
        self.channel.text().parse().unwrap_or(Channel::Email)
    }

    fn topic(self) -> Option<Topic> {
        self.topic.text().parse().ok()
    }

    fn body(self) -> NewSuppression {
        NewSuppression { channel: self.channel(), address: self.address.text(), topic: self.topic() }
    }
}

/// Ends messages for somebody who asked support to, after asking back.
#[component]
pub fn End(
    /// On this channel, unless another one is chosen.
    channel: Channel,
    /// To this address or number.
    address: String,
    /// About this topic; everything when none.
    topic: Option<Topic>,
    /// Called when it is done, and when nothing is to be done.
    on_done: Callback<()>,
) -> impl IntoView {
    let (words, form) = (&t().sent_messages, Form::new());
    let channel = form.field("channel", channel.to_string(), none);
    let rule = move |typed: &str| {
        let sms = channel.value.with_untracked(|word| word == Channel::Sms.as_str());
        let refused = if sms { Phone::parse(typed).err() } else { Email::parse(typed).err() };
        refused.map(|refused| refused.message.to_owned())
    };
    let address = form.field("address", address, rule);
    let topic = form.field("topic", topic.map(|it| it.to_string()).unwrap_or_default(), none);
    let (fields, asking) = (Fields { channel, address, topic }, RwSignal::new(false));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if form.check() {
            asking.set(true);
        }
    };
    let channels = [Channel::Email, Channel::Sms].map(|it| (it.to_string(), channel_word(it).to_owned()));
    let mut topics = vec![(String::new(), words.everything.to_owned())];
    let stoppable = Topic::ALL.iter().filter(|topic| topic.can_be_stopped());
    topics.extend(stoppable.map(|topic| (topic.to_string(), topic_words(*topic).0.to_owned())));
    view! {
        <section class="sheet padded stack" aria-label=words.end>
            <div>
                <h2>{words.end}</h2>
                <p class="soft">{words.end_lead}</p>
            </div>
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <div class="pair roomy">
                    <SelectInput field=channel label=words.channel options=channels.to_vec() />
                    <Input field=address label=words.end_address autocomplete="off" />
                    <SelectInput field=topic label=words.end_topic options=topics />
                </div>
                <div class="actions start">
                    <Button kind=Kind::Danger submit=true>{words.end}</Button>
                    <Button kind=Kind::Quiet on_press=on_done>{t().common.cancel}</Button>
                </div>
            </form>
            <Ask form fields asking on_done />
        </section>
    }
}

/// Asks back, and ends them.
#[component]
fn Ask(form: Form, fields: Fields, asking: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let words = &t().sent_messages;
    let title =
        Signal::derive(move || fields.address.value.with(|address| (words.end_title)(address.trim())));
    let text = Signal::derive(move || {
        asking.track();
        let what = fields.topic().map_or(words.everything, |topic| topic_words(topic).0);
        (words.end_text)(what, channel_word(fields.channel()))
    });
    let act = Callback::new(move |()| {
        let (client, body) = (api(), fields.body());
        form.busy.set(true);
        spawn_local(async move {
            let outcome = client.end_messages(&body).await;
            let here = form.busy.try_set(false).is_none() && asking.try_set(false).is_none();
            match outcome {
                Ok(()) => {
                    Toasts::get().say((words.ended)(&body.address));
                    if here {
                        on_done.run(());
                    }
                }
                Err(error) if here => form.place(&error),
                Err(error) => Toasts::get().fail(&error),
            }
        });
    });
    view! { <Confirm open=asking title text yes=words.end danger=true busy=form.busy on_yes=act /> }
}
