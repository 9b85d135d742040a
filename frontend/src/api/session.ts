/** Who is signed in, and how one gets in and out. */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { send } from "./client";
import { keys } from "./keys";
import { isProblem } from "./problem";
import type { Me, Preferences, Role } from "./types";

/** Null when nobody is signed in. */
async function whoAmI(): Promise<Me | null> {
  try {
    return await send<Me>("GET", "/me/");
  } catch (error) {
    if (isProblem(error, 401) || isProblem(error, 403)) return null;
    throw error;
  }
}

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: whoAmI,
  staleTime: 5 * 60_000,
});

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

/** Makes the first account with the one-time key from the terminal. */
export const setUp = (account: FirstAccount) => send("POST", "/setup/", { body: account });

export interface Invited {
  corpus: { id: number; title: string };
  role: Role;
}
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
  send<Invited>("POST", `/invitations/${encodeURIComponent(key)}/accept/`, {
    body: account ?? {},
  });

export const changeMe = (change: { name?: string; email?: string; preferences?: Preferences }) =>
  send<Me>("PATCH", "/me/", { body: change });

export const changePassword = (old_password: string, new_password: string) =>
  send("POST", "/password/", { body: { old_password, new_password } });

export type Scope = "read" | "annotate" | "export" | "manage";
export interface Token {
  id: number;
  name: string;
  scopes: Scope[];
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}
/** `token` is shown once and never again. */
export type NewToken = Token & { token: string };

export const tokensQuery = queryOptions({
  queryKey: keys.tokens,
  queryFn: () => send<{ results: Token[] }>("GET", "/tokens/"),
  select: (page) => page.results,
});

export const createToken = (token: { name: string; scopes: Scope[]; expires_at?: string }) =>
  send<NewToken>("POST", "/tokens/", { body: token });

export const revokeToken = (id: number) => send("DELETE", `/tokens/${id}/`);
