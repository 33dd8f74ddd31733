import type { ApiRefusal } from '../../shared/api/client.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { placeWord } from '../../shared/lib/seat-number.ts'
import { sentenceOf } from '../../shared/parts/problem-notice.tsx'

interface TakenNoticeProps {
  readonly refusal: ApiRefusal
  readonly onTake: (seatNumbers: readonly string[]) => void
  readonly onClose: () => void
}

/** Says why there is no hold, and offers the nearest free seats. */
export function TakenNotice({ refusal, onTake, onClose }: TakenNoticeProps) {
  const { t, f } = useI18n()
  const taken = 'seat_numbers' in refusal ? (refusal.seat_numbers ?? []) : []
  const nearest = 'alternatives' in refusal ? (refusal.alternatives ?? []).slice(0, taken.length) : []
  const places = (numbers: readonly string[]) => f.list(numbers.map((number) => placeWord(t, number)))
  const isTaken = refusal.code === 'seat_taken' && taken.length > 0
  return (
    <div className="notice notice-problem" role="alert">
      <p>
        {isTaken ? t.seatPage.taken(taken.length, places(taken)) : sentenceOf(t, refusal)}
        {nearest.length > 0 && ` ${t.seatPage.nearest(nearest.length, places(nearest))}`}
      </p>
      <div className="actions">
        {nearest.length > 0 && (
          <button type="button" className="button primary" onClick={() => onTake(nearest)}>
            {t.seatPage.takeNearest(nearest.length)}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {t.common.close}
        </button>
      </div>
    </div>
  )
}
