"""Makes app/src/formats/newsreader-title.ttf from style/static/fonts/newsreader.woff2. By hand, after subset.py.

    pip install fonttools brotli
    python style/fonts/still.py

The server draws titles into preview pictures with it. What reads fonts there knows plain TrueType at
one weight, so the file is one instance of the site's own font: weight 500, optical size 60.
"""

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "static/fonts/newsreader.woff2"
TARGET = HERE.parents[1] / "app/src/formats/newsreader-title.ttf"

font = TTFont(SOURCE)
instancer.instantiateVariableFont(font, {"wght": 500, "opsz": 60}, inplace=True)
font.flavor = None
# A file that stays the same when nothing changes.
font.recalcTimestamp = False
font.save(TARGET)
print(TARGET.name, TARGET.stat().st_size, "bytes,", len(font.getGlyphOrder()), "glyphs")
