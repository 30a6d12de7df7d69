"""What a release stands on, as CycloneDX 1.6: each package that the lock pins, by name and version. Prints JSON.

It follows from pyproject.toml and the lock alone, so the same release has the same one wherever it is made.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.M)


def component(name: str, version: str, kind: str, licence: str = "") -> dict[str, object]:
    """One package, by the address every tool knows it by."""
    address = f"pkg:pypi/{name}@{version}"
    found: dict[str, object] = {"type": kind, "bom-ref": address, "name": name, "version": version, "purl": address}
    return {**found, "licenses": [{"license": {"id": licence}}]} if licence else found


def bill() -> dict[str, object]:
    """The whole of it."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text())["project"]
    subject = component(project["name"], project["version"], "application", project["license"])
    parts = [
        component(name, version, "library") for name, version in PIN.findall((HERE / "requirements.txt").read_text())
    ]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": subject},
        "components": parts,
        "dependencies": [{"ref": subject["bom-ref"], "dependsOn": [part["bom-ref"] for part in parts]}],
    }


if __name__ == "__main__":
    print(json.dumps(bill(), indent=2))
