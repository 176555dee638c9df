"""The hooks for pre-commit, run by pre-commit in a repository of their own."""

import unittest

import yaml

from desk import BROKEN, CASE, ROOT, WHOLE, Desk


class Hooks(unittest.TestCase):
    def setUp(self):
        self.desk = Desk()
        self.addCleanup(self.desk.close)
        # This tree as a repository that hooks come from, whatever is committed in it so far.
        source = self.desk.folder / "quelle"
        source.mkdir()
        (source / ".pre-commit-hooks.yaml").write_bytes((ROOT / ".pre-commit-hooks.yaml").read_bytes())
        self.desk.git("init", "--quiet", at=source)
        self.desk.git("add", "--all", at=source)
        self.desk.git("commit", "--quiet", "--message", "Haken", at=source)
        rev = self.desk.git("rev-parse", "HEAD", at=source)
        hook = {"repo": str(source), "rev": rev, "hooks": [{"id": "nachweis-system"}]}
        self.desk.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [hook]}))
        self.desk.project()
        self.desk.run("pre-commit", "install", "--hook-type", "pre-commit", "--hook-type", "pre-merge-commit")

    def staged(self, staged, lying):
        """Stages one content and leaves another in the working tree."""
        self.desk.write(CASE, staged)
        self.desk.git("add", CASE)
        self.desk.write(CASE, lying)

    def test_a_staged_defect_is_caught_although_the_file_is_mended(self):
        self.staged(BROKEN, WHOLE)
        said = self.desk.git("commit", "--message", "x", code=1)
        self.assertIn("malformed-evidence", said)

    def test_a_defect_that_is_not_staged_stops_nothing(self):
        self.staged(WHOLE, BROKEN)
        said = self.desk.git("commit", "--message", "x")
        self.assertIn("Passed", said)

    def test_it_runs_whatever_files_are_committed(self):
        self.desk.write("quelle.py", "pass")
        self.desk.git("add", "quelle.py")
        self.assertIn("Passed", self.desk.git("commit", "--message", "x"))
        # Deleting is no file to look at, and yet a change.
        self.desk.git("rm", "--quiet", "nachweis.toml")
        said = self.desk.git("commit", "--message", "x", code=1)
        self.assertIn("policy-weakened", said)

    # Git keeps what `commit --all` would commit in an index of its own.
    def test_commit_all_is_judged_by_what_it_would_commit(self):
        self.desk.write(CASE, WHOLE)
        self.desk.git("add", CASE)
        self.desk.git("commit", "--message", "x")
        self.desk.write(CASE, BROKEN)
        said = self.desk.git("commit", "--all", "--message", "x", code=1)
        self.assertIn("malformed-evidence", said)

    def test_both_hooks_differ_in_language_only(self):
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        rust, system = ({key: value for key, value in hook.items() if key not in ("id", "language", "description")} for hook in hooks)
        self.assertEqual(rust, system)


if __name__ == "__main__":
    unittest.main()
