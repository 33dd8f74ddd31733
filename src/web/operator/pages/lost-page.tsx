import { Link, useLocation } from 'wouter'
import type { Right } from '../../../domain/people/rights.ts'
import { Page } from '../../shared/parts/page.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { screensFor } from '../lib/screens.ts'
import { useMe } from '../lib/session.tsx'

/** For an address without a screen. */
export function LostPage() {
  const t = useTexts()
  const { rights } = useMe()
  const [first] = screensFor(rights)
  return (
    <Page title={t.lost.title} screen="lost">
      <p>{t.lost.text}</p>
      {first && (
        <p>
          <Link className="button" href={first.path}>
            {t.lost.home}
          </Link>
        </p>
      )}
    </Page>
  )
}

/** For a screen that needs another right; at the first address, the way to one that opens. */
export function NoRightPage({ right }: { readonly right: Right }) {
  const t = useTexts()
  const { rights } = useMe()
  const [address] = useLocation()
  const screens = screensFor(rights)
  if (address === paths.today && screens.length === 0)
    return (
      <Page title={t.nothingYet.title} screen="nothing">
        <p>{t.nothingYet.text}</p>
      </Page>
    )
  return (
    <Page title={t.noRight.title} screen={`no right ${right}`}>
      <p>{t.noRight.text(right)}</p>
      <ul className="link-list">
        {screens.map(({ name, path }) => (
          <li key={name}>
            <Link href={path}>{t.screens[name]}</Link>
          </li>
        ))}
      </ul>
    </Page>
  )
}
