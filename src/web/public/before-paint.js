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
  const wished = [language, ...navigator.languages].map((one) => (one || '').slice(0, 2))
  const found = wished.find((one) => one === 'en' || one === 'de' || one === 'ar') || 'en'
  root.lang = found
  root.dir = found === 'ar' ? 'rtl' : 'ltr'
})()
