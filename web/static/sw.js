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

// A message from the server. One always has to be shown: a browser takes the permission back from an app that stays silent.
addEventListener("push", (event) => {
  const { title, body, path, tag, reason, stop } = message(event.data);
  const options = {
    // why it comes stands below what it says
    body: reason ? `${body}\n${reason}` : body,
    tag,
    data: { path, stop: stop?.path },
    actions: stop ? [{ action: "stop", title: stop.label }] : [],
    icon: "/icon-192.png",
    badge: "/icon-192.png",
  };
  event.waitUntil(registration.showNotification(title, options));
});

function message(data) {
  const plain = { title: "Pitlane", body: "There is news for you.", path: "/", tag: "news" };
  try {
    return { ...plain, ...data.json() };
  } catch {
    return plain;
  }
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { path, stop } = event.notification.data ?? {};
  // only a page of this app, whatever the message says
  const url = new URL((event.action === "stop" ? stop : path) ?? "/", location.origin);
  event.waitUntil(open(url.origin === location.origin ? url.href : location.origin));
});

async function open(url) {
  const windows = await clients.matchAll({ type: "window" });
  const window = windows.find((one) => one.url === url) ?? windows[0];
  if (!window) return clients.openWindow(url);
  // a browser may refuse the focus, which is no reason not to show the page
  await window.focus().catch(() => {});
  // a window that this worker does not look after yet cannot be led elsewhere
  return window.url === url ? window : window.navigate(url).catch(() => clients.openWindow(url));
}
