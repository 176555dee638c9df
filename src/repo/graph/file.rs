//! One file of the commit-graph. It is held against its format as a whole before anything is looked up in it.

use std::ops::Range;

use git2::{ObjectFormat, Oid};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::bloom::{Filter, MOST_HASHES, Version};
use crate::repo::tree::width;

/// What is wrong with a file, in English.
pub(super) type Odd = &'static str;

/// A parent that is none.
const NONE: u32 = 0x7000_0000;

/// Marks the second parent as a place in the list of further ones, and the last of these.
const FLAG: u32 = 0x8000_0000;

/// Further parents of a commit; with more a file is left alone.
const MOST_PARENTS: usize = 1_000;

/// A whole file. Positions count through all files of a chain; `below` are those of the files below it.
#[derive(Debug)]
pub(super) struct File {
    bytes: Vec<u8>,
    width: usize,
    below: u32,
    count: u32,
    fans: usize,
    ids: usize,
    commits: usize,
    edges: Range<usize>,
    filters: Option<Filters>,
}

/// The file's filters: where each ends, and their bits.
#[derive(Debug)]
struct Filters {
    ends: usize,
    bits: Range<usize>,
    version: Version,
    hashes: u32,
}

/// What the file says of a commit.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::repo) struct Record {
    pub(in crate::repo) tree: Oid,
    pub(in crate::repo) time: i64,
    /// Positions.
    pub(in crate::repo) parents: Vec<u32>,
}

impl File {
    /// Takes a file apart. `bases` are the checksums of the files below it in its chain, which have `below` commits.
    pub(super) fn parse(
        bytes: Vec<u8>,
        format: ObjectFormat,
        bases: &[Vec<u8>],
        below: u32,
    ) -> Result<Self, Odd> {
        let width = width(format);
        let version = match format {
            ObjectFormat::Sha1 => 1,
            ObjectFormat::Sha256 => 2,
        };
        let [b'C', b'G', b'P', b'H', 1, hash, chunks, base] = *bytes.first_chunk().ok_or("no header")? else {
            return Err("unknown signature or version");
        };
        if hash != version {
            return Err("another hash algorithm");
        }
        let body = bytes.len().checked_sub(width).ok_or("cut short")?;
        if sum(bytes.get(..body).unwrap_or_default(), format) != bytes.get(body..).unwrap_or_default() {
            return Err("wrong checksum");
        }
        let chunks = Chunks::parse(&bytes, usize::from(chunks), body)?;
        let fans = chunks.required(b"OIDF", 1_024)?;
        let count = word(&bytes, fans + 1_020).ok_or("cut short")?;
        let size = |bytes| usize::try_from(count).ok()?.checked_mul(bytes);
        let sized = |bytes| size(bytes).ok_or("too many commits");
        let ids = chunks.required(b"OIDL", sized(width)?)?;
        let commits = chunks.required(b"CDAT", sized(width + 16)?)?;
        let edges = chunks.get(b"EDGE").unwrap_or(0..0);
        let filters = chunks.filters(&bytes, sized(4)?)?;
        chunks.bases(&bytes, usize::from(base), bases)?;
        below.checked_add(count).filter(|all| *all < NONE).ok_or("too many commits")?;
        let file = Self { bytes, width, below, count, fans, ids, commits, edges, filters };
        file.check_ids()?;
        file.check_parents()?;
        Ok(file)
    }

    /// Commits of this file.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// The checksum at its end, by which a chain names it.
    pub(super) fn checksum(&self) -> &[u8] {
        self.bytes.get(self.bytes.len().saturating_sub(self.width)..).unwrap_or_default()
    }

    /// True when it has filters.
    pub(super) fn has_filters(&self) -> bool {
        self.filters.is_some()
    }

