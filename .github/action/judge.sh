#!/usr/bin/env bash
# The second step: judges, hands on what was found, and ends with the program's own code.
set -euo pipefail
here="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)"
# shellcheck source=.github/action/common.sh
source "$here/common.sh"
# shellcheck source=.github/action/base.sh
source "$here/base.sh"

main() {
  refuse_privileged_events
  if [[ "$NACHWEIS_COMMAND" == install ]]; then exit 0; fi
  inputs
  choose_base
  reports="$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/nachweis.XXXXXX")"
  sarif="${NACHWEIS_SARIF_FILE:-$reports/nachweis.sarif}"
  # Whatever happens now, nobody takes an old report for today's.
  rm -f -- "$sarif" || true
  code=0
  judge || code=$?
  outputs
  annotations || code=$((code > 4 ? code : 4))
  summary || code=$((code > 4 ? code : 4))
  exit "$code"
}

# The inputs, as arguments. Each value stands behind its `=`, so none can be taken for an option.
inputs() {
  plain gate "$NACHWEIS_GATE"
  plain project "$NACHWEIS_PROJECT"
  plain base "$NACHWEIS_BASE_ASKED"
  plain as-of "$NACHWEIS_AS_OF"
  plain sarif-file "$NACHWEIS_SARIF_FILE"
  if [[ ! -d "$NACHWEIS_PROJECT" ]]; then
    stop 2 "Die Eingabe project nennt keinen Ordner." "The input project names no folder."
  fi
  one_of lang "$NACHWEIS_LANG" "" de en
  one_of annotations "$NACHWEIS_ANNOTATIONS" true false
  one_of summary "$NACHWEIS_SUMMARY" true false
  case "$NACHWEIS_COMMAND" in
    check)
      if [[ -n "$NACHWEIS_GATE" ]]; then
        stop 2 "Die Eingabe gate gehört zu command: gate." "The input gate belongs to command: gate."
      fi
      question=(check --rev=HEAD)
      ;;
    gate)
      if [[ ! "$NACHWEIS_GATE" =~ ^[a-z][a-z0-9-]*$ ]]; then
        stop 2 \
          "Die Eingabe gate nennt keine Phase, zum Beispiel inbetriebnahme." \
          "The input gate names no phase, for example inbetriebnahme."
      fi
      question=(gate "$NACHWEIS_GATE" --rev=HEAD)
      ;;
  esac
  question+=("--project=$NACHWEIS_PROJECT")
  if [[ -n "$NACHWEIS_LANG" ]]; then question+=("--lang=$NACHWEIS_LANG"); fi
  if [[ -n "$NACHWEIS_AS_OF" ]]; then question+=("--as-of=$NACHWEIS_AS_OF"); fi
}

choose_base() {
  case "$NACHWEIS_BASE_ASKED" in
    none) base="" ;;
    "") derive_base ;;
    *) base="$NACHWEIS_BASE_ASKED" ;;
  esac
  if [[ -n "$base" ]]; then
    question+=("--base=$base")
    say "Verglichen wird mit $base." "Compared with $base."
  else
    say "Es gibt keinen Vergleichsstand: Die Änderung wird an ihren eigenen Einstellungen gemessen." \
      "There is nothing to compare with: the change is judged by its own settings."
  fi
}

judge() {
  local token end=0
  # What is printed comes from files of strangers: until the token, the runner takes none of it for a command.
  token="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  printf '::stop-commands::%s\n' "$token"
  "$NACHWEIS_PROGRAM" "${question[@]}" \
    "--report=json=$reports/nachweis.json" \
    "--report=sarif=$sarif" \
    "--report=github=$reports/annotations.txt" \
    "--report=markdown=$reports/summary.md" || end=$?
  printf '::%s::\n' "$token"
  # A pass is believed only together with a report that was written to its end.
  if [[ "$end" -eq 0 && "$(top_level verdict)-$(top_level complete)" != pass-true ]]; then
    say "Der Bericht fehlt oder ist unvollständig." "The report is missing or incomplete."
    end=3
  fi
  return "$end"
}

# For the steps that follow: when the gate blocks just as when it does not.
outputs() {
  local verdict=undetermined
  case "$code" in
    0) verdict=pass ;;
    1) verdict=fail ;;
  esac
  output verdict "$verdict"
  output errors "$(count errors)"
  output warnings "$(count warnings)"
  if [[ -f "$sarif" ]]; then output sarif-file "$sarif"; fi
  if [[ -f "$reports/nachweis.json" ]]; then output json-file "$reports/nachweis.json"; fi
}

annotations() {
  if [[ "$NACHWEIS_ANNOTATIONS" != true || ! -f "$reports/annotations.txt" ]]; then return 0; fi
  cat "$reports/annotations.txt"
}

summary() {
  if [[ "$NACHWEIS_SUMMARY" != true || -z "${GITHUB_STEP_SUMMARY:-}" ]]; then return 0; fi
  if [[ -f "$reports/summary.md" ]]; then
    cat "$reports/summary.md" >>"$GITHUB_STEP_SUMMARY"
  else
    say "Es gibt keinen Bericht; das Protokoll sagt, warum (Code $code)." \
      "There is no report; the log says why (code $code)." >>"$GITHUB_STEP_SUMMARY"
  fi
}

# A value of the report. It is printed one key a line, and no text in it can hold a line break: what stands
# at the beginning of a line, two blanks in, is a key of the report itself.
top_level() {
  sed -n -e "s/^  \"$1\": \"\{0,1\}\([a-z]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$reports/nachweis.json" 2>/dev/null || true
}

count() {
  sed -n -e '/^  "counts": {$/,/^  }/s/^    "'"$1"'": \([0-9]*\),\{0,1\}$/\1/p' "$reports/nachweis.json" 2>/dev/null || true
}

main
