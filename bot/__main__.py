"""`python -m bot` is the command line without its installed name."""

import sys

from bot.cli import main

sys.exit(main())
