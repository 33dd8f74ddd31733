import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { languageNames, useI18n } from '../../shared/i18n/i18n.tsx'
import { keepTheme, themes } from '../../shared/lib/theme.ts'
import { consoleLanguages, useTexts } from '../i18n/texts.tsx'
import { screensFor } from './screens.ts'
import { useMe, useSignOut } from './session.tsx'

/** Something that the palette offers. */
export interface Command {
  readonly id: string
  readonly group: string
  readonly text: string
  readonly run: () => void
}

/** A list of commands made of what a screen has read, for the palette to offer too. */
export const paletteKey = 'palette'

/** Every command for whoever is signed in. */
export function useCommands(): readonly Command[] {
  const t = useTexts()
  const { t: shared, setLanguage } = useI18n()
  const { rights } = useMe()
  const [, navigate] = useLocation()
  const signOut = useSignOut()
  const queries = useQueryClient()
  const found = queries.getQueriesData<readonly FoundPlace[]>({ queryKey: [paletteKey] })
  const places = found.flatMap(([, list]) => list ?? [])
  return [
    ...screensFor(rights).map(({ name, path }) => ({
      ...{ id: `screen ${name}`, group: t.palette.goTo, text: t.screens[name] },
      run: () => navigate(path),
    })),
    ...places.map(({ path, text }) => ({
      ...{ id: `place ${path}`, group: t.palette.train, text },
      run: () => navigate(path),
    })),
    ...themes.map((theme) => ({
      ...{ id: `theme ${theme}`, group: t.palette.theme, text: shared.settings.themes[theme] },
      run: () => keepTheme(theme),
    })),
    ...consoleLanguages.map((language) => ({
      ...{ id: `language ${language}`, group: t.palette.language, text: languageNames[language] },
      run: () => setLanguage(language),
    })),
    { id: 'sign out', group: t.me.label, text: t.me.signOut, run: () => void signOut('here') },
  ]
}

/** A place that a screen knows of. */
interface FoundPlace {
  readonly path: string
  readonly text: string
}

/** At most so many commands are shown at once. */
const mostShown = 12

/** The commands that have every word of the text, those that begin with it first. */
export function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const textOf = ({ group, text }: Command) => `${group} ${text}`.toLowerCase()
  const rank = ({ text }: Command) => (text.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1)
  return commands
    .filter((command) => words.every((word) => textOf(command).includes(word)))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, mostShown)
}
