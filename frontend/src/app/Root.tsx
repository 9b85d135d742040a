/** The frame around everything: skip link, the page, and what has just been done. */
import { Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { t } from "@/ui/i18n";
import { announce, Toasts } from "@/ui/toast";
import styles from "./frame.module.css";

/** After a link was followed the new page has the focus, and its title is read aloud. */
function useArrival(): void {
  const path = useLocation({ select: (location) => location.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    document.getElementById("main")?.focus({ preventScroll: true });
    const timer = setTimeout(() => announce(document.title), 100);
    return () => clearTimeout(timer);
  }, [path]);
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
