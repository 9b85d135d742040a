/** The frame around everything: skip link, the page, and what has just been done. */
import { Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { t } from "@/ui/i18n";
import { announce, Toasts } from "@/ui/toast";
import styles from "./frame.module.css";

/** After a link was followed the new page has the focus, and its title is read aloud. */
function useArrival(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onRendered", ({ fromLocation, toLocation }) => {
        if (!fromLocation || fromLocation.pathname === toLocation.pathname) return;
        document.getElementById("main")?.focus({ preventScroll: true });
        announce(document.title);
      }),
    [router],
  );
}

export function Root() {
  useArrival();
  return (
    <>
      <a className={styles.skip} href="#main">
        {t("Skip to content")}
      </a>
      <Outlet />
      <Toasts />
    </>
  );
}
