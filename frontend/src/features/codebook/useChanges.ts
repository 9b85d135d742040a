/** Changes to codes: shown at once, sent one after the other, each with one undo in its toast. */
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { archiveCode, moveCode } from "@/api/codebook";
import { allCodesQuery, changeCode } from "@/api/codes";
import { keys } from "@/api/keys";
import { isProblem, wordsFor } from "@/api/problem";
import type { Code } from "@/api/types";
import { nextSteps, undo } from "@/api/undo";
import { t } from "@/ui/i18n";
import { toast } from "@/ui/toast";
import { moved, type Place } from "./moving";

export type CodeChange = Parameters<typeof changeCode>[1];

export interface Changes {
  /** What went wrong last, until something went right. */
  trouble: string | null;
  settle: () => void;
  move: (code: Code, place: Place) => void;
  change: (code: Code, change: CodeChange, said: string) => void;
  archive: (code: Code) => void;
  /** Says what a form has done, with an undo. */
  say: (text: string, answer: unknown) => Promise<void>;
  /** Does something, says it with an undo, and brings the codebook up to date. */
  run: <Answer>(
    work: () => Promise<Answer>,
    said: (answer: Answer) => string,
    /** Called when it was taken back. */
    onUndone?: () => void,
  ) => Promise<boolean>;
}

/** The code that an answer holds or is. */
function codeIn(answer: unknown): Code | undefined {
  const { code, id, version, path } = (answer ?? {}) as Partial<Code> & { code?: unknown };
  if (typeof code === "object") return code as Code;
  return id !== undefined && version !== undefined && path ? (answer as Code) : undefined;
}

/** The same change on what is there now, when only other things of the code were changed. */
async function insisting<Answer>(
  code: Code,
  fields: readonly string[],
  work: (code: Code) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work(code);
  } catch (error) {
    const now = isProblem(error, 412) ? codeIn(error.current) : undefined;
    const value = (of: Code, field: string) => JSON.stringify(of[field as keyof Code]);
    if (!now || fields.some((field) => value(now, field) !== value(code, field))) throw error;
    return work(now);
  }
}

let dropToast: () => void = () => undefined;

/** The number of the change just made: told in the answer, else it is one's last step. */
async function batchOf(corpus: number, answer: unknown): Promise<number | null> {
  const told = (answer as { batch?: unknown } | undefined)?.batch;
  if (typeof told === "number") return told;
  try {
    return (await nextSteps(corpus)).undo?.batch ?? null;
  } catch {
    return null;
  }
}

export function useChanges(corpus: number): Changes {
  const client = useQueryClient();
  const [trouble, setTrouble] = useState<string | null>(null);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const kept = allCodesQuery(corpus).queryKey;
  const fresh = () => client.invalidateQueries({ queryKey: keys.codes(corpus) });
  const newest = (code: Code) =>
    client.getQueryData(kept)?.find((one) => one.id === code.id) ?? code;
  const failed = (error: unknown) => setTrouble(wordsFor(error));

  const takeBack = async (batch: number, onUndone?: () => void) => {
    try {
      await undo(corpus, batch);
      onUndone?.();
      setTrouble(null);
      toast(t("Taken back"));
    } catch (error) {
      failed(error);
    }
    await fresh();
  };

  const say = async (text: string, answer: unknown, onUndone?: () => void) => {
    const batch = await batchOf(corpus, answer);
    // Only the last change can be taken back: the toast of the one before has had its time.
    dropToast();
    dropToast = toast(text, batch === null ? undefined : () => takeBack(batch, onUndone));
  };

  /** The answer's code with its new version: the next change may come before the list does. */
  const put = (answer: unknown) => {
    const now = codeIn(answer);
    if (now) {
      client.setQueryData(kept, (codes) =>
        codes?.map((one) => (one.id === now.id ? { ...one, version: now.version } : one)),
      );
    }
  };

  const run: Changes["run"] = (work, said, onUndone) => {
    const next = line.current.then(async () => {
      try {
        const answer = await work();
        setTrouble(null);
        put(answer);
        await fresh();
        await say(said(answer), answer, onUndone);
        return true;
      } catch (error) {
        failed(error);
        await fresh();
        return false;
      }
    });
    line.current = next;
    return next;
  };

  /** What people see before the server has answered. */
  const show = async (to: (codes: readonly Code[]) => Code[]) => {
    await client.cancelQueries({ queryKey: kept });
    client.setQueryData(kept, (codes) => codes && to(codes));
  };

  return {
    trouble,
    settle: () => setTrouble(null),
    say,
    run,
    move: (code, place) => {
      show((codes) => moved(codes, code.id, place));
      run(
        () => insisting(newest(code), [], (one) => moveCode(one, place)),
        () => t("“{name}” was moved", { name: code.name }),
      );
    },
    change: (code, change, said) => {
      show((codes) =>
        codes.map((one) => (one.id === code.id ? ({ ...one, ...change } as Code) : one)),
      );
      run(
        () => {
          const { version } = newest(code);
          const base = { ...code, version };
          return insisting(base, Object.keys(change), (one) => changeCode(one, change));
        },
        () => said,
      );
    },
    archive: (code) => {
      run(
        () => archiveCode(newest(code)),
        () => t("“{name}” is archived", { name: code.name }),
      );
    },
  };
}
