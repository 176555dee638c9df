//! The machine: neither the copy that is looked at, nor the order in which its files came to be, nor who else is at work
//! has any part in a report; and what the machine cannot read never passes.

use std::fs;
use std::path::Path;

use nachweis::engine::{Ask, Exit, report};
use nachweis::finding::{Report, State};
use nachweis::render::{Format, Options, render};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq};
use proptest::sample::Index;

use super::history::states;
use super::house::{day, house};
use super::{holds, passes};
use crate::support::copies::{copied_backwards, files};
use crate::support::{ask, git, in_memory};

fn told(ask: &Ask) -> (Exit, String) {
    let report = report(ask);
    (Exit::of(&report), render(&report, Format::Json, &Options::default()))
}

#[test]
fn copies_starts_and_company_change_nothing() {
    holds(10, 1, house(), |house, tally| {
        tally.counts();
        let (scene, place) = (house.scene(), in_memory());
        let (root, today) = (scene.root(), day(house.today));
        git(place.path(), &["clone", "--quiet", &root.display().to_string(), "clone"]);
        let packed = place.path().join("clone");
        git(&packed, &["repack", "-a", "-d", "--quiet"]);
        let backwards = place.path().join("backwards");
        copied_backwards(&root, &backwards);
        for gate in [None, Some("bau")] {
            let here = told(&ask(&root, &today, gate));
            for other in [&packed, &backwards, &root.join("nachweise"), &root.join("modell/gibt/es/nicht")] {
                prop_assert_eq!(&told(&ask(other, &today, gate)), &here, "{}", other.display());
            }
            let at_once = std::thread::scope(|scope| {
                let one = || scope.spawn(|| told(&ask(&root, &today, gate)));
                let all: Vec<_> = (0..4).map(|_| one()).collect();
                all.into_iter().map(|one| one.join().expect("it ends")).collect::<Vec<_>>()
            });
            prop_assert!(at_once.iter().all(|other| *other == here));
        }
        Ok(())
    });
}

/// What happens to a file of the repository.
#[derive(Clone, Copy, Debug)]
enum Damage {
    Gone,
    CutInHalf,
    OtherByte(Index, u8),
    Folder,
    Nonsense,
    Itself,
}

fn damage() -> impl Strategy<Value = Damage> {
    (0..8_u8, any::<Index>(), 1..=255_u8).prop_map(|(kind, at, bits)| match kind {
        0 => Damage::Gone,
        1 => Damage::CutInHalf,
        2 => Damage::Folder,
        3 => Damage::Nonsense,
        4 => Damage::Itself,
        _ => Damage::OtherByte(at, bits),
    })
}

fn harm(file: &Path, damage: Damage) {
    let mut bytes = fs::read(file).expect("read");
    fs::remove_file(file).expect("removed");
    match damage {
        Damage::Gone => return,
        Damage::CutInHalf => bytes.truncate(bytes.len() / 2),
        Damage::OtherByte(at, bits) if !bytes.is_empty() => {
            let at = at.index(bytes.len());
            bytes[at] ^= bits;
        }
        Damage::OtherByte(..) => {}
        Damage::Folder => return fs::create_dir(file).expect("made"),
        Damage::Nonsense => bytes = b"\0\xff\nnonsense\n".repeat(20),
        #[cfg(unix)]
        Damage::Itself => return std::os::unix::fs::symlink(file, file).expect("made"),
        #[cfg(not(unix))]
        Damage::Itself => return,
    }
    fs::write(file, bytes).expect("written");
}

/// What a verdict rests on: what was found, and the state of each piece.
fn grounds(report: &Report) -> (Vec<&str>, Vec<(String, State)>) {
    (report.findings.iter().map(|judged| judged.fingerprint.as_str()).collect(), states(report))
}

#[test]
fn what_cannot_be_read_never_passes() {
    holds(128, 8, (house(), any::<Index>(), damage()), |(house, at, damage), tally| {
        let scene = house.scene();
        let (root, today) = (scene.root(), day(house.today));
        let asked = [None, Some("idee")];
        let whole = asked.map(|gate| report(&ask(&root, &today, gate)));
        let files = files(&root.join(".git"));
        let file = &files[at.index(files.len())];
        // One letter less, and it names another branch: that is no damage.
        if file.ends_with(".git/HEAD") && matches!(damage, Damage::OtherByte(..) | Damage::CutInHalf) {
            return Ok(());
        }
        harm(file, damage);
        for (gate, whole) in asked.into_iter().zip(&whole) {
            let now = report(&ask(&root, &today, gate));
            if grounds(&now) != grounds(whole) {
                tally.counts();
                let told = format!("{:?} became {:?}", grounds(whole), grounds(&now));
                prop_assert!(!passes(&now), "{} passes without {}: {told}", now.command, file.display());
            }
        }
        Ok(())
    });
}
