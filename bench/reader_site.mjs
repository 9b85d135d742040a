// A Catena to measure: started in a folder of its own, with codes and invented threads put in through the API.

import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { inventedAnnotations, inventedThread } from "./reader_data.mjs";

export const ROOT = resolve(import.meta.dirname, "..");
export const WHO = { username: "bench", password: "plum-orchard-77-bench" };
/** How many annotations a thread of so many comments gets. */
export const annotationsFor = (comments) => (comments === 15 ? 100 : comments * 2);

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

export async function startSite(home, dist) {
  const port = await freePort();
  const { DATABASE_URL: _, REDIS_URL: __, ...rest } = process.env;
  const env = {
    ...rest,
    CATENA_HOME: join(home, "data"),
    CATENA_PORT: String(port),
    CATENA_FRONTEND: dist,
    CATENA_ADMIN_USERNAME: WHO.username,
    CATENA_ADMIN_PASSWORD: WHO.password,
  };
  const log = openSync(join(home, "log"), "w");
  const cwd = process.env.CATENA_TREE ?? ROOT;
  const python = process.env.CATENA_PYTHON ?? join(ROOT, ".venv/bin/python");
  const child = spawn(python, ["-m", "catena", "up"], { cwd, env, stdio: ["ignore", log, log] });
  const base = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + 90_000; Date.now() < end; ) {
    const answer = await fetch(`${base}/api/v1/health/`).catch(() => null);
    if (answer?.ok && (await answer.json()).status === "ok") {
      return { base, stop: () => new Promise((done) => child.once("exit", done) && child.kill("SIGTERM")) };
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  child.kill("SIGTERM");
  throw new Error(`Catena did not come up, see ${join(home, "log")}`);
}

/** A connection that the server closed while we were making texts is no reason to stop. */
async function fetchAgain(url, options, tries = 2) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (tries === 0) throw error;
    return fetchAgain(url, options, tries - 1);
  }
}

export async function client(base) {
  let token = "";
  const ask = async (method, path, body) => {
    const form = body instanceof FormData;
    const answer = await fetchAgain(`${base}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(form || body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return text ? JSON.parse(text) : null;
  };
  ({ token } = await ask("POST", "/tokens/", { ...WHO, name: "bench" }));
  return ask;
}

export async function makeThread(ask, corpus, codes, comments) {
  const form = new FormData();
  const line = `${JSON.stringify(inventedThread(comments))}\n`;
  form.append("file", new Blob([line]), `bench-${comments}.jsonl`);
  const sent = await ask("POST", `/corpora/${corpus}/uploads/`, form);
  const upload = sent.results[0].id;
  for (;;) {
    const { status, problems } = await ask("GET", `/corpora/${corpus}/uploads/${upload}/`);
    if (status === "done") break;
    if (["failed", "review"].includes(status)) throw new Error(`${status}: ${JSON.stringify(problems)}`);
    await new Promise((done) => setTimeout(done, 300));
  }
  const page = await ask("GET", `/corpora/${corpus}/threads/?page_size=1000`);
  const { id } = page.results.find(({ title }) => title.includes(` ${comments} `));
  const { posts } = await ask("GET", `/threads/${id}/`);
  const operations = inventedAnnotations(posts, codes, annotationsFor(comments));
  for (let at = 0; at < operations.length; at += 1_000) {
    await ask("POST", `/corpora/${corpus}/annotations/bulk/`, {
      operations: operations.slice(at, at + 1_000),
      atomic: false,
    });
  }
  return id;
}

export async function makeCodes(ask, corpus, count) {
  const ids = [];
  while (ids.length < count) {
    const some = Array.from({ length: 4 }, (_, at) => ({ name: `Theme ${ids.length + at} of voices` }));
    const made = await Promise.all(some.map((code) => ask("POST", `/corpora/${corpus}/codes/`, code)));
    ids.push(...made.map(({ id }) => id));
  }
  return ids;
}
