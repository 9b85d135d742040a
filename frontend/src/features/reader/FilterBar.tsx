/** What is filtered, as chips that can be removed, with what is left; it teaches when nothing is. */

import type { Annotation } from "@/api/types";
import { Button } from "@/ui/button";
import { figure, t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import type { ReaderData } from "./data";
import { levelName } from "./FilterPanel";
import { nameFor } from "./marks";
import styles from "./tools.module.css";
import type { ViewControl } from "./useView";
import { countOfFilters, EVERYTHING, type View } from "./view";

interface Props {
  readonly data: ReaderData;
  readonly control: ViewControl;
}

interface Chip {
  readonly key: string;
  readonly label: string;
  readonly without: Partial<View>;
}

export function FilterBar({ data, control }: Props) {
  const { view, change } = control;
  if (countOfFilters(view) === 0) return null;
  const { model, index, all, outdated } = data;
  return (
    <section className={styles.bar} aria-label={t("Filters that are set")}>
      <ul className={styles.chips}>
        {chipsOf(view, data).map((chip) => (
          <li key={chip.key}>
            <button type="button" className={styles.chip} onClick={() => change(chip.without)}>
              <bdi>{chip.label}</bdi>
              <Icon name="close" />
              <span className="vh">{t("Remove this filter")}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.left} role="status">
        {index.all.length === 0 && all.length > 0
          ? t("None of the {n} annotations here matches. Remove a filter.", {
              n: figure(all.length),
            })
          : t("{n} of {all, plural, one {# annotation} other {# annotations}}", {
              n: figure(index.all.length),
              all: all.length,
            })}
        {view.posts === null
          ? null
          : ` · ${t("{n} of {all} posts", {
              n: figure(model.posts.length),
              all: figure(model.posts.length + model.filteredOut),
            })}`}
      </p>
      {outdated > 0 ? (
        <Button kind="quiet" small onClick={control.again}>
          {t("{n, plural, one {Apply again: # has changed} other {Apply again: # have changed}}", {
            n: outdated,
          })}
        </Button>
      ) : null}
      <Button kind="quiet" small onClick={() => change({ ...EVERYTHING, colour: view.colour })}>
        {t("Show all")}
      </Button>
    </section>
  );
}

export function chipsOf(view: View, { codebook, all, me }: ReaderData): Chip[] {
  const without = (list: readonly number[], id: number) => list.filter((one) => one !== id);
  return [
    ...view.codes.map((id) => ({
      key: `code ${id}`,
      label: nameFor(codebook, id),
      without: { codes: without(view.codes, id) },
    })),
    ...view.under.map((id) => ({
      key: `under ${id}`,
      label: t("{code} and all below", { code: nameFor(codebook, id) }),
      without: { under: without(view.under, id) },
    })),
    ...view.coders.map((id) => ({
      key: `coder ${id}`,
      label: id === me.id ? t("Only mine") : t("by {name}", { name: coderName(all, id) }),
      without: { coders: without(view.coders, id) },
    })),
    ...view.levels.map((level) => ({
      key: level,
      label: levelName(level),
      without: { levels: view.levels.filter((one) => one !== level) },
    })),
    ...(view.posts === null
      ? []
      : [
          {
            key: "posts",
            label: view.posts === "coded" ? t("Comments with them") : t("Comments without them"),
            without: { posts: null },
          },
        ]),
  ];
}

function coderName(annotations: readonly Annotation[], id: number): string {
  const coder = annotations.find((one) => one.coder.id === id)?.coder;
  return coder ? coder.name || coder.username : t("somebody else");
}
