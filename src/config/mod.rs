//! The configuration, in three steps: `bitext.toml` as it is written (`file`), the settings of one run (`settings`), and the
//! policy for the rules (`policy`). [`load`] finds and reads the file.

mod file;
mod load;
mod loosened;
mod policy;
mod schema;
mod settings;
#[cfg(test)]
mod tests;

pub use load::{Files, Request, load};
pub use schema::schema;
pub use settings::Settings;

/// The name of the configuration file.
pub const FILE_NAME: &str = "bitext.toml";
