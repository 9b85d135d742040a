/** Under which of several names one person is to stand. */
import { useState } from "react";
import type { ParticipantItem } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Select } from "@/ui/field";
import { t } from "@/ui/i18n";

interface Props {
  people: readonly ParticipantItem[];
  onClose: () => void;
  onMerge: (into: ParticipantItem) => void;
}

export function MergeDialog({ people, onClose, onMerge }: Props) {
  const [chosen, setChosen] = useState(String(people[0]?.id ?? ""));
  const into = people.find(({ id }) => String(id) === chosen);
  const submit = () => into && onMerge(into);
  return (
    <Dialog
      title={t("One person")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <Button kind="primary" type="submit">
          {t("They are one person")}
        </Button>
      }
    >
      <p className="soft">
        {t("Each post keeps the name under which it was written. You can part them again.")}
      </p>
      <Select
        label={t("Known here as")}
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
      >
        {people.map((one) => (
          <option key={one.id} value={one.id}>
            {[one.name, one.sites.join(", ")].filter(Boolean).join(" – ")}
          </option>
        ))}
      </Select>
    </Dialog>
  );
}
