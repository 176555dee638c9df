"""Writes reports of all formats for sample projects and holds them against validators that others wrote.

Usage: check.py PROGRAM TOOLS. Whatever is wrong is named; the exit code is 1 if anything is.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import junitparser
from sarif import loader

FORMATS = ["text", "concise", "json", "sarif", "sarif-suppressed", "github", "gitlab", "junit", "rdjson", "markdown"]
DAY = "2026-11-22"
# What the multitool says and we mean so. SARIF2005 wants the address of the tool's page, which there is not yet.
ACCEPTED = {"SARIF2005"}
# The words for how heavy a finding is in JUnit; the first four are for what does not block.
WORDS = ["Warnung", "warning", "Rat", "advice", "Fehler", "error", "Unentscheidbar", "undetermined"]

program = pathlib.Path(sys.argv[1]).resolve()
tools = pathlib.Path(sys.argv[2]).resolve()
schemas = pathlib.Path("fixtures/schemas").resolve()
modules = tools / "node_modules"
multitool = modules / "@microsoft/sarif-multitool-linux"
work = pathlib.Path(tempfile.mkdtemp(prefix="nachweis-formats-"))
wrong = []
checks = 0


def expect(holds, text):
    global checks
    checks += 1
    if not holds:
        wrong.append(text)


def run(words, cwd=None, **more):
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ} | {
        "TMPDIR": str(work / "tmp"),
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": value
           for who in ("AUTHOR", "COMMITTER")
           for what, value in (("NAME", "P"), ("EMAIL", "p@behoerde.example"), ("DATE", "2026-01-10T12:00:00+0000"))},
        **more,
    }
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True)


def must(words, cwd=None):
    done = run(words, cwd)
    if done.returncode != 0:
        sys.exit(f"{words}: {done.stdout}{done.stderr}")
    return done.stdout


def repository(name, files):
    """A repository of one commit. Names may hold whatever a file's name can."""
    folder = work / name
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    must(["git", "init", "--quiet", str(folder)])
    must(["git", "add", "--all"], folder)
    must(["git", "commit", "--quiet", "--message", "Stand"], folder)
    return folder


def samples():
    """Name, folder, arguments, expected exit code."""
    (work / "tmp").mkdir()
    must([program, "demo"])
    demo = next((work / "tmp").glob("nachweis-demo-*"))
    found = []
    for lang in ("de", "en"):
        for day in ("2025-06-01", "2026-08-28", DAY, "2028-01-01"):
            found.append((f"check-{day}-{lang}", demo, ["check", "--as-of", day, "--lang", lang], 1))
        # The story's last commit is younger than this clock may be: the gate then tells what it found, and gives 2.
        for phase in ("ideenbewertung", "planung", "inbetriebnahme"):
            found.append((f"gate-{phase}-{lang}", demo, ["gate", phase, "--as-of", DAY, "--lang", lang], None))
    shallow = work / "shallow"
    must(["git", "clone", "--quiet", "--depth", "1", f"file://{demo}", str(shallow)])
    found.append(("shallow", shallow, ["check", "--as-of", DAY], 3))
    (work / "nowhere").mkdir()
    found.append(("no-repository", work / "nowhere", ["check"], 3))
    found.append(("no-settings", repository("without", {"README.md": "# Größe\n"}), ["check"], 3))
    fresh = work / "fresh"
    must(["git", "init", "--quiet", str(fresh)])
    must([program, "init", "--yes", "--name", "Probe"], fresh)
    found.append(("fresh", fresh, ["check", "--as-of", DAY], 0))
    adopted = work / "adopted"
    must(["git", "init", "--quiet", str(adopted)])
    must([program, "init", "--yes", "--name", "Altbestand"], adopted)
    must([program, "baseline", "--as-of", DAY], adopted)
    found.append(("adopted", adopted, ["check", "--as-of", DAY], 0))
    evil = {
        "nachweis.toml": (fresh / "nachweis.toml").read_text().replace(
            '"Probe"', r'"@everyone <script>x</script> `|` \u202E ::error::x %0A"')
            .replace('phase    = "ideenbewertung"', 'phase    = "planung"'),
        "nachweise/datenschutz/dsfa.md": '---\ntask: P-10\nstatus: "@everyone\\n::error::x | <b>"\n---\n# x\n',
    }
    for name in ("a\n::error::b.md", "\x1b[31mrot.md", "<script>alert(1)<", "a|b`c`@everyone.md",
                 "%0A::error::x.md", "\u202edm.md", "[x](http:evil).md", "ä ö #?&.md", "]]>.md"):
        evil[f"nachweise/{name}"] = "x\n"
    found.append(("hostile", repository("hostile", evil), ["check", "--as-of", DAY], 1))
    wrong_settings = {"nachweis.toml": evil["nachweis.toml"] + '\n[fakten]\n"@everyone" = "<b>"\n'}
    found.append(("wrong-settings", repository("wrong", wrong_settings), ["check", "--as-of", DAY], 2))
    return found


