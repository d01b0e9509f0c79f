//! A table (CSV) read as its bytes come in, on a thread of its own: what it is, its headings, its lines in pieces. No more
//! than one piece and what the channels hold is in memory, whatever the table's length.

use std::io::{self, Cursor, Read};

use antiphon_base::{Error, Result};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::{Receiver, Sender};

use crate::text;

/// Lines of a piece: what is carried out in one transaction.
const PIECE_LINES: usize = 100;
/// Longest line, in bytes, so that a quotation mark that nobody closes does not fill the memory.
const LINE_BYTES: u64 = 64 * 1024;
/// Columns of a table.
const COLUMNS: usize = 100;

/// A line with its number in the file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Line {
    #[serde(rename = "n")]
    pub(super) number: u64,
    #[serde(rename = "c")]
    pub(super) cells: Vec<String>,
}

/// What comes out of a table, in this order: its headings once, then its lines.
pub(super) enum Part {
    Headings(Vec<String>),
    Lines(Vec<Line>),
}

/// Reads a table to its end, or until nobody listens any more.
///
/// # Errors
/// `Invalid` on `file` or `TooLarge`, naming the line.
pub(super) fn read(bytes: Receiver<Bytes>, parts: &Sender<Part>, (max_bytes, max_lines): (u64, u64)) -> Result<()> {
    let mut feed = Feed { bytes, held: Bytes::new(), read: 0, most: max_bytes };
    let mut head = Vec::new();
    // As much as tells what it is and how its cells are parted.
    while head.len() < 8 * 1024 && !head.contains(&b'\n') {
        let mut some = [0; 4 * 1024];
        match feed.read(&mut some).map_err(|error| refusal(&error, max_bytes))? {
            0 => break,
            read => head.extend_from_slice(&some[..read]),
        }
    }
    let head = what_it_is(head)?;
    let delimiter = delimiter_of(&head);
    // A record begins for the reader before the second mark of the line end in front of it.
    let ends_in_two = head.split(|byte| *byte == b'\n').next().is_some_and(|line| line.ends_with(b"\r"));
    let source = Cursor::new(head).chain(feed);
    let mut table = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(source);
    let (mut record, mut headings, mut count, mut piece) = (csv::ByteRecord::new(), None, 0_u64, Vec::with_capacity(PIECE_LINES));
    loop {
        let from = table.position().byte();
        if !table.read_byte_record(&mut record).map_err(|error| csv_refusal(error, max_bytes))? {
            break;
        }
        let number = record.position().map_or(0, csv::Position::line) + u64::from(ends_in_two && headings.is_some());
        if table.position().byte() - from > LINE_BYTES {
            return Err(wrong(format!("Line {number} is longer than 64 KB; is a quotation mark not closed?")));
        }
        let cells = cells(&record, number)?;
        if headings.is_none() {
            let named = checked_headings(cells)?;
            headings = Some(named.len());
            if parts.blocking_send(Part::Headings(named)).is_err() {
                return Ok(());
            }
            continue;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        count += 1;
        if count > max_lines {
            let why = format!(
                "A table may have at most {max_lines} lines; send it in parts, or let the operator raise `imports.max_lines`."
            );
            return Err(Error::TooLarge { why: why.into() });
        }
        piece.push(Line { number, cells });
        if piece.len() == PIECE_LINES
            && parts.blocking_send(Part::Lines(std::mem::replace(&mut piece, Vec::with_capacity(PIECE_LINES)))).is_err()
        {
            return Ok(());
        }
    }
    if headings.is_none() {
        return Err(wrong("The table is empty; its first line names the columns."));
    }
    if count == 0 {
        return Err(wrong("The table has a line of headings and nothing below it."));
    }
    if !piece.is_empty() {
        let _ = parts.blocking_send(Part::Lines(piece)); // whoever does not listen any more has left
    }
    Ok(())
}

/// The body's bytes as they come, counted.
struct Feed {
    bytes: Receiver<Bytes>,
    held: Bytes,
    read: u64,
    most: u64,
}

impl Read for Feed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.held.is_empty() {
            match self.bytes.blocking_recv() {
                Some(bytes) => self.held = bytes,
                None => return Ok(0),
            }
        }
        let length = into.len().min(self.held.len());
        into[..length].copy_from_slice(&self.held.split_to(length));
        self.read += length as u64;
        if self.read > self.most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(length) }
    }
}

fn refusal(error: &io::Error, max_bytes: u64) -> Error {
    if error.kind() == io::ErrorKind::FileTooLarge {
        return Error::TooLarge { why: format!("A table may have at most {} MB.", max_bytes / (1024 * 1024)).into() };
    }
    Error::malformed("The table ended before it was complete.")
}

