"""Loads what is slow at first use, once, in the server that forks the program."""

from etiquette.rules.workdays import load_calendars
from handlers.dates import warm_up

warm_up()
load_calendars()
