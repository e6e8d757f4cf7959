from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from transitions.pose.native_log import native_log_hidden

NOISE = (
    b"W0000 00:00:1795383853.927314   30272 inference_feedback_manager.cc:121] Feedback manager requires ...\n"
    b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n"
    b"WARNING: Logging before InitGoogle() is written to STDERR\n"
)


def test_only_native_log_lines_are_dropped(capfd):
    with native_log_hidden():
        os.write(2, NOISE)
        os.write(2, b"Analysing: 40 %\n")
        os.write(2, b"/x.py:3: UserWarning: mind the gap\n")
    os.write(2, b"W0000 00:00:1795383853.1 1 x.cc:1] after the block\n")
    error = capfd.readouterr().err
    assert error.splitlines() == [
        "Analysing: 40 %",
        "/x.py:3: UserWarning: mind the gap",
        "W0000 00:00:1795383853.1 1 x.cc:1] after the block",
    ]


def test_standard_error_comes_back_after_an_error(capfd):
    with pytest.raises(ZeroDivisionError), native_log_hidden():
        os.write(2, NOISE[: 1 // 0])
    print("still here", file=sys.stderr)
    assert capfd.readouterr().err == "still here\n"


def test_a_closed_standard_error_is_no_trouble():
    code = (
        "import os; os.close(2)\n"
        "from transitions.pose.native_log import native_log_hidden\n"
        "with native_log_hidden(): print('inside')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 0
    assert done.stdout == "inside\n"


def test_ctrl_c_waits_for_the_end_of_the_block(capfd):
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    done = []

    def interrupted():
        with native_log_hidden():
            os.kill(os.getpid(), signal.SIGINT)
            os.write(2, NOISE)
            done.append("the model is open")

    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, usual)
    assert done == ["the model is open"]
    assert capfd.readouterr().err == ""
