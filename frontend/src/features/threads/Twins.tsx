/** Pairs of threads that may be one, with both ways to answer. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { decideTwin, twinsQuery } from "@/api/twins";
import type { Twin } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import styles from "./threads.module.css";

function One({ corpus, thread }: { corpus: number; thread: Twin["thread"] }) {
  return (
    <p>
      <Link to="/corpora/$c/threads/$t" params={{ c: corpus, t: thread.id }}>
        {thread.title || t("Untitled")}
      </Link>
      <br />
      <span className="muted">
        {[
          thread.site,
          t("{n, plural, one {# comment} other {# comments}}", { n: thread.comments }),
          thread.format,
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </p>
  );
}

function Pair({ corpus, twin }: { corpus: number; twin: Twin }) {
  const client = useQueryClient();
  const deciding = useMutation({
    mutationFn: (state: "one" | "different") => decideTwin(twin, state),
    onSuccess: async ({ state }) => {
      await client.invalidateQueries({ queryKey: keys.corpus(corpus) });
      toast(state === "one" ? t("They are one thread now") : t("They stay two threads"));
    },
  });
  const why = deciding.isPending ? t("Being done") : null;
  return (
    <li className={styles.pairOf}>
      <div className={styles.pair}>
        <One corpus={corpus} thread={twin.thread} />
        <One corpus={corpus} thread={twin.other} />
      </div>
      <p className="muted">
        {t("{n} % of the longer texts stand in both.", { n: Math.round(twin.likeness * 100) })}
      </p>
      {deciding.error ? (
        <Note tone="danger" alert>
          {wordsFor(deciding.error)}
        </Note>
      ) : null}
      <p className="row wrap">
        <Button small why={why} onClick={() => deciding.mutate("one")}>
          {t("They are one")}
          <span className="vh">: {twin.thread.title}</span>
        </Button>
        <Button small why={why} onClick={() => deciding.mutate("different")}>
          {t("They are different")}
          <span className="vh">: {twin.thread.title}</span>
        </Button>
      </p>
    </li>
  );
}

/** One line above the threads while there is something to decide. */
export function Twins({ corpus }: { corpus: number }) {
  const { data: twins } = useQuery(twinsQuery(corpus));
  const [open, setOpen] = useState(false);
  if (!twins || twins.length === 0) return null;
  return (
    <>
      <Note icon="copy">
        {t(
          "{n, plural, one {Two threads may be one and the same.} other {# pairs of threads may be one and the same.}}",
          {
            n: twins.length,
          },
        )}{" "}
        <Button small onClick={() => setOpen(true)}>
          {t("Compare them")}
        </Button>
      </Note>
      {open ? (
        <Dialog
          title={t("Are these one thread?")}
          wide
          onClose={() => setOpen(false)}
          closeLabel={t("Done")}
        >
          <p className="soft">
            {t(
              "The same page may have come twice, say as a saved page and as its text. If they are one, the older stays, what was coded in the newer moves to it, and the newer is hidden.",
            )}
          </p>
          <ul>
            {twins.map((twin) => (
              <Pair key={twin.id} corpus={corpus} twin={twin} />
            ))}
          </ul>
        </Dialog>
      ) : null}
    </>
  );
}
