"""Mutation testing of chosen modules: small faults are put into a module, and its tests must notice each of them.

    python tests/mutation.py                       # a sample of each module, figures at the end
    python tests/mutation.py intervals --sample 0  # every mutant of one module; what survives is printed

A mutant is one changed operator, constant, condition or result. It lives in memory: a forked child imports the changed
module in place of the file and runs the module's own tests in its process, so that nothing is written and the heavy
libraries are loaded once. A child that takes too long counts as killed (a mutant may loop for ever).
"""

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).resolve().parent.parent
# The modules, and the tests that are to notice what is wrong in them.
MODULES = {
    "storage.store": ["tests/storage/test_store.py"],
    "spiders.board_state": ["tests/spiders/test_board_state.py"],
    "spiders.middlewares": ["tests/spiders/test_middlewares.py", "tests/spiders/test_inside.py"],
    "spiders.values": ["tests/spiders/test_values.py"],
    "pipelines.health": ["tests/pipelines/test_health.py"],
    "pipelines.snapshot": ["tests/pipelines/test_snapshot.py"],
    "analytics.statistics.means": ["tests/analytics/test_means.py"],
    "analytics.statistics.intervals": ["tests/analytics/test_intervals.py"],
    "analytics.vacancies.lifecycle": ["tests/analytics/test_lifecycle.py"],
    "analytics.comparison.verdicts": ["tests/analytics/test_verdicts.py"],
    "analytics.extraction.pay.amounts": ["tests/analytics/test_pay_amounts.py"],
    "analytics.extraction.workplace.finder": ["tests/analytics/test_workplace.py"],
}
LIBRARIES = ("pandas", "pyarrow.dataset", "scipy.stats", "spacy", "dagster", "scrapy", "yaml")
TIMEOUT = 180  # seconds of a child on a busy machine

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A changed module: the line, what stood there and what stands there now."""

    line: int
    before: str
    after: str
    tree: ast.Module


def sites(tree: ast.Module) -> list[tuple[int, int]]:
    """Where a module can be changed: numbers of nodes and of their changes."""
    inert = _inert(tree)
    return [
        (index, variant)
        for index, node in enumerate(ast.walk(tree))
        if id(node) not in inert
        for variant, _ in enumerate(_changes(node))
    ]


def mutant(tree: ast.Module, index: int, variant: int) -> Mutant:
    """The module with one of its sites changed."""
    changed = copy.deepcopy(tree)
    target = next(node for number, node in enumerate(ast.walk(changed)) if number == index)
    replacement = list(_changes(target))[variant]
    before, after, line = ast.unparse(target), ast.unparse(replacement), getattr(target, "lineno", 0)
    return Mutant(line, before, after, ast.fix_missing_locations(_Replace(target, replacement).visit(changed)))


def _changes(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        yield ast.Compare(node.left, [_COMPARED[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _CALCULATED and not _is_text(node):
        yield ast.BinOp(node.left, _CALCULATED[type(node.op)](), node.right)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        changed = copy.copy(node)
        changed.test = ast.UnaryOp(ast.Not(), node.test)
        yield changed
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Continue):
        yield ast.Break()


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.JoinedStr) or _is_str(side) for side in (node.left, node.right))


def _is_str(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _inert(tree: ast.Module) -> set[int]:
    """The nodes where a change shows in no behaviour: annotations, decorators, type checking, words of messages."""
    aside: list[ast.AST | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            aside += [*node.decorator_list, node.returns]
        elif isinstance(node, ast.ClassDef):
            aside += node.decorator_list
        elif isinstance(node, ast.AnnAssign | ast.arg):
            aside.append(node.annotation)
        elif (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING") or isinstance(
            node, ast.JoinedStr | ast.Raise
        ):
            aside.append(node)
    return {id(inner) for node in aside if node is not None for inner in ast.walk(node)}


class _Replace(ast.NodeTransformer):
    def __init__(self, target: ast.AST, replacement: ast.AST) -> None:
        self._target, self._replacement = target, replacement

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self._replacement, node) if node is self._target else self.generic_visit(node)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from code in memory."""

    def __init__(self, name: str, path: Path, code: CodeType) -> None:
        self._name, self._path, self._code = name, path, code

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


def survives(name: str, path: Path, code: CodeType, tests: Sequence[str]) -> bool:
    """Whether the tests pass with the module's code replaced; run in a child process."""
    child = os.fork()
    if child == 0:
        os.setsid()
        status = 1
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            sys.meta_path.insert(0, _Changed(name, path, code))
            import pytest

            status = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]))
        finally:
            os._exit(status)
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def run(name: str, tests: Sequence[str], sample: int, seed: int) -> tuple[int, int]:
    """Mutants tried and killed of one module; prints those that survive."""
    path = ROOT / f"{name.replace('.', '/')}.py"
    source = path.read_text(encoding="utf-8")
    if not survives(name, path, compile(source, path, "exec"), tests):
        raise SystemExit(f"{name}: its tests fail without any change: {' '.join(tests)}")
    tree = ast.parse(source)
    every = sites(tree)
    chosen = sorted(random.Random(f"{seed} {name}").sample(range(len(every)), min(sample or len(every), len(every))))
    killed = 0
    for number in chosen:
        one = mutant(tree, *every[number])
        if survives(name, path, compile(one.tree, path, "exec"), tests):
            print(f"  survives: {path.relative_to(ROOT)}:{one.line}: {one.before}  ->  {one.after}", flush=True)
        else:
            killed += 1
    print(f"{name}: {killed} of {len(chosen)} killed ({len(every)} mutants in all)", flush=True)
    return len(chosen), killed


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="last parts of the modules' names; default: all")
    parser.add_argument("--sample", type=int, default=12, help="mutants a module; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    named = options.modules or [name.split(".")[-1] for name in MODULES]
    wanted = {name: tests for name, tests in MODULES.items() if name.split(".")[-1] in named}
    if len(wanted) < len(options.modules):
        raise SystemExit(f"modules: {', '.join(name.split('.')[-1] for name in MODULES)}")
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    for library in LIBRARIES:
        importlib.import_module(library)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = scratch
        counts = [run(name, tests, options.sample, options.seed) for name, tests in wanted.items()]
    tried, killed = map(sum, zip(*counts, strict=True))
    print(f"{killed} of {tried} mutants killed ({100 * killed / tried:.0f} %)")


if __name__ == "__main__":
    main()
