/** Light, dark, or as the system says. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { wordsFor } from "@/api/problem";
import { changeMe } from "@/api/session";
import { Segments } from "@/ui/field";
import { t } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { applyTheme, currentTheme, type Theme } from "@/ui/theme";
import { Section } from "./Section";

export function Appearance() {
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const keep = useMutation({ mutationFn: changeMe });
  const choose = (next: Theme) => {
    setTheme(next);
    applyTheme(next);
    keep.mutate({ preferences: { theme: next } });
  };
  return (
    <Section title={t("Appearance")} lead={t("Holds on every machine that you sign in on.")}>
      <div>
        <Segments<Theme>
          label={t("Appearance")}
          value={theme}
          onChange={choose}
          options={[
            { value: "light", label: t("Light") },
            { value: "dark", label: t("Dark") },
            { value: "system", label: t("As the system") },
          ]}
        />
      </div>
      {keep.error ? (
        <Note tone="danger" alert>
          {t("This browser shows it, but it was not kept:")} {wordsFor(keep.error)}
        </Note>
      ) : null}
    </Section>
  );
}
