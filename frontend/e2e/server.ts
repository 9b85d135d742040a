/**
 * Starts Catena with empty data on a free port, without any account, and stops it at the end.
 * What the journeys must know stands in the environment: its address, the set-up link that it
 * printed, and where the first account's session is kept.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const PATIENCE_MS = 120_000;

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

/** Waits for the line in which the server prints the link that makes the first account. */
function setUpLink(server: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const link = /https?:\/\/\S+\/setup\?key=\S+/.exec(said)?.[0];
      if (link) done(link);
    };
    server.stdout?.on("data", listen);
    server.stderr?.on("data", listen);
    server.once("exit", (code) => fail(new Error(`Catena ended with ${code}:\n${said}`)));
    setTimeout(() => fail(new Error(`Catena did not start:\n${said}`)), PATIENCE_MS).unref();
  });
}

function stop(server: ChildProcess): Promise<void> {
  return new Promise((done) => {
    server.once("exit", () => done());
    server.kill("SIGTERM");
  });
}

export default async function start(): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), "catena-e2e-"));
  const port = await freePort();
  const { CATENA_ADMIN_USERNAME: _, CATENA_ADMIN_PASSWORD: __, ...rest } = process.env;
  // A copy, so that building anew in the meantime takes no file away from under the journeys.
  const frontend = join(home, "frontend");
  cpSync(process.env.CATENA_E2E_DIST ?? join(ROOT, "frontend/dist"), frontend, { recursive: true });
  const env = {
    ...rest,
    CATENA_FRONTEND: frontend,
    CATENA_HOME: join(home, "data"),
    CATENA_PORT: String(port),
  };
  const python = join(ROOT, ".venv/bin/python");
  const server = spawn(python, ["-m", "catena", "up"], { cwd: ROOT, env });
  process.env.CATENA_E2E_SETUP = await setUpLink(server);
  process.env.CATENA_E2E_URL = `http://127.0.0.1:${port}`;
  process.env.CATENA_E2E_STATE = join(home, "session.json");
  return async () => {
    server.removeAllListeners("exit");
    await stop(server);
    rmSync(home, { recursive: true, force: true });
  };
}
