import type { ApiRefusal } from '../api/client.ts'
import type { Messages } from '../i18n/en.ts'
import { useI18n } from '../i18n/i18n.tsx'

/** The sentence for a refusal. A refusal without one is told in the server's words. */
export function sentenceOf(t: Messages, refusal: ApiRefusal): string {
  const { code } = refusal
  switch (code) {
    case 'unreachable':
    case 'unauthenticated':
    case 'overloaded':
    case 'rate_limited':
    case 'too_many_holds':
    case 'network_holds_too_many':
    case 'seats_cooling_down':
    case 'class_under_pressure':
    case 'run_changed':
    case 'run_not_on_sale':
    case 'sale_closed':
    case 'station_not_on_run':
    case 'segment_backwards':
    case 'seat_taken':
    case 'not_enough_seats':
    case 'hold_pinned':
      return t.problems[code]
    case 'outcome_unknown':
      return t.problems.unreachable
    case 'unknown_station':
      return t.results.unknownStation
    case 'payment_unavailable':
      return t.checkout.unavailable
    case 'run_not_found':
      return t.lost.run
    default:
      return 'detail' in refusal ? t.problems.other(refusal.detail) : t.problems.unreachable
  }
}

interface ProblemNoticeProps {
  readonly refusal: ApiRefusal
  readonly onRetry?: () => void
}

/** Says what went wrong and offers to try again. */
export function ProblemNotice({ refusal, onRetry }: ProblemNoticeProps) {
  const { t } = useI18n()
  return (
    <div className="notice notice-problem" role="alert">
      <p>{sentenceOf(t, refusal)}</p>
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {t.common.retry}
        </button>
      )}
    </div>
  )
}
