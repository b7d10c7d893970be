"""The import contracts hold, and each of them would notice a violation."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]}
PACKAGES = PROJECT["tool"]["importlinter"]["root_packages"]

# What nobody should write, and where: at least one for each contract.
PLANTED = {
    "etiquette/rules/__init__.py": "import os\nimport dateutil\nimport etiquette.services\n",
    "etiquette/services/__init__.py": "import slack_sdk\n",
    "handlers/__init__.py": "import sqlalchemy\nimport etiquette.store.tables\nimport bot.config\n",
    "emulator/__init__.py": "import etiquette\n",
    "bot/__init__.py": "import emulator\n",
    "demo/__init__.py": "import soak\n",
    "soak/oracle.py": "import etiquette.rules\n",
}


def verdicts(folder: Path) -> dict[str, str]:
    """KEPT or BROKEN, by contract."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ]
    done = subprocess.run(command, cwd=folder, env={"PYTHONPATH": "."}, capture_output=True, text=True, check=False)
    found = dict(re.findall(r"^(.+) (KEPT|BROKEN)(?: \(.*\))?$", done.stdout, re.MULTILINE))
    assert found.keys() == CONTRACTS, done.stdout + done.stderr
    return found


def test_every_contract_is_kept() -> None:
    assert set(verdicts(ROOT).values()) == {"KEPT"}


def test_every_contract_is_broken_by_what_nobody_should_write(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for file, lines in PLANTED.items():
        with (tmp_path / file).open("a") as module:
            module.write(lines)

    assert set(verdicts(tmp_path).values()) == {"BROKEN"}
