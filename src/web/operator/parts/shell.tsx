import { type ReactNode, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useIsOnline } from '../../shared/lib/online.ts'
import { BrandMark } from '../../shared/parts/brand-mark.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { isOn, screensFor } from '../lib/screens.ts'
import { useMe } from '../lib/session.tsx'
import { MyAccount } from './my-account.tsx'
import { Palette, usePaletteKey } from './palette.tsx'

/** The frame around every screen. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useI18n()
  const [isPaletteOpen, setIsPaletteOpen] = useState(false)
  usePaletteKey(() => setIsPaletteOpen(true))
  return (
    <div className="console">
      <a className="skip-link" href="#content">
        {t.skipToContent}
      </a>
      <Header onPalette={() => setIsPaletteOpen(true)} />
      <Offline />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      {isPaletteOpen && <Palette onClose={() => setIsPaletteOpen(false)} />}
    </div>
  )
}

function Header({ onPalette }: { readonly onPalette: () => void }) {
  const t = useTexts()
  return (
    <header className="console-header">
      <Link className="console-brand" href={paths.today}>
        <BrandMark />
        <span>{t.console}</span>
      </Link>
      <Navigation />
      <button type="button" className="palette-opener" aria-keyshortcuts="Control+K" onClick={onPalette}>
        <span>{t.palette.open}</span> <kbd>Ctrl K</kbd>
      </button>
      <MyAccount />
    </header>
  )
}

function Navigation() {
  const t = useTexts()
  const { rights } = useMe()
  const [address] = useLocation()
  return (
    <nav className="console-nav" aria-label={t.screens.label}>
      <ul>
        {screensFor(rights).map((screen) => (
          <li key={screen.name}>
            <Link href={screen.path} {...(isOn(screen, address) ? { 'aria-current': 'page' as const } : {})}>
              {t.screens[screen.name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Offline() {
  const { t } = useI18n()
  const isOnline = useIsOnline()
  return <div role="status">{!isOnline && <p className="console-offline">{t.connection.offline}</p>}</div>
}
