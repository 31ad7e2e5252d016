// Starts the app. The build puts the addresses of its two halves in place of the marks.
import init from "__SCRIPT__";

// the remembered theme, before anything is painted
try {
  const theme = localStorage.getItem("pitlane.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // a browser that keeps nothing shows the system's theme
}

await init({ module_or_path: "__WASM__" });

// keeps the app's files for the next time; it works without, too
navigator.serviceWorker?.register("/sw.js").catch(() => {});
