// Runs before the first paint, so that a chosen theme never flashes. See src/ui/theme.ts.
(() => {
  try {
    const theme = localStorage.getItem("catena.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is forbidden: the system's setting holds.
  }
})();
