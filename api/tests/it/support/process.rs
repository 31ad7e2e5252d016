//! Servers as processes of their own: started, killed, and started again with the clock moved.

use super::World;
use pitlane_client::Client;
use secrecy::ExposeSecret;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};

/// A server that runs as a process; killed when dropped.
pub struct Process {
    /// Where it answers.
    pub base: String,
    child: Child,
    log: Lines<BufReader<ChildStderr>>,
}

impl World {
    /// Runs the program on this world's database to its end.
    pub async fn command(&self, arguments: &[&str]) -> std::process::Output {
        Command::new(env!("CARGO_BIN_EXE_pitlane"))
            .args(arguments)
            .env("PITLANE__DATABASE__URL", self.state.config.database.url.expose_secret())
            .env("PITLANE__FILES__DIR", self.folder.path().join("files"))
            .output()
            .await
            .unwrap()
    }

    /// Runs the program with something to read and other values in its environment.
    pub async fn command_reading(
        &self,
        arguments: &[&str],
        values: &[(&str, &str)],
        input: &[u8],
    ) -> std::process::Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pitlane"))
            .args(arguments)
            .env("PITLANE__DATABASE__URL", self.state.config.database.url.expose_secret())
            .envs(values.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let (written, output) =
            tokio::join!(async move { stdin.write_all(input).await }, child.wait_with_output());
        written.expect("everything is read");
        output.unwrap()
    }

    /// Starts a server on this world's database, its clock ahead by `minutes`, and waits until it serves.
    pub async fn start_process(&self, minutes: u32) -> Process {
        self.start_process_with::<&str>(minutes, &[]).await
    }

    /// Starts a server with other values in its environment.
    pub async fn start_process_with<V: AsRef<str>>(&self, minutes: u32, values: &[(&str, V)]) -> Process {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let base = format!("http://127.0.0.1:{port}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_pitlane"));
        command
            .arg("serve")
            .env("PITLANE__HTTP__BIND", format!("127.0.0.1:{port}"))
            .env("PITLANE__HTTP__PUBLIC_URL", &base)
            .env("PITLANE__HTTP__WORKERS", "2")
            .env("PITLANE__DATABASE__URL", self.state.config.database.url.expose_secret())
            .env("PITLANE__FILES__DIR", self.folder.path().join("files"))
            .env("PITLANE__LIMITS__ENABLED", "false")
            .env("PITLANE__JOBS__MESSAGES_A_SECOND", "100")
            .env("PITLANE__MESSAGES__MAILS_PER_HOUR", self.state.config.messages.mails_per_hour.to_string())
            .env("PITLANE__MESSAGES__TEXTS_PER_HOUR", self.state.config.messages.texts_per_hour.to_string())
            .env("PITLANE__LOG__JSON", "false")
            .env("PITLANE__AUTH__ARGON2_MEMORY_KIB", "64")
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        if let Ok(redis) = std::env::var("PITLANE_TEST_REDIS_URL") {
            command.env("PITLANE__REDIS__URL", redis);
        }
        if minutes > 0 {
            command
                .env("LD_PRELOAD", faketime())
                .env("FAKETIME", format!("+{minutes}m"))
                .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .env("DONT_FAKE_MONOTONIC", "1");
        }
        command.envs(values.iter().map(|(name, value)| (*name, value.as_ref())));
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        loop {
            let line = log.next_line().await.unwrap().expect("the server starts");
            if line.contains("serving") {
                break;
            }
        }
        Process { base, child, log }
    }
}

impl Process {
    /// Ends the process as a power cut would.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// A figure of the process's memory in KiB, for example `VmHWM`, the most that it ever took.
    pub fn memory(&self, figure: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id().unwrap())).unwrap();
        let line = status.lines().find(|line| line.starts_with(figure)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Asks the process to stop and answers what it logged until it did.
    pub async fn terminate(mut self) -> Vec<String> {
        let pid = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
        let mut lines = Vec::new();
        while let Some(line) = self.log.next_line().await.unwrap() {
            lines.push(line);
        }
        assert!(self.child.wait().await.unwrap().success());
        lines
    }

    /// The same person at this server.
    pub fn client(&self, person: &Client) -> Client {
        let client = Client::new(&self.base);
        client.set_tokens(person.access_token(), None);
        client
    }
}

/// Debian's library that moves a process's clock.
fn faketime() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten();
    folders
        .map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"))
        .find(|library| library.is_file())
        .expect("the package faketime is installed")
}
