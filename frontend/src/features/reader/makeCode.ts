/** Making a code from the palette, with the next pigment. */

import type { QueryClient } from "@tanstack/react-query";
import { createCode } from "@/api/codes";
import { ApiProblem } from "@/api/problem";
import type { Code } from "@/api/types";
import { t } from "@/ui/i18n";
import { nextPigment } from "@/ui/pigments";
import type { ReaderData } from "./data";
import { putCode } from "./store";

const LONGEST_NAME = 200;

/** The new code, or null when the server refused; `trouble` hears why. */
export async function makeCode(
  client: QueryClient,
  data: ReaderData,
  name: string,
  trouble: (text: string) => void,
): Promise<Code | null> {
  const top = data.codebook.live.filter(({ code }) => code.parent === null).length;
  const short = Array.from(name.trim()).slice(0, LONGEST_NAME).join("");
  try {
    const code = await createCode(data.corpus, { name: short, colour: nextPigment(top) });
    putCode(client, data.corpus, code);
    return code;
  } catch (error) {
    const why = error instanceof ApiProblem ? error.detail : String(error);
    trouble(t("Code “{name}” was not made: {why}", { name: short, why }));
    return null;
  }
}
