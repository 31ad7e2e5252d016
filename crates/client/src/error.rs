use pitlane_contract::problem::{Code, Problem};

/// Why a call did not bring what was asked for.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ApiError {
    /// The server said no, and why.
    #[error("{}", .0.detail)]
    Problem(Box<Problem>),
    /// The server could not be reached, or the connection broke before the answer was complete.
    #[error("the server could not be reached")]
    Network,
    /// The server answered something that this client does not understand.
    #[error("the answer could not be read (status {status})")]
    Unreadable {
        /// The status of that answer.
        status: u16,
    },
}

impl ApiError {
    /// What the server said, if it is the server that said no.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            Self::Network | Self::Unreadable { .. } => None,
        }
    }

    /// The code of what the server said, if it is the server that said no.
    pub fn code(&self) -> Option<Code> {
        self.problem().map(|problem| problem.code)
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Problem(problem) => Some(problem.status),
            Self::Unreadable { status } => Some(*status),
            Self::Network => None,
        }
    }
}
