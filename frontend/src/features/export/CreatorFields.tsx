/** Who is to be cited, in order: name, ORCID and affiliation of each. */
import type { Creator } from "@/api/snapshots";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import styles from "./export.module.css";

interface Props {
  creators: readonly Creator[];
  onChange: (creators: Creator[]) => void;
}

export function CreatorFields({ creators, onChange }: Props) {
  const set = (at: number, changes: Partial<Creator>) =>
    onChange(creators.map((one, n) => (n === at ? { ...one, ...changes } : one)));
  return (
    <fieldset className={`stack ${styles.creators}`}>
      <legend>{t("Creators, in the order of the citation")}</legend>
      {creators.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a creator is told by the place alone
        <div key={at} className={styles.creator}>
          <TextField
            label={t("Name of creator {n}", { n: at + 1 })}
            value={one.name}
            onChange={({ target }) => set(at, { name: target.value })}
          />
          <TextField
            label={t("ORCID of creator {n}", { n: at + 1 })}
            placeholder="0000-0000-0000-0000"
            value={one.orcid ?? ""}
            onChange={({ target }) => set(at, { orcid: target.value })}
          />
          <TextField
            label={t("Affiliation of creator {n}", { n: at + 1 })}
            value={one.affiliation ?? ""}
            onChange={({ target }) => set(at, { affiliation: target.value })}
          />
          <Button
            kind="quiet"
            square
            icon="close"
            aria-label={t("Take creator {n} out", { n: at + 1 })}
            why={creators.length === 1 ? t("A citation names at least one creator") : null}
            onClick={() => onChange(creators.filter((_, n) => n !== at))}
          />
        </div>
      ))}
      <div>
        <Button small icon="plus" onClick={() => onChange([...creators, { name: "" }])}>
          {t("Add a creator")}
        </Button>
      </div>
    </fieldset>
  );
}
