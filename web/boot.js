// Starts the app. The build puts the addresses of its two halves in place of the marks.
import init from "__SCRIPT__";

// The page as it came is seen before the app's start keeps the browser busy. A page in the background is not painted.
const painted = new Promise((done) => {
  if (document.visibilityState !== "visible") return done();
  new PerformanceObserver(done).observe({ type: "paint", buffered: true });
  setTimeout(done, 1000);
});
const [module] = await Promise.all([WebAssembly.compileStreaming(fetch("__WASM__")), painted]);
await init({ module_or_path: module });

// keeps the app's files for the next time; it works without, too
navigator.serviceWorker?.register("/sw.js").catch(() => {});
