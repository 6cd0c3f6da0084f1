"""Reads artifacts with dbt itself: python dbt-reads.py <manifest.json> <run_results.json>. Prints what is wrong."""
import json
import sys

import jsonschema
from dbt.artifacts.schemas.manifest import WritableManifest
from dbt.artifacts.schemas.run import RunResultsArtifact
from dbt.contracts.graph.manifest import Manifest

for artifact, path in ((WritableManifest, sys.argv[1]), (RunResultsArtifact, sys.argv[2])):
    with open(path) as file:
        content = json.load(file)
    for error in jsonschema.Draft202012Validator(artifact.json_schema()).iter_errors(content):
        best = jsonschema.exceptions.best_match([error])
        print(path, "/".join(map(str, best.absolute_path)), best.message[:300])
    read = artifact.read_and_check_versions(path)
    if artifact is WritableManifest:
        manifest = Manifest.from_writable_manifest(read)
        print(json.dumps(sorted(manifest.nodes)))
