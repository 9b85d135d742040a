/** The frame for those who are signed in: bar and main. Leaves for the sign-in when that ends. */
import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { sessionQuery, singleKeysOf } from "@/api/session";
import { isLanguage, speak } from "@/ui/i18n";
import { allowSingleKeys } from "@/ui/page";
import { applyTheme } from "@/ui/theme";
import { Bar } from "./Bar";

// What is kept for later is no part of the first visit.
const Unsaved = lazy(() => import("./Unsaved"));

export function SignedInFrame() {
  const { data: me } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const here = useLocation({ select: (location) => location.href });
  const theme = me?.preferences.theme;
  const language = me?.preferences.language;
  const singleKeys = me ? singleKeysOf(me) : true;
  useEffect(() => {
    if (me !== undefined) void import("@/api/outbox").then(({ outbox }) => outbox().signedIn(me));
  }, [me]);
  useEffect(() => allowSingleKeys(singleKeys), [singleKeys]);
  useEffect(() => {
    if (theme) applyTheme(theme);
  }, [theme]);
  useEffect(() => {
    if (isLanguage(language)) void speak(language);
  }, [language]);
  useEffect(() => {
    if (me === null) navigate({ to: "/signin", search: { next: here }, replace: true });
  }, [me, navigate, here]);
  if (!me) return null;
  return (
    <>
      <Bar me={me} />
      <main id="main" tabIndex={-1}>
        <Suspense fallback={null}>
          <Unsaved />
        </Suspense>
        <Outlet />
      </main>
    </>
  );
}
