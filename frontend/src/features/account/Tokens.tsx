/** Tokens with which scripts sign in. A new one is shown once. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { wordsFor } from "@/api/problem";
import { revokeToken, tokensQuery } from "@/api/session";
import type { NewToken, Token } from "@/api/types";
import { Button } from "@/ui/button";
import { Copyable } from "@/ui/copyable";
import { momentOf, t } from "@/ui/i18n";
import { Loading, Note } from "@/ui/status";
import { Table } from "@/ui/table";
import { toast } from "@/ui/toast";
import { NewTokenDialog } from "./NewTokenDialog";
import { Section } from "./Section";

function Fresh({ token }: { token: NewToken }) {
  return (
    <Note tone="ok" icon="key">
      <p>
        <b>{t("Copy “{name}” now.", { name: token.name })}</b>{" "}
        {t("It is not kept in readable form and can’t be shown again.")}
      </p>
      <Copyable label={t("Token {name}", { name: token.name })} text={token.token} />
    </Note>
  );
}

function Row({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  return (
    <tr>
      <td>{token.name}</td>
      <td>{token.scopes.join(", ")}</td>
      <td>{momentOf(token.last_used_at) || t("never")}</td>
      <td>{momentOf(token.expires_at) || t("never")}</td>
      <td className="num">
        <Button small kind="danger" onClick={onRevoke}>
          {t("Revoke")}
          <span className="vh"> {token.name}</span>
        </Button>
      </td>
    </tr>
  );
}

export function Tokens() {
  const client = useQueryClient();
  const { data: tokens, error } = useQuery(tokensQuery);
  const [making, setMaking] = useState(false);
  const [fresh, setFresh] = useState<NewToken | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: keys.tokens });
  const revoking = useMutation({
    mutationFn: (token: Token) => revokeToken(token.id),
    onSuccess: (_, token) => {
      if (fresh?.id === token.id) setFresh(null);
      toast(t("“{name}” opens nothing any more", { name: token.name }));
      refresh();
    },
  });
  const failed = error ?? revoking.error;
  return (
    <Section
      title={t("Tokens for scripts")}
      lead={t("For R, Python and curl: sent as “Authorization: Bearer …” instead of a password.")}
    >
      {fresh ? <Fresh token={fresh} /> : null}
      {failed ? (
        <Note tone="danger" alert>
          {wordsFor(failed)}
        </Note>
      ) : null}
      {!tokens && !error ? <Loading what={t("Loading your tokens")} lines={2} /> : null}
      {tokens?.length ? (
        <section className="scroll-x" aria-label={t("Your tokens")}>
          <Table caption={t("Your tokens")}>
            <thead>
              <tr>
                <th scope="col">{t("Name")}</th>
                <th scope="col">{t("May")}</th>
                <th scope="col">{t("Last used")}</th>
                <th scope="col">{t("Expires")}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <Row key={token.id} token={token} onRevoke={() => revoking.mutate(token)} />
              ))}
            </tbody>
          </Table>
        </section>
      ) : null}
      <div>
        <Button icon="plus" onClick={() => setMaking(true)}>
          {t("New token")}
        </Button>
      </div>
      {making ? (
        <NewTokenDialog
          onClose={() => setMaking(false)}
          onMade={(token) => {
            setFresh(token);
            setMaking(false);
            refresh();
          }}
        />
      ) : null}
    </Section>
  );
}
