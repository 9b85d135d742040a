/** The room that a corpus' files take, and one's own files that have come in part. */
import { queryOptions } from "@tanstack/react-query";
import { send } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";

export type Storage = components["schemas"]["Storage"];
export type Unfinished = components["schemas"]["UnfinishedUpload"];

const ask = (c: number) => send<Storage>("GET", `/corpora/${c}/storage/`);

export const storageQuery = (c: number) =>
  queryOptions({ queryKey: keys.storage(c), queryFn: () => ask(c) });

/** Says which half-sent file this one goes on with: the same name, size and time, or none. */
export async function begunBefore(c: number, file: File): Promise<Unfinished | null> {
  const { unfinished } = await ask(c);
  return unfinished.find((one) => isSame(one, file)) ?? null;
}

export function isSame(begun: Unfinished, file: File): boolean {
  return (
    begun.name === file.name && begun.size === file.size && begun.modified === file.lastModified
  );
}
