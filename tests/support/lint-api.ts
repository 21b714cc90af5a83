// Lints the contracts in api/. Any finding, warnings too, fails.
import { fileURLToPath } from 'node:url';
import { createConfig, formatProblems, lint } from '@redocly/openapi-core';

const config = await createConfig({
  extends: ['recommended-strict'],
  // Where a token opens a topic it travels in the hello, which no security scheme of AsyncAPI can say.
  async3Rules: { 'security-defined': 'off' },
});

let findings = 0;
for (const name of ['openapi.yaml', 'asyncapi.yaml']) {
  const problems = await lint({ ref: fileURLToPath(new URL(`../../api/${name}`, import.meta.url)), config });
  formatProblems(problems, { format: 'stylish', totals: { errors: 0, warnings: 0, ignored: 0 }, version: '' });
  findings += problems.length;
}
console.log(findings === 0 ? 'The contracts are clean.' : `${findings} findings in the contracts.`);
process.exitCode = findings === 0 ? 0 : 1;
