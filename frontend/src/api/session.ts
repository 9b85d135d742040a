/** Who is signed in, and how one gets in and out. */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Snap } from "@/text/snapping";
import { send } from "./client";
import { keys } from "./keys";
import type { Invited, Me, NewToken, Preferences, Session, Token } from "./types";

/** Null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async (): Promise<Me | null> => (await send<Session>("GET", "/session/")).user,
  staleTime: 5 * 60_000,
});

export const setupNeededQuery = queryOptions({
  queryKey: ["setup-needed"] as const,
  queryFn: async () => (await send<Session>("GET", "/session/")).setup_needed,
});

/** Only addresses of our own: a link that brings somebody to the sign-in can't lead away. */
export function safeNext(next: string | undefined): string {
  return next?.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}

export async function signIn(username: string, password: string): Promise<void> {
  await send("POST", "/session/", { body: { username, password } });
}

/** Ends the session and forgets everything that was fetched in it. */
export async function signOut(client: QueryClient): Promise<void> {
  await send("DELETE", "/session/");
  client.clear();
  client.setQueryData(keys.session, null);
}

export interface FirstAccount {
  key: string;
  username: string;
  password: string;
  name: string;
  email?: string;
}

/** Makes the first account with the one-time key from the terminal, and signs it in. */
export const setUp = (account: FirstAccount) => send("POST", "/setup/", { body: account });

export interface NewAccount {
  username: string;
  password: string;
  name: string;
}

export const invitationQuery = (key: string) =>
  queryOptions({
    queryKey: keys.invitation(key),
    queryFn: () => send<Invited>("GET", `/invitations/${encodeURIComponent(key)}/`),
    retry: false,
  });

/** Joins the corpus: as the one signed in, or with a new account. */
export const acceptInvitation = (key: string, account?: NewAccount) =>
  send<{ corpus: number }>("POST", `/invitations/${encodeURIComponent(key)}/accept/`, {
    body: account ?? {},
  });

/** What the server keeps of a person's preferences without looking into it. */
export interface FreePreferences {
  single_keys?: boolean;
  /** Digits of codes by corpus: `{"3": {"1": 57}}`. */
  bindings?: unknown;
  /** To what a selection made with the mouse is widened. */
  snap?: Snap;
}

export const changeMe = (change: {
  name?: string;
  email?: string;
  preferences?: Omit<Preferences, "keys" | "bindings"> & FreePreferences & { keys?: unknown };
}) => send<Me>("PATCH", "/me/", { body: change });

/** Sets a new password with the key of a reset link, and signs in. */
export const resetPassword = (key: string, password: string) =>
  send("POST", "/password/reset/", { body: { key, password } });

/** Whether single keys (n, u, j …) do something; they do until somebody switches them off. */
export function singleKeysOf({ preferences }: Me): boolean {
  const { single_keys: chosen } = preferences as FreePreferences;
  if (typeof chosen === "boolean") return chosen;
  // Where it was kept before.
  return (preferences.keys as { single?: boolean } | undefined)?.single !== false;
}

export function snapOf({ preferences }: Me): Snap {
  const { snap } = preferences as FreePreferences;
  return snap === "word" || snap === "sentence" ? snap : "grapheme";
}

export const changePassword = (old_password: string, password: string) =>
  send("POST", "/password/", { body: { old_password, password } });

export type Scope = "read" | "annotate" | "export" | "manage";

export const tokensQuery = queryOptions({
  queryKey: keys.tokens,
  queryFn: () => send<{ results: Token[] }>("GET", "/tokens/"),
  select: (page) => page.results,
});

export const createToken = (token: { name: string; scopes: Scope[]; expires_at?: string }) =>
  send<NewToken>("POST", "/tokens/", { body: token });

export const revokeToken = (id: number) => send("DELETE", `/tokens/${id}/`);
