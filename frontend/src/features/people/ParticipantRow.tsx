/** One participant: the name, where and how much, and the names that were merged into it. */
import type { ParticipantItem } from "@/api/types";
import { AttributeCell, type Columns } from "@/features/attributes";
import { MemosFold } from "@/features/memos";
import { Button } from "@/ui/button";
import { figure, t } from "@/ui/i18n";
import styles from "./people.module.css";

interface Props {
  corpus: number;
  person: ParticipantItem;
  columns: Columns;
  mayEdit: boolean;
  /** Null when one may not merge. */
  ticked: boolean | null;
  onTick: (on: boolean) => void;
  onPart: ((id: number) => void) | null;
}

export function ParticipantRow(props: Props) {
  const { corpus, person, columns, mayEdit, ticked, onTick, onPart } = props;
  const { name, sites, counts, merged } = person;
  return (
    <tr>
      {ticked === null ? null : (
        <td className={styles.tick}>
          <input
            type="checkbox"
            aria-label={t("Tick {name}", { name })}
            checked={ticked}
            onChange={(event) => onTick(event.target.checked)}
          />
        </td>
      )}
      <td className={styles.name}>
        <b>
          <bdi>{name}</bdi>
        </b>
        <small>{sites.join(", ")}</small>
        {merged.length > 0 ? (
          <ul className={styles.merged} aria-label={t("Also wrote as")}>
            {merged.map((one) => (
              <li key={one.id}>
                <span className="muted">{t("also")} </span>
                <bdi>{one.name}</bdi>{" "}
                {onPart ? (
                  <Button kind="quiet" small onClick={() => onPart(one.id)}>
                    {t("Part again")}
                    <span className="vh"> {one.name}</span>
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
        <MemosFold corpus={corpus} target={{ type: "participant", id: person.id }} name={name} />
      </td>
      <td className={`num ${styles.wide}`}>{figure(counts.entries)}</td>
      <td className="num">{figure(counts.comments)}</td>
      <td className={`num ${styles.wide}`}>{figure(counts.threads)}</td>
      {columns.shown.map((attribute) => (
        <AttributeCell
          key={attribute.id}
          corpus={corpus}
          owner="participant"
          attribute={attribute}
          one={person}
          name={name}
          mayEdit={mayEdit}
        />
      ))}
    </tr>
  );
}
