// Runs before anything is painted: the remembered theme, and whether the page that is on its way is the landing page.
const root = document.documentElement;
if (location.pathname === "/") root.dataset.landing = "";
try {
  const theme = localStorage.getItem("pitlane.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
} catch {
  // a browser that keeps nothing shows the system's theme
}
