"""Charts as inline SVG: pure functions from figures to markup, readable at any width without a viewBox.

Every chart is as wide as its container: x positions are percentages, y positions and text sizes are pixels, so that
text keeps its size on a telephone. Colours are classes whose values the page's style sheet sets for light and dark.
Each has role=img with a title and a description that tells its data in words.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from analytics.values.formatting import date_words, number

LABEL = 34  # characters
PHONE = 350  # pixels, the least width of a chart
BINS = 14  # so many bars carry their number without touching
GUTTER = 0.115  # share of a line chart's width that the labels of its axis have, enough on a telephone
TOP = 18  # pixels above a line chart, for the label of its highest tick


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: label, value (not negative), the words at the end of its line, and the ends of its interval."""

    label: str
    value: float | None
    words: str
    low: float | None = None
    high: float | None = None
    tone: str = "a"


@dataclass(frozen=True, slots=True)
class PayRange:
    """One role's advertised pay: three points of the range with the 95 % interval of each median."""

    label: str
    tone: str
    floor: float | None
    midpoint: float | None
    ceiling: float | None
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: label, tone and a value (or None for a gap) for each x position."""

    label: str
    tone: str
    values: Sequence[float | None]


def ticks(high: float, about: int = 4, whole: bool = False) -> list[float]:
    """Round numbers from 0 to the first at or above `high`, about `about` steps of 1, 2, 2.5 or 5 x 10^n.

    `whole` for counts: whole numbers only.
    """
    if not math.isfinite(high) or high <= 0:
        return [0.0, 1.0]
    raw = max(high / about, 1.0) if whole else high / about
    power = 10.0 ** math.floor(math.log10(raw))
    steps = (step * power for step in (1, 2, 2.5, 5, 10) if not (whole and step * power % 1))
    step = next(step for step in steps if step >= raw * (1 - 1e-9))
    return [step * index for index in range(math.ceil(high / step - 1e-9) + 1)]


def _pct(value: float) -> str:
    return f"{min(max(value, 0.0), 1.0) * 100:.2f}".rstrip("0").rstrip(".") + "%"


def _svg(key: str, height: float, title: str, desc: str, parts: Iterable[str], classes: str = "chart") -> Markup:
    return Markup(
        f'<svg class="{escape(classes)}" width="100%" height="{height:.0f}" role="img" '
        f'aria-labelledby="{escape(key)}-t" aria-describedby="{escape(key)}-d">'
        f'<title id="{escape(key)}-t">{escape(title)}</title><desc id="{escape(key)}-d">{escape(desc)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _short(label: str) -> str:
    """A label that leaves room for the figure at the end of its line on a telephone; the description has it whole."""
    return label if len(label) <= LABEL else label[: LABEL - 1].rstrip() + "…"


def _text(x: str, y: float, words: str, classes: str = "", anchor: str = "start") -> str:
    kind = f' class="{classes}"' if classes else ""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y:.0f}"{kind}{place}>{escape(words)}</text>'


def _line(x1: str, y1: float, x2: str, y2: float, classes: str) -> str:
    return f'<line x1="{x1}" y1="{y1:.1f}" x2="{x2}" y2="{y2:.1f}" class="{classes}"/>'


def _rect(x: str, y: float, width: str, height: float, classes: str) -> str:
    return f'<rect x="{x}" y="{y:.1f}" width="{width}" height="{height:.1f}" class="{classes}"/>'


def _whisker(low: float, high: float, y: float) -> list[str]:
    """An interval as a line with a rim, so that it shows on the bar and beside it."""
    return [_line(_pct(low), y, _pct(high), y, kind) for kind in ("rim", "whisker")]


def _axis(marks: Sequence[float], top: float, bottom: float, words: Callable[[float], str]) -> list[str]:
    parts = []
    for index, mark in enumerate(marks):
        x = _pct(mark / marks[-1])
        anchor = "start" if index == 0 else "end" if index == len(marks) - 1 else "middle"
        parts += [_line(x, top, x, bottom, "grid"), _text(x, bottom + 14, words(mark), "tick", anchor)]
    return parts


def bars(key: str, title: str, rows: Sequence[Bar], full: float | None = None) -> Markup:
    """Horizontal bars; a bar's interval is a thin line through its end.

    `full` is the value that fills the width (default: the largest), so that two charts can share an axis.
    """
    parts, y, told = [], 0.0, []
    largest = full or max((max(row.value or 0, row.high or 0) for row in rows), default=0) or 1
    for row in rows:
        parts += [_text("0", y + 13, _short(row.label), "label"), _text("100%", y + 13, row.words, "value", "end")]
        parts.append(_rect("0", y + 19, "100%", 8, "track"))
        if row.value:
            parts.append(_rect("0", y + 19, _pct(row.value / largest), 8, f"fill-{row.tone}"))
        if row.low is not None and row.high is not None:
            parts += _whisker(row.low / largest, row.high / largest, y + 23)
        told.append(f"{row.label}: {row.words}")
        y += 38
    return _svg(key, max(y - 8, 1), title, "; ".join(told) or "no data", parts)


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with the bars of two roles under it."""

    label: str
    a: Bar
    b: Bar


