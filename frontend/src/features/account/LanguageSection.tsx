/** The language that the interface speaks. Texts and codes stay in their own. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { wordsFor } from "@/api/problem";
import { changeMe, sessionQuery } from "@/api/session";
import { Segments } from "@/ui/field";
import { LANGUAGES, type Language, speak, t, useLanguage } from "@/ui/i18n";
import { Note } from "@/ui/status";
import { Section } from "./Section";

const OPTIONS = Object.entries(LANGUAGES).map(([value, label]) => ({
  value: value as Language,
  label,
}));

export function LanguageSection() {
  const language = useLanguage();
  const client = useQueryClient();
  const keep = useMutation({ mutationFn: changeMe });
  const choose = async (next: Language) => {
    // The page is drawn anew and goes by what it knows of the person: that comes first.
    client.setQueryData(
      sessionQuery.queryKey,
      (me) => me && { ...me, preferences: { ...me.preferences, language: next } },
    );
    await speak(next);
    keep.mutate({ preferences: { language: next } });
  };
  return (
    <Section
      title={t("Language")}
      lead={t("Of buttons, dates and figures. Texts and codes stay as they are.")}
    >
      <div>
        <Segments<Language>
          label={t("Language")}
          value={language}
          onChange={choose}
          options={OPTIONS}
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
