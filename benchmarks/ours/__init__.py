"""This program's own code at work, each in its own process, where the whole program would hide what is measured."""