def paired_bars(key: str, title: str, rows: Sequence[Pair]) -> Markup:
    """For each label the bar of the first role above that of the second, on a common axis from 0 to 100 %."""
    parts, y, told = [], 0.0, []
    marks = ticks(
        min(1.0, max((max(bar.value or 0, bar.high or 0) for row in rows for bar in (row.a, row.b)), default=1))
    )
    marks = [mark for mark in marks if mark <= 1.0001]
    top = marks[-1]
    for row in rows:
        parts.append(_text("0", y + 13, _short(row.label), "label"))
        parts.append(
            f'<text x="100%" y="{y + 13:.0f}" text-anchor="end" class="value"><tspan class="ink-{row.a.tone}">'
            f'{escape(row.a.words)}</tspan><tspan class="faint"> · </tspan><tspan class="ink-{row.b.tone}">'
            f"{escape(row.b.words)}</tspan></text>"
        )
        for bar, at in ((row.a, y + 19), (row.b, y + 29)):
            parts.append(_rect("0", at, "100%", 8, "track"))
            if bar.value:
                parts.append(_rect("0", at, _pct(bar.value / top), 8, f"fill-{bar.tone}"))
            if bar.low is not None and bar.high is not None:
                parts += _whisker(bar.low / top, bar.high / top, at + 4)
        told.append(f"{row.label}: {row.a.label} {row.a.words}, {row.b.label} {row.b.words}")
        y += 51
    parts += [
        _text(
            _pct(mark / top),
            y + 6,
            f"{mark * 100:.3g}%",
            "tick",
            "start" if mark == 0 else "end" if mark == top else "middle",
        )
        for mark in marks
    ]
    return _svg(key, y + 12, title, "; ".join(told) or "no data", parts)


def stacked(key: str, title: str, label: str, segments: Sequence[Bar], words: str = "") -> Markup:
    """One bar of 100 % cut into segments; those wide enough on a telephone carry their share, `words` stand right."""
    total = sum(segment.value or 0 for segment in segments)
    parts = [_text("0", 13, _short(label), "label"), _rect("0", 20, "100%", 26, "track")]
    if words:
        parts.append(_text("100%", 13, words, "value", "end"))
    at = 0.0
    for segment in segments:
        if not segment.value or not total:
            continue
        width = segment.value / total
        parts.append(_rect(_pct(at), 20, _pct(width), 26, f"{segment.tone} seam"))
        if width * PHONE >= 7.5 * len(segment.words) + 4:
            parts.append(_text(_pct(at + width / 2), 38, segment.words, f"in-{segment.tone}", "middle"))
        at += width
    desc = "; ".join(f"{segment.label} {segment.words}" for segment in segments) or "no data"
    return _svg(key, 48, title, desc, parts)


def pay_ranges(key: str, title: str, rows: Sequence[PayRange], words: Callable[[float], str]) -> Markup:
    """Advertised pay: a bar from median floor to median ceiling, the median midpoint as a notch, intervals below.

    The axis starts at 0, so that lengths compare. A row without figures says why in words.
    """
    points = [
        value
        for row in rows
        for value in (row.floor, row.midpoint, row.ceiling, *(end for ends in row.intervals.values() for end in ends))
        if value is not None
    ]
    marks = ticks(max(points, default=0))
    top, height = marks[-1], 74 * len(rows)
    parts = _axis(marks, 0, height, words)
    told, y = [], 0.0
    for row in rows:
        parts.append(_text("0", y + 14, _short(row.label), "label halo"))
        if row.floor is None or row.ceiling is None:
            parts.append(_text("0", y + 38, row.note or "not published", "value halo"))
            told.append(f"{row.label}: {row.note or 'not published'}")
        else:
            low, high = row.floor / top, row.ceiling / top
            parts.append(_rect(_pct(low), y + 22, _pct(max(high - low, 0.003)), 18, f"soft-{row.tone}"))
            named = (("floor", row.floor), ("midpoint", row.midpoint), ("ceiling", row.ceiling))
            for step, (name, value) in enumerate(named):  # intervals of small samples overlap: one step each
                if value is None:
                    continue
                x = _pct(value / top)
                parts.append(_line(x, y + 22, x, y + 40, f"stroke-{row.tone} mark"))
                if name in row.intervals:
                    start, end = row.intervals[name]
                    at = y + 45 + 5 * step
                    parts.append(_line(_pct(start / top), at, _pct(end / top), at, f"stroke-{row.tone} thin"))
            parts.append(_text(_pct(low), y + 35, f"{words(row.floor)}\u2002", "value halo", "end"))
            if high > 0.9:
                parts.append(_text(_pct(high), y + 14, words(row.ceiling), "value halo", "end"))
            else:
                parts.append(_text(_pct(high), y + 35, f"\u2002{words(row.ceiling)}", "value halo"))
            middle = f", midpoint {words(row.midpoint)}" if row.midpoint is not None else ""
            told.append(f"{row.label}: floor {words(row.floor)}{middle}, ceiling {words(row.ceiling)}")
        y += 74
    return _svg(key, height + 20, title, "; ".join(told) or "no data", parts)


