//! In which encoding does a file speak, and is it valid to the last byte?
//!
//! The file is never held whole: each chunk is checked and turned into UTF-8 as it comes. Order
//! of trust: byte order mark, valid UTF-8, GB18030. While the text is pure ASCII the choice
//! stays open, because both agree on it.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_16BE, UTF_16LE};

use super::faults::Problem;

/// Bytes read from the file at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// Three-byte UTF-8 characters before the first bad byte that make a file damaged UTF-8 and not
/// GB18030: double-byte text almost never forms two of them.
const UTF8_EVIDENCE: usize = 2;

/// What ends the text: a line that no file can hold, because NUL bytes are refused. If it comes
/// out inside a cell, a quote was never closed.
pub(super) const END_MARK: &str = "\0";
const END_LINES: &[u8] = b"\n\0\n";

/// Why the source stopped; carried through [`io::Error`] to the table reader.
#[derive(Clone, Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
pub(super) struct Stop {
    /// Line of the file, from 1.
    pub(super) line: u64,
    /// What is wrong there.
    pub(super) problem: Problem,
}

enum Form {
    Start,
    Ascii,
    Utf8,
    Decoded(Box<Decoder>),
}

/// A reader of checked UTF-8 with `\n` line ends, over a file of any allowed encoding.
pub(super) struct TextSource<R> {
    raw: R,
    form: Form,
    /// Bytes read and not yet decoded: the head of a character cut by the chunk's end.
    input: Vec<u8>,
    /// Text ready to be handed out from `handed` on.
    text: Vec<u8>,
    handed: usize,
    /// Lines completed in all the text so far.
    lines: u64,
    is_after_return: bool,
    is_at_end: bool,
    stop: Option<Stop>,
    /// How many bytes may be handed out before the row that is being read is too large.
    allowance: Rc<Cell<u64>>,
    total_handed: u64,
}

impl<R: Read> TextSource<R> {
    /// Opens the source; `allowance` is the byte offset (of the text handed out) that the row
    /// being read must not pass, moved on by the table reader.
    pub(super) fn new(raw: R, allowance: Rc<Cell<u64>>) -> Self {
        Self {
            raw,
            form: Form::Start,
            input: Vec::with_capacity(CHUNK_BYTES),
            text: Vec::with_capacity(CHUNK_BYTES * 2),
            handed: 0,
            lines: 0,
            is_after_return: false,
            is_at_end: false,
            stop: None,
            allowance,
            total_handed: 0,
        }
    }

