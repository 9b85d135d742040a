/** How one write is put to the server, and what its answer means for the line. */

import { type Asked, type Method, send } from "../client";
import { ApiProblem, isProblem } from "../problem";
import type { ApiPath } from "../types";
import type { Entry, Fields, Step, Trouble } from "./entries";

export type Why = "away" | "signedOut" | "otherUser";

export type Result =
  | { readonly is: "done"; readonly answer: Fields | null }
  | { readonly is: "renamed"; readonly current: Fields }
  | { readonly is: "stale"; readonly current: Fields }
  | { readonly is: "refused"; readonly trouble: Trouble }
  | { readonly is: "later"; readonly why: Why; readonly seconds: number | null };

const PASSING = new Set([0, 408, 429, 502, 503, 504]);
/** A fault of the server may pass, or may come back each time: then somebody must know. */
const MOST_TRIES = 4;

export async function perform(entry: Entry): Promise<Result> {
  try {
    return { is: "done", answer: await ask(entry) };
  } catch (error) {
    if (!isProblem(error)) return { is: "refused", trouble: troubleOf(unknown(error)) };
    return judged(entry, error);
  }
}

function ask(entry: Entry): Promise<Fields | null> {
  const { write, corpus, user } = entry;
  const request = (method: Method, path: ApiPath, asked: Asked = {}) =>
    send<Fields | undefined>(method, path, { ...asked, as: user }).then((answer) => answer ?? null);
  switch (write.op) {
    case "put":
      return request("PUT", `/corpora/${corpus}/${write.noun}s/${write.id}/` as ApiPath, {
        body: write.body,
      });
    case "patch":
      return request("PATCH", `/${write.noun}s/${write.id}/` as ApiPath, {
        body: write.change,
        version: write.version,
      });
    case "delete":
      return request("DELETE", `/${write.noun}s/${write.id}/` as ApiPath, {
        version: write.version,
      });
    default:
      return step(entry, write, request);
  }
}

type Request = (method: Method, path: ApiPath, asked?: Asked) => Promise<Fields | null>;

interface Last {
  batch: number;
  target: { id: unknown };
}

/** Names the change that is meant: another one, made elsewhere meanwhile, must not be undone. */
async function step(entry: Entry, write: Step, request: Request): Promise<Fields | null> {
  const path = `/corpora/${entry.corpus}` as const;
  const stack = await request("GET", `${path}/undo/` as ApiPath);
  const last = stack?.[write.op] as Last | null | undefined;
  if (!last) throw new ApiProblem(409, { code: `nothing_to_${write.op}` });
  if (write.expects !== null && String(last.target.id) !== write.expects) {
    throw new ApiProblem(409, { code: "not_the_last" });
  }
  return request("POST", `${path}/${write.op}/` as ApiPath, {
    body: { batch: last.batch },
    idempotencyKey: write.id,
  });
}

function judged({ write, tries }: Entry, problem: ApiProblem): Result {
  const { status, code, retryAfter } = problem;
  const current = problem.current as Fields | undefined;
  if (PASSING.has(status) || ((status >= 500 || code === "busy") && tries < MOST_TRIES)) {
    return { is: "later", why: "away", seconds: retryAfter };
  }
  if (status === 401) return { is: "later", why: "signedOut", seconds: null };
  if (code === "other_user") return { is: "later", why: "otherUser", seconds: null };
  // The cookie that goes with the form is another since somebody signed in.
  if (code === "permission_denied" && tries < MOST_TRIES) {
    return { is: "later", why: "away", seconds: 0 };
  }
  if (status === 404 && write.op === "delete") return { is: "done", answer: null };
  if (code === "deleted" && write.op === "put") return { is: "done", answer: null };
  if (code === "idempotency_key_reused") return { is: "done", answer: null };
  if (code.startsWith("duplicate_") && write.op === "put" && current) {
    return { is: "renamed", current };
  }
  if (status === 412 && current) return { is: "stale", current };
  return { is: "refused", trouble: troubleOf(problem) };
}

function troubleOf({ status, code, detail }: ApiProblem): Trouble {
  return { status, code, detail };
}

function unknown(error: unknown): ApiProblem {
  return new ApiProblem(0, { code: "unknown", title: String(error) });
}
