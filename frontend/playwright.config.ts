/** Browser journeys against a real Catena, which e2e/server.ts starts on a free port. */
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { defineConfig } from "@playwright/test";

const USUAL = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env.CATENA_CHROMIUM ?? USUAL.find(existsSync);
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  globalSetup: "./e2e/server.ts",
  // The journeys build on one another's account, and two cores are few.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
    // Contrast is measured on colours that stand still.
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: userInfo().uid === 0 ? ["--no-sandbox", ...QUIET] : QUIET,
    },
  },
  projects: [
    { name: "first run", testMatch: "first-run.spec.ts" },
    { name: "journeys", testIgnore: "first-run.spec.ts", dependencies: ["first run"] },
  ],
});