    /// Reads until the chunk is full or the file ends, then turns it into text.
    fn fill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.handed = 0;
        let wanted = (CHUNK_BYTES - self.input.len().min(CHUNK_BYTES - 1)) as u64;
        let read = self.raw.by_ref().take(wanted).read_to_end(&mut self.input)? as u64;
        self.is_at_end = read < wanted;
        self.choose_form();
        self.decode();
        // `contains` is the fast search; the place is only looked for when there is one.
        if self.text.contains(&0)
            && let Some(at) = self.text.iter().position(|&byte| byte == 0)
        {
            self.text.truncate(at);
            self.halt(Problem::NulByte);
        }
        if let Some(stop) = &mut self.stop {
            stop.line = 1 + self.lines + newlines(&self.text, self.is_after_return);
        }
        self.lines += unify_line_ends(&mut self.text, &mut self.is_after_return);
        if self.is_at_end && self.stop.is_none() {
            self.text.extend_from_slice(END_LINES);
        }
        Ok(())
    }

    fn halt(&mut self, problem: Problem) {
        self.stop = Some(Stop { line: 0, problem });
    }

    fn choose_form(&mut self) {
        if matches!(self.form, Form::Start) {
            self.form = match self.input.as_slice() {
                [0xEF, 0xBB, 0xBF, ..] => {
                    self.input.drain(..3);
                    Form::Utf8
                }
                [0xFF, 0xFE, ..] => {
                    Form::Decoded(Box::new(UTF_16LE.new_decoder_with_bom_removal()))
                }
                [0xFE, 0xFF, ..] => {
                    Form::Decoded(Box::new(UTF_16BE.new_decoder_with_bom_removal()))
                }
                _ => Form::Ascii,
            };
        }
        if matches!(self.form, Form::Ascii) && !self.input.is_ascii() {
            self.form = if is_utf8_like(&self.input) || !is_gb18030(&self.input) {
                Form::Utf8
            } else {
                Form::Decoded(Box::new(GB18030.new_decoder_without_bom_handling()))
            };
        }
    }

    fn decode(&mut self) {
        match &mut self.form {
            Form::Start | Form::Ascii => self.text.append(&mut self.input),
            Form::Utf8 => match std::str::from_utf8(&self.input) {
                Ok(_) => self.text.append(&mut self.input),
                Err(error) => {
                    let valid = error.valid_up_to();
                    self.text.extend(self.input.drain(..valid));
                    if error.error_len().is_some() || self.is_at_end {
                        self.halt(Problem::Encoding { encoding: "UTF-8" });
                    }
                }
            },
            Form::Decoded(decoder) => {
                let room = decoder
                    .max_utf8_buffer_length_without_replacement(self.input.len())
                    .unwrap_or(CHUNK_BYTES * 4);
                self.text.resize(room, 0);
                let (result, _, written) = decoder.decode_to_utf8_without_replacement(
                    &self.input,
                    &mut self.text,
                    self.is_at_end,
                );
                let encoding = decoder.encoding().name();
                self.text.truncate(written);
                self.input.clear();
                if !matches!(result, DecoderResult::InputEmpty) {
                    let encoding = if encoding == "gb18030" { "GB18030" } else { encoding };
                    self.halt(Problem::Encoding { encoding });
                }
            }
        }
    }
}

impl<R: Read> Read for TextSource<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.handed == self.text.len() {
            if let Some(stop) = &self.stop {
                return Err(io::Error::other(stop.clone()));
            }
            if self.is_at_end {
                return Ok(0);
            }
            self.fill()?;
        }
        if self.total_handed > self.allowance.get() {
            return Err(io::Error::other(RowTooLarge));
        }
        let ready = self.text.get(self.handed..).unwrap_or_default();
        let count = ready.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), ready.get(..count)) {
            to.copy_from_slice(from);
        }
        self.handed += count;
        self.total_handed += count as u64;
        Ok(count)
    }
}

/// The row that is being read passed the allowance.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("row too large")]
pub(super) struct RowTooLarge;

/// Valid UTF-8 but for a cut character at the end, or so much of it that it must be UTF-8 with a
/// fault.
fn is_utf8_like(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) if error.error_len().is_none() => true,
        Err(error) => bytes
            .get(..error.valid_up_to())
            .is_some_and(|valid| valid.iter().filter(|&&b| b >= 0xE0).count() >= UTF8_EVIDENCE),
    }
}

fn is_gb18030(bytes: &[u8]) -> bool {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let room =
        decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(CHUNK_BYTES * 4);
    let mut text = vec![0; room];
    let (result, _, _) = decoder.decode_to_utf8_without_replacement(bytes, &mut text, false);
    matches!(result, DecoderResult::InputEmpty)
}

/// Line ends in `text`, where `\r`, `\n` and `\r\n` each are one.
fn newlines(text: &[u8], mut is_after_return: bool) -> u64 {
    let mut count = 0;
    for &byte in text {
        count += u64::from(byte == b'\r' || (byte == b'\n' && !is_after_return));
        is_after_return = byte == b'\r';
    }
    count
}

/// Makes every line end a `\n` in place and returns how many there are, so that line numbers
/// and cells are the same whatever system wrote the file.
fn unify_line_ends(text: &mut Vec<u8>, is_after_return: &mut bool) -> u64 {
    if *is_after_return || text.contains(&b'\r') {
        text.retain_mut(|byte| {
            let is_second_half = *is_after_return && *byte == b'\n';
            *is_after_return = *byte == b'\r';
            if *is_after_return {
                *byte = b'\n';
            }
            !is_second_half
        });
    }
    text.iter().map(|&byte| u64::from(byte == b'\n')).sum()
}
