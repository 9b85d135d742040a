/** What a change will touch, in sentences, before it is made. */
import { useQuery } from "@tanstack/react-query";
import type { Touched } from "@/api/codebook";
import { wordsFor } from "@/api/problem";
import type { Code } from "@/api/types";
import { t } from "@/ui/i18n";
import { Loading, Note } from "@/ui/status";

interface Asking {
  code: Code;
  what: string;
  ask: (() => Promise<Touched>) | null;
}

/** Asks the server for the consequences; asks anew when the code or the question changes. */
export function usePreview({ code, what, ask }: Asking) {
  return useQuery({
    queryKey: ["corpus", code.corpus, "preview", code.id, code.version, what],
    queryFn: () => ask?.() ?? Promise.reject(new Error(what)),
    enabled: ask !== null,
    gcTime: 0,
    retry: false,
  });
}

function coders(touched: Touched): string {
  return touched.coders.map((one) => one.name || one.username).join(", ");
}

interface Props {
  query: ReturnType<typeof usePreview>;
  /** Archiving leaves annotations where they are; merging takes them along. */
  says: (touched: Touched) => string;
}

export function Preview({ query, says }: Props) {
  const { data: touched, error, isFetching } = query;
  if (error) {
    return (
      <Note tone="danger" alert>
        {wordsFor(error)}
      </Note>
    );
  }
  if (!touched) return isFetching ? <Loading what={t("Counting")} lines={2} /> : null;
  return (
    <Note icon="info">
      <p>
        <b>{says(touched)}</b>
      </p>
      {touched.coders.length > 0 ? (
        <p>
          {t("{n, plural, one {They are by {names}} other {They are by # people: {names}}}", {
            n: touched.coders.length,
            names: coders(touched),
          })}
          {touched.threads > 0
            ? t("; {n, plural, one {in one thread} other {in # threads}}", { n: touched.threads })
            : null}
          .
        </p>
      ) : null}
      {touched.children > 0 ? (
        <p>
          {t("{n, plural, one {One subcode goes along.} other {# subcodes go along.}}", {
            n: touched.children,
          })}
        </p>
      ) : null}
      {touched.duplicates > 0 ? (
        <p>
          {t(
            "{n, plural, one {One claim exists twice then and becomes one; its memos are joined.} other {# claims exist twice then and become one each; their memos are joined.}}",
            { n: touched.duplicates },
          )}
        </p>
      ) : null}
      {touched.memos > 0 ? (
        <p>
          {t("{n, plural, one {One memo goes along.} other {# memos go along.}}", {
            n: touched.memos,
          })}
        </p>
      ) : null}
    </Note>
  );
}
