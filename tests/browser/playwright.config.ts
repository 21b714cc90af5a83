import { defineConfig } from '@playwright/test';

// Debian's Chromium, as quiet as it gets: nothing of it may speak to any other host.
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: '.',
  outputDir: '../../out/test/browser/artefacts',
  fullyParallel: false,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: quiet },
    trace: 'retain-on-failure',
    locale: 'en-GB',
    timezoneId: 'Europe/Lisbon',
  },
});
