"""Lifecycle of postings over the nights: first and last seen, closed, reopened, reposted, and right across outages.

A posting closes on the first night on which its board was read and no longer shows it. A board that could not be read
closes nothing, and postings that are carried forward are neither seen nor missed.
"""

import datetime as dt
import zlib

import numpy as np
import pandas as pd

from analytics.vacancies.openings import REPOST_DAYS, vacancy_keys
from analytics.values.frames import need, numbers, texts
from storage.tables import TABLES

READ = ("ok", "unchanged", "empty")
GONE_NIGHTS = 3  # nights after which a board that is gone has closed its postings
INCOMPLETE_DAYS = 7  # days for which a posting may be missing from a board that was read in part

_COLUMNS = list(TABLES["posting_lifecycle"].columns)
_KEYS = ["text_key", "vacancy_key", "text_sketch"]
_MATCHED = ["opening_id", "platform", "board", "location_raw", "closed_on"]
_Candidate = tuple[str, tuple[str, str], str, dt.date]


def advance(
    previous: pd.DataFrame | None, postings: pd.DataFrame, date: dt.date, board_fetches: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The posting_lifecycle of `date` from that of the night before and the night's postings (with opening_id).

    `board_fetches` of the night tell which boards were read; a board that was read in part (fewer postings than it
    advertises) closes a posting only after 7 days without it. Without `board_fetches` a board counts as read when it
    has a posting that is not carried forward. A new posting is a repost of a posting of its opening that closed within
    90 days, of its own board and place before others and then the last closed; each closed posting is reposted at
    most once. Running a night again gives the same.
    """
    need(postings, ("posting_id", "opening_id", "platform", "board"), "advance")
    today = _today(postings, date)
    before = _before(previous, date)
    known = before.index.intersection(today.index)
    new = today.index.difference(before.index, sort=True)
    old = before.copy()

    seen = known[~today.loc[known, "carried"].to_numpy(dtype=bool)]
    back = seen[old.loc[seen, "closed_on"].notna().to_numpy(dtype=bool)]
    old.loc[back, "reopened"] = old.loc[back, "reopened"].astype("int64") + 1
    old.loc[back, "closed_on"] = None
    old.loc[seen, "last_seen"] = date
    old.loc[known, "opening_id"] = today.loc[known, "opening_id"]
    edited = seen[(old.loc[seen, "text_key"] != today.loc[seen, "text_key"]).to_numpy(dtype=bool)]
    old.loc[edited, _KEYS] = _keys(today.loc[edited], postings).to_numpy(dtype=object)

    absent = old.index.difference(known)
    candidates = old.loc[absent]
    candidates = candidates[candidates["closed_on"].isna()]
    whole, partly = _boards_read(postings, board_fetches)
    boards = list(zip(candidates["platform"], candidates["board"], strict=True))
    overdue = [(date - seen_on).days > INCOMPLETE_DAYS for seen_on in candidates["last_seen"]]
    closing = [board in whole or (board in partly and late) for board, late in zip(boards, overdue, strict=True)]
    old.loc[candidates.index[np.array(closing, dtype=bool)], "closed_on"] = date

    born = _born(today.loc[new], postings, date)
    table = pd.concat([old, born]) if len(born) else old
    table.loc[new, "reposted_from"] = _reposts(table, new, date)
    table["snapshot_date"] = date
    past = [day is not None and (date - day).days > REPOST_DAYS for day in table["closed_on"]]
    table.loc[np.array(past, dtype=bool), _KEYS] = None  # what no repost can repeat any more need not be kept
    until = table["closed_on"].where(table["closed_on"].notna(), date)
    table["days_open"] = [(end - start).days for end, start in zip(until, table["first_seen"], strict=True)]
    table = table.rename_axis("posting_id").reset_index()
    table = table.astype({"reopened": "int64", "days_open": "int64"})
    return table.sort_values("posting_id", kind="stable")[_COLUMNS].reset_index(drop=True)


def _today(postings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    names = ("opening_id", "platform", "board", "location_raw", "requisition_id")
    frame = pd.DataFrame({name: texts(postings, name) for name in names}, index=texts(postings, "posting_id"))
    frame["carried"] = numbers(postings, "carried_forward") == 1 if "carried_forward" in postings.columns else False
    observed = texts(postings, "observed_on")
    frame["observed_on"] = [date if seen is None else seen for seen in observed]
    frame["text_key"] = [
        format(zlib.crc32(f"{title} {text}".encode("utf-8", "surrogatepass")), "08x")
        for title, text in zip(texts(postings, "title"), texts(postings, "description"), strict=True)
    ]
    frame["place"] = np.arange(len(frame))
    if frame.index.has_duplicates:
        twice = list(frame.index[frame.index.duplicated()][:3])
        raise ValueError(f"advance: postings repeat the posting_id {twice}")
    return frame


def _before(previous: pd.DataFrame | None, date: dt.date) -> pd.DataFrame:
    if previous is None:
        return pd.DataFrame(columns=[name for name in _COLUMNS if name != "posting_id"], dtype=object)
    frame = previous[_COLUMNS].astype(object)
    frame = frame.where(frame.notna(), None).set_index("posting_id")
    if len(frame) and frame["snapshot_date"].iloc[0] >= date:
        raise ValueError(f"advance: the lifecycle given is of {frame['snapshot_date'].iloc[0]}, not before {date}")
    return frame


def _boards_read(
    postings: pd.DataFrame, board_fetches: pd.DataFrame | None
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The boards that were read whole, and those read in part."""
    if board_fetches is None:
        carried = numbers(postings, "carried_forward") == 1
        boards = zip(texts(postings, "platform"), texts(postings, "board"), carried, strict=True)
        return {(platform, board) for platform, board, stale in boards if not stale}, set()
    whole: set[tuple[str, str]] = set()
    partly: set[tuple[str, str]] = set()
    advertised, got = numbers(board_fetches, "postings_advertised"), numbers(board_fetches, "postings")
    nights = numbers(board_fetches, "nights_failing")
    rows = zip(*(texts(board_fetches, name) for name in ("platform", "board", "status")), strict=True)
    for (platform, board, status), said, found, failing in zip(rows, advertised, got, nights, strict=True):
        if status in READ:
            (partly if said > found else whole).add((platform, board))
        elif status == "gone" and failing >= GONE_NIGHTS:
            whole.add((platform, board))
    return whole, partly


def _keys(chosen: pd.DataFrame, postings: pd.DataFrame) -> pd.DataFrame:
    """The columns by which reposts are known, for some of the night's postings."""
    keys = vacancy_keys(postings.iloc[chosen["place"].to_numpy(dtype=int)])
    return keys.assign(text_key=chosen["text_key"].to_numpy())[_KEYS]


def _born(new: pd.DataFrame, postings: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    keys = _keys(new, postings)
    first = [min(date, seen) for seen in new["observed_on"]]
    return pd.DataFrame(
        {
            "snapshot_date": date,
            "opening_id": new["opening_id"].to_numpy(),
            "platform": new["platform"].to_numpy(),
            "board": new["board"].to_numpy(),
            "location_raw": new["location_raw"].to_numpy(),
            "requisition_id": new["requisition_id"].to_numpy(),
            **{name: keys[name].to_numpy() for name in _KEYS},
            "first_seen": first,
            "last_seen": first,
            "closed_on": None,
            "reopened": 0,
            "reposted_from": None,
            "days_open": 0,
        },
        index=new.index,
        dtype=object,
    )


def _reposts(table: pd.DataFrame, new: pd.Index, date: dt.date) -> list[str | None]:
    """For each new posting the closed posting of its opening that it repeats: best the one of its board and place."""
    born = table.loc[new]
    closed = table[table["closed_on"].notna() & table["opening_id"].isin(set(born["opening_id"].dropna()))]
    recent = np.array([(date - day).days <= REPOST_DAYS for day in closed["closed_on"]], dtype=bool)
    closed = closed[recent & ~closed.index.isin(set(table["reposted_from"].dropna()))]
    waiting: dict[str, list[_Candidate]] = {}
    for row in closed[_MATCHED].itertuples():
        waiting.setdefault(str(row[1]), []).append((str(row[0]), (row[2], row[3]), row[4], row[5]))
    pairs = []
    for place, row in enumerate(born[_MATCHED].itertuples()):
        for posting, board, location, closed_on in waiting.get(str(row[1]), []):
            unlike = (board != (row[2], row[3])) + (location != row[4])
            pairs.append((unlike, -closed_on.toordinal(), place, posting))
    found: list[str | None] = [None] * len(born)
    taken: set[str] = set()
    for _, _, place, posting in sorted(pairs):
        if found[place] is None and posting not in taken:
            found[place] = posting
            taken.add(posting)
    return found
