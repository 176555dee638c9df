//! The whole catalogue as one page of Markdown: a chapter for each phase, a section for each task.

use super::block::Block;
use super::request::Filter;
use super::terms::Term;
use super::view::View;
use super::{markdown, task};

/// The page.
pub(super) fn markdown(view: View<'_>, filter: &Filter) -> String {
    let pack = view.pack;
    let mut out = markdown::write(
        &[
            Block::heading(1, view.words(&pack.title)),
            Block::paragraph(view.words(&pack.notice)),
            Block::Fields(vec![
                (view.word(Term::Version), format!("{} {}", pack.id, pack.version)),
                (view.word(Term::Digest).trim_end_matches(':'), format!("sha256:{}", pack.digest)),
            ]),
        ],
        0,
    );
    if filter.tasks(pack).next().is_none() {
        out.push_str(&format!("\n{}", markdown::text(view.word(Term::None))));
        out.push('\n');
    }
    for phase in &pack.phases {
        let mut tasks = filter.tasks(pack).filter(|task| task.phase == phase.id).peekable();
        if tasks.peek().is_none() {
            continue;
        }
        let chapter = [Block::heading(2, view.phase(&phase.id)), Block::paragraph(view.words(&phase.note))];
        out.push_str(&format!("\n{}", markdown::write(&chapter, 0)));
        for task in tasks {
            out.push_str(&format!("\n{}", markdown::write(&task::page(view, task), 2)));
        }
    }
    out
}
