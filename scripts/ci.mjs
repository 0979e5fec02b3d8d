// Every check, one after the other, to the end. The last line is the sum: each check and each test counts as one.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const testReport = `${root}.tmp/test-report.json`;

const checks = [
  ["build", "Compile src/ to dist/"],
  ["format:check", "Formatting"],
  ["lint", "Lint, the generated modules included"],
  ["typecheck", "Types of everything that is not shipped"],
  ["cycles", "Import directions and cycles"],
  ["unused", "Unused files, exports and dependencies"],
  ["check:generated", "generated/ is what the examples say"],
  ["check:docs", "The reference pages are what the tables in src/ say"],
  ["bench:guard", "Allocations, deoptimisations and sizes of generated code"],
  ["demo", "The demo"],
  ["package:check", "The package as npm would publish it"],
];

const total = { passed: 0, failed: 0 };

/**
 * Runs an npm script; prints its output only where it failed, so that a green run stays readable. What `failuresFirst`
 * gives stands before that output: logs are often cut, and what failed must not be what is cut off.
 */
function run(script, title, args = [], failuresFirst = () => "") {
  const started = performance.now();
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const result = spawnSync(npm, ["run", "--silent", script, ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    shell: process.platform === "win32",
    env: { ...process.env, FORCE_COLOR: "0", NO_COLOR: "1" },
  });
  const ok = result.status === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? "ok  " : "FAIL"}  ${script.padEnd(16)} ${seconds.padStart(6)} s  ${title}`);
  if (!ok) console.log(indent(`${failuresFirst()}${result.stderr}${result.stdout}${result.error?.message ?? ""}`));
  return ok;
}

/** Control characters go, whatever a test printed: the log stays text for the tools that read it. */
function indent(text) {
  return text
    .trimEnd()
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .replace(/^/gm, "      ");
}

function count(passed, failed) {
  total.passed += passed;
  total.failed += failed;
}

/** Counts of a finished run. A file that does not load and an unhandled error fail the run without failing a test. */
function readTestReport(ok) {
  try {
    const report = JSON.parse(readFileSync(testReport, "utf8"));
    const skipped = report.numPendingTests + report.numTodoTests;
    const filesFailed = report.testResults.filter((file) => file.status === "failed").length;
    const failed = ok ? 0 : Math.max(report.numFailedTests, filesFailed, 1);
    return { passed: report.numPassedTests, failed, skipped, files: report.testResults.length };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, files: 0 };
  }
}

/** Name, place and message of every test that failed, and of every file that did not load. */
function failedTests() {
  try {
    const { testResults } = JSON.parse(readFileSync(testReport, "utf8"));
    const failed = testResults.filter((file) => file.status === "failed");
    return failed.map(failuresOfFile).join("");
  } catch (error) {
    return `No report of the tests was written: ${error.message}\n`;
  }
}

function failuresOfFile({ name, message, assertionResults }) {
  const tests = assertionResults.filter((test) => test.status === "failed");
  const texts = tests.map((test) => `  ${test.fullName}\n${test.failureMessages.join("\n")}\n`);
  return `Failed: ${name.replace(root, "")}\n${message}${texts.join("")}\n`;
}

function runTests() {
  mkdirSync(`${root}.tmp`, { recursive: true });
  rmSync(testReport, { force: true });
  const reporters = ["--", "--reporter=default", "--reporter=json", `--outputFile.json=${testReport}`];
  const ok = run("test", "Tests", reporters, failedTests);
  const { passed, failed, skipped, files } = readTestReport(ok);
  console.log(`      ${files} files: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  count(passed, failed);
}

for (const [script, title] of checks) count(...(run(script, title) ? [1, 0] : [0, 1]));
runTests();
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
