use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local_scoped_with_cancellation};
use pitlane_client::ApiError;
use pitlane_contract::paging::Feed as Stretch;

use super::{Button, Failed, Skeleton};
use crate::text::t;

/// Something from the server: nothing yet, there (and kept while it is loaded anew), or refused.
pub struct Load<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    error: RwSignal<Option<ApiError>>,
    turn: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Load<T> {}

impl<T: Clone + Send + Sync + 'static> Load<T> {
    /// What is there.
    pub fn get(&self) -> Option<T> {
        self.value.get()
    }

    /// The signal behind it, to change it before the server answers.
    pub fn value(&self) -> RwSignal<Option<T>> {
        self.value
    }

    /// Why it is not there.
    pub fn error(&self) -> Option<ApiError> {
        self.error.get()
    }

    /// Whether an answer came, whatever it was.
    pub fn settled(&self) -> bool {
        self.value.with(Option::is_some) || self.error.with(Option::is_some)
    }

    /// Loads it anew; what is there stays until the answer comes.
    pub fn reload(&self) {
        // whoever asks may do so when the page is gone
        let _ = self.turn.try_update(|turn| *turn = turn.wrapping_add(1));
    }
}

/// Loads what `source` asks for, again whenever a signal that it reads changes. The request ends with the page.
pub fn load<T, F>(source: impl Fn() -> F + 'static) -> Load<T>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    let load = Load { value: RwSignal::new(None), error: RwSignal::new(None), turn: RwSignal::new(0) };
    follow(load, Box::new(move || Box::pin(source())));
    load
}

/// An answer on its way. Boxed, so that the code around it is there once for each type and not for each request.
type Answer<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

fn follow<T: Send + Sync + 'static>(load: Load<T>, source: Box<dyn Fn() -> Answer<T>>) {
    Effect::new(move |_| {
        load.turn.track();
        let request = source();
        spawn_local_scoped_with_cancellation(async move {
            match request.await {
                Ok(value) => {
                    load.error.set(None);
                    load.value.set(Some(value));
                }
                Err(error) => load.error.set(Some(error)),
            }
        });
    });
}

/// Shows what was loaded; a skeleton before, and an explanation with a retry when it failed.
///
/// `lines` is how many rows of skeleton stand in for it; the signal that `show` gets follows when it is loaded anew.
pub fn loaded<T, V>(
    of: Load<T>,
    lines: usize,
    show: impl Fn(Signal<T>) -> V + Send + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let there = Memo::new(move |_| of.value.with(Option::is_some));
    let failed = Memo::new(move |_| of.error.with(Option::is_some));
    move || {
        let first = of.value.get_untracked();
        match (there.get(), first) {
            (true, Some(first)) => {
                let value = Signal::derive(move || of.value.get().unwrap_or_else(|| first.clone()));
                show(value).into_any()
            }
            _ if failed.get() => {
                let error = of.error.get().unwrap_or(ApiError::Network);
                view! { <Failed error on_retry=move |()| { of.error.set(None); of.reload(); } /> }.into_any()
            }
            _ => view! { <Skeleton lines /> }.into_any(),
        }
    }
}

/// A list that is read stretch by stretch.
pub struct Feed<T: Send + Sync + 'static> {
    /// The rows so far; none before the first answer.
    pub items: RwSignal<Option<Vec<T>>>,
    next: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    turn: RwSignal<(u32, Option<String>)>,
}

impl<T: Send + Sync + 'static> Clone for Feed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Feed<T> {}

impl<T: Send + Sync + 'static> Feed<T> {
    /// Reads from the head again.
    pub fn reload(&self) {
        self.turn.update(|turn| *turn = (turn.0.wrapping_add(1), None));
    }

    /// Whether an answer came, whatever it was.
    pub fn settled(&self) -> bool {
        self.items.with(Option::is_some) || self.error.with(Option::is_some)
    }

    fn more(&self) {
        let cursor = self.next.get_untracked();
        self.turn.update(|turn| *turn = (turn.0.wrapping_add(1), cursor));
    }
}

