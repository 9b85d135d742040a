/** Links that nobody has used yet. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { invitationsQuery, withdraw } from "@/api/corpora";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import type { Invitation } from "@/api/types";
import { Button } from "@/ui/button";
import { momentOf, t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { Table } from "@/ui/table";
import { toast } from "@/ui/toast";
import { wordOf } from "@/ui/words";

export function Invitations({ corpus }: { corpus: number }) {
  const client = useQueryClient();
  const { data: open = [], error } = useQuery(invitationsQuery(corpus));
  const withdrawing = useMutation({
    mutationFn: (invitation: Invitation) => withdraw(corpus, invitation),
    onSuccess: () => {
      toast(t("The link opens nothing any more"));
      return client.invalidateQueries({ queryKey: keys.invitations(corpus) });
    },
  });
  const failed = error ?? withdrawing.error;
  if (open.length === 0 && !failed) return null;
  return (
    <section className="stack" aria-labelledby="open-links">
      <h2 id="open-links">{t("Open invitations")}</h2>
      {failed ? (
        <Note tone="danger" alert>
          {wordsFor(failed)}
        </Note>
      ) : null}
      {open.length > 0 ? (
        <div className="panel">
          <Table caption={t("Open invitations")}>
            <thead>
              <tr>
                <th scope="col">{t("For whom")}</th>
                <th scope="col">{t("Role")}</th>
                <th scope="col">{t("Works until")}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {open.map((one) => (
                <tr key={one.id}>
                  <td>{one.note || <span className="muted">{t("no note")}</span>}</td>
                  <td>{wordOf(one.role)}</td>
                  <td>{momentOf(one.expires_at)}</td>
                  <td className="num">
                    <Button small kind="quiet" onClick={() => withdrawing.mutate(one)}>
                      {t("Withdraw")}
                      <span className="vh"> {one.note}</span>
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
    </section>
  );
}
