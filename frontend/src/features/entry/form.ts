/** What the forms of all ways in share: read the fields, then go on as the one signed in. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { safeNext, sessionQuery } from "@/api/session";

/** The values of a form by the names of its fields. */
export function useFields<Name extends string>(...names: Name[]) {
  const empty = Object.fromEntries(names.map((name) => [name, ""])) as Record<Name, string>;
  const [values, setValues] = useState(empty);
  const bind = (name: Name) => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => {
      const { value } = event.target;
      setValues((before) => ({ ...before, [name]: value }));
    },
  });
  return { values, bind };
}

/** Forgets who we were, asks who we are now, and goes to `next`. */
export function useEnter(): (next: string) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  return async (next) => {
    client.removeQueries({ queryKey: sessionQuery.queryKey });
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await router.invalidate();
    await navigate({ href: safeNext(next), replace: true });
  };
}
