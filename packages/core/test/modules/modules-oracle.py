"""Renders templates with dbt's `modules`, for comparison: a Python with jinja2 and pytz.

Reads one JSON object a line, {"template"}, and answers one a line: {"output"} or {"error", "message"}.
"""
import datetime
import itertools
import json
import re
import signal
import sys
import warnings

import pytz
from jinja2.sandbox import SandboxedEnvironment

warnings.simplefilter("ignore")

modules = {"datetime": datetime, "pytz": pytz, "re": re, "itertools": itertools}
now = datetime.datetime(2024, 3, 5, 14, 7, 9, 123456, tzinfo=pytz.utc)


class Timeout(BaseException):
    pass


def stop(*_):
    raise Timeout()


signal.signal(signal.SIGALRM, stop)
environment = SandboxedEnvironment(extensions=["jinja2.ext.do"])
environment.globals.update(
    modules={name: {key: getattr(module, key) for key in dir(module)} for name, module in modules.items()},
    run_started_at=now,
    zip=zip,
)

for line in sys.stdin:
    case = json.loads(line)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        result = {"output": environment.from_string(case["template"]).render()}
    except Timeout:
        result = {"error": "Timeout", "message": ""}
    except Exception as error:
        result = {"error": type(error).__name__, "message": str(error)}
    signal.setitimer(signal.ITIMER_REAL, 0)
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()