def histogram(
    key: str,
    title: str,
    bins: Sequence[tuple[float, float, int]],
    axis: tuple[float, float],
    tone: str,
    words: Callable[[float], str],
) -> Markup:
    """Openings by bin of pay, (low, high, n) each, with their number, on a given axis, so that two can be compared."""
    peak, height, (first, last) = max((n for *_, n in bins), default=0), 96, axis
    if not peak or last <= first:
        return Markup("")
    span = last - first
    parts = [_line("0", height, "100%", height, "axis")]
    for low, high, n in bins:
        tall = 78 * n / peak
        parts.append(
            _rect(_pct((low - first) / span), height - tall, _pct((high - low) / span), tall, f"fill-{tone} seam")
        )
        if n and span <= BINS * (high - low):
            parts.append(_text(_pct(((low + high) / 2 - first) / span), height - tall - 4, f"{n:,}", "tick", "middle"))
    parts += [
        _text("0", height + 15, words(first), "tick"),
        _text("50%", height + 15, words(first + span / 2), "tick", "middle"),
        _text("100%", height + 15, words(last), "tick", "end"),
    ]
    told = "; ".join(f"{words(low)} to {words(high)}: {n}" for low, high, n in bins if n)
    return _svg(key, height + 20, title, told, parts)


def lines(
    key: str,
    title: str,
    days: Sequence[dt.date],
    series: Sequence[Series],
    markers: Sequence[tuple[dt.date, str]],
    words: Callable[[float], str],
    gap: int,
) -> Markup:
    """Lines over time on a true scale: `days` are the days of the values, apart as they are in the calendar.

    A line breaks at a value that is None and where more than `gap` days lie between two values. `markers` are days on
    which boards or methods changed, each with the sign that names it below the chart.
    """
    known = [value for one in series for value in one.values if value is not None and number(value) is not None]
    if not known or len(days) < 2 or days[-1] <= days[0]:
        return Markup("")
    marks = ticks(max(known), whole=all(float(value).is_integer() for value in known))
    top, height, span = marks[-1], 150.0, (days[-1] - days[0]).days
    parts: list[str] = []
    for mark in marks:
        y = TOP + height * (1 - mark / top)
        parts += [
            _line(_pct(GUTTER), y, "100%", y, "grid"),
            _text(_pct(GUTTER - 0.01), y + 4, words(mark), "tick", "end"),
        ]
    for day, sign in markers:
        x = _pct(GUTTER + (1 - GUTTER) * (day - days[0]).days / span)
        end = "end" if day == days[-1] else "middle"
        parts += [_line(x, TOP, x, TOP + height, "change"), _text(x, TOP - 5, sign, "tick", end)]
    strokes, above, last_at = list[str](), list[str](), list[float]()
    for one in series:
        strokes.append(f'<path d="{_path(days, one.values, top, gap)}" class="stroke-{one.tone} trend"/>')
        newest = number(one.values[-1]) if one.values else None
        if newest is not None:
            y = TOP + height * (1 - newest / top) - 6
            if all(abs(y - other) > 14 for other in last_at):  # two that would overlap: the first
                above.append(_text("100%", y, words(newest), f"value halo ink-{one.tone}", "end"))
                last_at.append(y)
    parts.append(
        f'<svg x="{_pct(GUTTER)}" y="{TOP}" width="{_pct(1 - GUTTER)}" height="{height:.0f}" '
        f'viewBox="0 0 1000 1000" preserveAspectRatio="none" '
        f'class="plot">{"".join(strokes)}</svg>'
    )
    ends = [date_words(days[0]), date_words(days[-1])]
    parts += [
        *above,
        _text(_pct(GUTTER), TOP + height + 16, ends[0], "tick"),
        _text("100%", TOP + height + 16, ends[1], "tick", "end"),
    ]
    told = []
    for one in series:
        seen = [value for value in one.values if value is not None]
        if seen:
            told.append(f"{one.label}: from {words(seen[0])} to {words(seen[-1])}, highest {words(max(seen))}")
    return _svg(key, TOP + height + 22, title, f"{ends[0]} to {ends[1]}. " + "; ".join(told), parts)


def _path(days: Sequence[dt.date], values: Sequence[float | None], top: float, gap: int) -> str:
    """The line through the values in a square of 1000; every value shows, one between two gaps as a dot."""
    path, last, span = [], None, (days[-1] - days[0]).days
    for day, value in zip(days, values, strict=True):
        if value is None or number(value) is None:
            last = None
            continue
        at = f"{(day - days[0]).days / span * 1000:.1f} {1000 * (1 - value / top):.1f}"
        joined = last is not None and (day - last).days <= gap
        path.append(f"L{at}" if joined else f"M{at}h0")
        last = day
    return "".join(path)
