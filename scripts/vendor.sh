#!/bin/sh
# Makes the third-party files that are committed: fonts, the themed form sheet, axe-core for tests.
# Only a developer runs this, after changing a version below; the product never needs npm.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

nhsuk=10.6.1
atkinson=5
source_sans=5
axe=4.14.1

cp "$here/scripts/vendor/nhsuk-theme.scss" "$work/"
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --no-save \
  "nhsuk-frontend@$nhsuk" "sass@1" "axe-core@$axe" \
  "@fontsource-variable/atkinson-hyperlegible-next@$atkinson" "@fontsource/source-sans-3@$source_sans"

# nhsuk-frontend: the form parts, in a layer of their own
out="$here/static/vendor/nhsuk-frontend"
mkdir -p "$out"
npx sass --quiet-deps --no-source-map --no-charset --load-path=node_modules --style=compressed \
  nhsuk-theme.scss compiled.css
{ printf '/* nhsuk-frontend %s, form parts only. MIT: see LICENCE.txt */\n@layer nhsuk{' "$nhsuk"
  # the clear button of a search box, which we do not use, would ask for a picture
  sed -e '/^$/d' -e 's#url("/assets/images/nhsuk-icon-cross.svg")#none#g' compiled.css; printf '}\n'; } >"$out/forms.css"
{ printf 'nhsuk-frontend %s\n\n' "$nhsuk"
  sed -n '/^## Licence/,$p' node_modules/nhsuk-frontend/README.md
  cat <<'MIT'

The MIT Licence
Copyright (c) NHS England

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT.
IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
MIT
} >"$out/LICENCE.txt"

# fonts: latin and latin-ext, with their licence beside them
fonts="$here/static/fonts"
mkdir -p "$fonts"
next=node_modules/@fontsource-variable/atkinson-hyperlegible-next
sans=node_modules/@fontsource/source-sans-3
for part in latin latin-ext; do
  cp "$next/files/atkinson-hyperlegible-next-$part-wght-normal.woff2" "$fonts/atkinson-next-$part.woff2"
  for weight in 400 600 700; do
    # unpacked: only PDFs use it, and each would wait for the unpacking
    "$here/.venv/bin/python" -c 'import sys; from fontTools.ttLib import woff2; woff2.decompress(*sys.argv[1:])' \
      "$sans/files/source-sans-3-$part-$weight-normal.woff2" "$fonts/source-sans-3-$part-$weight.ttf"
  done
done
cp "$next/LICENSE" "$fonts/atkinson-next-OFL.txt"
cp "$sans/LICENSE" "$fonts/source-sans-3-OFL.txt"

# axe-core: run inside the page by the browser tests
cp node_modules/axe-core/axe.min.js "$here/tests/browser/axe.min.js"
cp node_modules/axe-core/LICENSE "$here/tests/browser/axe-LICENCE.txt"

ls -l "$out" "$fonts" "$here/tests/browser"
