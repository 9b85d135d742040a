/**
 * Sends one large file over tus, so that a broken line, a reload or a restart of the server loses
 * nothing of it. Fetched only when a large file is sent.
 */
import { DetailedError, type HttpRequest, Upload } from "tus-js-client";
import { csrfToken } from "./client";
import { ApiProblem, problemOf } from "./problem";
import { begunBefore } from "./storage";

const ADDRESS = "/api/v1/tus/";
/** Small enough for proxies that hold a request back until they have it whole. */
const PIECE = 32 * 1024 * 1024;
const SECOND = 1_000;
/** A restart takes seconds, a walk to another network minutes: about half an hour in all. */
const DELAYS = [0.3, 1, 2, 4, 8, ...Array<number>(60).fill(30)].map((one) => one * SECOND);
/** Answers after which trying again may help. */
const PASSING = new Set([0, 408, 409, 423, 429, 500, 502, 503, 504]);

export interface Delivery {
  corpus: number;
  file: File;
  signal: AbortSignal;
  /** The share that has safely left, 0 to 1. */
  onProgress: (share: number) => void;
  /** Nothing gets through at the moment; it is tried again. */
  onTrouble: () => void;
  /** The id under which it is known, which also becomes its upload's. */
  onBegun: (id: string) => void;
}

async function authorise(request: HttpRequest): Promise<void> {
  request.setHeader("X-CSRFToken", await csrfToken());
}

const statusOf = (error: DetailedError) => error.originalResponse?.getStatus() ?? 0;

function problemIn(error: Error): Error {
  if (!(error instanceof DetailedError)) return error;
  const status = statusOf(error);
  if (status === 0) return new ApiProblem(0, { code: "unreachable" });
  return problemOf(status, error.originalResponse?.getBody() ?? "");
}

/** Sends what is not there yet; rejects with AbortError when `signal` says so. */
export async function sendInPieces({ corpus, file, signal, ...told }: Delivery): Promise<void> {
  const begun = await begunBefore(corpus, file);
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: ADDRESS,
      uploadUrl: begun ? `${ADDRESS}${begun.id}/` : null,
      metadata: {
        corpus: String(corpus),
        filename: file.name,
        modified: String(file.lastModified),
      },
      chunkSize: PIECE,
      retryDelays: DELAYS,
      // The server knows what is unfinished: it can be taken up again in another browser as well.
      storeFingerprintForResuming: false,
      onBeforeRequest: authorise,
      onShouldRetry: (error) => {
        const isPassing = PASSING.has(statusOf(error));
        if (isPassing) told.onTrouble();
        return isPassing;
      },
      onProgress: (sent, total) => told.onProgress(total > 0 ? sent / total : 0),
      onUploadUrlAvailable: () => told.onBegun(upload.url?.split("/").at(-2) ?? ""),
      onSuccess: () => resolve(),
      onError: (error) => reject(problemIn(error)),
    });
    const stop = () => {
      upload.abort();
      reject(new DOMException("Stopped", "AbortError"));
    };
    if (signal.aborted) stop();
    else {
      signal.addEventListener("abort", stop);
      upload.start();
    }
  });
}

/** Gives a half-sent file up: what has come of it is forgotten. */
export async function giveUp(id: string): Promise<void> {
  await Upload.terminate(`${ADDRESS}${id}/`, {
    onBeforeRequest: authorise,
    retryDelays: DELAYS.slice(0, 5),
  });
}
