#!/usr/bin/env bash
# The work of action.yml. Inputs come only from environment variables, each value is one argument, and no value can become an
# option: options are `--name=value`, and paths follow `--`. Runs on bash 3.2, which macOS has.
set -euo pipefail

own="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
temporary="$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/bitext.XXXXXX")"

# Sets an output of this step: name, value. The value may have any content, also line ends.
output() {
    [ -n "${GITHUB_OUTPUT:-}" ] || return 0
    local end="end-$RANDOM$RANDOM$RANDOM$RANDOM"
    printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"$GITHUB_OUTPUT"
}

cannot() {
    printf 'bitext action: %s\n' "$1" >&2
    output exit-code 2
    exit 2
}

fits() {
    [ -z "${BITEXT_VERSION:-}" ] || [ "$("$1" --version </dev/null)" = "bitext ${BITEXT_VERSION#v}" ]
}

tool="$(command -v bitext || true)"
if [ -z "$tool" ] || ! fits "$tool"; then
    command -v cargo >/dev/null || cannot 'there is no bitext of the requested version on PATH, and no cargo to build it'
    cargo install --locked --quiet --path "$own" --root "$temporary/installed" --target-dir "$temporary/target" \
        || cannot 'bitext could not be built'
    tool="$temporary/installed/bin/bitext"
    fits "$tool" || cannot "this action is not version $BITEXT_VERSION: use the tag of that version"
fi

sarif="${BITEXT_SARIF:-$temporary/bitext.sarif}"
summary="$temporary/summary.md"
arguments=(lint --format github --format sarif "--output=$sarif" --format markdown "--output=$summary")
[ -z "${BITEXT_FAIL_ON:-}" ] || arguments+=("--fail-on=$BITEXT_FAIL_ON")
[ -z "${BITEXT_SOURCE:-}" ] || arguments+=("--source=$BITEXT_SOURCE")
[ -z "${BITEXT_SOURCE_REV:-}" ] || arguments+=("--source-rev=$BITEXT_SOURCE_REV")
[ -z "${BITEXT_SINCE:-}" ] || arguments+=("--since=$BITEXT_SINCE")
[ -z "${BITEXT_BASELINE:-}" ] || arguments+=("--baseline=$BITEXT_BASELINE")
while IFS= read -r line; do
    [ -z "$line" ] || arguments+=("$line")
done <<<"${BITEXT_ARGS:-}"
arguments+=(--)
while IFS= read -r line; do
    [ -z "$line" ] || arguments+=("$line")
done <<<"${BITEXT_PATHS:-}"

code=0
"$tool" "${arguments[@]}" || code=$?

# The summary file of the step may have content, so the report is appended. GitHub discards a summary of more than 1 MiB.
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -s "$summary" ]; then
    if [ "$(wc -c <"$summary")" -lt 1000000 ]; then
        cat "$summary"
    else
        head -c 990000 "$summary" | LC_ALL=C sed '$d'
        printf '\n\nThe rest is omitted because it is too long for a summary. SARIF has all of it.\n'
    fi >>"$GITHUB_STEP_SUMMARY"
fi
# A SARIF file of an earlier run is not an output of this one.
if [ "$code" -gt 1 ] || [ ! -f "$sarif" ]; then
    sarif=''
fi
output sarif "$sarif"
output exit-code "$code"
exit "$code"