    /// The position of a commit.
    pub(super) fn find(&self, id: &[u8]) -> Option<u32> {
        let first = usize::from(*id.first()?);
        let mut low = if first == 0 { 0 } else { self.fan(first - 1)? };
        let mut high = self.fan(first)?;
        while low < high {
            let middle = low + (high - low) / 2;
            match self.id_bytes(middle)?.cmp(id) {
                std::cmp::Ordering::Equal => return Some(self.below + middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The id of a commit; `at` counts within this file.
    pub(super) fn id(&self, at: u32) -> Option<Oid> {
        Oid::from_bytes(self.id_bytes(at)?).ok()
    }

    /// What it says of a commit.
    pub(super) fn record(&self, at: u32) -> Option<Record> {
        let bytes = self.commit(at)?;
        let (tree, rest) = bytes.split_at_checked(self.width)?;
        let (high, low) = (word(rest, 8)?, word(rest, 12)?);
        let mut parents = Vec::new();
        let first = word(rest, 0)?;
        if first != NONE {
            parents.push(first);
            self.further(word(rest, 4)?, &mut parents)?;
        }
        // 30 bits of a number that only speeds up other questions, then 34 bits of time.
        let time = i64::from(high & 3) << 32 | i64::from(low);
        Some(Record { tree: Oid::from_bytes(tree).ok()?, time, parents })
    }

    /// The filter of a commit, unless it was not made.
    pub(super) fn filter(&self, at: u32) -> Option<Filter<'_>> {
        let filters = self.filters.as_ref()?;
        let end = |at: u32| word(&self.bytes, filters.ends + at as usize * 4);
        let start = if at == 0 { 0 } else { end(at - 1)? } as usize;
        let bits = self.bytes.get(filters.bits.clone())?.get(start..end(at)? as usize)?;
        let filter = Filter { bits, version: filters.version, hashes: filters.hashes };
        (!bits.is_empty()).then_some(filter)
    }

    fn fan(&self, first: usize) -> Option<u32> {
        word(&self.bytes, self.fans + first * 4)
    }

    fn id_bytes(&self, at: u32) -> Option<&[u8]> {
        let start = self.ids + at as usize * self.width;
        if at < self.count { self.bytes.get(start..start + self.width) } else { None }
    }

    fn commit(&self, at: u32) -> Option<&[u8]> {
        let size = self.width + 16;
        let start = self.commits + at as usize * size;
        if at < self.count { self.bytes.get(start..start + size) } else { None }
    }

    /// Adds the parents behind the first one.
    fn further(&self, second: u32, parents: &mut Vec<u32>) -> Option<()> {
        if second == NONE {
            return Some(());
        }
        if second & FLAG == 0 {
            parents.push(second);
            return Some(());
        }
        let edges = self.bytes.get(self.edges.clone())?;
        let from = (second ^ FLAG) as usize;
        for at in from..from + MOST_PARENTS {
            let edge = word(edges, at.checked_mul(4)?)?;
            parents.push(edge & !FLAG);
            if edge & FLAG != 0 {
                return Some(());
            }
        }
        None
    }

    /// Ids ascend, and each stands where its first byte says.
    fn check_ids(&self) -> Result<(), Odd> {
        let mut before: Option<&[u8]> = None;
        let mut start = 0;
        for first in 0..=u8::MAX {
            let end = self.fan(usize::from(first)).ok_or("cut short")?;
            if end < start || end > self.count {
                return Err("fan-out out of order");
            }
            for at in start..end {
                let id = self.id_bytes(at).ok_or("cut short")?;
                if id.first() != Some(&first) || before.is_some_and(|before| before >= id) {
                    return Err("ids out of order");
                }
                before = Some(id);
            }
            start = end;
        }
        Ok(())
    }

    /// Every parent is a commit of this file or of one below it.
    fn check_parents(&self) -> Result<(), Odd> {
        let all = self.below + self.count;
        let mut parents = Vec::new();
        for at in 0..self.count {
            let bytes = self.commit(at).and_then(|bytes| bytes.get(self.width..)).ok_or("cut short")?;
            let (first, second) = (word(bytes, 0).unwrap_or(NONE), word(bytes, 4).unwrap_or(NONE));
            if first == NONE && second == NONE || first < all && (second == NONE || second < all) {
                continue;
            }
            parents.clear();
            parents.push(first);
            self.further(second, &mut parents).ok_or("list of parents out of bounds")?;
            if parents.iter().any(|parent| *parent >= all) {
                return Err("parent out of range");
            }
        }
        Ok(())
    }
}

/// Where the parts of a file are.
struct Chunks(Vec<([u8; 4], Range<usize>)>);

impl Chunks {
    /// From the table behind the header; all lie behind it and before the checksum.
    fn parse(bytes: &[u8], count: usize, body: usize) -> Result<Self, Odd> {
        let mut found: Vec<([u8; 4], Range<usize>)> = Vec::new();
        let mut start = 8 + 12 * (count + 1);
        for number in 0..=count {
            let row: [u8; 12] =
                *bytes.get(8 + 12 * number..).and_then(|rest| rest.first_chunk()).ok_or("cut short")?;
            let [a, b, c, d, place @ ..] = row;
            let place = usize::try_from(u64::from_be_bytes(place)).map_err(|_| "chunk out of bounds")?;
            if place < start || place > body {
                return Err("chunk out of bounds");
            }
            if let Some((_, before)) = found.last_mut() {
                before.end = place;
            }
            let id = [a, b, c, d];
            if number == count {
                return if id == [0; 4] && place == body {
                    Ok(Self(found))
                } else {
                    Err("table without end")
                };
            }
            if id == [0; 4] || found.iter().any(|(other, _)| *other == id) {
                return Err("chunk without name or twice");
            }
            found.push((id, place..place));
            start = place;
        }
        Err("table without end")
    }

    fn get(&self, id: &[u8; 4]) -> Option<Range<usize>> {
        self.0.iter().find(|(other, _)| other == id).map(|(_, place)| place.clone())
    }

    /// Where a chunk of exactly this size begins.
    fn required(&self, id: &[u8; 4], size: usize) -> Result<usize, Odd> {
        let place = self.get(id).ok_or("chunk missing")?;
        if place.len() == size { Ok(place.start) } else { Err("chunk of another size") }
    }

    /// Filters of another version than those known are left alone.
    fn filters(&self, bytes: &[u8], size: usize) -> Result<Option<Filters>, Odd> {
        let (Some(ends), Some(data)) = (self.get(b"BIDX"), self.get(b"BDAT")) else { return Ok(None) };
        let header = bytes.get(data.clone()).and_then(|data| data.first_chunk::<12>()).ok_or("no filters")?;
        let version = match word(header, 0) {
            Some(1) => Version::One,
            Some(2) => Version::Two,
            Some(_) | None => return Ok(None),
        };
        let hashes =
            word(header, 4).filter(|hashes| (1..=MOST_HASHES).contains(hashes)).ok_or("odd filters")?;
        let bits = data.start + 12..data.end;
        let all = bytes.get(ends.clone()).filter(|ends| ends.len() == size).ok_or("chunk of another size")?;
        let mut before = 0;
        for end in all.chunks_exact(4) {
            let end = word(end, 0).unwrap_or_default();
            if end < before || end as usize > bits.len() {
                return Err("filter out of bounds");
            }
            before = end;
        }
        Ok(Some(Filters { ends: ends.start, bits, version, hashes }))
    }

    /// The file names those below it, and no others.
    fn bases(&self, bytes: &[u8], count: usize, expected: &[Vec<u8>]) -> Result<(), Odd> {
        let named = self.get(b"BASE").and_then(|place| bytes.get(place)).unwrap_or_default();
        if count == expected.len() && named == expected.concat() {
            Ok(())
        } else {
            Err("wrong place in its chain")
        }
    }
}

/// The checksum of a file.
fn sum(bytes: &[u8], format: ObjectFormat) -> Vec<u8> {
    match format {
        ObjectFormat::Sha1 => Sha1::digest(bytes).to_vec(),
        ObjectFormat::Sha256 => Sha256::digest(bytes).to_vec(),
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}
