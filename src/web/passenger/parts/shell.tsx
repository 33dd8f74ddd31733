import { type ReactNode, useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Language } from '../../../domain/language.ts'
import { languageNames, useI18n } from '../../shared/i18n/i18n.tsx'
import { brand } from '../../shared/lib/brand.ts'
import { useIsOnline } from '../../shared/lib/online.ts'
import { hasOutbox, isDemo } from '../../shared/lib/server-facts.ts'
import { BrandMark } from '../../shared/parts/brand-mark.tsx'
import { ThemeSelect } from '../../shared/parts/theme-select.tsx'
import { paths } from '../lib/paths.ts'
import { HoldBar } from './hold-bar.tsx'

/** The frame around every page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useI18n()
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {t.skipToContent}
      </a>
      <Header />
      <Connection />
      <HoldBar />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <Footer />
    </div>
  )
}

function Header() {
  const { t } = useI18n()
  const [path] = useLocation()
  const current = (isHere: boolean) => (isHere ? ({ 'aria-current': 'page' } as const) : {})
  return (
    <header className="header">
      <div className="header-inner">
        <Link className="brand" href={paths.search} aria-label={brand.name}>
          <BrandMark />
        </Link>
        <nav className="nav" aria-label={t.nav.label}>
          <Link href={paths.search} {...current(path === '/' || path.startsWith('/trains'))}>
            {t.nav.search}
          </Link>
          <Link href={paths.bookings} {...current(path.startsWith('/bookings'))}>
            {t.nav.bookings}
          </Link>
          <Link href={paths.find} {...current(path === paths.find)}>
            {t.nav.find}
          </Link>
          <Link href={paths.account} aria-label={t.nav.account} {...current(path === paths.account)}>
            <svg className="nav-icon" viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="8" r="4" />
              <path d="M4 20c1-4 4-6 8-6s7 2 8 6" />
            </svg>
          </Link>
        </nav>
      </div>
    </header>
  )
}

/** Says when the network is gone and when it is back. */
function Connection() {
  const { t } = useI18n()
  const isOnline = useIsOnline()
  const [wasOffline, setWasOffline] = useState(false)
  useEffect(() => {
    if (!isOnline) return setWasOffline(true)
    const timer = setTimeout(() => setWasOffline(false), 4_000)
    return () => clearTimeout(timer)
  }, [isOnline])
  return (
    <div className="connection" role="status">
      {!isOnline && <p className="connection-off">{t.connection.offline}</p>}
      {isOnline && wasOffline && <p className="connection-on">{t.connection.back}</p>}
    </div>
  )
}

function Footer() {
  const { t } = useI18n()
  return (
    <footer className="footer">
      <div className="footer-inner">
        <div className="footer-words">
          {brand.isOwn ? <RailwayLines /> : <p>{t.footer.line}</p>}
          {isDemo() && <p>{t.footer.demo}</p>}
          {hasOutbox() && (
            <p>
              <Link href={paths.outbox}>{t.outbox.title}</Link>
            </p>
          )}
          <p>
            <a href="/docs/">{t.footer.api}</a>
          </p>
        </div>
        <div className="footer-settings">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </div>
    </footer>
  )
}

/** Who runs the trains, how to reach them, and what they have to say. */
function RailwayLines() {
  const { t } = useI18n()
  const { name, contact, ...addresses } = brand
  const pages = (['terms', 'privacy', 'imprint'] as const).flatMap((page) => {
    const href = addresses[page]
    return href === null ? [] : [{ page, href }]
  })
  return (
    <>
      <p className="footer-links">
        <strong>{name}</strong>
        {contact.email !== null && <a href={`mailto:${contact.email}`}>{contact.email}</a>}
        {contact.phone !== null && (
          <a href={`tel:${contact.phone.replaceAll(/[^+\d]/g, '')}`} dir="ltr">
            {contact.phone}
          </a>
        )}
      </p>
      {pages.length > 0 && (
        <p className="footer-links">
          {pages.map(({ page, href }) => (
            <a key={page} href={href}>
              {t.footer[page]}
            </a>
          ))}
        </p>
      )}
    </>
  )
}

function LanguageSwitch() {
  const { t, language, setLanguage } = useI18n()
  if (brand.languages.length < 2) return null
  return (
    <label className="switch">
      <span>{t.settings.language}</span>
      <select value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
        {brand.languages.map((one) => (
          <option key={one} value={one} lang={one}>
            {languageNames[one]}
          </option>
        ))}
      </select>
    </label>
  )
}

function ThemeSwitch() {
  const { t } = useI18n()
  return (
    <label className="switch" htmlFor="theme">
      <span>{t.settings.theme}</span>
      <ThemeSelect id="theme" names={t.settings.themes} />
    </label>
  )
}
