/** What a member is called. */
import type { Member } from "@/api/types";

export const named = ({ user }: Member): string => user.name || user.username;