def write(name, folder, words, code):
    """One run writes all formats; its JSON is what the others are held against."""
    out = work / "out"
    files = {kind: out / f"{name}.{kind}" for kind in FORMATS}
    reports = [word for kind, file in files.items() for word in ("--report", f"{kind}={file}")]
    done = run([program, *words, *reports, "--format", "concise"], folder)
    expect(code in (None, done.returncode), f"{name}: exit code {done.returncode}, not {code}: {done.stderr}")
    for kind, file in files.items():
        expect(file.is_file(), f"{name}: no report of {kind}: {done.stderr}")
    return done.returncode, files


def severities(found):
    return found.count(True), found.count(False)


def compare(name, code, files):
    """The same findings in all formats."""
    report = json.loads(files["json"].read_text())
    expect(report["complete"] is True, f"{name}: the report is not complete")
    open_ones = [finding for finding in report["findings"] if finding["exempt"] is None]
    expected = severities([finding["severity"] == "error" for finding in open_ones])
    expect(expected == (report["counts"]["errors"], report["counts"]["warnings"]), f"{name}: the report miscounts")

    def same(kind, found):
        expect(found == expected, f"{name}: {kind} has {found} errors and warnings, the report {expected}")

    sarif = json.loads(files["sarif"].read_text())["runs"][0]
    same("sarif", severities([result["level"] == "error" for result in sarif["results"]]))
    invocation = sarif["invocations"][0]
    expect(invocation["exitCode"] == code, f"{name}: sarif says exit code {invocation['exitCode']}, it was {code}")
    expect(invocation["executionSuccessful"] == (code < 2), f"{name}: sarif says {invocation}")
    counted = loader.load_sarif_file(str(files["sarif"])).get_report()
    same("sarif-tools", (counted.get_issue_count_for_severity("error"),
                         counted.get_issue_count_for_severity("warning") + counted.get_issue_count_for_severity("note")))
    suppressed = json.loads(files["sarif-suppressed"].read_text())["runs"][0]["results"]
    exempt = sum("suppressions" in result for result in suppressed)
    expect(exempt == report["counts"]["exempt"], f"{name}: {exempt} suppressed results")

    quality = json.loads(files["gitlab"].read_text())
    same("gitlab", severities([entry["severity"] in ("blocker", "critical") for entry in quality]))
    expect(len({entry["fingerprint"] for entry in quality}) == len(quality), f"{name}: a fingerprint twice")
    same("rdjson", severities([entry["severity"] == "ERROR" for entry in json.loads(files["rdjson"].read_text())["diagnostics"]]))
    same("junit", junit(name, files["junit"]))

    lines = files["github"].read_text().splitlines()
    expect(all(re.match(r"::(error|warning|notice) ", line) for line in lines), f"{name}: a line is no command")
    expect(len(lines) == min(len(open_ones), 10) + 1, f"{name}: {len(lines)} commands")
    rest = len(open_ones) - 10
    expect(rest <= 0 or re.search(rf"\b{rest} (weitere\w*|more) ", lines[-1]), f"{name}: the rest is not counted")
    rows = re.findall(r"^\| .* \| `([a-z-]+)` \|$", files["markdown"].read_text(), re.M)
    expect(len(rows) == len(open_ones), f"{name}: {len(rows)} rows in markdown")
    expect(files["markdown"].stat().st_size < 900 * 1024, f"{name}: markdown is too long")


