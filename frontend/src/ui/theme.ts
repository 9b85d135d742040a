/** Light, dark or as the system says. Kept in the browser so that public/theme.js knows it early. */
export type Theme = "light" | "dark" | "system";

const KEPT = "catena.theme";

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

export function isDark(): boolean {
  const theme = currentTheme();
  if (theme !== "system") return theme === "dark";
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // Storage is forbidden: the theme holds for this page only.
  }
}
