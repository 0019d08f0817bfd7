"""A map of metropolitan areas as inline SVG: land as dots, each role's openings as circles by area.

The projection is equirectangular; the frame is cut to the circles shown. Positions and land are data (GeoNames). An
area without a known position, as of a user's own file of metros, is left to the bars beside the map.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

NORTH, SOUTH = 72, -56  # degrees, where the map ends
DATA = Path(__file__).parent / "data"
CELL = 2.5  # degrees, side of a cell of the grid of land
LEAST = 110.0  # degrees of longitude that a map shows at least, so that the reader knows the coast
RATIO = 2.4  # width to height
LARGEST = 0.032  # radius of the largest circle, of the map's width


@dataclass(frozen=True, slots=True)
class Circle:
    """Openings of one role in one metropolitan area."""

    metro: str
    n: float
    tone: str


@cache
def points() -> dict[str, tuple[float, float]]:
    """Metropolitan area -> degrees (east, north)."""
    lines = (DATA / "metro_points.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {metro: (float(lon), float(lat)) for metro, lat, lon in rows}


@cache
def _land() -> dict[int, tuple[int, ...]]:
    lines = (DATA / "land.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {int(row): tuple(int(column) for column in columns.split()) for row, columns in rows}


@cache
def _dots(left: float, top: float, width: float, height: float) -> str:
    """The land inside a frame as a path of points, in cells relative to its corner."""
    path, at = [], (0, 0)
    first, last = left / CELL, (left + width) / CELL
    for row, columns in _land().items():
        if not top / CELL - 1 < row < (top + height) / CELL:
            continue
        for column in columns:
            if first - 1 < column < last:
                path.append(f"m{column - at[0]} {row - at[1]}h0")
                at = (column, row)
    return "".join(path)


def _frame(places: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the map in degrees from its corner (180 west, NORTH), in whole cells."""
    xs, ys = [lon + 180 for lon, _ in places], [NORTH - lat for _, lat in places]
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    width = min(max(LEAST, wide * 1.25, tall * 1.4 * RATIO), 360.0)
    width = math.ceil(width / 10) * 10.0
    height = min(width / RATIO, float(NORTH - SOUTH))
    left = min(max((max(xs) + min(xs) - width) / 2, 0.0), 360.0 - width)
    top = min(max((max(ys) + min(ys) - height) / 2, 0.0), NORTH - SOUTH - height)
    return round(left / 10) * 10.0, round(top / 10) * 10.0, width, height


def metro_map(key: str, title: str, circles: Sequence[Circle]) -> Markup:
    """The map, the largest circles below; empty where fewer than two areas have a known position."""
    known = [(one, points()[one.metro]) for one in circles if one.metro in points() and one.n > 0]
    if len({one.metro for one, _ in known}) < 2:
        return Markup("")
    left, top, width, height = _frame([place for _, place in known])
    most = max(one.n for one, _ in known)
    shapes = []
    for one, (lon, lat) in sorted(known, key=lambda pair: -pair[0].n):
        radius = max(width * LARGEST * math.sqrt(one.n / most), width * 0.004)
        shapes.append(
            f'<circle cx="{lon + 180:.1f}" cy="{NORTH - lat:.1f}" r="{radius:.2f}" class="spot-{escape(one.tone)}">'
            f"<title>{escape(one.metro)}: {one.n:,.0f}</title></circle>"
        )
    told = "; ".join(f"{one.metro} {one.n:,.0f}" for one, _ in known)
    return Markup(
        f'<svg class="chart map" viewBox="{left:g} {top:g} {width:g} {height:.1f}" role="img" '
        f'aria-labelledby="{escape(key)}-t" aria-describedby="{escape(key)}-d">'
        f'<title id="{escape(key)}-t">{escape(title)}</title><desc id="{escape(key)}-d">{escape(told)}</desc>'
        f'<path class="land" transform="scale({CELL}) translate(.5 .5)" d="M0 0{_dots(left, top, width, height)}"/>'
        f"{''.join(shapes)}</svg>"
    )
