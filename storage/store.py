"""The only reader and writer of table files: Parquet under the declared schema, sorted by key, replaced whole."""

import contextlib
import datetime as dt
import os
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.fs as pafs
import pyarrow.parquet as pq

from storage.tables import SCHEMA_VERSION, TABLES, Table, is_crawled, table

if TYPE_CHECKING:
    import pandas as pd  # loaded where a frame is asked for: a crawl never needs it

ROW_GROUP = 50_000
_DATE = "snapshot_date"
_PARTITION = f"{_DATE}="


class TableError(ValueError):
    """Data that does not fit the table's declaration; says which table, column and how many rows."""


class DamagedFile(OSError):
    """A table's file that cannot be read (cut short, empty, of another format); names it and what mends it."""


class NewerFile(OSError):
    """A table's file whose columns may mean something else to a newer rolemeter that made it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write left behind: rows, bytes and address of the file."""

    path: str
    rows: int
    bytes: int


def violations(declared: Table, data: pa.Table) -> dict[str, list[str]]:
    """What of `data` breaks the table's declaration, by rule: nulls, domains, keys. An empty list: the rule is kept."""
    found: dict[str, list[str]] = {"nulls": [], "domains": [], "keys": []}
    for name in declared.columns:
        column = data.column(name)
        if not declared.nullable(name) and column.null_count:
            found["nulls"].append(f"{declared.name}.{name}: {column.null_count} nulls in a required column")
        domain = declared.domain(name)
        if domain:
            outside = pc.filter(column, pc.invert(pc.is_in(column, pa.array([*domain, None], column.type))))
            if len(outside):
                some = sorted(set(outside.to_pylist()))[:3]
                text = f"{declared.name}.{name}: {len(outside)} rows outside {'/'.join(domain)}, e.g. {some}"
                found["domains"].append(text)
    keys = data.select(list(declared.key)).group_by(list(declared.key)).aggregate([([], "count_all")])
    repeated = data.num_rows - keys.num_rows
    if repeated:
        twice = keys.filter(pc.greater(keys.column("count_all"), 1)).slice(0, 3).to_pylist()
        found["keys"].append(f"{declared.name}: {repeated} rows repeat the key {declared.key}, e.g. {twice}")
    return found


def conform(declared: Table, data: "pa.Table | pd.DataFrame | Sequence[dict[str, Any]]") -> pa.Table:
    """`data` under the declared schema. Columns that are missing or not declared are an error, never dropped."""
    schema = declared.schema
    if isinstance(data, pa.Table):
        names = data.column_names
    elif isinstance(data, Sequence):
        names = sorted({key for row in data for key in row}) if data else schema.names
    else:
        names = list(data.columns)
    unknown, absent = set(names) - set(schema.names), set(schema.names) - set(names)
    if unknown or absent:
        raise TableError(
            f"{declared.name}: undeclared columns {sorted(unknown)}, missing columns {sorted(absent)}; "
            "columns are declared in storage/tables.py"
        )
    try:
        # Nulls in required columns are reported by `violations`, with counts, so building must let them through.
        open_schema = pa.schema([field.with_nullable(True) for field in schema], metadata=schema.metadata)
        if isinstance(data, pa.Table):
            arrow = data.select(schema.names).cast(open_schema)
        elif isinstance(data, Sequence):
            arrow = pa.Table.from_pylist(list(data), schema=open_schema)
        elif data.empty:
            arrow = open_schema.empty_table()  # columns of an empty frame have no type to convert
        else:
            # A column without any value comes as float64 from pandas, whatever it would hold.
            unfilled = [n for n in schema.names if data[n].dtype == "float64" and data[n].isna().all()]
            whole = data[schema.names].astype(dict.fromkeys(unfilled, object))
            arrow = pa.Table.from_pandas(whole, schema=open_schema, preserve_index=False)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise TableError(f"{declared.name}: {error}") from error
    found = [text for texts in violations(declared, arrow).values() for text in texts]
    if found:
        raise TableError("; ".join(found))
    order = [(name, "ascending") for name in declared.key]
    return arrow.sort_by(order).cast(schema).replace_schema_metadata(schema.metadata)


