/** Splitting a code: name its parts; its passages are then assigned one by one. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { splitCode } from "@/api/codebook";
import type { Code } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import type { DialogProps } from "./Dialogs";

export function SplitDialog({ code, codes, changes, onClose }: DialogProps & { code: Code }) {
  const [names, setNames] = useState<readonly string[]>(["", ""]);
  const [tried, setTried] = useState(false);
  const navigate = useNavigate({ from: "/corpora/$c/codebook" });
  const wanted = names.map((name) => name.trim()).filter(Boolean);
  const siblings = new Set(
    codes.filter((one) => one.parent === code.parent && !one.archived).map((one) => one.name),
  );
  const wrong = (name: string, index: number) => {
    const own = name.trim();
    if (own && siblings.has(own)) return t("There is such a code beside it already.");
    if (own && names.findIndex((one) => one.trim() === own) < index) return t("Named twice.");
    return tried && index === 0 && wanted.length === 0 ? t("Name at least one part.") : null;
  };
  const set = (index: number, name: string) => {
    const next = names.map((one, at) => (at === index ? name : one));
    setNames(next.at(-1)?.trim() && next.length < 9 ? [...next, ""] : next);
  };
  const split = async () => {
    setTried(true);
    if (wanted.length === 0 || names.some((name, index) => wrong(name, index))) return;
    onClose();
    const parts = wanted.map((name) => ({ name }));
    const done = await changes.run(
      () => splitCode(code, parts),
      () =>
        t("{n, plural, one {One part} other {# parts}} of “{name}” made", {
          n: parts.length,
          name: code.name,
        }),
    );
    if (done && code.counts.own > 0) navigate({ search: { code: code.id, look: "all" } });
  };
  return (
    <Dialog
      title={t("Split “{name}”", { name: code.name })}
      onClose={onClose}
      onSubmit={split}
      actions={
        <Button kind="primary" type="submit" icon="split">
          {t("Make the parts")}
        </Button>
      }
    >
      <p>{t("Name the parts. They come to stand beside it, in its colour.")}</p>
      {names.map((name, index) => (
        <TextField
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the list
          key={index}
          label={t("Part {n}", { n: index + 1 })}
          value={name}
          error={wrong(name, index)}
          onChange={(event) => set(index, event.target.value)}
        />
      ))}
      <Note icon="info">
        {code.counts.own === 0
          ? t("Nothing is coded with it yet, so nothing has to be assigned.")
          : t(
              "{n, plural, one {Its one annotation stays with it until you assign it; you are led to it next.} other {Its # annotations stay with it until you assign them; you are led through them next, by keys.}}",
              { n: code.counts.own },
            )}
      </Note>
    </Dialog>
  );
}
