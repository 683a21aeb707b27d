"""A server of mails that this project did not write, on loopback, for the reminders of the real program.

Prints the port on which it listens, and then every mail that it takes, as one line of JSON: to whom the envelope goes, and what a
reader of mails finds in it. It serves until its standard input ends.
"""

import asyncio
import email
import json
import sys
from email.policy import default

from aiosmtpd.smtp import SMTP

READ = ("From", "To", "Subject", "List-Unsubscribe")


class Taking:
    """Takes every mail."""

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.original_content, policy=default)
        told = {
            "to": envelope.rcpt_tos,
            "headers": {name: str(mail[name]) for name in READ if mail[name] is not None},
            "text": mail.get_body(("plain",)).get_content(),
            "defects": [str(defect) for part in mail.walk() for defect in part.defects],
        }
        print(json.dumps(told), flush=True)
        return "250 taken"


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taking(), hostname="mail.test"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(serve())
