/** What is already coded on a level that a code is no longer to apply to: said before it is saved. */
import { useQueries } from "@tanstack/react-query";
import { levelCountQuery } from "@/api/passages";
import type { Code, Level } from "@/api/types";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { levelName } from "./CodeRow";

export function LevelsTaken({ code, levels }: { code: Code; levels: readonly Level[] }) {
  const taken = code.levels.filter((level) => !levels.includes(level));
  const counts = useQueries({ queries: taken.map((level) => levelCountQuery(code, level)) });
  const said = taken.flatMap((level, index) => {
    const n = counts[index]?.data ?? 0;
    return n > 0 ? [{ level, n }] : [];
  });
  if (said.length === 0) return null;
  return (
    <Note icon="info">
      {said.map(({ level, n }) => (
        <p key={level}>
          {n > COUNTED
            ? t("More than {n} annotations are on the level “{level}”; they stay.", {
                n: COUNTED,
                level: levelName(level),
              })
            : t(
                "{n, plural, one {One annotation is on the level “{level}”; it stays.} other {# annotations are on the level “{level}”; they stay.}}",
                { n, level: levelName(level) },
              )}
        </p>
      ))}
    </Note>
  );
}

/** One page is counted; more than that is said as such. */
const COUNTED = 200;
