"""Small scripts of the build; no part of the program, and not in its wheel."""
