/**
 * The one place where requests leave the browser: CSRF, If-Match, JSON and problem+json.
 * What may be asked for lies in the files beside it, one per resource.
 */

import { ApiProblem, problemFrom, problemOf } from "./problem";
import type { ApiPath } from "./types";

const BASE = "/api/v1";
const SAFE = new Set(["GET", "HEAD"]);

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Query = Record<
  string,
  string | number | boolean | readonly string[] | null | undefined
>;

export interface Asked {
  query?: Query;
  /** Sent as JSON, unless it is FormData. */
  body?: unknown;
  /** The `version` this change is based on; the server refuses it (412) when that is stale. */
  version?: number;
  /** Repeating the request with the same key does nothing twice. */
  idempotencyKey?: string;
  /** Whose request it is: refused (409 `other_user`) when somebody else is signed in by now. */
  as?: number;
  /** It is sent also when the page closes. */
  keepalive?: boolean;
  signal?: AbortSignal;
}

/** A keyset page. `next` is a whole address; give it to `follow`. */
export interface Page<Item> {
  next: string | null;
  previous: string | null;
  results: Item[];
}

export function address(path: ApiPath, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

function cookie(name: string): string | null {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}

/** Says who we are, which also hands out the CSRF cookie that every change needs. */
export async function csrfToken(): Promise<string> {
  if (cookie("csrftoken") === null) await fetch(`${BASE}/session/`, { credentials: "same-origin" });
  return cookie("csrftoken") ?? "";
}

async function headersFor(method: Method, asked: Asked): Promise<Headers> {
  const headers = new Headers({ Accept: "application/json" });
  const isForm = asked.body instanceof FormData;
  if (asked.body !== undefined && !isForm) headers.set("Content-Type", "application/json");
  if (asked.version !== undefined) headers.set("If-Match", `"${asked.version}"`);
  if (asked.idempotencyKey) headers.set("Idempotency-Key", asked.idempotencyKey);
  if (asked.as !== undefined) headers.set("X-Catena-User", String(asked.as));
  if (!SAFE.has(method)) headers.set("X-CSRFToken", await csrfToken());
  return headers;
}

function bodyFor(body: unknown): BodyInit | null {
  if (body === undefined) return null;
  return body instanceof FormData ? body : JSON.stringify(body);
}

const unreachable = () =>
  new ApiProblem(0, { code: "unreachable", title: "The server does not answer" });

async function answer(url: string, method: Method, asked: Asked): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: await headersFor(method, asked),
      body: bodyFor(asked.body),
      credentials: "same-origin",
      ...(asked.signal ? { signal: asked.signal } : {}),
      ...(asked.keepalive ? { keepalive: true } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  }
}

async function ask<Answer>(url: string, method: Method, asked: Asked): Promise<Answer> {
  const response = await answer(url, method, asked);
  if (!response.ok) throw await problemFrom(response);
  if (response.status === 204) return undefined as Answer;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as Answer;
}

/** Sends one request below /api/v1. Throws ApiProblem for every answer outside 2xx. */
export function send<Answer>(method: Method, path: ApiPath, asked: Asked = {}): Promise<Answer> {
  return ask<Answer>(address(path, asked.query), method, asked);
}

/** Fetches the page behind a `next` address, whatever host the server wrote into it. */
export function follow<Item>(next: string, signal?: AbortSignal): Promise<Page<Item>> {
  const { pathname, search } = new URL(next, window.location.origin);
  return ask<Page<Item>>(`${pathname}${search}`, "GET", signal ? { signal } : {});
}

/** Sends a form and tells how much of it has left: `fetch` can't say, so this is XMLHttpRequest. */
export async function sendForm<Answer>(
  path: ApiPath,
  form: FormData,
  onProgress: (sent: number, total: number) => void,
  signal?: AbortSignal,
): Promise<Answer> {
  const token = await csrfToken();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address(path));
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.onload = () => {
      const isRefused = request.status < 200 || request.status > 299;
      if (isRefused) reject(problemOf(request.status, request.responseText));
      else resolve(JSON.parse(request.responseText) as Answer);
    };
    request.send(form);
  });
}