def _stored(rows: pa.Table) -> pa.Table:
    """The rows of a dated table as its file holds them: the date is text in a dictionary.

    It is the one type that pandas and pyarrow give the folder's `snapshot_date=...` too: with any other type in the
    file they refuse to read a table's folder, all nights in one line.
    """
    index = rows.schema.get_field_index(_DATE)
    field = rows.schema.field(index)
    text = rows.column(index).cast(pa.string()).combine_chunks().dictionary_encode()
    return rows.set_column(index, field.with_type(text.type), text)


def partition_date(folder: str) -> dt.date | None:
    """The date of a partition's folder; None for a folder that is none."""
    try:
        return dt.date.fromisoformat(folder.removeprefix(_PARTITION)) if folder.startswith(_PARTITION) else None
    except ValueError:
        return None


class Store:
    """Tables under one root, a local directory or an address such as s3://bucket/prefix.

    Dated tables lie at <root>/<table>/snapshot_date=YYYY-MM-DD/<table>.parquet, others at
    <root>/<table>/<table>.parquet. Any reader of Parquet reads a table's folder, all nights of it, in one line.

    With `staging`, a folder below the root, all but what a crawl brings is written there and found there first; paths
    and addresses are those that the files will have once they are published (storage/staging.py).
    """

    def __init__(self, root: str | os.PathLike[str], staging: str = "") -> None:
        text = os.fspath(root)
        if "://" in text:
            self.fs, self.root = pafs.FileSystem.from_uri(text)
            self._scheme = text[: text.index("://") + 3]
        else:
            self._scheme = ""
            self.fs, self.root = pafs.LocalFileSystem(), os.path.abspath(text)  # noqa: PTH100
        self._staging = f"{self.root}/{staging}" if staging else ""

    def _staged(self, path: str) -> str:
        return f"{self._staging}{path.removeprefix(self.root)}" if self._staging else path

    def _readable(self, path: str) -> str:
        """Where the file of that path is to be read: in the staging folder, where it is there."""
        staged = self._staged(path)
        return staged if staged != path and self.is_file(staged) else path

    def is_file(self, path: str) -> bool:
        """Whether there is a file of exactly this path."""
        return bool(self.fs.get_file_info(path).type == pafs.FileType.File)

    def address(self, path: str | None = None) -> str:
        """The root, or a path as `path` gives it, as a user names it: with the scheme of an object store."""
        return self._scheme + (self.root if path is None else path)

    def path(self, name: str, date: dt.date | None = None) -> str:
        """Where the table's file for `date` lies (without a date: the file of an undated table)."""
        declared = table(name)
        if declared.dated != (date is not None):
            raise TableError(f"{name} is {'dated: give a date' if declared.dated else 'not dated'}")
        folder = f"{self.root}/{name}"
        return f"{folder}/{_PARTITION}{date.isoformat()}/{name}.parquet" if date else f"{folder}/{name}.parquet"

    def write(
        self,
        name: str,
        data: "pa.Table | pd.DataFrame | Sequence[dict[str, Any]]",
        date: dt.date | None = None,
        about: Mapping[str, str] | None = None,
    ) -> Written:
        """Replaces the table's file for `date` with `data`, whole or not at all. The same data gives the same bytes.

        `about` is kept in the file's metadata, beside the table's name, grain and key.

        Raises TableError when the data does not fit the declaration, and OSError when it cannot be written.
        """
        arrow = conform(table(name), data)
        if date is not None and arrow.num_rows and pc.any(pc.not_equal(arrow.column("snapshot_date"), date)).as_py():
            raise TableError(f"{name}: rows of another snapshot_date than {date}")
        path = self.path(name, date)
        target = path if is_crawled(name) else self._staged(path)
        with self.replacing(target) as draft:
            rows = _stored(arrow) if date else arrow
            rows = rows.replace_schema_metadata((rows.schema.metadata or {}) | dict(about or {}))
            pq.write_table(
                rows, draft, filesystem=self.fs, compression="zstd", compression_level=3, row_group_size=ROW_GROUP
            )
        return Written(self.address(path), arrow.num_rows, self.fs.get_file_info(target).size)

    @contextlib.contextmanager
    def replacing(self, path: str) -> Iterator[str]:
        """A temporary name in the folder of `path`, renamed to it when the block ends well and removed otherwise."""
        self.fs.create_dir(path.rsplit("/", 1)[0], recursive=True)
        draft = f"{path.rsplit('/', 1)[0]}/.{uuid.uuid4().hex}.tmp"
        try:
            yield draft
            if isinstance(self.fs, pafs.LocalFileSystem):
                with open(draft, "rb+") as file:  # noqa: PTH123
                    os.fsync(file.fileno())
            self.move(draft, path)
        finally:
            if self.fs.get_file_info(draft).type != pafs.FileType.NotFound:
                self.fs.delete_file(draft)

    def move(self, source: str, target: str) -> None:
        """Gives a file the name of another one, which it replaces; on a local disk in one step."""
        if isinstance(self.fs, pafs.LocalFileSystem):
            os.replace(source, target)  # noqa: PTH105
        else:
            self.fs.move(source, target)

    def write_file(self, relative: str, content: bytes) -> str:
        """Replaces a file that is no table (a record, a page) below the root; gives its path."""
        path = f"{self.root}/{relative}"
        with self.replacing(self._staged(path)) as draft, self.fs.open_output_stream(draft) as out:
            out.write(content)
        return path

    def read_file(self, path: str) -> bytes:
        """The bytes of a file, by its path as `path` and `write_file` give it."""
        with self.fs.open_input_stream(self._readable(path)) as source:
            return bytes(source.read())

    def replace_files(self, folder: str, files: Mapping[str, bytes]) -> None:
        """Makes `files` (by path below the root) the files of `folder`: each is replaced whole, others are removed."""
        for relative, content in files.items():
            self.write_file(relative, content)
        self.keep_only(self._staged(f"{self.root}/{folder}"), {self._staged(f"{self.root}/{path}") for path in files})

    def files(self, folder: str) -> list[str]:
        """The paths of all files below a folder, given and told as they are, sorted; none where it is not there."""
        found = self.fs.get_file_info(pafs.FileSelector(folder, recursive=True, allow_not_found=True))
        return sorted(info.path for info in found if info.type == pafs.FileType.File)

    def keep_only(self, folder: str, kept: Collection[str]) -> None:
        """Removes the files below a folder whose paths are not in `kept`."""
        for path in self.files(folder):
            if path not in kept:
                self.fs.delete_file(path)

    def exists(self, name: str, date: dt.date | None = None) -> bool:
        return self.is_file(self._readable(self.path(name, date)))

    def arrow(
        self,
        name: str,
        date: dt.date | None = None,
        columns: Sequence[str] | None = None,
        where: pc.Expression | None = None,
    ) -> pa.Table:
        """The table's rows for `date` as Arrow, under the declared schema; columns that an older file lacks are null.

        Raises FileNotFoundError naming the table, the date and the dates that are there, DamagedFile, and NewerFile.
        """
        path = self.path(name, date)
        if not self.exists(name, date):
            there = [day.isoformat() for day in self.dates(name)] if table(name).dated else []
            known = ", ".join(there) or "none"
            raise FileNotFoundError(f"no {name} for {date} in {self.address()}; dates there: {known}")
        schema = pa.schema([field.with_nullable(True) for field in table(name).schema])
        wanted = schema.names if columns is None else list(columns)
        inside = [column for column in wanted if date is None or column != _DATE]
        if date is not None:
            schema = schema.remove(schema.get_field_index(_DATE))
        import pyarrow.dataset as pads  # loads pandas with it, which crawls and the definitions can do without

        try:
            found = pads.dataset(self._readable(path), schema=schema, format="parquet", filesystem=self.fs)
            fragment = next(found.get_fragments())
            made_by = int((fragment.physical_schema.metadata or {}).get(b"schema_version", b"0"))
            rows = fragment.to_table(schema=schema, columns=inside, filter=where)
        except (pa.ArrowException, OSError) as error:
            raise self._damaged(path, error) from error
        if made_by > SCHEMA_VERSION:
            raise NewerFile(
                f"{self.address(path)} was made by a newer rolemeter (schema {made_by}, this one knows "
                f"{SCHEMA_VERSION}); update rolemeter"
            )
        if len(inside) == len(wanted):
            return rows
        # The date is that of the folder, whatever type an older file gave it.
        days = pa.repeat(pa.scalar(date, pa.date32()), rows.num_rows)
        return rows.add_column(wanted.index(_DATE), table(name).schema.field(_DATE).with_nullable(True), days)

    def read(
        self,
        name: str,
        date: dt.date | None = None,
        columns: Sequence[str] | None = None,
        where: pc.Expression | None = None,
    ) -> "pd.DataFrame":
        """As `arrow`, as a DataFrame with Arrow dtypes (so that integers with nulls stay integers)."""
        from pandas import ArrowDtype

        return self.arrow(name, date, columns, where).to_pandas(types_mapper=ArrowDtype)

    def count(self, name: str, date: dt.date | None = None) -> int:
        """The rows of the table's file, told by its footer."""
        path = self.path(name, date)
        if not self.exists(name, date):
            raise FileNotFoundError(f"no {self.address(path)}")
        try:
            return int(pq.read_metadata(self._readable(path), filesystem=self.fs).num_rows)
        except (pa.ArrowException, OSError) as error:
            raise self._damaged(path, error) from error

    def about(self, name: str, date: dt.date | None = None) -> dict[str, str]:
        """What the metadata of the table's file says of it."""
        path = self.path(name, date)
        try:
            found = pq.read_schema(self._readable(path), filesystem=self.fs).metadata or {}
        except (pa.ArrowException, OSError) as error:
            raise self._damaged(path, error) from error
        return {key.decode(): value.decode() for key, value in found.items()}

    def _damaged(self, path: str, error: Exception) -> DamagedFile:
        reason = " ".join(str(error).split())[:200]
        return DamagedFile(f"{self.address(path)} cannot be read ({reason}); `rolemeter doctor --repair` sets it aside")

    def dates(self, name: str) -> list[dt.date]:
        """The snapshot dates that a dated table has, ascending; empty when there are none."""
        there: set[dt.date] = set()
        for root in filter(None, (self.root, self._staging)):
            folder = self.fs.get_file_info(pafs.FileSelector(f"{root}/{name}", allow_not_found=True))
            there.update(filter(None, (partition_date(info.base_name) for info in folder)))
        return sorted(date for date in there if self.exists(name, date))

    def names(self) -> list[str]:
        """The tables that have a file, in the order of their declaration, raw tables first."""
        there: set[str] = set()
        for root in filter(None, (self.root, self._staging)):
            folder = self.fs.get_file_info(pafs.FileSelector(root, allow_not_found=True))
            there |= {info.base_name for info in folder if info.type == pafs.FileType.Directory}
        return sorted(name for name in there if name.startswith("raw_")) + [name for name in TABLES if name in there]


