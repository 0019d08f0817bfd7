"""The last nights as the feed tells them, from the published tables."""

import datetime as dt
import json

from analytics.publishing.feed import Night, RoleNight, favoured
from storage.store import DamagedFile, Store

NIGHTS = 6  # whose changes the feed tells


def last_nights(store: Store, date: dt.date, names: dict[str, str]) -> list[Night]:
    """The nights up to `date` with roles and verdicts, oldest first; a night whose files are damaged is left out."""
    dates = [day for day in store.dates("role_comparisons") if day <= date][-NIGHTS:]
    found = []
    for day in dates:
        try:
            found.append(_night(store, day, names))
        except (DamagedFile, FileNotFoundError, KeyError):
            if day == date:
                raise
    return found


def _night(store: Store, date: dt.date, names: dict[str, str]) -> Night:
    statistics = store.arrow("role_statistics", date, ["role", "open_positions"]).to_pylist()
    pay = store.arrow("role_pay", date, ["role", "currency", "pay_point", "n", "median"]).to_pylist()
    middles = {row["role"]: row for row in sorted(pay, key=lambda row: row["n"]) if row["pay_point"] == "midpoint"}
    totals = store.arrow("market_totals", date, ["boards_ok"]).to_pylist()
    records = store.arrow("role_comparisons", date, ["record"]).to_pylist()
    roles = {}
    for row in statistics:
        role = row["role"]
        if role in names:
            middle = middles.get(role, {})
            figures = names[role], row["open_positions"], middle.get("median"), middle.get("currency")
            roles[role] = RoleNight(*figures)
    verdicts = {key: who for row in records for key, who in favoured(json.loads(row["record"])).items()}
    return Night(date.isoformat(), totals[0]["boards_ok"] if totals else 0, roles, verdicts)
