/** The roles, from most to least, and what each may do, in words. */
import type { Role } from "@/api/types";
import { t } from "@/ui/i18n";

export const ROLES: readonly Role[] = ["owner", "manager", "adjudicator", "coder", "reader"];

export function roleInWords(role: Role): string {
  switch (role) {
    case "owner":
      return t("everything, also deleting the corpus");
    case "manager":
      return t("members, uploads, codebook");
    case "adjudicator":
      return t("change anyone’s annotations");
    case "coder":
      return t("code, and change their own annotations");
    case "reader":
      return t("read and export");
  }
}

/** The roles somebody may give: none above their own. */
export function rolesUpTo(own: Role): readonly Role[] {
  return ROLES.slice(ROLES.indexOf(own));
}
