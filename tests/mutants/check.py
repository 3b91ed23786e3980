#!/usr/bin/env python3
"""Plants the errors of mutants.toml one at a time and checks that each is caught.

    python3 tests/mutants/check.py [--only WORD] [--keep DIR]

Works on a copy of the tree, and builds only the tests an error names; of ccache, where there is one, it
makes good use. Exit 1 when an error goes unseen.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def plant(tree, mutant):
    """Replaces the texts of one mutant in the copy; each must occur exactly once."""
    changes = [(mutant["file"], mutant["old"], mutant["new"]), *mutant.get("extra", [])]
    originals = {}
    for name, old, new in changes:
        path = tree / name
        text = path.read_text()
        originals.setdefault(path, text)
        if text.count(old) != 1:
            sys.exit(f"{mutant['name']}: {name} holds {text.count(old)} times: {old}")
        path.write_text(text.replace(old, new))
    return originals


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
                 "-DFLUXHOP_ONLY_TESTS=" + ";".join(sources_of(mutant["tests"]))]
    if shutil.which("ccache"):
        configure.append("-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
    subprocess.run(configure, check=True, stdout=subprocess.DEVNULL)
    targets = ["fluxhop_tests", *(["fluxhop"] if mutant["rejects"] else [])]
    made = subprocess.run(["cmake", "--build", folder, "--target", *targets], capture_output=True,
                          text=True)
    if made.returncode:
        sys.exit(made.stdout[-3000:])
    return folder


def failing(folder, test):
    """Whether a test (Catch2 name pattern) fails; a pattern that matches nothing is an error."""
    run = subprocess.run([folder / "tests/fluxhop_tests", test], capture_output=True, text=True)
    if "No test cases matched" in run.stdout + run.stderr:
        sys.exit(f"no such test: {test}")
    return run.returncode != 0


def comparison(folder, tree, arguments):
    """Runs one comparison; returns (rejected, smallest p, detectable rate error)."""
    name, *options = arguments.split()
    run = subprocess.run([folder / "fluxhop", "compare", tree / "configs" / name, "--json", "-o",
                          folder / "mutant.nc", *options], capture_output=True, text=True)
    report = json.loads(run.stdout)["comparison"]
    smallest = min(test["p_value"] for test in report["tests"])
    return run.returncode == 1, smallest, report["series"][0]["detectable_rate_error"]


def judge(folder, tree, mutant):
    """Prints how a mutant fares; returns whether everything that must catch it did."""
    caught = True
    print(f"\n{mutant['name']}", flush=True)
    for test in mutant["tests"]:
        seen = failing(folder, test)
        caught &= seen
        print(f"  {'fails' if seen else 'PASSES'}   test: {test}")
    for arguments in mutant["rejects"]:
        rejected, p, detectable = comparison(folder, tree, arguments)
        caught &= rejected
        print(f"  {'rejects' if rejected else 'ACCEPTS'} compare {arguments}: p = {p:.2g}, "
              f"detectable rate error {100 * (detectable or float('nan')):.2g} %")
    return caught


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="mutants whose name contains this word")
    parser.add_argument("--keep", help="folder for the copy (default: a temporary one)")
    options = parser.parse_args()
    mutants = tomllib.loads((ROOT / "tests/mutants/mutants.toml").read_text())["mutant"]
    mutants.sort(key=lambda mutant: mutant["file"].endswith(".hpp"))  # these build for longer
    with tempfile.TemporaryDirectory() as temporary:
        tree = pathlib.Path(options.keep or temporary) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns("build*", ".git", "results"),
                        dirs_exist_ok=True)
        missed = []
        for mutant in mutants:
            if options.only not in mutant["name"]:
                continue
            originals = plant(tree, mutant)
            if not judge(build(tree, mutant), tree, mutant):
                missed.append(mutant["name"])
            for path, text in originals.items():
                path.write_text(text)
    print(f"\n{'every planted error was caught' if not missed else f'MISSED: {missed}'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
