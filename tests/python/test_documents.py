"""What the documents promise is there: linked files exist, and the case of the README can be planned."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


class Documents(unittest.TestCase):
    def test_every_linked_file_exists(self):
        for document in DOCUMENTS:
            for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
                if "://" in target:
                    continue
                with self.subTest(document=document.name, target=target):
                    self.assertTrue((document.parent / target).exists())

    def test_the_case_of_the_readme_can_be_planned(self):
        blocks = re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
        self.assertEqual(len(blocks), 1, "the README shows one case")
        with tempfile.TemporaryDirectory() as folder:
            case = pathlib.Path(folder) / "case.toml"
            case.write_text(blocks[0], encoding="utf-8")
            planned = subprocess.run(
                [os.environ["NEEDLEWORK_PROGRAM"], "plan", case, "--json"], capture_output=True, check=False
            )
        self.assertEqual(planned.returncode, 0, planned.stderr.decode())
        self.assertEqual(json.loads(planned.stdout)["case"]["title"], "Cheek lines, woman of 52")


if __name__ == "__main__":
    unittest.main()