def junit(name, file):
    tests = junitparser.JUnitXml.fromfile(str(file))
    cases = [case for suite in tests for case in suite]
    kinds = [type(result) for case in cases for result in case.result]
    counted = [len(cases), *(kinds.count(kind) for kind in (junitparser.Failure, junitparser.Error, junitparser.Skipped))]
    claimed = [tests.tests, tests.failures, tests.errors, tests.skipped]
    expect(counted == claimed, f"{name}: junit claims {claimed}, junitparser counts {counted}")
    expect(len({(case.classname, case.name) for case in cases}) == len(cases), f"{name}: a case twice in junit")
    found = []
    for case in cases:
        if any(isinstance(result, junitparser.Skipped) for result in case.result):
            continue
        texts = [case.system_out or "", *(result.text or "" for result in case.result)]
        for word in re.findall(r"^(\w+)\[[a-z-]+\]: ", "\n".join(texts), re.M):
            if word in WORDS:
                found.append(word not in WORDS[:4])
    return severities(found)


def validate(files):
    """The validators, each once for all files: starting them takes longer than what they do."""
    def of(*kinds):
        return [str(report[kind]) for report in files for kind in kinds]

    jsonschema = [str(tools / "venv/bin/check-jsonschema"), "--default-filetype", "json", "--schemafile"]
    own = work / "report.schema.json"
    own.write_text(must([program, "schema", "report"]))
    for what, schema, reports in (
        ("SARIF", multitool / "sarif-2.1.0.json", of("sarif", "sarif-suppressed")),
        ("Code Quality", schemas / "code-quality.schema.json", of("gitlab")),
        ("the report", own, of("json")),
    ):
        done = run([*jsonschema, str(schema), *reports])
        expect(done.returncode == 0, f"{what}, by its schema: {done.stdout}{done.stderr}")
    done = run([str(modules / ".bin/rdformat-validator"), "--strict", "--no-extra-fields", *of("rdjson")])
    expect(done.returncode == 0 and f"Valid files: {len(files)}" in done.stdout, f"rdjson: {done.stdout}{done.stderr}")

    # Its exit code is 0 even with errors: what counts is what it wrote. The ending tells it what a file is.
    logs = []
    for report in of("sarif", "sarif-suppressed"):
        logs.append(f"{report}.sarif")
        shutil.copy(report, logs[-1])
    result = work / "multitool.sarif"
    done = run([str(multitool / "Sarif.Multitool"), "validate", *logs, "--rule-kind", "Sarif;Gh", "--level",
                "Error;Warning;Note", "--output", str(result), "--log", "ForceOverwrite"],
               DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1")
    expect(f"{len(logs)} files scanned" in done.stdout, f"multitool: {done.stdout[-500:]}{done.stderr}")
    said = json.loads(result.read_text())["runs"][0]["results"]
    expect(any(result["ruleId"] in ACCEPTED for result in said), "multitool: nothing to accept; shorten the list")
    for found in said:
        level = found.get("level", "warning")
        if level == "error" or (level == "warning" and found["ruleId"] not in ACCEPTED):
            where = found.get("locations", [{}])[0].get("physicalLocation", {}).get("artifactLocation", {}).get("uri")
            expect(False, f"multitool, {level} {found['ruleId']} in {where}: {found['message']}")


def main():
    (work / "out").mkdir()
    written = []
    for name, folder, words, code in samples():
        code, files = write(name, folder, words, code)
        compare(name, code, files)
        written.append(files)
    validate(written)
    if wrong:
        print(*wrong, sep="\n")
        sys.exit(f"{len(wrong)} of {checks} checks failed; the reports are in {work}")
    shutil.rmtree(work)
    print(f"{len(written) * len(FORMATS)} reports of {len(written)} samples hold in {checks} checks")


main()
