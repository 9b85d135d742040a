/** The key sheet with its switch wired to the person's preferences. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { changeMe } from "@/api/session";
import type { ReaderData } from "./data";
import { KeySheet } from "./KeySheet";

export function Keys({ data, onClose }: { data: ReaderData; onClose: () => void }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (on: boolean) => changeMe({ preferences: { single_keys: on } }),
    onSuccess: (me) => client.setQueryData(keys.session, me),
  });
  return (
    <KeySheet
      keymap={data.keymap}
      letters={data.letters}
      onLetters={(on) => save.mutate(on)}
      onClose={onClose}
    />
  );
}
