#!/usr/bin/env python3
"""Plants the errors of mutants.toml one at a time and checks that each is caught.

    python3 tests/mutants/check.py [--only WORD]... [--skip WORD]... [--keep DIR] [--selftest]

Works on a copy of the tree, and builds only the tests an error names; of ccache, where there is one, it
makes good use. Goes through the whole list whatever happens and ends with a table: the errors, what
caught each and how long it took. Exit 1 when an error goes unseen or could not be planted. With
--selftest only those errors are planted which `fluxhop selftest` must catch, and only it is run.
"""
import argparse
import fnmatch
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 1800  # seconds; an error that makes a test go on for longer is taken as caught


class Problem(Exception):
    """Why an error could not be planted, built or judged."""


def copy_changed(source, target):
    """Copies what differs, as new: a build folder that was kept then knows what to build."""
    target = pathlib.Path(target)
    if not target.exists() or target.read_bytes() != pathlib.Path(source).read_bytes():
        shutil.copy(source, target)


def plant(tree, mutant):
    """Replaces the texts of one mutant in the copy; each must occur exactly once."""
    changes = [(mutant["file"], mutant["old"], mutant["new"]), *mutant.get("extra", [])]
    planted = {}
    for name, old, new in changes:
        text = planted.get(name) or (tree / name).read_text()
        if text.count(old) != 1:
            raise Problem(f"{name} holds {text.count(old)} times: {old}")
        planted[name] = text.replace(old, new)
    for name, text in planted.items():
        (tree / name).write_text(text)


def uproot(tree, mutant):
    """Gives the files of one mutant in the copy their own text again."""
    for name in {mutant["file"], *(name for name, _, _ in mutant.get("extra", []))}:
        copy_changed(ROOT / name, tree / name)


def sources_of(patterns):
    """The test sources, relative to tests/, that hold a test of one of these Catch2 patterns."""
    wanted = [re.compile(re.escape(pattern).replace(r"\*", ".*")) for pattern in patterns]
    found = []
    for path in sorted((ROOT / "tests").rglob("test_*.cpp")):
        names = re.findall(r'TEST_CASE\(\s*"((?:[^"\\]|\\.)*)"', path.read_text())
        if any(pattern.fullmatch(name) for pattern in wanted for name in names):
            found.append(str(path.relative_to(ROOT / "tests")))
    return found


