/** Uploads: files as received, what was found in them, and the decision to load it. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { address, follow, type Page, send, sendForm } from "./client";
import { keys } from "./keys";
import type { Preview } from "./preview";
import type { Upload, UploadStatus } from "./types";

const RUNNING: ReadonlySet<UploadStatus> = new Set(["queued", "reading", "loading", "indexing"]);
/** News brings progress at once; this is only the net for news that was missed. */
const POLL_MS = 3_000;

export const isRunning = (upload: Upload) => RUNNING.has(upload.status);

export const uploadsQuery = (c: number) =>
  infiniteQueryOptions({
    queryKey: keys.uploads(c),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? follow<Upload>(pageParam, signal)
        : send<Page<Upload>>("GET", `/corpora/${c}/uploads/`, { query: { page_size: 50 }, signal }),
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.results.some(isRunning)) ? POLL_MS : false,
  });

/** What was found in a ZIP or tar archive: its members, each an upload of its own. */
export const membersQuery = (c: number, archive: string) =>
  infiniteQueryOptions({
    queryKey: keys.membersOf(c, archive),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? follow<Upload>(pageParam, signal)
        : send<Page<Upload>>("GET", `/corpora/${c}/uploads/`, {
            query: { page_size: 50, archive },
            signal,
          }),
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.results.some(isRunning)) ? POLL_MS : false,
  });

export const uploadQuery = (c: number, u: string) =>
  queryOptions({
    queryKey: keys.upload(c, u),
    queryFn: () => send<Upload>("GET", `/corpora/${c}/uploads/${u}/`),
    refetchInterval: (query) => (query.state.data && isRunning(query.state.data) ? POLL_MS : false),
  });

export const previewQuery = (c: number, u: string) =>
  queryOptions({
    queryKey: keys.preview(c, u),
    queryFn: () => send<Preview>("GET", `/corpora/${c}/uploads/${u}/preview/`),
    staleTime: 5 * 60_000,
  });

/** Sends one file; `onProgress` is told the share that has left the browser, 0 to 1. */
export const sendFile = (
  c: number,
  file: File,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
) => {
  const form = new FormData();
  form.append("file", file, file.name);
  const told = (sent: number, total: number) => onProgress(total > 0 ? sent / total : 0);
  return sendForm<{ results: Upload[] }>(`/corpora/${c}/uploads/`, form, told, signal);
};

export const sendPaste = (c: number, name: string, text: string) =>
  send<{ results: Upload[] }>("POST", `/corpora/${c}/uploads/`, { body: { name, text } });

const act = (verb: string) => (c: number, u: string) =>
  send<Upload>("POST", `/corpora/${c}/uploads/${u}/${verb}/`);

export const confirmUpload = act("confirm");
export const cancelUpload = act("cancel");

/** Hides it with its threads and what was coded in them. */
export const deleteUpload = (c: number, u: string) => send("DELETE", `/corpora/${c}/uploads/${u}/`);

/** Where the file lies as it was received. */
export const rawAddress = (c: number, u: string) => address(`/corpora/${c}/uploads/${u}/raw/`);

/** The formats that can be chosen for a file. */
export const formatsQuery = queryOptions({
  queryKey: ["formats"] as const,
  queryFn: () => send<{ name: string; boundaries: boolean }[]>("GET", "/formats/"),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Reads a file that is not loaded as another format; null: as it seems to be. */
export const readAs = (c: number, u: string, format: string | null) =>
  send<Upload>("POST", `/corpora/${c}/uploads/${u}/read-as/`, { body: { format } });
