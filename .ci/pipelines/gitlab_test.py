"""The GitLab template: read as GitLab reads it, and run by a real interpreter of GitLab pipelines."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import yaml

from desk import BROKEN, CASE, PROGRAM, ROOT, WHOLE, Desk

TEMPLATE = ROOT / "templates" / "nachweis.yml"
INTERPRETER = os.environ["GITLAB_CI_LOCAL"]
REMOTE = "https://gitlab.example/behoerde/bescheide.git"


class Text(unittest.TestCase):
    """What can be seen without running anything."""

    def setUp(self):
        self.text = TEMPLATE.read_text(encoding="utf-8")
        header, self.jobs = yaml.safe_load_all(self.text)
        self.inputs = header["spec"]["inputs"]

    def test_every_input_is_described_used_and_fits_its_own_rule(self):
        used = set(re.findall(r"\$\[\[ inputs\.([a-z0-9-]+) \]\]", self.text))
        self.assertEqual(used, set(self.inputs))
        self.assertEqual(self.text.count("$[["), len(re.findall(r"\$\[\[ inputs\.[a-z0-9-]+ \]\]", self.text)))
        for name, rule in self.inputs.items():
            self.assertIn("description", rule, name)
            self.assertIn("default", rule, name)
            if "regex" in rule:
                self.assertRegex(rule["default"], rule["regex"], name)
                for evil in ["$(touch x)", "`touch x`", "a\nb", "a'b", 'a"b', "a;b", "$HOME", "a\\b"]:
                    self.assertNotRegex(evil, re.compile(rule["regex"].replace("$", r"\Z")), name)
            else:
                self.assertTrue("options" in rule or rule.get("type") == "boolean", f"{name} takes anything")

    def test_no_input_stands_in_a_script(self):
        for name, job in self.jobs.items():
            for part in ("before_script", "script"):
                self.assertNotIn("$[[", "".join(job.get(part, [])), name)

    def test_the_schema_of_gitlab_knows_all_of_it(self):
        with tempfile.TemporaryDirectory() as folder:
            jobs = pathlib.Path(folder) / ".gitlab-ci.yml"
            jobs.write_text(self.text.split("\n---\n", 1)[1], encoding="utf-8")
            subprocess.run(["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", jobs], check=True, stdout=subprocess.DEVNULL)

    def test_the_scripts_are_plain_shell(self):
        before = self.jobs[".$[[ inputs.name ]]"]["before_script"]
        for name, job in self.jobs.items():
            script = "\n".join(before + job.get("script", []))
            subprocess.run(["shellcheck", "--shell=sh", "-"], input=script, text=True, check=True)


class Pipeline(unittest.TestCase):
    """A project that `init` has given its pipeline, and its deployment behind it."""

    def setUp(self):
        self.desk = Desk()
        self.addCleanup(self.desk.close)
        self.desk.project("--ci", "gitlab")
        self.include(install="image")
        remote = self.desk.folder / "server.git"
        self.desk.git("clone", "--quiet", "--bare", self.desk.at, remote)
        self.desk.git("remote", "add", "origin", REMOTE)
        # The interpreter wants an address that looks like GitLab's; Git goes to the folder.
        self.desk.git("config", f"url.{remote}.insteadOf", REMOTE)

    def include(self, **inputs):
        entry = {"local": ".gitlab/nachweise.yml", "inputs": {key.replace("_", "-"): value for key, value in inputs.items()}}
        pipeline = {
            "stages": ["test", "deploy"],
            "include": [entry],
            "bereitstellung": {"stage": "deploy", "script": ["touch in-betrieb"]},
        }
        self.desk.commit(".gitlab-ci.yml", yaml.safe_dump(pipeline))

    def pipeline(self, code, unset=(), **variables):
        shutil.rmtree(self.desk.at / ".gitlab-ci-local", ignore_errors=True)
        (self.desk.at / "in-betrieb").unlink(missing_ok=True)
        given = [word for name, value in variables.items() for word in ("--variable", f"{name}={value}")]
        given += [word for name in unset for word in ("--unset-variable", name)]
        self.log = self.desk.run(INTERPRETER, "--force-shell-executor", *given, code=1 if code else 0)
        # The interpreter ends with 1 whatever the job ended with, and says the code in its log.
        if code:
            self.assertIn(f"FAIL {code} ", self.log)

    def merge_request(self, code, target="main", **more):
        variables = {
            "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": target,
            "CI_MERGE_REQUEST_PROJECT_ID": "1217",
            "CI_PROJECT_ID": "1217",
        }
        self.pipeline(code, unset=["CI_COMMIT_BRANCH"], **(variables | more))

    def deployed(self):
        return (self.desk.at / "in-betrieb").exists()

    def report(self, name):
        return (self.desk.at / name).read_text(encoding="utf-8")

    def cases(self, name="nachweise.junit.xml"):
        return ElementTree.fromstring(self.report(name)).findall(".//testcase")

    def test_a_clean_merge_request_goes_through(self):
        self.desk.git("checkout", "--quiet", "-b", "aenderung")
        self.desk.commit("quelle.py", "pass")
        self.merge_request(0)
        self.assertTrue(self.deployed(), self.log)
        self.assertNotIn("nachweise-tor", self.log)
        self.assertTrue(self.cases())
        self.assertEqual([case for case in self.cases() if case.find("failure") is not None and CASE in str(case.attrib)], [])
        self.assertEqual(json.loads(self.report("nachweise.json"))["verdict"], "pass")

    def test_a_defect_stops_the_merge_request_and_leaves_its_reports(self):
        self.desk.git("checkout", "--quiet", "-b", "aenderung")
        self.desk.commit(CASE, BROKEN)
        self.merge_request(1)
        self.assertFalse(self.deployed(), self.log)
        self.assertTrue([case for case in self.cases() if case.find("failure") is not None])
        quality = json.loads(self.report("nachweise.codequality.json"))
        found = [entry for entry in quality if entry["check_name"] == "malformed-evidence"]
        self.assertEqual([entry["location"]["path"] for entry in found], [CASE])

    def test_what_the_target_branch_asks_for_is_fetched_afresh(self):
        self.desk.git("checkout", "--quiet", "-b", "aenderung")
        settings = self.report("nachweis.toml")
        lowered = settings.replace("personenbezug = true", "personenbezug = false")
        self.assertNotEqual(settings, lowered)
        self.desk.commit("nachweis.toml", lowered)
        # A stale notion of the target in the workspace changes nothing.
        self.desk.git("update-ref", "refs/remotes/origin/main", "HEAD")
        self.merge_request(1)
        self.assertIn("policy-weakened", self.log)

    def test_in_a_fork_the_target_comes_from_the_project_itself(self):
        self.desk.git("checkout", "--quiet", "-b", "aenderung")
        self.desk.commit(CASE, BROKEN)
        address = f"file://{self.desk.folder / 'server'}"
        self.desk.git("config", "--remove-section", f"url.{self.desk.folder / 'server.git'}")
        self.merge_request(1, CI_MERGE_REQUEST_PROJECT_ID="1", CI_MERGE_REQUEST_PROJECT_URL=address)
        self.assertTrue(self.cases(), self.log)

    def test_a_target_that_cannot_be_fetched_decides_nothing(self):
        self.merge_request(3, target="$(touch>x)")
        self.assertFalse(self.deployed())
        self.assertFalse((self.desk.at / "x").exists())

    def test_the_default_branch_is_compared_with_what_was_there(self):
        before = self.desk.git("rev-parse", "HEAD")
        self.desk.commit(CASE, WHOLE)
        self.pipeline(0, CI_COMMIT_BEFORE_SHA=before)
        self.assertEqual(json.loads(self.report("nachweise.json"))["verdict"], "pass")
        self.desk.commit(CASE, BROKEN)
        self.pipeline(1, CI_COMMIT_BEFORE_SHA=before)
        self.pipeline(1, CI_COMMIT_BEFORE_SHA="0" * 40)

    def test_a_tag_whose_gate_is_not_passed_is_not_deployed(self):
        self.pipeline(1, unset=["CI_COMMIT_BRANCH"], CI_COMMIT_TAG="v1")
        self.assertFalse(self.deployed(), self.log)
        self.assertTrue([case for case in self.cases("nachweise-tor.junit.xml") if case.find("failure") is not None])
        self.assertEqual(json.loads(self.report("nachweise-tor.json"))["verdict"], "fail")

    def test_the_gate_can_stand_on_the_default_branch_too(self):
        self.include(install="image", gate_on_default_branch=True)
        self.pipeline(1)
        self.assertFalse(self.deployed(), self.log)

    def test_a_shallow_clone_decides_nothing(self):
        flat = self.desk.folder / "flach"
        self.desk.commit("quelle.py", "pass")
        self.desk.git("clone", "--quiet", "--depth=1", f"file://{self.desk.at}", flat)
        self.desk.git("remote", "set-url", "origin", REMOTE, at=flat)
        self.desk.git("config", f"url.{self.desk.folder / 'server.git'}.insteadOf", REMOTE, at=flat)
        self.desk.at = flat
        self.merge_request(3)
        self.assertIn("GIT_DEPTH", self.log)

    def test_the_forecast_stops_nothing(self):
        self.pipeline(0, CI_PIPELINE_SOURCE="schedule")
        self.assertIn("nachweise-vorschau", self.log)
        self.desk.commit(CASE, BROKEN)
        self.pipeline(0, unset=["CI_COMMIT_BRANCH"], CI_PIPELINE_SOURCE="schedule")
        self.assertIn("malformed-evidence", self.log)
        self.assertIn(" WARN  nachweise-vorschau", self.log)
        self.assertTrue(self.deployed(), self.log)

    def test_a_program_is_taken_by_its_checksum_or_not_at_all(self):
        right = hashlib.sha256(PROGRAM.read_bytes()).hexdigest()
        (self.desk.bin / "nachweis").unlink()
        for checksum, code in [(right, 0), ("0" * 64, 3), ("", 3)]:
            self.include(install="binary", binary_url=f"file://{PROGRAM}", binary_sha256=checksum)
            self.pipeline(code)
        self.include(install="image")
        self.pipeline(3)
        self.assertIn("Das Image enthält das Werkzeug nicht.", self.log)

    def test_inputs_name_jobs_and_stages(self):
        self.include(name="zweites", stage="deploy", gate="betrieb", project="unter/ordner", install="image")
        shown = self.desk.run(INTERPRETER, "--preview")
        jobs = yaml.safe_load(shown[shown.index("---\n"):].split("Unable to retrieve")[0].split("parsing and downloads")[0])
        self.assertEqual(jobs["zweites"]["stage"], "deploy")
        self.assertEqual(jobs["zweites-tor"]["variables"]["NACHWEIS_GATE"], "betrieb")
        self.assertEqual(jobs["zweites"]["variables"]["NACHWEIS_PROJECT"], "unter/ordner")
        self.assertEqual(jobs["zweites"]["variables"]["GIT_DEPTH"], "0")
        self.assertEqual(jobs["zweites"]["artifacts"]["when"], "always")
        self.assertNotIn("nachweise", jobs)
        self.pipeline(3)
        self.assertIn("Den Ordner des Projekts gibt es nicht", self.log)


if __name__ == "__main__":
    unittest.main()
