"""How the program starts: quickly, for what it may need later is loaded later."""

import subprocess
import sys

SLOW = ("dateparser", "holidays", "icalendar", "matplotlib", "numpy")


def test_what_is_slow_to_load_is_not_needed_to_start() -> None:
    """Of the demo, which has the whole bot in it."""
    looked = f"import sys, demo.__main__; print([each for each in {SLOW} if each in sys.modules])"

    done = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
