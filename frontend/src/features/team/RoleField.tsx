/** Choosing a role for somebody new, with what it may do. */
import type { Corpus, Role } from "@/api/types";
import { Select } from "@/ui/field";
import { t } from "@/ui/i18n";
import { wordOf } from "@/ui/words";
import { roleInWords, rolesUpTo } from "./roles";

interface Props {
  corpus: Corpus;
  value: Role;
  onChange: (role: Role) => void;
}

export function RoleField({ corpus, value, onChange }: Props) {
  return (
    <Select
      label={t("Role")}
      value={value}
      onChange={(event) => onChange(event.target.value as Role)}
    >
      {rolesUpTo(corpus.role).map((role) => (
        <option key={role} value={role}>
          {wordOf(role)}: {roleInWords(role)}
        </option>
      ))}
    </Select>
  );
}
