import { useState } from 'react'
import { languageNames, useI18n } from '../../shared/i18n/i18n.tsx'
import { keepTheme, startTheme, type Theme, themes } from '../../shared/lib/theme.ts'
import { consoleLanguage, consoleLanguages } from '../i18n/texts.tsx'

/** The language and the appearance, kept in this browser. */
export function Preferences() {
  const { t, language, setLanguage } = useI18n()
  const [theme, setTheme] = useState(startTheme)
  return (
    <div className="preferences">
      <select
        aria-label={t.settings.language}
        value={consoleLanguage(language)}
        onChange={(event) => setLanguage(consoleLanguages[event.target.selectedIndex] ?? 'en')}
      >
        {consoleLanguages.map((one) => (
          <option key={one} value={one} lang={one}>
            {languageNames[one]}
          </option>
        ))}
      </select>
      <select
        aria-label={t.settings.theme}
        value={theme}
        onChange={(event) => {
          const chosen = event.target.value as Theme
          setTheme(chosen)
          keepTheme(chosen)
        }}
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {t.settings.themes[one]}
          </option>
        ))}
      </select>
    </div>
  )
}
