"""Reading over many nights, where one damaged file must not stop what the others can tell."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

import pyarrow as pa

from storage.store import DamagedFile, Store

Tell = Callable[[str], object]  # takes one sentence for the log


def readable(
    store: Store, name: str, dates: Iterable[dt.date], tell: Tell, columns: Sequence[str] | None = None
) -> Iterator[tuple[dt.date, pa.Table]]:
    """The table's rows on each of `dates` whose file can be read, in that order; tells of each that cannot."""
    for date in dates:
        try:
            yield date, store.arrow(name, date, columns)
        except DamagedFile as error:
            tell(f"passed over: {error}")


def last_before(
    store: Store, name: str, date: dt.date, tell: Tell, columns: Sequence[str] | None = None
) -> pa.Table | None:
    """The table's rows of the last night before `date` that can be read; None where there is none."""
    earlier = [one for one in reversed(store.dates(name)) if one < date]
    return next((rows for _, rows in readable(store, name, earlier, tell, columns)), None)
