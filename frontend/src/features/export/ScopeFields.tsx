/** Which part of the corpus leaves: by thread, code, coder, level and day. Nothing ticked means all. */
import { useQuery } from "@tanstack/react-query";
import { codesQuery } from "@/api/codes";
import { membersQuery } from "@/api/corpora";
import type { Scope } from "@/api/exports";
import type { Code, Corpus } from "@/api/types";
import { CodeName } from "@/ui/code";
import { TextField, Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import styles from "./export.module.css";
import { LEVELS } from "./scope";
import { ThreadTicks } from "./ThreadTicks";

export interface ScopeProps {
  corpus: Corpus;
  scope: Scope;
  setScope: (scope: Scope) => void;
}

export function flipped<Item>(items: readonly Item[] = [], item: Item): Item[] {
  return items.includes(item) ? items.filter((one) => one !== item) : [...items, item];
}

/** Ticking a code ticks its subcodes too; each can then be unticked by itself. */
function flippedWithSubcodes(all: readonly Code[], code: Code, { codes = [] }: Scope): number[] {
  const below = (one: Code) => code.path.every((name, depth) => one.path[depth] === name);
  const ids = new Set(all.filter(below).map((one) => one.id));
  if (codes.includes(code.id)) return codes.filter((id) => !ids.has(id));
  return [...new Set([...codes, ...ids])];
}

function CodeTicks({ corpus, scope, setScope }: ScopeProps) {
  const { data: codes = [] } = useQuery(codesQuery(corpus.id));
  if (codes.length === 0) return null;
  return (
    <fieldset>
      <legend>{scope.codes?.length ? t("Only these codes") : t("All codes, or only")}</legend>
      <div className={styles.ticks}>
        {codes.map((code) => (
          <Tick
            key={code.id}
            checked={scope.codes?.includes(code.id) ?? false}
            onChange={() => setScope({ ...scope, codes: flippedWithSubcodes(codes, code, scope) })}
          >
            <CodeName colour={code.colour} name={code.path.join(" › ")} />
          </Tick>
        ))}
      </div>
    </fieldset>
  );
}

function CoderTicks({ corpus, scope, setScope }: ScopeProps) {
  const { data: members = [] } = useQuery(membersQuery(corpus.id));
  if (members.length < 2) return null;
  return (
    <fieldset>
      <legend>{scope.coders?.length ? t("Only these coders") : t("All coders, or only")}</legend>
      <div className={styles.ticks}>
        {members.map(({ user }) => (
          <Tick
            key={user.id}
            checked={scope.coders?.includes(user.id) ?? false}
            onChange={() => setScope({ ...scope, coders: flipped(scope.coders, user.id) })}
          >
            {user.name || user.username}
          </Tick>
        ))}
      </div>
    </fieldset>
  );
}

function LevelTicks({ scope, setScope }: Omit<ScopeProps, "corpus">) {
  return (
    <fieldset>
      <legend>{scope.levels?.length ? t("Only these levels") : t("All levels, or only")}</legend>
      <div className={styles.ticks}>
        {LEVELS.map(({ level, says }) => (
          <Tick
            key={level}
            checked={scope.levels?.includes(level) ?? false}
            onChange={() => setScope({ ...scope, levels: flipped(scope.levels, level) })}
          >
            {t(says)}
          </Tick>
        ))}
      </div>
    </fieldset>
  );
}

const DAY_MS = 86_400_000;
const dayOf = (stamp?: string) => stamp?.slice(0, 10) ?? "";
const startOf = (day: string) => `${day}T00:00:00Z`;
/** The last day is in it; the API's end is not. */
const endOf = (day: string) => new Date(Date.parse(startOf(day)) + DAY_MS).toISOString();
const lastOf = (stamp?: string) =>
  stamp ? new Date(Date.parse(stamp) - DAY_MS).toISOString().slice(0, 10) : "";

function DayFields({ scope, setScope }: Omit<ScopeProps, "corpus">) {
  const set = (name: "created_after" | "created_before", value: string | null) => {
    const { [name]: _, ...rest } = scope;
    setScope(value ? { ...rest, [name]: value } : rest);
  };
  return (
    <div className={styles.pairs}>
      <TextField
        type="date"
        label={t("Coded from (UTC)")}
        value={dayOf(scope.created_after)}
        onChange={({ target }) => set("created_after", target.value && startOf(target.value))}
      />
      <TextField
        type="date"
        label={t("until and with")}
        value={lastOf(scope.created_before)}
        onChange={({ target }) => set("created_before", target.value && endOf(target.value))}
      />
    </div>
  );
}

export function ScopeFields(props: ScopeProps) {
  return (
    <div className="stack">
      <ThreadTicks {...props} />
      <CodeTicks {...props} />
      <CoderTicks {...props} />
      <LevelTicks {...props} />
      <DayFields {...props} />
    </div>
  );
}
