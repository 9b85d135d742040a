/** Files on their way to the server, before the server knows them as uploads. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { sendFile } from "@/api/uploads";

export interface Parcel {
  id: number;
  name: string;
  /** 0 to 1 while it is on its way. */
  share: number;
  /** Why it did not arrive. Stays until it is put away. */
  error: string | null;
}

export interface Sending {
  parcels: readonly Parcel[];
  sendFiles: (files: File[]) => void;
  putAway: (id: number) => void;
}

let count = 0;

export function useSending(corpus: number): Sending {
  const client = useQueryClient();
  const [parcels, setParcels] = useState<readonly Parcel[]>([]);
  const putAway = useCallback(
    (id: number) => setParcels((all) => all.filter((one) => one.id !== id)),
    [],
  );
  const change = useCallback(
    (id: number, by: Partial<Parcel>) =>
      setParcels((all) => all.map((one) => (one.id === id ? { ...one, ...by } : one))),
    [],
  );
  const sendOne = useCallback(
    async (file: File) => {
      count += 1;
      const id = count;
      setParcels((all) => [...all, { id, name: file.name, share: 0, error: null }]);
      try {
        await sendFile(corpus, file, (share) => change(id, { share }));
        await client.invalidateQueries({ queryKey: keys.uploads(corpus) });
        putAway(id);
      } catch (error) {
        change(id, { error: wordsFor(error) });
      }
    },
    [client, corpus, change, putAway],
  );
  const sendFiles = useCallback(
    (files: File[]) => {
      for (const file of files) sendOne(file);
    },
    [sendOne],
  );
  return { parcels, sendFiles, putAway };
}
