#!/usr/bin/env bash
# Builds the Dockerfile as it stands with buildah, which needs no Docker engine, starts the service
# from the image as its own user, and asks it a question. Needs root on Debian; `make image-test`.
#
# BASE=<image> takes that image as the base; without it one is made of Debian bookworm and its
# Python 3.11 by debootstrap, and kept in IMAGE_TEST_CACHE (default: a folder under /var/tmp).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cache=${IMAGE_TEST_CACHE:-/var/tmp/isnad-image-test}
port=${IMAGE_TEST_PORT:-7869}
image=localhost/isnad:test
key=image-test-key-$RANDOM$RANDOM
question='كم عدد العسكريين الأمريكيين الذين تنشرهم واشنطن في العراق؟'
expected='2500'
mkdir -p "$cache"
storage=(--root "$cache/storage" --runroot "$cache/run")
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot

fail() {
    echo "error: $*" >&2
    exit 1
}

install_tools() {
    local missing=() tool
    for tool in buildah debootstrap curl; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    [ ${#missing[@]} = 0 ] && return
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "needs ${missing[*]}"
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"
}

# Debian bookworm with Python, and the certificates this machine trusts.
make_base() {
    local rootfs=$cache/rootfs container
    if [ ! -e "$rootfs/.complete" ]; then
        rm -rf "$rootfs"
        debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates \
            bookworm "$rootfs"
        rm -rf "$rootfs"/var/cache/apt/archives/*.deb "$rootfs"/var/lib/apt/lists/*
        cp /etc/ssl/certs/ca-certificates.crt "$rootfs/etc/ssl/certs/"
        touch "$rootfs/.complete"
    fi
    container=$(buildah "${storage[@]}" from scratch)
    buildah "${storage[@]}" add --quiet "$container" "$rootfs" / >/dev/null
    buildah "${storage[@]}" commit --quiet --rm "$container" localhost/isnad-base:test >/dev/null
}

build() {
    local links options=()
    # A folder of wheels that this machine's pip is told of holds for the build as well.
    links=$(python3 -m pip config get global.find-links 2>/dev/null || true)
    if [ -d "$links" ]; then
        options+=(--volume "$links:$links:ro" --build-arg "PIP_FIND_LINKS=$links")
    fi
    [ -z "${TORCH_INDEX:-}" ] || options+=(--build-arg "TORCH_INDEX=$TORCH_INDEX")
    buildah "${storage[@]}" bud --network host --format docker \
        --build-arg "BASE=$BASE" "${options[@]}" --tag "$image" .
}

ask() {
    curl --silent --show-error --fail --max-time 30 "http://127.0.0.1:$port$1" "${@:2}"
}

serve_and_ask() {
    local container answer id inside attempt check
    container=$(buildah "${storage[@]}" from "$image")
    # shellcheck disable=SC2064  # the name of this very container
    trap "stop; buildah ${storage[*]} rm '$container' >/dev/null 2>&1 || true" EXIT
    inside=(buildah "${storage[@]}" run --env "ISNAD_API_KEYS=$key" --env "ISNAD_PORT=$port"
        --env ISNAD_HOST=127.0.0.1 "$container" --)

    id=$("${inside[@]}" python -c 'import os; print(os.getuid())')
    [ "$id" = 10001 ] || fail "the image runs as user $id"
    if "${inside[@]}" sh -c 'touch /opt/isnad/x' 2>/dev/null; then
        fail "the user of the image may write to its program"
    fi

    "${inside[@]}" isnad serve >"$cache/serve.log" 2>&1 &
    service=$!
    for attempt in $(seq 120); do
        ask /ready >/dev/null 2>&1 && break
        kill -0 "$service" 2>/dev/null || { cat "$cache/serve.log" >&2; fail "the service ended"; }
        [ "$attempt" -lt 120 ] || { cat "$cache/serve.log" >&2; fail "not ready in two minutes"; }
        sleep 1
    done
    # The health check of the image, as an engine would run it.
    check=$(buildah "${storage[@]}" inspect --type image "$image" | python3 -c \
        'import json, sys; print(json.load(sys.stdin)["Docker"]["config"]["Healthcheck"]["Test"][-1])')
    "${inside[@]}" python -c "$check" || fail "the health check does not pass"

    answer=$(ask /v1/ask --header "Authorization: Bearer $key" \
        --json "{\"question\": \"$question\"}")
    case $answer in
        *"$expected"*) echo "asked the image, and it answered: ${answer:0:400} …" ;;
        *) fail "no $expected in the answer: $answer" ;;
    esac
}

# Ends the service: our own child and what it started.
stop() {
    [ -n "${service:-}" ] || return 0
    local children
    children=$(ps -o pid= --ppid "$service" || true)
    # shellcheck disable=SC2086  # one word per process
    kill "$service" $children 2>/dev/null || true
    wait "$service" 2>/dev/null || true
}

install_tools
if [ -z "${BASE:-}" ]; then
    make_base
    BASE=localhost/isnad-base:test
fi
build
serve_and_ask
