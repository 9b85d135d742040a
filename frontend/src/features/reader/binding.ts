/** Giving a digit to a code: one's own, in this corpus, on every machine that one signs in on. */

import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { changeMe, type FreePreferences } from "@/api/session";
import type { Me } from "@/api/types";
import { bindingsFor, withBinding } from "@/features/keys";
import { t } from "@/ui/i18n";

interface Binding {
  readonly corpus: number;
  readonly digit: string;
  readonly code: { readonly id: number; readonly name: string };
}

/** Says in words what became of it. */
export async function bindDigit(
  client: QueryClient,
  me: Me,
  { corpus, digit, code }: Binding,
): Promise<string> {
  const kept = (me.preferences as FreePreferences).bindings;
  const bindings = withBinding(kept, corpus, digit, code.id);
  try {
    client.setQueryData(keys.session, await changeMe({ preferences: { bindings } }));
  } catch (error) {
    return t("The key was not kept: {why}", { why: wordsFor(error) });
  }
  return bindingsFor(bindings, corpus)[digit] === code.id
    ? t("Key {key} applies {code} from now on", { key: digit, code: code.name })
    : t("Key {key} is free again", { key: digit });
}
