/** The keys of whoever is signed in, for buttons that show theirs. */

import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "@/api/session";
import type { Me } from "@/api/types";
import { type Keymap, keymapOf, USUAL_KEYS } from "./keymap";

const keymapIn = (me: Me | null): Keymap => (me ? keymapOf(me.preferences.keys) : USUAL_KEYS);

export function useKeymap(): Keymap {
  return useQuery({ ...sessionQuery, select: keymapIn }).data ?? USUAL_KEYS;
}
