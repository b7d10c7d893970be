"""The program: how it starts, what it is told, and how it says that it is well. Nothing else."""
