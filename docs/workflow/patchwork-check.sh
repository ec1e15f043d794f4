#!/bin/sh
# Checks a series and posts a check for each of its patches to patchwork.
# Usage: PW_URL=https://patchwork.example.org PW_TOKEN=... patchwork-check.sh TREE SERIES
set -eu
tree=$1
series=$2
result=$(mktemp)
trap 'rm -f "$result"' EXIT

# 1 and 3 are verdicts: the result is there. Everything else is a failure of the check itself.
status=0
kvm-vfio-series check "$tree" --series "$series" --format patchwork >"$result" || status=$?
case $status in
0 | 1 | 3) ;;
*) exit "$status" ;;
esac

jq -c '.checks[] | select(.messageId != null)' "$result" | while IFS= read -r one; do
	id=$(printf '%s' "$one" | jq -r .messageId)
	patch=$(curl -fsS -G "$PW_URL/api/patches/" --data-urlencode "msgid=$id" | jq -r '.[0].id // empty')
	if [ -z "$patch" ]; then
		echo "patchwork does not have $id" >&2
		continue
	fi
	printf '%s' "$one" | jq -c .check |
		curl -fsS -o /dev/null --data @- -H 'Content-Type: application/json' \
			-H "Authorization: Token $PW_TOKEN" "$PW_URL/api/patches/$patch/checks/"
done
