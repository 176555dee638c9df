#!/usr/bin/env bash
# The first step: provides the program. One that is there already, a released one by its checksum, or one that is
# built from the checkout this file lies in. Says its path as the output `binary`.
set -euo pipefail
here="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)"
# shellcheck source=.github/action/common.sh
source "$here/common.sh"

root="$(cd -- "$here/../.." && pwd -P)"
scratch="${RUNNER_TEMP:-${TMPDIR:-/tmp}}"
releases="$here/releases.tsv"
sha256=(sha256sum)
if ! command -v sha256sum >/dev/null; then sha256=(shasum -a 256); fi

main() {
  refuse_privileged_events
  one_of command "$NACHWEIS_COMMAND" check gate install
  plain version "$NACHWEIS_VERSION"
  plain binary "$NACHWEIS_BINARY"

  # The functions set this: what fails in a command substitution would go unnoticed.
  binary=""
  if [[ -n "$NACHWEIS_BINARY" ]]; then
    there "$NACHWEIS_BINARY"
  elif [[ "$NACHWEIS_VERSION" == source ]]; then
    built
  else
    released "$NACHWEIS_VERSION"
  fi
  output binary "$binary"
  if [[ "$NACHWEIS_COMMAND" == install && -n "${GITHUB_PATH:-}" ]]; then
    dirname -- "$binary" >>"$GITHUB_PATH"
  fi
}

# A program that the runner brings along, for example in its image.
there() {
  if [[ ! -f "$1" || ! -x "$1" ]]; then
    stop 2 "Die Eingabe binary nennt kein ausführbares Programm." "The input \"binary\" names no executable program."
  fi
  binary="$(cd -- "$(dirname -- "$1")" && pwd -P)/$(basename -- "$1")"
}

# A released program. Its checksum stands in this repository, so whoever pins the action has pinned the program.
released() {
  local version target sum url archive folder wanted
  wanted="$(triple)"
  while IFS=$'\t' read -r version target sum url; do
    if [[ "$version" == "$1" && "$target" == "$wanted" ]]; then
      folder="$(mktemp -d "$scratch/nachweis.XXXXXX")"
      archive="$folder/archive.tar.gz"
      curl --fail --silent --show-error --location --output "$archive" -- "$url" ||
        stop 3 "Das Programm ließ sich nicht laden." "The program could not be downloaded."
      if [[ "$(digest <"$archive")" != "$sum" ]]; then
        stop 3 "Die Prüfsumme des Programms stimmt nicht." "The checksum of the program is wrong."
      fi
      tar -xzf "$archive" -C "$folder" nachweis
      binary="$folder/nachweis"
      return 0
    fi
  done <"$releases"
  stop 2 \
    "Diese Version kennt die Action nicht, oder nicht für $wanted. Ohne version wird aus dem Quelltext gebaut." \
    "The action does not know this version, or not for $wanted. Without \"version\" it builds from source."
}

# The program built from this checkout, kept under the digest of all that goes into it.
built() {
  local key store work
  if ! command -v cargo >/dev/null; then
    stop 3 \
      "Zum Bauen fehlt cargo. Installieren Sie Rust auf dem Runner, oder nennen Sie mit binary ein fertiges Programm." \
      "cargo is needed to build. Install Rust on the runner, or name a program with \"binary\"."
  fi
  key="$({ sources && (cd -- "$scratch" && rustc -vV); } | digest)" ||
    stop 3 "Rust ist auf dem Runner nicht vollständig." "Rust is not complete on the runner."
  store="$(kept)/$key"
  if [[ ! -x "$store/nachweis" ]]; then
    # Far from the workspace, and a workspace of its own: cargo would take both, settings too, from every folder above.
    work="$(mktemp -d "$scratch/nachweis.XXXXXX")"
    tar -C "$root" --exclude=./target --exclude=./.git -cf - . | tar -C "$work" -xf -
    grep -q '^\[workspace\]' "$work/Cargo.toml" || printf '\n[workspace]\n' >>"$work/Cargo.toml"
    (cd -- "$work" && env -u CARGO_BUILD_TARGET -u CARGO_ENCODED_RUSTFLAGS -u RUSTFLAGS \
      CARGO_TARGET_DIR="$work/target" cargo build --release --locked --bin nachweis) ||
      stop 3 "Das Programm ließ sich nicht bauen." "The program could not be built."
    mkdir -p "$store"
    # Another run may read at this moment: it sees the whole file or none.
    cp -- "$work/target/release/nachweis" "$store/nachweis.$$"
    mv -- "$store/nachweis.$$" "$store/nachweis"
    rm -rf -- "$work"
  fi
  binary="$store/nachweis"
}

# The files of the checkout with their digests.
sources() {
  cd -- "$root" && find . \( -path ./target -o -path ./.git \) -prune -o -type f -exec "${sha256[@]}" {} + | sort
}

# Where built programs are kept: the runner's own folder for tools, if it has one that lasts.
kept() {
  local folder="${RUNNER_TOOL_CACHE:-}/nachweis"
  if [[ -z "${RUNNER_TOOL_CACHE:-}" ]] || ! mkdir -p -- "$folder" 2>/dev/null || [[ ! -w "$folder" ]]; then
    folder="$scratch/nachweis"
    mkdir -p -- "$folder"
  fi
  printf '%s' "$folder"
}

digest() {
  "${sha256[@]}" | cut -d ' ' -f 1
}

# The machine as releases are called.
triple() {
  local cpu
  case "$(uname -m)" in
    arm64 | aarch64) cpu=aarch64 ;;
    *) cpu="$(uname -m)" ;;
  esac
  case "$(uname -s)" in
    Linux) printf '%s-unknown-linux-musl' "$cpu" ;;
    Darwin) printf '%s-apple-darwin' "$cpu" ;;
    *) printf '%s-pc-windows-msvc' "$cpu" ;;
  esac
}

main
