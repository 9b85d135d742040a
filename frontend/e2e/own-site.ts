/** A Catena of our own that can be killed and started again on the same data and port. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const PATIENCE_MS = 120_000;
export const KEEPER = { username: "keeper", password: "seven-quiet-hedges" };

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

export class OwnSite {
  readonly home = mkdtempSync(join(tmpdir(), "catena-own-"));
  url = "";
  #process: ChildProcess | undefined;
  #port = 0;

  /** Starts it, with one account, and waits until it answers. */
  async start(): Promise<void> {
    this.#port ||= await freePort();
    this.url = `http://127.0.0.1:${this.#port}`;
    const env = {
      ...process.env,
      CATENA_FRONTEND: process.env.CATENA_E2E_DIST ?? join(ROOT, "frontend/dist"),
      CATENA_HOME: join(this.home, "data"),
      CATENA_PORT: String(this.#port),
      CATENA_ADMIN_USERNAME: KEEPER.username,
      CATENA_ADMIN_PASSWORD: KEEPER.password,
    };
    const options = { cwd: ROOT, env, stdio: "ignore" as const, detached: true };
    this.#process = spawn(join(ROOT, ".venv/bin/python"), ["-m", "catena", "up"], options);
    const over = Date.now() + PATIENCE_MS;
    while (!(await this.#answers())) {
      if (Date.now() > over) throw new Error("Catena did not start.");
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/api/v1/health/`)).ok;
    } catch {
      return false;
    }
  }

  /** Ends it as `kill -9` does; what it had started ends with it. */
  async kill(): Promise<void> {
    this.#process?.kill("SIGKILL");
    while (await this.#answers()) await new Promise((done) => setTimeout(done, 50));
  }

  /** Stops all of it in good order. */
  async stop(): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((done) => running.once("exit", done));
    running.kill("SIGTERM");
    await gone;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}
