#!/bin/sh
# Rebuilds the part of GOV.UK Frontend that is kept under static/vendor/.
# Needs Node and npm; nothing else in the portal does. Run it only when parts.scss or the version changes.
#
#   scripts/vendor_govuk.sh          rebuild, and fail when the result is not what CHECKSUMS says
#   scripts/vendor_govuk.sh --write  rebuild, and write the new sums of our own files into CHECKSUMS
set -eu

VERSION=6.3.0
SASS=1.108.2
HERE=$(cd "$(dirname "$0")/.." && pwd)
VENDOR="$HERE/static/vendor/govuk-frontend-$VERSION"
TARBALL="govuk-frontend-$VERSION.tgz"
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

cd "$WORK"
npm pack "govuk-frontend@$VERSION" --ignore-scripts --silent >/dev/null
grep "  $TARBALL\$" "$VENDOR/CHECKSUMS" | sha512sum --check --quiet -
tar -xzf "$TARBALL"

npm install --ignore-scripts --no-save --silent --prefix "$WORK/sass" "sass@$SASS" >/dev/null
"$WORK/sass/node_modules/.bin/sass" --style=compressed --no-source-map --no-charset --quiet-deps \
    --load-path="$WORK/package/dist" "$VENDOR/parts.scss" "$VENDOR/parts.css"

cd "$VENDOR"
if [ "${1:-}" = "--write" ]; then
    sums=$(grep "  $TARBALL\$" CHECKSUMS)
    { echo "$sums"; sha512sum LICENSE parts.css parts.scss; } > "$WORK/sums"
    cp "$WORK/sums" CHECKSUMS
fi
grep -v "  $TARBALL\$" CHECKSUMS | sha512sum --check --quiet -
echo "govuk-frontend $VERSION: $(wc -c < parts.css) bytes of CSS, as CHECKSUMS says"
