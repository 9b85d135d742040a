/** Removing an upload: it leaves the page at once, and the server once nobody has said Undo. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Upload } from "@/api/types";
import { deleteUpload } from "@/api/uploads";
import { t } from "@/ui/i18n";
import { toast } from "@/ui/toast";

export interface Removal {
  leaving: ReadonlySet<string>;
  refused: ReadonlyMap<string, string>;
  remove: (upload: Upload) => void;
}

export function useRemoval(corpus: number): Removal {
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const comeBack = (id: string) =>
    setLeaving((before) => new Set([...before].filter((one) => one !== id)));
  const carryOut = async (id: string) => {
    try {
      await deleteUpload(corpus, id);
      await client.invalidateQueries({ queryKey: keys.corpus(corpus) });
    } catch (error) {
      setRefused((before) => new Map(before).set(id, wordsFor(error)));
      comeBack(id);
    }
  };
  const remove = ({ id, name }: Upload) => {
    setLeaving((before) => new Set(before).add(id));
    toast(
      t("“{name}” goes, with its threads and what was coded in them", { name }),
      () => comeBack(id),
      () => carryOut(id),
    );
  };
  return { leaving, refused, remove };
}
