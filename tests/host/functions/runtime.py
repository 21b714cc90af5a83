"""Lambda's Runtime API in a few lines of plain Python: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html"""
import http.client
import json
import os

api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None):
    api.request(method, "/2018-06-01/runtime" + path, body)
    answer = api.getresponse()
    return answer.headers, answer.read()


def serve(handle):
    """`handle(event, context)` returns what goes to JSON, or bytes that go as they are; what it raises is posted as its error."""
    while True:
        context, event = call("GET", "/invocation/next")
        path = "/invocation/" + context["Lambda-Runtime-Aws-Request-Id"]
        try:
            answer = handle(json.loads(event), context)
            call("POST", path + "/response", answer if isinstance(answer, bytes) else json.dumps(answer))
        except Exception as error:
            call("POST", path + "/error", json.dumps({"errorType": type(error).__name__, "errorMessage": str(error)}))
