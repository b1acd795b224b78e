#!/bin/sh
# Replace swagger-ui-dist/ by the same files of another release: sh refresh.sh 5.36.0
# npm checks the archive against the registry's checksum.
set -eu

version=${1:?usage: sh refresh.sh VERSION}
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm pack "swagger-ui-dist@$version" --silent --pack-destination "$work" >/dev/null
tar -xzf "$work/swagger-ui-dist-$version.tgz" -C "$work"
for name in swagger-ui-bundle.js swagger-ui-bundle.js.LICENSE.txt swagger-ui.css favicon-32x32.png LICENSE NOTICE; do
    install -m 644 "$work/package/$name" "swagger-ui-dist/$name"
done
sed -i.bak "s/^Version: .*/Version: $version/" README.md && rm README.md.bak
