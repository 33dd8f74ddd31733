import { maxSeatsPerHold } from '../../../domain/records/hold.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { isOddParty } from '../lib/paths.ts'

interface PartyNoticeProps {
  readonly query: URLSearchParams
  /** The party that is shown instead. */
  readonly party: number
}

/** Says so if the address asks for a party that cannot be booked at once. */
export function PartyNotice({ query, party }: PartyNoticeProps) {
  const { t } = useI18n()
  if (!isOddParty(query)) return null
  return (
    <p className="notice" role="status">
      {t.search.oddParty(t.common.passengers(maxSeatsPerHold), t.common.passengers(party))}
    </p>
  )
}