class PartWriter:
    """Writes an intermediate file row by row, so that memory does not grow with it; whole only once it is closed."""

    def __init__(self, path: str, name: str, batch: int = 500) -> None:
        self._path, self._batch = path, batch
        self._schema = pa.schema([field.with_nullable(True) for field in table(name).schema])
        self._file = pq.ParquetWriter(f"{path}.tmp", self._schema, compression="zstd", compression_level=1)
        self._rows: list[dict[str, Any]] = []

    def append(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) >= self._batch:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._file.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []

    def close(self) -> None:
        self._flush()
        self._file.close()
        os.replace(f"{self._path}.tmp", self._path)  # noqa: PTH105


def rows_as(name: str, rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Rows under the types of a table's columns, nulls let through; raises ArrowException for a value of another."""
    schema = pa.schema([field.with_nullable(True) for field in table(name).schema])
    return pa.Table.from_pylist(list(rows), schema=schema)


def write_part(path: str, name: str, rows: Iterable[dict[str, Any]] | pa.Table) -> int:
    """Writes an intermediate file of the table's columns, unsorted and unchecked, for `read_parts`; gives its rows.

    `path` may be an address (s3://...). The file is there whole or not at all, whoever else writes it at the same time.
    """
    arrow = rows if isinstance(rows, pa.Table) else rows_as(name, rows)
    folder, _, file = path.rpartition("/")
    store = Store(folder)
    with store.replacing(f"{store.root}/{file}") as draft:
        pq.write_table(arrow, draft, filesystem=store.fs, compression="zstd", compression_level=1)
    return int(arrow.num_rows)


def read_parts(paths: Sequence[str]) -> pa.Table:
    """The rows of intermediate files, one after the other; each may be an address."""
    return pa.concat_tables([pq.read_table(path) for path in paths])
