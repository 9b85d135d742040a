/** Name and e-mail. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { isProblem, wordsFor } from "@/api/problem";
import { changeMe } from "@/api/session";
import type { Me } from "@/api/types";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { toast } from "@/ui/toast";
import { Section } from "./Section";

export function NameForm({ me }: { me: Me }) {
  const client = useQueryClient();
  const [name, setName] = useState(me.name);
  const [email, setEmail] = useState(me.email ?? "");
  const saving = useMutation({
    mutationFn: (change: { name: string; email: string }) => changeMe(change),
    onSuccess: (now) => client.setQueryData(keys.session, now),
  });
  const save = () => {
    const before = { name: me.name, email: me.email ?? "" };
    const takeBack = () => {
      setName(before.name);
      setEmail(before.email);
      saving.mutate(before);
    };
    saving.mutate(
      { name: name.trim(), email: email.trim() },
      { onSuccess: () => toast(t("Your name and e-mail were saved"), takeBack) },
    );
  };
  const problem = isProblem(saving.error) ? saving.error : null;
  return (
    <Section title={t("You")} onSubmit={save}>
      <TextField
        label={t("Name")}
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={problem?.field("name")}
      />
      <TextField
        label={t("E-mail")}
        type="email"
        autoComplete="email"
        hint={t("Shown to nobody else. Catena sends no mail.")}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={problem?.field("email")}
      />
      {saving.error && !problem?.fields.length ? (
        <Note tone="danger" alert>
          {wordsFor(saving.error)}
        </Note>
      ) : null}
      <div>
        <Button type="submit" why={saving.isPending ? t("Being saved") : null}>
          {t("Save")}
        </Button>
      </div>
    </Section>
  );
}
