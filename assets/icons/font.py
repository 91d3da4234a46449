#!/usr/bin/env python3
"""Makes assets/fonts/RingupIcons.otf from the icons beside this file.

A glyph costs a text engine next to nothing, a picture of an SVG costs a window its start. Each icon is there three
times, for lines of 2, 2.4 and 3 in a box of 24. Icons that need more than one tone are left out and drawn as paths.
The outlines are CFF: text engines keep what they prepare for such a font apart from what they prepare for the letters.
Needs fonttools and skia-pathops; run it after an icon changed, the tests say when.
"""

import hashlib
import pathlib
import re
import xml.etree.ElementTree as ET

import pathops
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.reverseContourPen import ReverseContourPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path import SVGPath

HERE = pathlib.Path(__file__).parent
STROKES = (2.0, 2.4, 3.0)
UNIT = 40  # font units for one unit of the box
EM = 24 * UNIT
FIRST, BLOCK = 0xE000, 0x200
DRAWN_AS_PATHS = {"logo", "spinner", "step-dashed"}
SVG = "{http://www.w3.org/2000/svg}"


def outline(svg: str, stroke: float) -> pathops.Path:
    root = ET.fromstring(svg)
    whole = pathops.Path()
    for part in root:
        alone = ET.Element(f"{SVG}svg", {"viewBox": "0 0 24 24"})
        alone.append(part)
        line = pathops.Path()
        SVGPath.fromstring(ET.tostring(alone)).draw(line.getPen())
        if part.get("fill", "none") != "none":
            filled = pathops.Path(line)
            whole = pathops.op(whole, filled, pathops.PathOp.UNION)
        line.stroke(stroke, pathops.LineCap.ROUND_CAP, pathops.LineJoin.ROUND_JOIN, 4)
        line.convertConicsToQuads()
        line.simplify(fix_winding=True)
        whole = pathops.op(whole, line, pathops.PathOp.UNION)
    whole.convertConicsToQuads()
    return whole


def glyph(path: pathops.Path):
    pen = T2CharStringPen(EM, None)
    # Down is positive in the pictures and negative in a font; the box stands on the base line.
    turned = TransformPen(ReverseContourPen(pen), (UNIT, 0, 0, -UNIT, 0, EM))
    path.draw(turned)
    return pen.getCharString()


def left(shape) -> int:
    bounds = BoundsPen(None)
    shape.draw(bounds)
    return round(bounds.bounds[0]) if bounds.bounds else 0


def main() -> None:
    shapes = (HERE.parent.parent / "src" / "ui" / "icon" / "shapes.rs").read_text()
    listed = re.findall(r'^    \w+ "([\w-]+)",$', shapes, re.MULTILINE)
    files = [HERE / f"{name}.svg" for name in listed]
    digest = hashlib.sha256()
    glyphs, codes = {".notdef": T2CharStringPen(EM, None).getCharString()}, {}
    for file in files:
        digest.update(file.read_bytes())
    for block, stroke in enumerate(STROKES):
        for place, file in enumerate(files):
            if file.stem in DRAWN_AS_PATHS:
                continue
            name = f"{file.stem}.{stroke}"
            glyphs[name] = glyph(outline(file.read_text(), stroke))
            codes[FIRST + block * BLOCK + place] = name
    builder = FontBuilder(EM, isTTF=False)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(codes)
    builder.setupCFF("RingupIcons", {"FullName": "Ringup Icons"}, glyphs, {})
    builder.setupHorizontalMetrics({name: (EM, left(shape)) for name, shape in glyphs.items()})
    builder.setupHorizontalHeader(ascent=EM, descent=0)
    builder.setupOS2(sTypoAscender=EM, sTypoDescender=0, sTypoLineGap=0, usWinAscent=EM, usWinDescent=0)
    builder.setupNameTable({
        "familyName": "Ringup Icons",
        "styleName": "Regular",
        "uniqueFontIdentifier": digest.hexdigest(),
        "fullName": "Ringup Icons",
        "psName": "RingupIcons",
        "licenseDescription": "Lucide, ISC; see assets/icons/LICENSE",
    })
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = HERE.parent / "fonts" / "RingupIcons.otf"
    builder.save(out)
    print(f"{len(files)} icons, {len(glyphs) - 1} glyphs, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
