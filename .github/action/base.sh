# shellcheck shell=bash
# What a change is held against: the tip of the branch it is to join, never a commit that the change itself could
# have chosen. Sourced; `derive_base` sets `base`, empty where nothing is compared.

# Objects stay what they are, whatever refs/replace says.
export GIT_NO_REPLACE_OBJECTS=1

derive_base() {
  if [[ "${GITHUB_REF:-}" == refs/tags/* ]]; then
    base_of_tag
    return
  fi
  case "${GITHUB_EVENT_NAME:-}" in
    pull_request | pull_request_review | pull_request_review_comment) base_of_pull_request ;;
    merge_group) base_of_queue ;;
    push) base_of_push ;;
    *) base="" ;;
  esac
}

# GitHub checks out a merge of the target's tip (first parent) and the change (second parent); Forgejo and Gitea
# check out the change. Anything else was chosen by the workflow, and then the base has to be chosen there too.
base_of_pull_request() {
  local head parents
  whole_history
  id "$NACHWEIS_PULL_BASE"
  id "$NACHWEIS_PULL_HEAD"
  head="$(in_project rev-parse --verify --quiet 'HEAD^{commit}')" || no_repository
  # As the object says it: a cut-off history would hide parents.
  parents="$(in_project cat-file commit HEAD | sed -n -e '/^$/q' -e 's/^parent //p' | tr '\n' ' ')"
  if [[ "$head" == "$NACHWEIS_PULL_HEAD" ]]; then
    base="refs/remotes/origin/$NACHWEIS_PULL_TARGET"
  elif [[ "$parents" =~ ^([0-9a-f]+)\ ([0-9a-f]+)\ $ && "${BASH_REMATCH[2]}" == "$NACHWEIS_PULL_HEAD" ]]; then
    base="${BASH_REMATCH[1]}"
  else
    stop 3 \
      "Ausgecheckt ist weder der Merge-Commit des Pull Requests noch sein letzter Commit. Lassen Sie bei actions/checkout die Eingabe ref weg, oder nennen Sie den Vergleichsstand mit base." \
      "Neither the merge commit of the pull request nor its last commit is checked out. Leave out the input ref of actions/checkout, or name the state to compare with as base."
  fi
  # The target only moves forward. If it did not, nobody can tell here which of its states is meant.
  if ! in_project merge-base --is-ancestor "$NACHWEIS_PULL_BASE" "$base" 2>/dev/null; then
    stop 3 \
      "Der Zielzweig passt nicht zu dem, den das Ereignis nennt: Er fehlt im Checkout oder wurde umgeschrieben. Setzen Sie fetch-depth: 0 und aktualisieren Sie den Pull Request." \
      "The target branch does not fit the one that the event names: it is missing from the checkout, or was rewritten. Set fetch-depth: 0 and update the pull request."
  fi
}

base_of_queue() {
  whole_history
  id "$NACHWEIS_QUEUE_BASE"
  base="$NACHWEIS_QUEUE_BASE"
}

# A tag can stand on any commit, also on one that never passed through review. What lies on the default branch is
# compared with nothing; anything else has to meet the bar of that branch too.
base_of_tag() {
  whole_history
  base="refs/remotes/origin/$NACHWEIS_DEFAULT_BRANCH"
  if ! in_project rev-parse --verify --quiet "$base^{commit}" >/dev/null; then
    stop 3 \
      "Der Standardzweig fehlt im Checkout. Setzen Sie bei actions/checkout fetch-depth: 0, oder nennen Sie den Vergleichsstand mit base." \
      "The default branch is missing from the checkout. Set fetch-depth: 0 for actions/checkout, or name the state to compare with as base."
  fi
}

# What was there before counts only where not everybody may push: elsewhere the pusher would choose it.
base_of_push() {
  local default="refs/heads/$NACHWEIS_DEFAULT_BRANCH"
  base=""
  if [[ "${GITHUB_REF_PROTECTED:-}" != true && "${GITHUB_REF:-}" != "$default" ]]; then return 0; fi
  whole_history
  id "$NACHWEIS_PUSH_BEFORE"
  if [[ "$NACHWEIS_PUSH_BEFORE" =~ [^0] ]]; then
    base="$NACHWEIS_PUSH_BEFORE"
  elif [[ "$GITHUB_REF" != "$default" ]]; then
    # A new branch: it grew out of the default branch.
    base="refs/remotes/origin/$NACHWEIS_DEFAULT_BRANCH"
  elif [[ "${GITHUB_REF_PROTECTED:-}" == true ]]; then
    stop 3 \
      "Der geschützte Zweig ist neu, es gibt keinen früheren Stand. Setzen Sie für diesen Lauf base: none." \
      "The protected branch is new, there is no earlier state. Set base: none for this run."
  fi
}

# An id as the event must hold it. Short names are not taken: a tag can be called like a branch.
id() {
  if [[ ! "$1" =~ ^([0-9a-f]{40}|[0-9a-f]{64})$ ]]; then
    stop 3 "Das Ereignis nennt keinen Vergleichsstand." "The event names no state to compare with."
  fi
}

whole_history() {
  case "$(in_project rev-parse --is-shallow-repository 2>/dev/null)" in
    false) ;;
    true)
      stop 3 \
        "Die Git-Geschichte ist abgeschnitten. Setzen Sie bei actions/checkout fetch-depth: 0." \
        "The Git history is cut off. Set fetch-depth: 0 for actions/checkout."
      ;;
    *) no_repository ;;
  esac
}

# The repository of the project; a workflow may have checked it out into a folder of its own.
in_project() {
  git -C "$NACHWEIS_PROJECT" "$@"
}

no_repository() {
  stop 3 \
    "Hier lässt sich kein Git-Repository lesen. Vor diesem Schritt gehört actions/checkout mit fetch-depth: 0; im Container muss der Ordner dem Konto des Jobs gehören." \
    "No Git repository can be read here. Put actions/checkout with fetch-depth: 0 before this step; in a container the folder has to belong to the account of the job."
}
