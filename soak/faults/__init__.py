"""Faults: the real program, in a process of its own, and all that may befall it; nothing lost, nothing doubled (N4)."""