def build(tree, mutant):
    """Builds what a mutant names: the tests, and the program if that is to reject."""
    folder = tree / "build"
    configure = ["cmake", "-S", tree, "-B", folder, "-G", "Ninja",
                 "-DFLUXHOP_UNITY=ON",  # for the errors in headers, with which all is built anew
                 "-DFLUXHOP_ONLY_TESTS=" + ";".join(sources_of(mutant["tests"]))]
    if shutil.which("ccache"):
        configure.append("-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
    subprocess.run(configure, check=True, stdout=subprocess.DEVNULL)
    needs_program = mutant["rejects"] or mutant.get("selftest", False)
    targets = [*(["fluxhop_tests"] if mutant["tests"] else []), *(["fluxhop"] if needs_program else [])]
    made = subprocess.run(["cmake", "--build", folder, "--target", *targets], capture_output=True,
                          text=True)
    if made.returncode:
        raise Problem(made.stdout[-3000:])
    return folder


def run(*command):
    """Runs a program to its end; None when it takes too long."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return None


def report(caught, text):
    print(f"  {'caught' if caught else 'MISSED'} by {text}", flush=True)
    return caught


def judge_test(folder, test):
    """Whether a test (Catch2 name pattern) fails; a pattern that matches nothing is an error."""
    ended = run(folder / "tests/fluxhop_tests", test)
    if ended and "No test cases matched" in ended.stdout + ended.stderr:
        raise Problem(f"no such test: {test}")
    return report(not ended or ended.returncode != 0, f"test: {test}{'' if ended else ' (no end)'}")


def judge_comparison(folder, tree, arguments):
    """Whether a comparison rejects; says by how much, and which error of the rates it could see."""
    name, *options = arguments.split()
    ended = run(folder / "fluxhop", "compare", tree / "configs" / name, "--json", "-o",
                folder / "mutant.nc", *options)
    if not ended:
        return report(True, f"compare {arguments} (no end)")
    if ended.returncode not in (0, 1, 4):  # 4: undecided
        raise Problem(f"compare {arguments}: exit code {ended.returncode}\n{ended.stderr[-1000:]}")
    comparison = json.loads(ended.stdout)["comparison"]
    smallest = min(test["p_value"] for test in comparison["tests"])
    detectable = comparison["series"][0]["detectable_rate_error"] or float("nan")
    return report(ended.returncode == 1, f"compare {arguments}: p = {smallest:.2g}, "
                                         f"detectable rate error {100 * detectable:.2g} %")


def full_name(test):
    return f"{test['test']}, {test['engine']}, {test['statistic']}"


def judge_selftest(folder, wanted):
    """Whether `fluxhop selftest` fails, and by each pattern of `wanted`, if that is a list. There a test
    counts as failed that would fail whatever the others say, so that errors planted side by side do not
    help one another. Says which tests fail, worst first."""
    ended = run(folder / "fluxhop", "selftest", "--json")
    if not ended:
        return [report(True, "selftest (no end)")]
    if ended.returncode not in (0, 1):
        raise Problem(f"selftest: exit code {ended.returncode}\n{ended.stderr[-1000:]}")
    outcome = json.loads(ended.stdout)
    tests = outcome["tests"]
    for test in tests:
        test["p_value"] = test["p_value"] or 0.0  # no number is written as null
    failed = sorted((test for test in tests if not test["passed"]), key=lambda test: test["p_value"])
    seen = [report(bool(failed), f"selftest: {len(failed)} of {len(tests)} tests")]
    for test in failed[:5]:
        value = "no number" if test["value"] is None else f"{test['value']:.4g}"
        print(f"           {full_name(test)}: {value}, p = {test['p_value']:.2g} "
              f"(limit {test['limit']:.2g})", flush=True)
    if wanted is True:
        return seen
    limit = outcome["false_alarm_level"] / len(tests)
    for pattern in wanted:
        p = min((test["p_value"] for test in tests if fnmatch.fnmatchcase(full_name(test), pattern)),
                default=None)
        if p is None:
            raise Problem(f"selftest has no such test: {pattern}")
        seen.append(report(p <= limit, f"selftest: {pattern}: p = {p:.2g}"))
    return seen


def judge(folder, tree, mutant):
    """How many of those that must catch a mutant do, and of how many."""
    seen = [judge_test(folder, test) for test in mutant["tests"]]
    seen += [judge_comparison(folder, tree, arguments) for arguments in mutant["rejects"]]
    if mutant.get("selftest", False):
        seen += judge_selftest(folder, mutant["selftest"])
    return sum(seen), len(seen)


def check(tree, mutant):
    """Plants one mutant, has it judged and takes it out; returns (verdict, caught by how many)."""
    try:
        plant(tree, mutant)
        seen, asked = judge(build(tree, mutant), tree, mutant)
        return "caught" if seen == asked else "MISSED", f"{seen} of {asked}"
    except Problem as problem:
        print(f"  {problem}", flush=True)
        return "BROKEN", "-"
    finally:
        uproot(tree, mutant)


def chosen(options):
    """The mutants to plant, those in headers last: they build for longer."""
    mutants = tomllib.loads((ROOT / "tests/mutants/mutants.toml").read_text())["mutant"]
    mutants = [mutant for mutant in mutants
               if (not options.only or any(word in mutant["name"] for word in options.only))
               and not any(word in mutant["name"] for word in options.skip)]
    if options.selftest:
        mutants = [{**mutant, "tests": [], "rejects": []} for mutant in mutants
                   if mutant.get("selftest", False)]
    return sorted(mutants, key=lambda mutant: mutant["file"].endswith(".hpp"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[], metavar="WORD",
                        help="mutants whose name contains this word")
    parser.add_argument("--skip", action="append", default=[], metavar="WORD",
                        help="not those whose name contains this word")
    parser.add_argument("--keep", help="folder for the copy (default: a temporary one)")
    parser.add_argument("--selftest", action="store_true", help="only `fluxhop selftest`")
    options = parser.parse_args()
    table = []
    with tempfile.TemporaryDirectory() as temporary:
        tree = pathlib.Path(options.keep or temporary) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns("build*", ".git", "results"),
                        copy_function=copy_changed, dirs_exist_ok=True)
        for mutant in chosen(options):
            print(f"\n{mutant['name']}", flush=True)
            start = time.monotonic()
            table.append((*check(tree, mutant), time.monotonic() - start, mutant["name"]))
    print()
    for verdict, seen, seconds, name in table:
        print(f"{verdict}  {seen:>7}  {seconds:5.0f} s  {name}")
    missed = sum(verdict != "caught" for verdict, *_ in table)
    print(f"{len(table) - missed} of {len(table)} planted errors were caught")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
