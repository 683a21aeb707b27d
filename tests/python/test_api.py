"""The API against its own description, by a fuzzer of other people: no request makes the server fail, and every answer is one
that the description knows."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

# Requests for each operation: a few hundred in all, in well under a minute.
EXAMPLES = "40"
SEED = "1"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Api(unittest.TestCase):
    def setUp(self):
        self.server = subprocess.Popen(
            [os.environ["NEEDLEWORK_PROGRAM"], "serve", "--demonstration", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.addCleanup(self.server.stdout.close)
        self.addCleanup(self.server.wait)
        self.addCleanup(self.server.terminate)
        self.origin = re.search(r"http://[0-9.:]+[0-9]", self.server.stdout.readline()).group()

    def signed_in(self):
        request = urllib.request.Request(
            f"{self.origin}/demonstration",
            data=urllib.parse.urlencode({"name": "ida.frei"}).encode(),
            headers={"Origin": self.origin},
        )
        try:
            urllib.request.build_opener(NoRedirect).open(request)
        except urllib.error.HTTPError as answer:
            return answer.headers["Set-Cookie"].split(";")[0]
        self.fail("nobody was let in")

    def test_no_request_makes_the_server_fail_and_every_answer_is_described(self):
        # What the fuzzer keeps for its next run must not lie in the checkout, nor decide about this one.
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        told = subprocess.run(
            [
                os.path.join(os.path.dirname(sys.executable), "schemathesis"),
                "run",
                f"{self.origin}/api/v1/openapi.json",
                "--header",
                f"Cookie: {self.signed_in()}",
                "--header",
                f"Origin: {self.origin}",
                "--checks",
                "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
                "--max-examples",
                EXAMPLES,
                "--seed",
                SEED,
                "--phases",
                "examples,coverage,fuzzing",
            ],
            cwd=folder.name,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(told.returncode, 0, told.stdout[-6000:] + told.stderr[-2000:])


if __name__ == "__main__":
    unittest.main()
