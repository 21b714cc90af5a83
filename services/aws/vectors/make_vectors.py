#!/usr/bin/env python3
"""Makes sigv4.jsonl: random requests, signed by botocore.

    python3 -m venv VENV && VENV/bin/pip install botocore==1.43.11
    VENV/bin/python services/aws/vectors/make_vectors.py [--check]

The same seed gives the same file; --check compares instead of writing. All credentials are made up here.
The first line holds the credentials, each other line one request:
  c credentials (index), s service, r region, t time, m method, p path as sent, q query as sent, h headers, b body,
  z signature. Every header that botocore adds is a function of these.
"""

import datetime
import json
import pathlib
import random
import string
import sys
from urllib.parse import quote

import botocore
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

VERSION = "1.43.11"
FILE = pathlib.Path(__file__).with_name("sigv4.jsonl")
EACH = 1000
REGIONS = ["eu-central-1", "us-east-1", "eu-west-1"]
TABLE_OPERATIONS = ["GetItem", "PutItem", "UpdateItem", "Query", "TransactWriteItems"]
draw = random.Random(20261122)


def text(alphabet, least, most):
    return "".join(draw.choice(alphabet) for _ in range(draw.randint(least, most)))


def base64_text(length):
    return text(string.ascii_letters + string.digits + "+/", length, length)


def credentials():
    # No real key id begins so: AWS's are AKIA or ASIA and 16 letters or digits.
    token = base64_text(draw.randint(20, 120)) + "=" * draw.randint(0, 2) if draw.random() < 0.6 else None
    return ("FAKE" + text(string.ascii_uppercase, 8, 12), base64_text(40), token)


def body():
    return text(string.ascii_letters + '{}":,é€😀 \n', 0, 30)


def headers(host):
    chosen = [["Host", host]]
    if draw.random() < 0.5:
        chosen.append(["Content-Type", "application/x-amz-json-1.0"])
    if draw.random() < 0.2:
        chosen.append(["X-Amz-Meta-Note", text("ab  \t", 3, 9).strip() or "a"])
    if draw.random() < 0.1:
        chosen.append(["X-Amz-Meta-Twice", "one"])
        chosen.append(["x-amz-meta-twice", "two  three"])
    if draw.random() < 0.2:
        chosen.append([draw.choice(["User-Agent", "Connection", "Expect", "X-Amzn-Trace-Id"]), "left-out"])
    return chosen


def query():
    pairs = []
    for _ in range(draw.choice([0, 0, 0, 1, 2, 4])):
        name = quote(text("abc-_.~ =&é", 1, 4), safe="-_.~")
        value = quote(text("xyz019+/= é", 0, 5), safe="-_.~")
        pairs.append(name if draw.random() < 0.1 else f"{name}={value}")
    return "&".join(pairs)


def dynamodb(region):
    host = f"dynamodb.{region}.amazonaws.com"
    fields = headers(host) + [["X-Amz-Target", "DynamoDB_20120810." + draw.choice(TABLE_OPERATIONS)]]
    return "POST", "/", "", fields, body()


def s3(region):
    key = text(string.ascii_letters + "/=+é .~_", 1, 24)
    path = "/" + quote(f"bucket/{key}", safe="/~")
    method = draw.choice(["GET", "PUT", "HEAD", "DELETE"])
    return method, path, query(), headers(f"s3.{region}.amazonaws.com"), body() if method == "PUT" else ""


def execute_api(region):
    # API Gateway's connection ids are base64: most end in '='.
    connection = quote(base64_text(11) + "=", safe="-._~")
    path = f"/ws/@connections/{connection}"
    if draw.random() < 0.15:
        path = "/" + text("ab./", 1, 9) + path
    method = draw.choice(["POST", "POST", "POST", "GET", "DELETE"])
    parameters = query() if draw.random() < 0.3 else ""
    host = f"abc123.execute-api.{region}.amazonaws.com"
    return method, path, parameters, headers(host), body() if method == "POST" else ""


def signed(keys, service, region, moment, request):
    method, path, parameters, fields, data = request
    host = fields[0][1]
    url = f"https://{host}{path}" + (f"?{parameters}" if parameters else "")
    aws = AWSRequest(method=method, url=url, data=data.encode())
    for name, value in fields:
        aws.headers.add_header(name, value)
    botocore.auth.get_current_datetime = lambda: moment
    signer = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    signer(Credentials(*keys), service, region).add_auth(aws)
    return aws.headers["Authorization"].rsplit("Signature=", 1)[1]


def lines():
    known = [credentials() for _ in range(12)]
    yield json.dumps(known, separators=(",", ":"))
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    for service, make in [("dynamodb", dynamodb), ("s3", s3), ("execute-api", execute_api)]:
        for _ in range(EACH):
            who = draw.randrange(len(known))
            region = draw.choice(REGIONS)
            moment = start + datetime.timedelta(seconds=draw.randrange(3 * 365 * 86400))
            request = make(region)
            method, path, parameters, fields, data = request
            vector = {"c": who, "s": service, "r": region, "t": moment.strftime("%Y%m%dT%H%M%SZ"), "m": method,
                      "p": path, "q": parameters, "h": fields, "b": data,
                      "z": signed(known[who], service, region, moment, request)}
            yield json.dumps(vector, separators=(",", ":"), ensure_ascii=False)


def main():
    if botocore.__version__ != VERSION:
        sys.exit(f"make_vectors.py: botocore is {botocore.__version__}, wanted {VERSION}")
    made = "\n".join(lines()) + "\n"
    if "--check" in sys.argv[1:]:
        if FILE.read_text() != made:
            sys.exit(f"{FILE.name} is not what botocore signs: run {pathlib.Path(__file__).name}")
    else:
        FILE.write_text(made)


main()
