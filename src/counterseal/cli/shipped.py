"""Where the agreements and scenarios that come along are: in a checkout, or installed inside the package."""

from __future__ import annotations

from pathlib import Path

from counterseal.errors import Refused, Unavailable

PACKAGE = Path(__file__).resolve().parents[1]


def root() -> Path:
    """Return the folder that holds ``agreements`` and ``scenarios``."""
    installed = PACKAGE / "shipped"
    return installed if installed.is_dir() else PACKAGE.parents[1]


def scenario(name: str) -> Path:
    """Return the file of a scenario: a path to one, or the name of one that comes with the software.

    Raises:
        Refused: ``scenario-unknown``.
    """
    if name.endswith(".yaml"):
        return Path(name)
    folder = root() / "scenarios"
    path = folder / f"{name}.yaml"
    if "/" in name or not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml"))) or "none"
        raise Refused(
            "scenario-unknown", f"got scenario {name!r}, there are {known}", mend="or give a path to a .yaml file"
        )
    return path


def agreement(scenario_file: Path, name: str) -> Path:
    """Return the file of the agreement that a scenario names: beside its folder, or shipped.

    Raises:
        Unavailable: neither is there.
    """
    folders = (scenario_file.resolve().parent.parent / "agreements", root() / "agreements")
    for folder in folders:
        if (folder / f"{name}.yaml").is_file():
            return folder / f"{name}.yaml"
    looked = " nor ".join(dict.fromkeys(str(folder / f"{name}.yaml") for folder in folders))
    raise Unavailable(
        f"the agreement {name} of the scenario is not there: neither {looked}", "put it in the first place"
    )
