//! Commits, parsed from their bytes.

use git2::{ObjectFormat, Oid};

use crate::name::{CommitId, Date};

/// A commit as reports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitInfo {
    /// Its full id.
    pub id: CommitId,
    /// The UTC date of `time`.
    pub date: Date,
    /// The committer's time in seconds since 1970, UTC, never negative.
    pub time: i64,
    /// The UTC date on which its author made it, as far as that is no later than `date`: who puts commits onto another
    /// one sets `date` anew, and leaves this as it was.
    pub made: Date,
    /// The author's address exactly as written; what is no UTF-8 appears as `\xNN`.
    pub author: String,
}

/// A commit as the walk needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Commit {
    pub(super) id: Oid,
    pub(super) tree: Oid,
    pub(super) parents: Vec<Oid>,
    /// The committer's time in seconds since 1970, UTC, never negative.
    pub(super) time: i64,
}

impl Commit {
    /// Reads the header; nothing if it is not exactly tree, parents, author, committer in this order, each once
    /// but the parents. Git shows the last of two author lines, libgit2 the first: neither is asked.
    pub(super) fn parse(id: Oid, data: &[u8], format: ObjectFormat) -> Option<Self> {
        let header = Header::parse(data, format)?;
        Some(Self { id, tree: header.tree, parents: header.parents, time: header.time })
    }
}

impl CommitInfo {
    /// Reads what reports name, from a commit that [`Commit::parse`] reads too.
    pub(super) fn parse(id: Oid, data: &[u8], format: ObjectFormat) -> Option<Self> {
        let header = Header::parse(data, format)?;
        let date = Date::from_unix(header.time)?;
        Some(Self {
            id: CommitId::new(&id.to_string())?,
            date,
            time: header.time,
            made: Date::from_unix(header.made).map_or(date, |made| made.min(date)),
            author: text(header.author),
        })
    }
}

/// The lines above the message.
struct Header<'d> {
    tree: Oid,
    parents: Vec<Oid>,
    author: &'d [u8],
    made: i64,
    time: i64,
}

impl<'d> Header<'d> {
    /// Nothing for what `git fsck` calls an error: of such a commit Git and others could show different things.
    fn parse(data: &'d [u8], format: ObjectFormat) -> Option<Self> {
        let end = data.windows(2).position(|pair| pair == b"\n\n").map_or(data.len(), |at| at + 1);
        let header = data.get(..end)?;
        if header.contains(&0) || !header.ends_with(b"\n") {
            return None;
        }
        let mut lines = header.split(|byte| *byte == b'\n').peekable();
        let tree = object_id(lines.next()?.strip_prefix(b"tree ")?, format)?;
        let mut parents = Vec::new();
        while let Some(parent) = lines.peek().and_then(|line| line.strip_prefix(b"parent ")) {
            parents.push(object_id(parent, format)?);
            lines.next();
        }
        let (author, made) = signature(lines.next()?.strip_prefix(b"author ")?)?;
        let (_, time) = signature(lines.next()?.strip_prefix(b"committer ")?)?;
        if lines.any(|line| ONCE.iter().any(|field| line.starts_with(field))) {
            return None;
        }
        // A time that no calendar has could be named in no report.
        let time = Some(time).filter(|time| Date::from_unix(*time).is_some())?;
        Some(Self { tree, parents, author, made, time })
    }
}

const ONCE: [&[u8]; 4] = [b"tree ", b"parent ", b"author ", b"committer "];

/// A full id in hexadecimal digits; libgit2 alone would accept fewer digits.
pub(super) fn object_id(digits: &[u8], format: ObjectFormat) -> Option<Oid> {
    let length = match format {
        ObjectFormat::Sha1 => 40,
        ObjectFormat::Sha256 => 64,
    };
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.len() == length)?;
    Oid::from_str_ext(digits, format).ok()
}

/// Address and time of `NAME <ADDRESS> SECONDS ZONE`, with one blank between and no sign out of place. The zone has to
/// be one by its form and is never used: libgit2 and Git disagree about impossible ones.
fn signature(line: &[u8]) -> Option<(&[u8], i64)> {
    let open = line.iter().position(|byte| matches!(byte, b'<' | b'>'))?;
    let (name, address) = (line.get(..open)?, line.get(open..)?.strip_prefix(b"<")?);
    let close = address.iter().position(|byte| matches!(byte, b'<' | b'>'))?;
    let (address, rest) = (address.get(..close)?, address.get(close..)?.strip_prefix(b"> ")?);
    let blank = rest.iter().position(|byte| *byte == b' ')?;
    (name.ends_with(b" ") && is_zone(rest.get(blank + 1..)?)).then_some(())?;
    Some((address, seconds(rest.get(..blank)?)?))
}

