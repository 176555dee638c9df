# shellcheck shell=bash
# What both steps of the action share: words, checks of inputs, outputs. Sourced, never run.

# Workflow commands and patterns are bytes; no locale changes what they mean.
export LC_ALL=C

# say GERMAN ENGLISH: one line for the log, in the language that was asked for.
say() {
  if [[ "${NACHWEIS_LANG:-}" == en ]]; then printf 'nachweis: %s\n' "$2"; else printf 'nachweis: %s\n' "$1"; fi
}

# stop CODE GERMAN ENGLISH: ends the step with a text that stands in the log and on the run's page.
stop() {
  local text
  text="$(say "$2" "$3")"
  # Runners read commands from both streams; a caller may have taken standard output.
  printf '%s\n::error title=nachweis::%s\n' "$text" "$(escaped "$text")" >&2
  exit "$1"
}

# escaped TEXT: as a workflow command carries it.
escaped() {
  local text="${1//'%'/%25}"
  text="${text//$'\r'/%0D}"
  printf '%s' "${text//$'\n'/%0A}"
}

# plain NAME VALUE: an input is one line of text. A line break in it could name outputs of its own.
plain() {
  if [[ "$2" == *[[:cntrl:]]* ]]; then
    stop 2 "Die Eingabe $1 enthält Steuerzeichen." "The input \"$1\" contains control characters."
  fi
}

# one_of NAME VALUE ALLOWED…
one_of() {
  local name="$1" value="$2" allowed
  shift 2
  for allowed in "$@"; do
    if [[ "$value" == "$allowed" ]]; then return 0; fi
  done
  stop 2 "Die Eingabe $name kennt nur: $*." "The input \"$name\" knows only: $*."
}

# output NAME VALUE: for the steps that follow. The value is one line (plain has seen to it).
output() {
  if [[ -n "${GITHUB_OUTPUT:-}" ]]; then printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; fi
}

# Both events run with the rights of the target repository, yet are set off by strangers. A gate is no place to
# mix the two: whoever needs the rights takes the reports of a `pull_request` run as files, in a run of their own.
refuse_privileged_events() {
  case "${GITHUB_EVENT_NAME:-}" in
    pull_request_target | workflow_run)
      stop 3 \
        "Das Ereignis ${GITHUB_EVENT_NAME} gibt fremdem Inhalt die Rechte dieses Repositorys. Lassen Sie die Prüfung auf pull_request laufen." \
        "The event ${GITHUB_EVENT_NAME} hands the rights of this repository to foreign content. Let the check run on \"pull_request\"."
      ;;
  esac
}
