"""What a command and a worker do to their own process, seen from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest

NOISE = (
    b"W0000 00:00:1795383853.927314   30272 inference_feedback_manager.cc:121] Feedback manager requires ...\n"
    b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n"
    b"WARNING: Logging before InitGoogle() is written to STDERR\n"
)


def run(code: str) -> subprocess.CompletedProcess[str]:
    script = f"import os, sys\nfrom transitions.process import *\nNOISE = {NOISE!r}\n" + textwrap.dedent(code)
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)


def test_only_native_log_lines_are_dropped() -> None:
    done = run("""
        os.write(2, b"W0000 00:00:1795383853.1 1 x.cc:1] before\\n")
        hide_native_log()
        os.write(2, NOISE)
        os.write(2, b"/x.cc:3: mind the gap\\n")
        print("Analysing: 40 %", file=sys.stderr)
    """)
    lines = done.stderr.splitlines()
    assert lines[0].endswith("before")
    assert sorted(lines[1:]) == ["/x.cc:3: mind the gap", "Analysing: 40 %"]
    assert done.returncode == 0


def test_an_error_is_still_told() -> None:
    done = run("""
        hide_native_log()
        os.write(2, NOISE)
        raise ZeroDivisionError("told")
    """)
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith("ZeroDivisionError: told\n")
    assert done.returncode == 1


def test_a_program_started_from_here_is_heard() -> None:
    done = run("""
        import subprocess
        hide_native_log()
        subprocess.run([sys.executable, "-c", "import sys; sys.stderr.write('from the child\\\\n')"])
    """)
    assert done.stderr == "from the child\n"


def test_a_closed_standard_error_is_no_trouble() -> None:
    done = run("""
        os.close(2)
        hide_native_log()
        print("inside")
    """)
    assert (done.returncode, done.stdout) == (0, "inside\n")


@pytest.mark.parametrize("name", ["OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"])
def test_numpy_and_opencv_work_in_one_thread_unless_told_otherwise(name: str) -> None:
    done = run(f"""
        os.environ.pop("{name}", None)
        work_in_one_thread()
        print(os.environ["{name}"])
        os.environ["{name}"] = "3"
        work_in_one_thread()
        print(os.environ["{name}"])
    """)
    assert done.stdout.split() == ["1", "3"]


def test_ends_with_its_parent_whatever_it_is_doing() -> None:
    code = (
        "import ctypes, sys, time\n"
        "from transitions.process import end_with_parent\n"
        "end_with_parent(sys.stdin.buffer.read)\n"
        "print('begun', flush=True)\n"
        "ctypes.CDLL(None).sleep(600) if sys.platform != 'win32' else time.sleep(600)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == b"begun" + os.linesep.encode()
    assert child.poll() is None
    child.stdin.close()
    assert abs(child.wait(timeout=20)) == signal.SIGTERM
    child.stdout.close()


def test_nothing_is_searched_for_circles_at_the_end() -> None:
    done = run("""
        import atexit, gc
        atexit.register(lambda: print(gc.get_freeze_count() > 0, len(gc.get_objects()) < 100))
        collect_seldom()
    """)
    assert done.stdout == "True True\n"
