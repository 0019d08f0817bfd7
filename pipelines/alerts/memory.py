"""What has been told and what has still to be delivered: one small file in the data directory."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from pipelines.alerts.causes import over
from storage.store import Store

FILE = "alerts.json"
MOST = 100  # messages that wait for a receiver that is down; older ones are in the log


@dataclass(slots=True)
class Memory:
    """`told` are the causes that last, with their sentences; `waiting` are messages not delivered yet, oldest first."""

    told: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def take(self, causes: Mapping[str, str]) -> list[str]:
        """The messages that these causes make: what is new, and what is over. They are noted as told."""
        new = [text for name, text in causes.items() if name not in self.told]
        gone = [f"{over(name)} It was: {text}" for name, text in self.told.items() if name not in causes]
        self.told = {name: self.told.get(name, text) for name, text in causes.items()}
        return new + gone

    def wait(self, messages: list[str]) -> None:
        self.waiting = (self.waiting + messages)[-MOST:]


def load(store: Store) -> Memory:
    """What was told before; nothing where the file is missing, or damaged (then causes that last are told again)."""
    path = f"{store.root}/{FILE}"
    if not store.is_file(path):
        return Memory()
    try:
        return Memory(**json.loads(store.read_file(path)))
    except (ValueError, TypeError):
        return Memory()


def save(store: Store, memory: Memory) -> None:
    store.write_file(FILE, json.dumps(asdict(memory), ensure_ascii=False, indent=1).encode())
