import { Page } from '../../shared/parts/page.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { useMe } from '../lib/session.tsx'
import { KeySection } from '../people/key-section.tsx'
import { StaffSection } from '../people/staff-section.tsx'
import '../styles/bookings.css'

/** Who works for the railway, and the keys of its machines. */
export function PeoplePage() {
  const t = useTexts()
  const { rights } = useMe()
  return (
    <Page title={t.people.title} screen="people">
      {rights.has('people.read') && <StaffSection />}
      {rights.has('keys.read') && <KeySection />}
    </Page>
  )
}
