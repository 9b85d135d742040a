/** The key sheet with its switch wired to the person's preferences. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { changeMe } from "@/api/session";
import type { ReaderData } from "./data";
import { KeySheet } from "./KeySheet";
import { bindingsOf } from "./keys";

export function Keys({ data, onClose }: { data: ReaderData; onClose: () => void }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (single: boolean) =>
      changeMe({ preferences: { keys: { ...bindingsOf(data.me.preferences.keys), single } } }),
    onSuccess: (me) => client.setQueryData(keys.session, me),
  });
  return <KeySheet letters={data.letters} onLetters={(on) => save.mutate(on)} onClose={onClose} />;
}
