//! A gate in front of everybody who carries messages: after so many it takes one more and answers nobody.

use tokio::sync::watch;

/// Counts what is handed over, and holds answers back from a moment on that the test chooses; cheap to clone.
#[derive(Clone)]
pub struct Toll {
    taken: watch::Sender<usize>,
    answered: watch::Sender<usize>,
}

impl Toll {
    /// A gate that holds nothing back yet.
    pub fn new() -> Self {
        Self { taken: watch::Sender::new(0), answered: watch::Sender::new(usize::MAX) }
    }

    /// Answers so many more than were taken until now.
    pub fn answer(&self, more: usize) {
        self.answered.send_replace(self.taken.borrow().saturating_add(more));
    }

    /// Waits until somebody's message was taken and not answered.
    pub async fn closed(&self) {
        let most = *self.answered.borrow();
        self.taken.subscribe().wait_for(|taken| *taken > most).await.unwrap();
    }

    /// Called when a message was taken, before the answer.
    pub async fn pass(&self) {
        let mut number = 0;
        self.taken.send_modify(|taken| {
            *taken += 1;
            number = *taken;
        });
        self.answered.subscribe().wait_for(|answered| *answered >= number).await.unwrap();
    }
}
