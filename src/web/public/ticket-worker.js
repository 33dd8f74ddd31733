// Lets tickets that were opened once open without a network. It answers for the pages of bookings and for the
// files of the pages, and for nothing else: what a booking says is saved by its page, with the time.
const cacheName = 'holdfast-tickets'
/** The document is the same for every booking. */
const documentPath = '/bookings'
/** Files of earlier versions give way. */
const mostFiles = 80

const isTicketPage = (path) => /^\/(?:bookings|tickets)(?:\/|$)/.test(path)
const isHashed = (path) => path.startsWith('/assets/')
const isFile = (path) =>
  isHashed(path) || ['/before-paint.js', '/icon.svg', '/manifest.webmanifest'].includes(path)

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', (event) => event.waitUntil(keepFiles(event.data.files)))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && isTicketPage(pathname)) event.respondWith(newest(request, documentPath))
  else if (isHashed(pathname)) event.respondWith(keptOrLoaded(request))
  else if (isFile(pathname)) event.respondWith(newest(request, pathname))
})

/** Saves the document, and those of these files that are not there yet. */
async function keepFiles(paths) {
  const cache = await caches.open(cacheName)
  await cache.add(documentPath)
  for (const path of paths.filter(isFile)) if (!(await cache.match(path))) await cache.add(path)
  const kept = await cache.keys()
  for (const old of kept.slice(0, Math.max(0, kept.length - mostFiles))) await cache.delete(old)
}

/** From the server, and from this device only if the server cannot be reached. */
async function newest(request, keptAs) {
  const cache = await caches.open(cacheName)
  try {
    const answer = await fetch(request)
    if (answer.ok && !answer.redirected) await cache.put(keptAs, answer.clone())
    return answer
  } catch (fault) {
    const kept = await cache.match(keptAs)
    if (kept) return kept
    throw fault
  }
}

/** A file whose name has a hash never changes. */
async function keptOrLoaded(request) {
  const kept = await caches.match(request)
  return kept ?? fetch(request)
}
