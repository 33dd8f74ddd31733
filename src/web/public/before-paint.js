// Sets theme and language before the first paint, so that neither flashes. The pages take over from here.
;(() => {
  const root = document.documentElement
  let theme = null
  let language = null
  try {
    theme = localStorage.getItem('holdfast.theme')
    language = localStorage.getItem('holdfast.language')
  } catch {
    // Storage is off, so the defaults apply.
  }
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
  let offered = ['en', 'de', 'ar']
  try {
    offered = JSON.parse(document.querySelector('meta[name="holdfast-brand"]').content).languages
  } catch {
    // The page does not come from a server of ours.
  }
  const wished = [language, ...navigator.languages].map((one) => (one || '').slice(0, 2))
  const found = wished.find((one) => offered.includes(one)) || offered[0]
  root.lang = found
  root.dir = found === 'ar' ? 'rtl' : 'ltr'
})()
