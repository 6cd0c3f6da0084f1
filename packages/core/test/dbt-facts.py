"""Writes what dbt makes of the sample projects, for parse-samples.test.ts.

Usage: python dbt-facts.py <path of the dbt command>
Needs dbt-core and dbt-duckdb; the test itself needs neither.
"""
import json, pathlib, shutil, subprocess, sys, tempfile

samples = pathlib.Path(__file__).parent / 'samples' / 'parse'


def node(n):
    facts = {
        'fqn': n['fqn'],
        'path': [n['path'], n['original_file_path'], n['patch_path']],
        'relation': None if n['resource_type'] == 'analysis' else [n['database'], n['schema'], n['alias']],
        'config': n['config'],
        'unrendered_config': n['unrendered_config'],
        'tags': n['tags'],
        'description': n['description'],
        'checksum': n['checksum']['checksum'],
        'columns': [[c['name'], c['description'], c['data_type'], c['meta'], c['tags']] for c in n['columns'].values()],
    }
    if n['resource_type'] != 'seed':
        facts |= {
            'raw_code': n['raw_code'],
            'refs': [[r['name'], r['package'], r['version']] for r in n['refs']],
            'sources': n['sources'],
            'macros': n['depends_on']['macros'],
        }
    if 'test_metadata' in n:
        facts |= {'test_metadata': n['test_metadata'], 'attached': [n['file_key_name'], n['column_name'], n['attached_node']]}
    return facts


def source(s):
    facts = {key: s[key] for key in ['fqn', 'config', 'unrendered_config', 'tags', 'meta', 'source_meta', 'quoting', 'description', 'loader']}
    return facts | {'relation': [s['database'], s['schema'], s['identifier']]}


for project in sorted(samples.iterdir()):
    if not (project / 'dbt-facts.json').exists() and '--all' not in sys.argv:
        continue
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / 'project'
        shutil.copytree(project, copy)
        subprocess.run([sys.argv[1], 'parse', '--quiet'], cwd=copy, check=True)
        manifest = json.loads((copy / 'target' / 'manifest.json').read_text())
    facts = {
        'nodes': {k: node(n) for k, n in sorted(manifest['nodes'].items()) if n['resource_type'] != 'operation'},
        'sources': {k: source(s) for k, s in sorted(manifest['sources'].items())},
        'exposures': sorted(manifest['exposures']),
        'disabled': sorted(manifest['disabled']),
    }
    (project / 'dbt-facts.json').write_text(json.dumps(facts, indent=1) + '\n')
    print(project.name, len(facts['nodes']), 'nodes')
