//! Loose objects, looked at before libgit2 reads them: from one whose compressed data ends too early it never returns
//! (1.9, `git_zstream_get_output`). Whether the object is sound is for libgit2 to say; here it is only made sure that
//! it will say something.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::{Decompress, FlushDecompress, Status};
use git2::Oid;

use super::graph::stores;

/// Bytes that libgit2 wants at once, to find the object's size in them.
const HEAD: usize = 64;

/// The stores that have loose objects, each with the first bytes of their ids.
pub(super) struct Loose {
    stores: Vec<(PathBuf, Vec<u8>)>,
}

impl Loose {
    /// The loose objects of a store and of those from which it borrows.
    pub(super) fn below(objects: &Path) -> Self {
        let firsts = |store: &PathBuf| -> Vec<u8> {
            let Ok(entries) = store.read_dir() else { return Vec::new() };
            let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            names
                .filter(|name| name.len() == 2)
                .filter_map(|name| u8::from_str_radix(&name, 16).ok())
                .collect()
        };
        let stores = stores(objects).into_iter().map(|store| (firsts(&store), store));
        Self {
            stores: stores
                .filter(|(firsts, _)| !firsts.is_empty())
                .map(|(firsts, store)| (store, firsts))
                .collect(),
        }
    }

    /// True for an object whose file ends before its content does, and for one of the form that Git gave up in 2006:
    /// libgit2 still reads it, and does not come back either. What has another flaw, and what is not loose, is not for
    /// here.
    pub(super) fn is_unfit(&self, id: Oid) -> bool {
        let Some(first) = id.as_bytes().first() else { return false };
        let name = id.to_string();
        let (folder, rest) = name.split_at(2);
        let holders = self.stores.iter().filter(|(_, firsts)| firsts.contains(first));
        holders.map(|(store, _)| store.join(folder).join(rest)).any(|file| is_unfit(&file))
    }
}

fn is_unfit(path: &Path) -> bool {
    // What cannot be opened or read, libgit2 cannot either, and says so.
    let Ok(mut file) = File::open(path) else { return false };
    let mut inflate = Decompress::new(true);
    let (mut read, mut written) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut head: Vec<u8> = Vec::with_capacity(HEAD);
    let mut wanted = HEAD as u64;
    loop {
        let Ok(count) = file.read(&mut read) else { return false };
        let mut input = read.get(..count).unwrap_or_default();
        if inflate.total_in() == 0 && !is_compressed(input) {
            return true;
        }
        loop {
            let (before, after) = (inflate.total_in(), inflate.total_out());
            let Ok(status) = inflate.decompress(input, &mut written, FlushDecompress::None) else {
                return false;
            };
            let consumed = usize::try_from(inflate.total_in() - before).unwrap_or(usize::MAX);
            let made = usize::try_from(inflate.total_out() - after).unwrap_or(usize::MAX);
            input = input.get(consumed..).unwrap_or_default();
            head.extend(written.iter().take(made.min(HEAD - head.len())));
            if status == Status::StreamEnd {
                return false;
            }
            if inflate.total_out() >= wanted {
                // The size is known now, or libgit2 will say that it is none.
                let Some(size) = size_in(&head) else { return false };
                wanted = size;
            }
            if inflate.total_out() >= wanted {
                return false;
            }
            if consumed == 0 && made == 0 {
                break;
            }
        }
        if count == 0 {
            return true;
        }
    }
}

/// Whether a file begins as one that is compressed as a whole: what libgit2 goes by.
fn is_compressed(bytes: &[u8]) -> bool {
    let word = bytes.first_chunk().map(|start| u16::from_be_bytes(*start));
    word.is_some_and(|word| word & 0x8f00 == 0x0800 && word % 31 == 0)
}

/// How many bytes an object has with its head, which is `blob 12` and a NUL.
fn size_in(head: &[u8]) -> Option<u64> {
    let end = head.iter().position(|byte| *byte == 0)?;
    let text = std::str::from_utf8(head.get(..end)?).ok()?;
    let size: u64 = text.split_once(' ')?.1.parse().ok()?;
    size.checked_add(end as u64 + 1)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    /// The file of an object, as Git compresses it.
    fn compressed(content: &[u8]) -> Vec<u8> {
        compressed_by(Compression::fast(), content)
    }

    fn compressed_by(level: Compression, content: &[u8]) -> Vec<u8> {
        let mut out = ZlibEncoder::new(Vec::new(), level);
        out.write_all(format!("blob {}\0", content.len()).as_bytes()).expect("written");
        out.write_all(content).expect("written");
        out.finish().expect("written")
    }

    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn every_cut_of_a_file_is_noticed_before_its_content_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("object");
        for length in [0, 10, 55, 56, 57, 300, 200_000] {
            let whole = compressed(&noise(length));
            std::fs::write(&file, &whole).expect("written");
            assert!(!is_unfit(&file), "{length} bytes, whole");
            let steps = (whole.len() / 40).max(1);
            // The last bytes are a checksum: of an object of more than a head libgit2 reads all without it.
            for cut in (0..whole.len() - 12.min(whole.len() / 2)).step_by(steps) {
                std::fs::write(&file, &whole[..cut]).expect("written");
                assert!(is_unfit(&file), "{length} bytes, {cut} of {}", whole.len());
            }
        }
    }

    #[test]
    fn the_last_byte_of_a_content_counts_and_the_checksum_behind_it_does_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("object");
        for length in [100, 300, 70_000] {
            // Stored as it is, so that each byte of the file is one of the object.
            let whole = compressed_by(Compression::none(), &noise(length));
            for (missing, unfit) in [(4, false), (5, true), (6, true)] {
                std::fs::write(&file, &whole[..whole.len() - missing]).expect("written");
                assert_eq!(is_unfit(&file), unfit, "{length} bytes, the last {missing} missing");
            }
        }
    }

    #[test]
    fn what_shrinks_a_thousandfold_is_read_to_its_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("object");
        let whole = compressed(&vec![0; 1 << 20]);
        assert!(whole.len() < 1 << 14, "one reading has all of it");
        std::fs::write(&file, &whole).expect("written");
        assert!(!is_unfit(&file));
        std::fs::write(&file, &whole[..whole.len() / 2]).expect("written");
        assert!(is_unfit(&file));
    }

    #[test]
    fn what_is_not_compressed_as_a_whole_is_unfit() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("object");
        // A blob of 20 bytes in the old form, whose head is not compressed.
        let old = [&[0xb4, 0x01], &compressed(b"")[..8]].concat();
        // Of the two marks of a compressed file the one is there without the other.
        let halves = [vec![0x08, 0x00], vec![0x00, 0x1f]];
        let others = [Vec::new(), b"x".to_vec(), b"nonsense".to_vec(), old].into_iter();
        for bytes in others.chain(halves) {
            std::fs::write(&file, &bytes).expect("written");
            assert!(is_unfit(&file), "{bytes:?}");
        }
    }

    #[test]
    fn other_flaws_are_left_to_libgit2() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("object");
        let mut other = compressed(&noise(300));
        other[40] ^= 0xff;
        std::fs::write(&file, other).expect("written");
        assert!(!is_unfit(&file));
        assert!(!is_unfit(&folder.path().join("absent")));
        assert!(!is_unfit(folder.path()));
    }
}
