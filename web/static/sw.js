// Keeps the files of one build, so that the app opens at once and without a connection. What the server knows is
// never kept here: the API and the sandbox gateway always go to the network.
const CACHE = "pitlane-__BUILD_ID__";
const FILES = __PRECACHE__;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const own = url.origin === location.origin && request.method === "GET";
  if (!own || url.pathname.startsWith("/api/") || url.pathname.startsWith("/sandbox/")) return;
  if (request.mode === "navigate") {
    // the newest page when there is a connection, the kept one when there is none
    event.respondWith(fetch(request).catch(() => caches.match("/")));
  } else if (url.pathname.startsWith("/assets/")) {
    // named by their content: what is kept is right for ever, and a part of the app is kept when it is first needed
    event.respondWith(caches.match(request).then((kept) => kept ?? fetchAndKeep(request)));
  }
});

async function fetchAndKeep(request) {
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(CACHE);
    // a full disk is no reason not to answer
    await cache.put(request, answer.clone()).catch(() => {});
  }
  return answer;
}
