/** What can go wrong in a request, as one typed error. How it is shown is decided in features and ui. */

export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

/** The body of an `application/problem+json` answer (RFC 9457), with Catena's stable `code`. */
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  errors?: FieldProblem[];
  /** The resource as it stands now, when somebody else changed it first (409, 412). */
  current?: unknown;
}

/** Thrown for every answer outside 2xx, and with status 0 when no answer came at all. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly fields: readonly FieldProblem[];
  readonly current: unknown;
  /** Seconds to wait before trying again, when the server says so (429, 503). */
  readonly retryAfter: number | null;

  constructor(status: number, body: ProblemBody, retryAfter: number | null = null) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.name = "ApiProblem";
    this.status = status;
    this.code = body.code ?? (status === 0 ? "unreachable" : "unknown");
    this.detail = body.detail || body.title || "";
    this.fields = body.errors ?? [];
    this.current = body.current;
    this.retryAfter = retryAfter;
  }

  /** The message for one field of a form, or null. */
  field(name: string): string | null {
    return this.fields.find((one) => one.field === name)?.message ?? null;
  }
}

export function isProblem(error: unknown, status?: number): error is ApiProblem {
  return error instanceof ApiProblem && (status === undefined || error.status === status);
}

/** Reads a refused answer; a body that is no problem+json still becomes an ApiProblem. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const retryAfter = Number.isNaN(wait) ? null : wait;
  return problemOf(response.status, await response.text(), retryAfter);
}

export function problemOf(status: number, text: string, retryAfter: number | null = null) {
  return new ApiProblem(status, parsed(text) ?? {}, retryAfter);
}

function parsed(text: string): ProblemBody | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as ProblemBody) : null;
  } catch {
    return null;
  }
}

/** One sentence for people: what the server said, or what its silence means. */
export function wordsFor(error: unknown): string {
  if (!isProblem(error)) return error instanceof Error ? error.message : String(error);
  if (error.status === 0) return "The server does not answer. Nothing was changed.";
  if (error.status === 429 && error.retryAfter !== null) {
    return `Too many tries. Try again in ${error.retryAfter} seconds.`;
  }
  return error.detail || `The server answered with ${error.status}.`;
}
