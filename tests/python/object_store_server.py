"""An S3-compatible object store of the tests' own, which checks signatures as a real one does.

Prints one line, the address of an empty bucket with a user who may use it, and serves until its standard input ends:
s3://ACCESS_KEY:SECRET_KEY@HOST:PORT/BUCKET
"""

import json
import logging
import sys

import boto3
import requests
from moto.server import ThreadedMotoServer

BUCKET = "needlework"
MAY_USE_BUCKETS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}


def client(service, endpoint):
    """A client who is let in as long as nobody has to say who they are."""
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="nobody",
        aws_secret_access_key="nobody",
    )


def serve():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client("s3", endpoint).create_bucket(Bucket=BUCKET)
    users = client("iam", endpoint)
    users.create_user(UserName="clinic")
    users.put_user_policy(
        UserName="clinic", PolicyName="buckets", PolicyDocument=json.dumps(MAY_USE_BUCKETS)
    )
    key = users.create_access_key(UserName="clinic")["AccessKey"]
    # From here on every request must be signed by that user.
    requests.post(f"{endpoint}/moto-api/reset-auth", data=b"0").raise_for_status()
    keys = f"{key['AccessKeyId']}:{key['SecretAccessKey']}"
    print(f"s3://{keys}@{host}:{port}/{BUCKET}", flush=True)
    sys.stdin.read()
    server.stop()


serve()
