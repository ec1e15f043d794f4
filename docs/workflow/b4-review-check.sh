#!/bin/sh
# A check command of b4 review (since b4 0.15): b4 gives one mail on standard input, and the whole thread is checked.
#   git config b4.review-series-check-cmd /path/to/b4-review-check.sh
id=$(sed -n -e 's/^[Mm]essage-[Ii][Dd]: *<\([^>]*\)>.*/\1/p' -e '/^$/q' | head -n 1)
if [ -z "$id" ]; then
	echo 'the mail has no Message-ID' >&2
	exit 2
fi
exec kvm-vfio-series check . --series="$id" --format b4