/// A number without sign and without a zero in front.
fn seconds(digits: &[u8]) -> Option<i64> {
    let plain = digits.iter().all(u8::is_ascii_digit) && (digits.len() == 1 || !digits.starts_with(b"0"));
    if plain { std::str::from_utf8(digits).ok()?.parse().ok() } else { None }
}

fn is_zone(zone: &[u8]) -> bool {
    matches!(zone, [b'+' | b'-', digits @ ..] if digits.len() == 4 && digits.iter().all(u8::is_ascii_digit))
}

fn text(bytes: &[u8]) -> String {
    crate::name::RepoPath::escaped(bytes).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";
    const SIGNED: &str = "A <a@x.example> 1000 +0000\n";

    fn parse(header: &str) -> Option<CommitInfo> {
        let text = format!("{header}\nmessage\n\nauthor x\n");
        let commit = Commit::parse(Oid::ZERO_SHA1, text.as_bytes(), ObjectFormat::Sha1);
        let info = CommitInfo::parse(Oid::ZERO_SHA1, text.as_bytes(), ObjectFormat::Sha1);
        assert_eq!(commit.map(|commit| commit.time), info.as_ref().map(|info| info.time));
        info
    }

    #[test]
    fn the_header_says_who_and_when() {
        let commit =
            parse(&format!("{HEAD}author {SIGNED}committer C <c> 86400 +9999\ngpgsig a\n author b\n"));
        let info = commit.expect("a commit");
        assert_eq!(
            (info.author.as_str(), info.time, info.date.to_string().as_str()),
            ("a@x.example", 86_400, "1970-01-02")
        );
    }

    #[test]
    fn what_was_made_before_it_was_committed_is_no_younger() {
        let made = |author: i64, committer: i64| {
            let lines = format!("{HEAD}author A <a> {author} +0000\ncommitter C <c> {committer} +0000\n");
            parse(&lines).expect("a commit").made.to_string()
        };
        assert_eq!(made(1000, 86_400), "1970-01-01");
        assert_eq!(made(86_400, 1000), "1970-01-01", "nor made after it was committed");
        assert_eq!(made(i64::MAX, 86_400), "1970-01-02", "a day that no calendar has says nothing");
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_no_commit() {
        let good = format!("{HEAD}author {SIGNED}committer {SIGNED}");
        assert!(parse(&good).is_some());
        for wrong in [
            format!("{good}author {SIGNED}"),
            format!("{good}{HEAD}"),
            format!("{HEAD}{good}"),
            format!("{HEAD}committer {SIGNED}author {SIGNED}"),
            good.replace("4b825d", "4b825"),
            good.replace("1000", "-5000"),
            good.replace("1000", "99999999999999999999"),
            good.replace("1000", "999999999999999"),
            good.replace("1000", ""),
            good.replace('A', "\0"),
            good.replace("1000", "01000"),
            good.replace("1000", "+1000"),
            good.replace("A <", "A<"),
            good.replace("A <", "<"),
            good.replace("A <", "A > <"),
            good.replace("x.example>", "x.example"),
            good.replace("@x", "<@x"),
            good.replace("> 1000", ">1000"),
            good.replace("> 1000", ">  1000"),
            good.replace(" +0000", ""),
            good.replace("+0000", "0000"),
            good.replace("+0000", "+000"),
            good.replace("+0000", "+051800"),
        ] {
            assert!(parse(&wrong).is_none(), "{wrong}");
        }
        let open = good.trim_end();
        assert!(
            Commit::parse(Oid::ZERO_SHA1, open.as_bytes(), ObjectFormat::Sha1).is_none(),
            "a line without end"
        );
        assert!(Commit::parse(Oid::ZERO_SHA1, good.as_bytes(), ObjectFormat::Sha1).is_some(), "no message");
        assert!(parse(&good.replace("A <", " <")).is_some(), "nobody's name is a name");
    }
}
