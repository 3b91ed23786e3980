#!/usr/bin/env python3
"""Kills a run at random instants and goes on with it, until every result is there: is each the same?

    tests/faults/kill_study.py build/release/fluxhop [--kills 200] [--seed 1] [--ranks K]
        [CONFIG [OPTION ...]]

Goes on to as many kills (SIGKILL) and as many resumes; each resumed run may be killed again. Exits with 1 if any
number of any result differs from that of the run that was never stopped, in any bit. With --ranks K each start
is one of mpirun with 1 to K ranks, or one without it, and all its processes are killed.
"""
import argparse
import contextlib
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import netCDF4
import numpy as np

# Also as root, on a machine with fewer cores than ranks, and in a container.
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_btl_vader_single_copy_mechanism": "none"}

HERE = pathlib.Path(__file__).resolve().parent.parent.parent
DEFAULT = [str(HERE / "configs/diffusion.toml"), "--realizations", "60", "--set", "time.last=30",
           "--set", "time.count=30", "--set", 'sweep.current.density=["0 A/m^2", "1e9 A/m^2"]']


def numbers(path):
    with netCDF4.Dataset(path) as data:
        data.set_auto_mask(False)
        return {name: np.asarray(v[:]).tobytes() for name, v in data.variables.items()
                if v.dtype is not str and not name.startswith("wall_time")}


def on_ranks(count, command):
    return ["mpirun", "-n", str(count), *command] if count else command


def kill_all(process):
    """A process and its children, which under mpirun are the ranks; it starts no more of them."""
    process.send_signal(signal.SIGSTOP)
    children = []
    with contextlib.suppress(FileNotFoundError):  # it has just ended
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.kill()
    for child in map(int, children):
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    process.communicate()


def run_until(command, folder, instant):
    """Whether the command was killed; it fails the study when it ends badly on its own."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env=ENVIRONMENT)
    try:
        _, errors = process.communicate(timeout=instant)
    except subprocess.TimeoutExpired:
        kill_all(process)
        return True
    if process.returncode != 0:
        sys.exit(f"{command}: exit code {process.returncode}: {errors.decode()}")
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", default="5ms")
    parser.add_argument("--ranks", type=int, default=0)
    arguments, config = parser.parse_known_args()
    program = os.path.abspath(arguments.program)
    run = [program, "run", *(config or DEFAULT)]
    draw = random.Random(arguments.seed)
    kills = resumes = results = with_state = 0
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        subprocess.run([*run, "-o", "whole.nc"], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        length = time.monotonic() - begin
        whole = numbers(f"{folder}/whole.nc")
        if arguments.ranks:  # takes longer to start
            begin = time.monotonic()
            subprocess.run(on_ranks(arguments.ranks, [*run, "-o", "all.nc"]), cwd=folder, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
            length = time.monotonic() - begin
            if numbers(f"{folder}/all.nc") != whole:
                sys.exit("on ranks the result differs")
        cut, checkpoint = pathlib.Path(folder, "cut.nc"), pathlib.Path(folder, "cut.nc.checkpoint")
        while min(kills, resumes) < arguments.kills:
            options = ["--checkpoint-every", arguments.every, "--threads", str(draw.randint(1, 3))]
            if checkpoint.exists():
                command = [program, "resume", checkpoint.name, *options]
                resumes += 1
            else:
                command = [*run, "-o", cut.name, *options]
            ranks = draw.randint(0, arguments.ranks) if arguments.ranks else 0
            command = on_ranks(ranks, command)
            if run_until(command, folder, draw.uniform(0.0, 1.2 * length)):
                kills += 1
                with_state += checkpoint.exists()
                continue
            if numbers(cut) != whole:
                sys.exit(f"after {kills} kills a result differs")
            results += 1
            cut.unlink()
        if checkpoint.exists():
            subprocess.run([program, "resume", checkpoint.name], cwd=folder, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if numbers(cut) != whole:
                sys.exit("the last result differs")
            resumes, results = resumes + 1, results + 1
    print(f"{kills} kills ({with_state} left a checkpoint), {resumes} resumes, "
          f"{results} results, all the same in every bit")


if __name__ == "__main__":
    main()
