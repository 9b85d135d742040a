/** A browser of our own, with a profile on disk, whose process can be killed and started again. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import config from "../playwright.config";

const launch = config.use?.launchOptions;

export class OwnBrowser {
  readonly #profile = mkdtempSync(join(tmpdir(), "catena-profile-"));
  #process: ChildProcess | undefined;

  /** Starts it with the profile as it was left, signed in as the journeys' first account. */
  async start(): Promise<Page> {
    const args = [
      ...(launch?.args ?? []),
      ...(userInfo().uid === 0 ? [] : ["--disable-setuid-sandbox"]),
      "--headless=new",
      "--remote-debugging-port=0",
      `--user-data-dir=${this.#profile}`,
    ];
    // A group of its own: its many processes go together, or one would still write to the profile.
    const program = launch?.executablePath ?? chromium.executablePath();
    const started = spawn(program, args, { detached: true });
    this.#process = started;
    const address = await new Promise<string>((done, fail) => {
      let said = "";
      started.stderr.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (found) done(found);
      });
      started.once("exit", () => fail(new Error(`The browser ended:\n${said}`)));
    });
    const browser = await chromium.connectOverCDP(address);
    const context = browser.contexts()[0] as BrowserContext;
    const kept = readFileSync(process.env.CATENA_E2E_STATE ?? "", "utf8");
    await context.addCookies((JSON.parse(kept) as { cookies: never[] }).cookies);
    const page = await context.newPage();
    await page.setViewportSize({ width: 1440, height: 900 });
    return page;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const running = this.#process;
    if (!running?.pid || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((done) => running.once("exit", done));
    process.kill(-running.pid, "SIGKILL");
    await gone;
  }

  async remove(): Promise<void> {
    await this.kill();
    try {
      rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    } catch (error) {
      // It lies among temporary files; what was tested does not depend on it.
      process.stdout.write(`left behind: ${String(error)}\n`);
    }
  }
}