fn csv_refusal(error: csv::Error, max_bytes: u64) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => refusal(&error, max_bytes),
        _ => wrong("This cannot be read as a table (CSV)."),
    }
}

fn wrong(why: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::invalid("file", why)
}

/// The beginning without its byte order mark.
fn what_it_is(mut head: Vec<u8>) -> Result<Vec<u8>> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(wrong("This is a spreadsheet; save it as CSV (UTF-8) and send that."));
    }
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Err(wrong("This is UTF-16; save the table as CSV in UTF-8."));
    }
    if head.starts_with(b"\xEF\xBB\xBF") {
        head.drain(..3);
    }
    Ok(head)
}

/// What parts the cells of the first line most often.
fn delimiter_of(head: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in head {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            byte if !is_quoted => counts.iter_mut().filter(|(mark, _)| mark == byte).for_each(|(_, count)| *count += 1),
            _ => {}
        }
    }
    // Of equal ones the first.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(mark, _)| *mark)
}

fn cells(record: &csv::ByteRecord, number: u64) -> Result<Vec<String>> {
    record
        .iter()
        .map(|cell| match std::str::from_utf8(cell) {
            Ok(text) if text.contains('\0') => Err(wrong(format!("Line {number} has a NUL character; it cannot be stored."))),
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(wrong(format!("Line {number} is not UTF-8; save the table as CSV in UTF-8."))),
        })
        .collect()
}

fn checked_headings(cells: Vec<String>) -> Result<Vec<String>> {
    if cells.len() > COLUMNS {
        return Err(wrong(format!("A table may have at most {COLUMNS} columns; this one has {}.", cells.len())));
    }
    let mut named: Vec<String> = Vec::with_capacity(cells.len());
    for (place, cell) in cells.into_iter().enumerate() {
        let name = text::preview(cell.trim(), text::NAME_CHARACTERS);
        let name = if name.is_empty() { format!("Column {}", place + 1) } else { name };
        if named.contains(&name) {
            return Err(wrong(format!("The column `{name}` is there twice; give each a heading of its own.")));
        }
        named.push(name);
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &[u8]) -> Result<(Vec<String>, Vec<Line>)> {
        let (send, bytes) = tokio::sync::mpsc::channel(10_000);
        for piece in text.chunks(7) {
            send.try_send(Bytes::copy_from_slice(piece)).expect("room");
        }
        drop(send);
        let (parts, mut out) = tokio::sync::mpsc::channel(1_000);
        read(bytes, &parts, (10_000, 3))?;
        drop(parts);
        let (mut headings, mut lines) = (Vec::new(), Vec::new());
        while let Some(part) = out.blocking_recv() {
            match part {
                Part::Headings(named) => headings = named,
                Part::Lines(more) => lines.extend(more),
            }
        }
        Ok((headings, lines))
    }

    #[test]
    fn tables_are_read_with_any_delimiter_mark_and_line_end() {
        for text in [
            "name,email\nAna,a@x.test\n",
            "\u{FEFF}name;email\r\nAna;a@x.test",
            "name\temail\nAna\ta@x.test\n\n,\n",
            "\"name\",\"email\"\r\n\"Ana\",\"a@x.test\"\r\n",
        ] {
            let (headings, lines) = parse(text.as_bytes()).unwrap();
            assert_eq!(headings, ["name", "email"], "{text:?}");
            assert_eq!(lines[0].cells, ["Ana", "a@x.test"], "{text:?}");
            assert_eq!(lines[0].number, 2);
        }
        let (_, lines) = parse("name,email\n\"Ana\nMaria\",\"a,\"\"b\"\"\"\nBo,b\n".as_bytes()).unwrap();
        assert_eq!(lines[0].cells, ["Ana\nMaria", "a,\"b\""]);
        assert_eq!(lines[1].number, 4, "numbers are those of the file");
    }

    #[test]
    fn what_is_no_table_is_refused_with_what_to_do() {
        let refused = |text: &[u8]| parse(text).unwrap_err().sentence().into_owned();
        assert!(refused(b"PK\x03\x04rest").contains("spreadsheet"));
        assert!(refused(b"\xFF\xFEn\0a\0").contains("UTF-16"));
        assert!(refused(b"name\nJos\xE9\n").contains("Line 2 is not UTF-8"));
        assert!(refused(b"name\nA\0B\n").contains("NUL"));
        assert!(refused(b"").contains("empty"));
        assert!(refused(b"name,email\n").contains("nothing below"));
        assert!(refused(b"name,name\nx,y\n").contains("twice"));
        assert!(refused(b"name\na\nb\nc\nd\n").contains("at most 3 lines"));
        assert!(refused(&[b"name\n".as_slice(), &b"x".repeat(20_000)].concat()).contains("MB"));
        assert!(refused("a,".repeat(101).as_bytes()).contains("columns"));
    }
}
