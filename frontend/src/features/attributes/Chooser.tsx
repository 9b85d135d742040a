/** Which attributes are columns; and the ways to new ones, to their names and kinds, and to a second table. */
import { lazy, Suspense, useState } from "react";
import { Button } from "@/ui/button";
import { Tick } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Icon } from "@/ui/icons";
import { Popover } from "@/ui/popover";
import styles from "./attributes.module.css";
import type { Columns } from "./columns";

const JoinDialog = lazy(() => import("./JoinDialog"));
const ManageDialog = lazy(() => import("./ManageDialog"));

interface Props {
  corpus: number;
  columns: Columns;
  mayEdit: boolean;
}

export function ColumnChooser({ corpus, columns, mayEdit }: Props) {
  const [open, setOpen] = useState<"manage" | "join" | null>(null);
  const { all, shown, show } = columns;
  if (all.length === 0 && !mayEdit) return null;
  const begin = (what: "manage" | "join", close: () => void) => {
    close();
    setOpen(what);
  };
  return (
    <>
      <Popover
        label={
          <>
            <Icon name="outline" /> {t("Columns")}
          </>
        }
      >
        {(close) => (
          <div className={styles.panel}>
            {all.length > 0 ? (
              <fieldset className={styles.ticks}>
                <legend className="vh">{t("Attributes as columns")}</legend>
                {all.map(({ id, name }) => (
                  <Tick
                    key={id}
                    checked={shown.some((one) => one.id === id)}
                    onChange={(event) => show([name], event.target.checked)}
                  >
                    {name}
                  </Tick>
                ))}
              </fieldset>
            ) : (
              <p className="soft">
                {t("There are no attributes yet. They come with what is uploaded, or from you.")}
              </p>
            )}
            {mayEdit ? (
              <>
                <Button icon="edit" onClick={() => begin("manage", close)}>
                  {t("Make and change attributes")}
                </Button>
                <Button icon="join" onClick={() => begin("join", close)}>
                  {t("Take in a second table")}
                </Button>
              </>
            ) : null}
          </div>
        )}
      </Popover>
      <Suspense>
        {open === "manage" ? (
          <ManageDialog corpus={corpus} columns={columns} onClose={() => setOpen(null)} />
        ) : null}
        {open === "join" ? (
          <JoinDialog corpus={corpus} columns={columns} onClose={() => setOpen(null)} />
        ) : null}
      </Suspense>
    </>
  );
}
