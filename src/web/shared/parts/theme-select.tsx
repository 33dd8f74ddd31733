import { useState } from 'react'
import { keepTheme, startTheme, type Theme, themes } from '../lib/theme.ts'

interface ThemeSelectProps {
  /** What each choice is called. */
  readonly names: Readonly<Record<Theme, string>>
  /** Where a label names it. */
  readonly id?: string
  /** Where no label is beside it. */
  readonly label?: string
}

/** Chooses between light, dark, and what the device has, and keeps the choice. */
export function ThemeSelect({ names, id, label }: ThemeSelectProps) {
  const [theme, setTheme] = useState(startTheme)
  return (
    <select
      id={id}
      aria-label={label}
      value={theme}
      onChange={(event) => {
        const chosen = event.target.value as Theme
        setTheme(chosen)
        keepTheme(chosen)
      }}
    >
      {themes.map((one) => (
        <option key={one} value={one}>
          {names[one]}
        </option>
      ))}
    </select>
  )
}
