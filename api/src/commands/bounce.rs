//! Takes a mail that came back from the mail server that pipes it in.

use crate::features::notifications::bounces;
use crate::work::Work;
use anyhow::{Context, Result};
use pitlane_gateways::bounces::Bounce;
use pitlane_platform::bus::Bus;
use pitlane_platform::config::Config;
use pitlane_platform::{Clock, db};
use std::io::{Read, Write as _};

/// The most bytes of a mail. What comes back is one of our own mails at most, with a few words around it.
const MOST: u64 = 1_000_000;

/// The exit code with which a mail server keeps a mail and tries again later: `EX_TEMPFAIL` of `sysexits.h`.
pub(super) const TRY_AGAIN: u8 = 75;

/// Takes one mail from standard input. What is no mail of that sort ends well too, because a mail server would send back
/// what a command does not take.
pub(super) async fn run(config: &Config) -> Result<()> {
    let mail = read(std::io::stdin().lock()).context("the mail could not be read")?;
    let Some(mail) = mail else {
        say("nothing changed: the mail has more than 1 MB");
        return Ok(());
    };
    let bounce = match Bounce::read(&mail) {
        Ok(bounce) => bounce,
        Err(why) => {
            say(&format!("nothing changed: {why}"));
            return Ok(());
        }
    };
    // neither migrated nor made here: what has another schema, or none, is put right first
    let db = db::connect(&config.database).await.context("the database cannot be reached")?;
    // the servers find the jobs that follow by themselves
    let work = Work::new(db::begin(&db).await?, Clock::system().now(), Bus::local());
    say(&bounces::take(work, &bounce).await?.to_string());
    Ok(())
}

/// The whole input; none when it is too large.
fn read(mut input: impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut mail = Vec::new();
    input.by_ref().take(MOST + 1).read_to_end(&mut mail)?;
    if mail.len() as u64 <= MOST {
        return Ok(Some(mail));
    }
    // some mail servers take it for a failure when a command does not read to the end
    std::io::copy(&mut input, &mut std::io::sink())?;
    Ok(None)
}

/// One line for whoever looks. It does not matter whether anybody does.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "pitlane: {line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_read_up_to_its_bound_and_a_larger_one_to_its_end() {
        let most = vec![b'a'; usize::try_from(MOST).unwrap()];
        assert_eq!(read(&most[..]).unwrap().as_deref(), Some(&most[..]));
        let mut more = std::io::Cursor::new(vec![b'a'; most.len() + 100_000]);
        assert_eq!(read(&mut more).unwrap(), None);
        assert_eq!(more.position(), more.get_ref().len() as u64);
    }
}
