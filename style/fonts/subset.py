"""Makes style/static/fonts/newsreader.woff2 from the npm package that tools/package.json pins. By hand.

    pip install fonttools brotli uharfbuzz
    python style/fonts/subset.py tools/node_modules/@fontsource-variable/newsreader/files

The package (OFL) has the font cut into Latin and Latin-Extended. Both have the same grid, axes and
shared glyphs, so the accented letters of the second are put into the first: one download, and one
kerning for both.

What is left out, and why:
  - weights beyond 400 to 600 and optical sizes below 18: the style sheet uses none;
  - the corrections for weight and optical size together: a hair's breadth at the weights we use;
  - kerning of pairs that move less than 1.4 % of an em: the full table is 13 KB on the wire;
  - half of the grid (2000 units to 1000) and the hinting: no screen shows the difference.
"""

import sys
import tempfile
import unicodedata
from pathlib import Path

import uharfbuzz as hb
from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib import instancer

CHARACTERS = (
    "U+0020-007E,U+00A0,U+00A1,U+00A3,U+00A7,U+00A9,U+00AB,U+00AE,U+00B0,U+00B7,U+00BB,U+00BD,U+00BF,"
    "U+00C0-00FF,U+0100-0107,U+010A-0113,U+0116-011B,U+011E-0123,U+0126-0127,U+012A-012B,U+012E-0131,"
    "U+0136-0137,U+0139-013E,U+0141-0148,U+014C-014D,U+0150-0155,U+0158-015B,U+015E-0165,U+016A-016B,"
    "U+016E-0173,U+0174-017E,U+0218-021B,U+1E9E,U+2013-2014,U+2018-201A,U+201C-201E,U+2022,U+2026,"
    "U+20AC,U+2212"
)
AXES = {"wght": (400, 600), "opsz": (18, 72)}
LEAST_KERN = 14


def kerning(path, kept):
    """The kern feature for plain letters and marks; an accented letter follows its base."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(path)))
    cmap = TTFont(path).getBestCmap()
    classes = {}
    for code, glyph in cmap.items():
        base = unicodedata.normalize("NFD", chr(code))[0]
        if glyph in kept and ((base.isascii() and base.isalpha()) or base in ".,-–—‘’“”"):
            classes.setdefault(base, set()).add(glyph)

    def width(text, kern):
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(font, buffer, {"kern": kern, "liga": False})
        return sum(position.x_advance for position in buffer.glyph_positions)

    name = {base: f"k{ord(base):x}" for base in classes}
    lines = ["languagesystem DFLT dflt;", "languagesystem latn dflt;"]
    lines += [f"@{name[base]} = [{' '.join(sorted(glyphs))}];" for base, glyphs in sorted(classes.items())]
    lines.append("feature kern {")
    for left in sorted(classes):
        for right in sorted(classes):
            shift = width(left + right, True) - width(left + right, False)
            if abs(shift) >= LEAST_KERN:
                lines.append(f"pos @{name[left]} @{name[right]} {shift};")
    lines.append("} kern;")
    return "\n".join(lines)


def joined(latin, extended):
    """The Latin font with the glyphs that only the extended one has."""
    assert latin["head"].unitsPerEm == extended["head"].unitsPerEm
    assert [vars(axis) for axis in latin["fvar"].axes] == [vars(axis) for axis in extended["fvar"].axes]
    # It knows nothing of the new glyphs; without it browsers read the widths from gvar.
    del latin["HVAR"]
    order = list(latin.getGlyphOrder())
    widths = latin["hmtx"].metrics
    for glyph in extended.getGlyphOrder():
        outline, corrections = extended["glyf"][glyph], extended["gvar"].variations.get(glyph, [])
        if glyph in order:
            assert (latin["glyf"][glyph], widths[glyph]) == (outline, extended["hmtx"][glyph]), glyph
            assert latin["gvar"].variations.get(glyph, []) == corrections, glyph
        else:
            order.append(glyph)
            latin["glyf"][glyph] = outline
            latin["gvar"].variations[glyph] = corrections
            widths[glyph] = extended["hmtx"][glyph]
    latin.setGlyphOrder(order)
    latin["glyf"].setGlyphOrder(order)
    both = extended.getBestCmap() | latin.getBestCmap()
    for table in latin["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(both)
    return latin


def main(source):
    def opened(path):
        # The time of the build would make every run another file.
        return TTFont(path, recalcTimestamp=False)

    files = [Path(source) / f"newsreader-{half}-opsz-normal.woff2" for half in ("latin", "latin-ext")]
    whole = joined(*map(opened, files))
    whole.flavor = None
    scale_upem(whole, 1000)
    with tempfile.TemporaryDirectory() as folder:
        scaled, plain = f"{folder}/scaled.ttf", f"{folder}/plain.ttf"
        whole.save(scaled)
        instancer.instantiateVariableFont(TTFont(scaled), {"wght": 400, "opsz": 18}).save(plain)
        font = instancer.instantiateVariableFont(opened(scaled), AXES)
        options = subset.Options()
        options.layout_features = ["liga"]
        options.hinting = options.notdef_outline = options.glyph_names = False
        options.name_IDs = [0, 1, 2, 13, 14]
        options.drop_tables += ["STAT", "MVAR", "DSIG", "meta", "gasp", "GPOS"]
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=subset.parse_unicodes(CHARACTERS))
        subsetter.subset(font)
        for variations in font["gvar"].variations.values():
            variations[:] = [variation for variation in variations if len(variation.axes) == 1]
        addOpenTypeFeaturesFromString(font, kerning(plain, set(font.getGlyphOrder())), tables=["GPOS"])
        font.flavor = "woff2"
        target = Path(__file__).parent.parent / "static/fonts/newsreader.woff2"
        font.save(target)
        print(f"{target}: {target.stat().st_size} bytes")


main(sys.argv[1])
