//! Takes the fenced blocks out of a page.

/// A fenced block: the words behind its fence, and its content.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) info: Vec<String>,
    pub(crate) content: String,
    /// The line of the fence, from one, for messages.
    pub(crate) line: usize,
}

/// All fenced blocks of a Markdown text, in order. A fence of four backticks may hold fences of three.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<(String, Block)> = None;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        let fence: String = bare.chars().take_while(|letter| *letter == '`').collect();
        open = match open.take() {
            Some((closing, block)) if bare == closing => {
                found.push(block);
                None
            }
            Some((closing, mut block)) => {
                block.content.push_str(line);
                Some((closing, block))
            }
            None if fence.len() >= 3 => {
                let info = bare[fence.len()..].split_whitespace().map(str::to_owned).collect();
                Some((fence, Block { info, content: String::new(), line: at + 1 }))
            }
            None => None,
        };
    }
    assert!(open.is_none(), "a fenced block does not end: {open:?}");
    found
}
