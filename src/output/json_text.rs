//! Writes JSON in which no string can control a terminal or give a build log a command.

use super::{begins_command, may_need_escapes, needs_escape};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};
use std::io;

/// How many bytes are reserved at first. The operating system gives a page of them only when it is written, and a buffer that
/// grows would need twice its size.
const RESERVED: usize = 64 << 20;

/// A value as JSON of several lines, and a line end.
pub(super) fn pretty(value: &impl Serialize) -> String {
    text(value, PrettyFormatter::new(), RESERVED)
}

/// A value as JSON of one line, and a line end.
pub(super) fn line(value: &impl Serialize) -> String {
    text(value, CompactFormatter, 0)
}

fn text(value: &impl Serialize, formatter: impl Formatter, reserved: usize) -> String {
    let mut json = Vec::with_capacity(reserved);
    let written = value.serialize(&mut Serializer::with_formatter(&mut json, Escaping(formatter)));
    written.expect("strings, numbers and lists are JSON");
    json.push(b'\n');
    String::from_utf8(json).expect("JSON is UTF-8")
}

/// A formatter that writes characters which could control a terminal, and build log commands, as `\u` sequences. Control
/// characters below U+0020 are already escaped.
struct Escaping<F>(F);

/// Passes methods on to the inner formatter.
macro_rules! pass_on {
    ($($method:ident($($name:ident: $type:ty)?))*) => {
        $(fn $method<W: ?Sized + io::Write>(&mut self, writer: &mut W, $($name: $type)?) -> io::Result<()> {
            self.0.$method(writer, $($name)?)
        })*
    };
}

impl<F: Formatter> Formatter for Escaping<F> {
    pass_on! {
        begin_array()
        end_array()
        begin_array_value(first: bool)
        end_array_value()
        begin_object()
        end_object()
        begin_object_key(first: bool)
        begin_object_value()
        end_object_value()
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if !may_need_escapes(fragment) {
            return writer.write_all(fragment.as_bytes());
        }
        for (at, char) in fragment.char_indices() {
            if needs_escape(char) || begins_command(&fragment[at..]) {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                writer.write_all(char.encode_utf8(&mut [0; 4]).as_bytes())?;
            }
        }
        Ok(())
    }
}
