/** A memo's kind: one of those suggested, by its name in this language, or any other word. */
import { type ReactNode, useId, useState } from "react";
import { TextField } from "@/ui/field";
import { t } from "@/ui/i18n";
import { kindFor, kindName, suggestedKinds } from "./kinds";

interface Props {
  /** As it is kept. */
  kind: string;
  onChange: (kind: string) => void;
}

/** What an input of kinds needs, and the list of suggestions that goes beside it. */
export function useKind({ kind, onChange }: Props) {
  const id = useId();
  // The letters stay as they are typed, even when they are the name of a suggested kind.
  const [typed, setTyped] = useState("");
  const input = {
    list: id,
    maxLength: 20,
    value: kindFor(typed) === kind ? typed : kindName(kind),
    onChange: ({ target }: { target: { value: string } }) => {
      setTyped(target.value);
      onChange(kindFor(target.value));
    },
  };
  const suggestions: ReactNode = (
    <datalist id={id}>
      {suggestedKinds().map(({ kind: one, name }) => (
        <option key={one} value={name} />
      ))}
    </datalist>
  );
  return { input, suggestions };
}

export function KindField(props: Props) {
  const { input, suggestions } = useKind(props);
  return (
    <div>
      <TextField label={t("Kind")} {...input} />
      {suggestions}
    </div>
  );
}
