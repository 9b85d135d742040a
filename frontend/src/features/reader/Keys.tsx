/** The key sheet with its switch wired to the person's preferences. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { changeMe } from "@/api/session";
import type { ReaderData } from "./data";
import { KeySheet } from "./KeySheet";

export function Keys({ data, onClose }: { data: ReaderData; onClose: () => void }) {
  const client = useQueryClient();
  const { preferences } = data.me;
  const save = useMutation({
    mutationFn: (on: boolean) => {
      const bindings = typeof preferences.keys === "object" ? preferences.keys : {};
      const single = { ...bindings, single: on } as Record<string, unknown>;
      return changeMe({ preferences: { ...preferences, keys: single as Record<string, number> } });
    },
    onSuccess: (me) => client.setQueryData(keys.session, me),
  });
  return <KeySheet letters={data.letters} onLetters={(on) => save.mutate(on)} onClose={onClose} />;
}
