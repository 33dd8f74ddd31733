import { languageNames, useI18n } from '../../shared/i18n/i18n.tsx'
import { ThemeSelect } from '../../shared/parts/theme-select.tsx'
import { consoleLanguage, consoleLanguages } from '../i18n/texts.tsx'

/** The language and the appearance, kept in this browser. */
export function Preferences() {
  const { t, language, setLanguage } = useI18n()
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
      <ThemeSelect names={t.settings.themes} label={t.settings.theme} />
    </div>
  )
}
