#!/bin/sh
# Makes shared/documents/fonts from the packages dejavu-fonts-ttf and @expo-google-fonts/arimo: letters, the signs of prices and
# prose, no hints (they do not matter at the resolution of a print) and no layout tables (documents are set letter by letter).
# Wants fonttools 4.68.0 (pip install fonttools); run it from the root after npm ci, only when a set changes; a test then says what
# the table in shared/kernel/letters.ts has to be.
set -eu

to=shared/documents/fonts
letters=U+0020-007E,U+00A0-024F,U+0259,U+02B0-02BC,U+02C6-02DD,U+0300-0304,U+0306-030C,U+0323,U+0327,U+0328,U+0332
letters=$letters,U+0370-03FF,U+0400-052F,U+1E00-1EFF
signs=U+2000-200A,U+2010-2027,U+202F-203A,U+203C,U+203D,U+2044,U+205F,U+2070-2094,U+20A0-20BF
signs=$signs,U+2103,U+2105,U+2109,U+2113,U+2116,U+2117,U+2120,U+2122,U+2126,U+212B,U+2150-215E,U+2190-2195
signs=$signs,U+2202,U+2206,U+220F,U+2211,U+2212,U+2215,U+2219,U+221A,U+221E,U+2248,U+2260,U+2264,U+2265
signs=$signs,U+25A0,U+25A1,U+25AA,U+25AB,U+25B2,U+25B6,U+25BC,U+25C6,U+25CA,U+25CB,U+25CF,U+2605,U+2606,U+2610-2612,U+2713,U+2717,U+FB00-FB04,U+FFFD
# What the guidelines of SIX permit on a bill.
permitted=U+0020-007E,U+00A0-017F,U+0218-021B,U+20AC,U+FFFD

subset() {
  pyftsubset "$1" --unicodes="$2" --output-file="$to/$3" --no-hinting --layout-features= \
    --drop-tables+=GPOS,GSUB,GDEF,STAT,kern,FFTM --notdef-outline --no-recalc-timestamp --name-IDs=0,1,2,3,4,5,6,13,14
}

dejavu=node_modules/dejavu-fonts-ttf
subset "$dejavu/ttf/DejaVuSansCondensed.ttf" "$letters,$signs" regular.ttf
subset "$dejavu/ttf/DejaVuSansCondensed-Bold.ttf" "$letters,$signs" bold.ttf
cp "$dejavu/LICENSE" "$to/LICENSE"

arimo=node_modules/@expo-google-fonts/arimo
subset "$arimo/400Regular/Arimo_400Regular.ttf" "$permitted" bill-regular.ttf
subset "$arimo/700Bold/Arimo_700Bold.ttf" "$permitted" bill-bold.ttf
cp "$arimo/LICENSE_FONT" "$to/bill-LICENSE"
