"""This program's own code at work, each in a process of its own, where the whole program would hide what is measured."""
