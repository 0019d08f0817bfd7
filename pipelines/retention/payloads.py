"""The raw tables of old nights, which hold every payload: most of what a night takes on the disk."""

import pyarrow.fs as pafs

from storage.store import Store


def remove_payloads(store: Store, nights: int, *, remove: bool) -> tuple[list[str], int]:
    """Removes the raw tables of all but the last `nights` nights on which something was crawled; 0 keeps all.

    The newest file of a platform stays however old it is, since its next night builds on it. Gives the paths below the
    data directory, and their bytes. What is not to `remove` is told only.
    """
    paths: list[str] = []
    size = 0
    kept = set(store.dates("board_fetches")[-nights:])
    for name in (one for one in store.names() if nights and one.startswith("raw_")):
        for date in store.dates(name)[:-1]:
            if date in kept:
                continue
            path = store.path(name, date)
            paths.append(path.removeprefix(f"{store.root}/"))
            size += store.fs.get_file_info(path).size or 0
            if remove:
                store.fs.delete_file(path)
                folder = path.rsplit("/", 1)[0]
                if not store.fs.get_file_info(pafs.FileSelector(folder)):
                    store.fs.delete_dir(folder)
    return paths, size
