//! `bitext schema`.

use super::{Error, Outcome, config, printed};

pub(super) fn run() -> Result<Outcome, Error> {
    printed(config::schema().as_bytes())
}