/// Reads the feed that `source` asks for by cursor, from its head again whenever a signal that it reads changes.
pub fn feed<T, F>(source: impl Fn(Option<String>) -> F + 'static) -> Feed<T>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<Stretch<T>, ApiError>> + 'static,
{
    let feed = Feed {
        items: RwSignal::new(None),
        next: RwSignal::new(None),
        busy: RwSignal::new(false),
        error: RwSignal::new(None),
        turn: RwSignal::new((0, None)),
    };
    follow_feed(feed, Box::new(move |cursor| Box::pin(source(cursor))));
    feed
}

fn follow_feed<T: Send + Sync + 'static>(
    feed: Feed<T>,
    source: Box<dyn Fn(Option<String>) -> Answer<Stretch<T>>>,
) {
    Effect::new(move |before: Option<u32>| {
        let (turn, cursor) = feed.turn.get();
        // the same turn again means that a signal of the source changed: start at the head
        let cursor = if before == Some(turn) { None } else { cursor };
        let fresh = cursor.is_none();
        let request = source(cursor);
        feed.busy.set(true);
        spawn_local_scoped_with_cancellation(async move {
            let answer = request.await;
            feed.busy.set(false);
            match answer {
                Ok(stretch) => {
                    feed.error.set(None);
                    feed.next.set(stretch.next_cursor);
                    feed.items.update(|items| match items {
                        Some(items) if !fresh => items.extend(stretch.items),
                        _ => *items = Some(stretch.items),
                    });
                }
                Err(error) => feed.error.set(Some(error)),
            }
        });
        turn
    });
}

/// Shows the rows of a feed, and a button for more.
#[component]
pub fn LoadedFeed<T>(
    /// The feed.
    of: Feed<T>,
    /// Its name for screen readers.
    #[prop(into)]
    label: String,
    /// How many lines of skeleton stand in for it.
    #[prop(default = 3)]
    lines: usize,
    /// What stands there when it has no rows.
    #[prop(into)]
    empty: ViewFn,
    /// Shows one row.
    row: Callback<(T,), AnyView>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    move || match of.items.get() {
        None if of.error.with(Option::is_some) => failed(of).into_any(),
        None => view! { <Skeleton lines /> }.into_any(),
        Some(items) if items.is_empty() => empty.run(),
        Some(items) => {
            let rows = items.into_iter().map(|item| row.run((item,))).collect_view();
            view! {
                <ul class="sheet" aria-label=label.clone()>
                    {rows}
                </ul>
                {more(of)}
                {failed(of)}
            }
            .into_any()
        }
    }
}

/// The button for more, while there is more.
fn more<T: Clone + Send + Sync + 'static>(of: Feed<T>) -> impl IntoView {
    move || {
        of.next.with(Option::is_some).then(|| {
            view! {
                <div class="more">
                    <Button busy=of.busy on_press=move |()| of.more()>
                        {t().common.load_more}
                    </Button>
                </div>
            }
        })
    }
}

/// Why the last stretch is not there.
fn failed<T: Clone + Send + Sync + 'static>(of: Feed<T>) -> impl IntoView {
    move || of.error.get().map(|error| view! { <Failed error on_retry=move |()| of.reload() /> })
}

/// How far a feed is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Coming,
    Failed,
    Empty,
    There,
}

/// What stands around the rows of a feed that a page shows in its own way: what comes before them and when there are none,
/// and a button for more. The rows are made once and follow the feed by themselves.
#[component]
pub fn FeedFrame<T>(
    /// The feed.
    of: Feed<T>,
    /// How many lines of skeleton stand in for it.
    #[prop(default = 3)]
    lines: usize,
    /// What stands there when it has no rows.
    #[prop(into)]
    empty: ViewFn,
    /// The rows.
    #[prop(into)]
    rows: ViewFn,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let stage = Memo::new(move |_| {
        of.items.with(|items| match items {
            None if of.error.with(Option::is_some) => Stage::Failed,
            None => Stage::Coming,
            Some(items) if items.is_empty() => Stage::Empty,
            Some(_) => Stage::There,
        })
    });
    move || match stage.get() {
        Stage::Coming => view! { <Skeleton lines /> }.into_any(),
        Stage::Failed => failed(of).into_any(),
        Stage::Empty => empty.run(),
        Stage::There => view! {
            {rows.run()}
            {more(of)}
            {failed(of)}
        }
        .into_any(),
    }
}
