//! Where the files of the commit-graph lie: a single one, or a chain of them, here or in a store that is borrowed from.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use git2::ObjectFormat;

use super::NoGraph;
use super::file::File;
use crate::repo::limit;
use crate::repo::tree::width;

/// Stores that borrow from stores.
const BORROWED: usize = 5;

/// The files of the graph, the oldest first. As Git does it, the first store that has any is asked, and in it a single
/// file before a chain.
pub(super) fn load(objects: &Path, format: ObjectFormat) -> Result<Vec<File>, NoGraph> {
    let stores = stores(objects);
    for store in &stores {
        if let Some(bytes) = read(&store.join("info/commit-graph"))? {
            let file = File::parse(bytes, format, &[], 0).map_err(odd)?;
            return Ok(vec![file]);
        }
        if let Some(list) = read(&store.join("info/commit-graphs/commit-graph-chain"))? {
            return chain(&stores, &list, format);
        }
    }
    Err(NoGraph::NotWritten)
}

/// The files that a chain lists.
fn chain(stores: &[PathBuf], list: &[u8], format: ObjectFormat) -> Result<Vec<File>, NoGraph> {
    let mut files: Vec<File> = Vec::new();
    let (mut bases, mut below) = (Vec::new(), 0);
    let lines = list.strip_suffix(b"\n").unwrap_or(list).split(|byte| *byte == b'\n');
    for line in lines {
        let name = std::str::from_utf8(line).ok().filter(|name| is_checksum(name, format));
        let name = format!("info/commit-graphs/graph-{}.graph", name.ok_or_else(|| odd("odd chain"))?);
        let mut found = None;
        for store in stores {
            found = found.or(read(&store.join(&name))?);
        }
        let bytes = found.ok_or_else(|| odd("a file of the chain is missing"))?;
        let file = File::parse(bytes, format, &bases, below).map_err(odd)?;
        if !name.contains(&hex(file.checksum())) {
            return Err(odd("a file of the chain is another one"));
        }
        bases.push(file.checksum().to_vec());
        below += file.count();
        files.push(file);
    }
    Ok(files)
}

/// A store and those from which it borrows, in Git's order.
pub(in crate::repo) fn stores(objects: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut next = vec![(objects.to_owned(), 0)];
    while let Some((store, depth)) = next.pop() {
        let list = read(&store.join("info/alternates")).ok().flatten().filter(|_| depth < BORROWED);
        let text = String::from_utf8(list.unwrap_or_default()).unwrap_or_default();
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '"']));
        // A relative path counts from the store; an absolute one replaces it.
        next.extend(lines.rev().map(|line| (store.join(line), depth + 1)));
        found.push(store);
    }
    found
}

/// The bytes of a file, if there is one.
fn read(path: &Path) -> Result<Option<Vec<u8>>, NoGraph> {
    let unreadable = |error: std::io::Error| NoGraph::Unsound(error.to_string());
    let found = match path.metadata() {
        Ok(found) => found,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(unreadable(error)),
    };
    if !found.is_file() || found.len() > limit::GRAPH {
        return Err(odd("no file, or too large"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or_default());
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(limit::GRAPH).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Some(bytes))
}

fn is_checksum(name: &str, format: ObjectFormat) -> bool {
    name.len() == 2 * width(format) && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn odd(what: &str) -> NoGraph {
    NoGraph::Unsound(what.to_owned())
}
