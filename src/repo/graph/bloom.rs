//! The filters of changed paths: for each commit a Bloom filter of what it has changed against its first parent. A
//! filter can say “certainly unchanged”; everything else has to be looked at.

/// The seeds of the two hashes from which all others follow.
const SEEDS: [u32; 2] = [0x293a_e76f, 0x7e64_6e2c];

/// The most hashes that a filter may ask for. Git writes 7.
pub(super) const MOST_HASHES: u32 = 64;

/// How the hashes of a file's filters were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Bytes above 127 were taken for negative numbers, on machines where C does so.
    One,
    /// Bytes are bytes.
    Two,
}

/// The filter of one commit.
#[derive(Clone, Copy)]
pub(in crate::repo) struct Filter<'g> {
    pub(super) bits: &'g [u8],
    pub(super) version: Version,
    pub(super) hashes: u32,
}

/// What filters know of a path: the hashes of the folders above it and of itself, from the outermost on.
#[derive(Clone, Debug, Default)]
pub(in crate::repo) struct Prints(Vec<Print>);

/// The hashes of the first bytes of a path.
#[derive(Clone, Debug)]
pub(in crate::repo) struct Print {
    /// How many bytes.
    pub(in crate::repo) end: usize,
    signed: [u32; 2],
    plain: [u32; 2],
}

impl Prints {
    /// Those of a path.
    pub(in crate::repo) fn of(path: &[u8]) -> Self {
        let folders = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
        let print = |end| {
            let bytes = path.get(..end).unwrap_or_default();
            let both = |seed| [hash(seed, bytes, signed), hash(seed, bytes, u32::from)];
            let [one, two] = SEEDS.map(both);
            Print { end, signed: [one[0], two[0]], plain: [one[1], two[1]] }
        };
        Self(folders.chain([path.len()]).map(print).collect())
    }

    /// All levels.
    pub(in crate::repo) fn all(&self) -> impl Iterator<Item = &Print> {
        self.0.iter()
    }

    /// The one of a level: 0 is the outermost folder.
    pub(in crate::repo) fn level(&self, level: usize) -> Option<&Print> {
        self.0.get(level)
    }
}

impl Filter<'_> {
    /// False when the commit has certainly changed nothing at or below the path that the print stands for.
    pub(in crate::repo) fn may_hold(&self, print: &Print) -> bool {
        match self.version {
            Version::Two => self.has(print.plain),
            // Which of the two was written depends on the machine; for plain ASCII they are the same.
            Version::One => self.has(print.signed) || print.plain != print.signed && self.has(print.plain),
        }
    }

    fn has(&self, [start, step]: [u32; 2]) -> bool {
        let size = self.bits.len() as u64 * 8;
        if size == 0 {
            return true;
        }
        (0..self.hashes).all(|number| {
            let bit = u64::from(start.wrapping_add(number.wrapping_mul(step))) % size;
            usize::try_from(bit / 8)
                .ok()
                .and_then(|at| self.bits.get(at))
                .is_none_or(|byte| byte >> (bit % 8) & 1 == 1)
        })
    }
}

/// A byte as C's signed `char` becomes a number.
fn signed(byte: u8) -> u32 {
    i32::from(byte.cast_signed()).cast_unsigned()
}

/// Murmur3 with 32 bits; `number` makes a number of a byte.
fn hash(seed: u32, bytes: &[u8], number: fn(u8) -> u32) -> u32 {
    let mix = |word: u32| word.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593);
    let words = bytes.chunks_exact(4);
    let tail = words.remainder();
    let mut state = seed;
    for word in words {
        let word = word.iter().rev().fold(0, |word: u32, byte| word << 8 | number(*byte));
        state = (state ^ mix(word)).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
    }
    if !tail.is_empty() {
        let word = tail.iter().enumerate().fold(0, |word, (at, byte)| word ^ number(*byte) << (8 * at));
        state ^= mix(word);
    }
    state ^= u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    state = (state ^ state >> 16).wrapping_mul(0x85eb_ca6b);
    state = (state ^ state >> 13).wrapping_mul(0xc2b2_ae35);
    state ^ state >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_murmur3() {
        // The published test vectors of the 32-bit form.
        for (seed, text, expected) in [
            (0, "", 0),
            (1, "", 0x514e_28b7),
            (0, "Hello world!", 0x627b_0c2c),
            (0, "The quick brown fox jumps over the lazy dog", 0x2e4f_f723),
        ] {
            assert_eq!(hash(seed, text.as_bytes(), u32::from), expected, "{text}");
            assert_eq!(hash(seed, text.as_bytes(), signed), expected, "{text}");
        }
    }

    #[test]
    fn bytes_above_127_make_the_difference() {
        let prints = Prints::of("ä/b".as_bytes());
        assert_ne!(prints.0[0].signed, prints.0[0].plain);
        assert_eq!(prints.0.iter().map(|print| print.end).collect::<Vec<_>>(), [2, 4]);
        let ascii = Prints::of(b"a/b/c");
        assert!(ascii.0.iter().all(|print| print.signed == print.plain));
        assert!(ascii.level(3).is_none());
    }

    #[test]
    fn filters_without_content_are_told_apart() {
        let prints = Prints::of(b"a");
        let print = prints.level(0).expect("a print");
        for (bits, expected) in [(&[][..], true), (&[0], false), (&[0xff], true)] {
            for version in [Version::One, Version::Two] {
                assert_eq!(Filter { bits, version, hashes: 7 }.may_hold(print), expected, "{bits:?}");
            }
        }
    }
}
