"""`python -m bot`, and `coopetiquette`: the command line, loaded without a look for garbage meanwhile.

What is loaded is there to stay: to look through it, again and again as it grows, is a tenth of the start.
"""

import gc
import sys


def main() -> int:
    """Run what is asked for; its exit code is returned."""
    gc.disable()
    from bot.cli import main as command_line

    gc.enable()
    return command_line()


if __name__ == "__main__":
    sys.exit(main())
