// Prints `N passed, N failed` for the JSON report of vitest and exits with 1 if anything failed.
// Arguments: the report, and how many steps failed (the tests, if they did, are one of them).
import { existsSync, readFileSync } from 'node:fs';

const [reportFile = '', failedSteps = '0'] = process.argv.slice(2);

let passed = 0;
let failed = Number(failedSteps);

if (existsSync(reportFile)) {
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  // A file that cannot be loaded has no tests that could fail.
  const brokenFiles = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failedTests = report.numFailedTests + brokenFiles;
  passed = report.numPassedTests;
  // The step of the tests failed because of these.
  if (failedTests > 0) failed += failedTests - 1;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0) console.log(`${skipped} skipped`);
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
