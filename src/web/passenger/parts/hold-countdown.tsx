import { useEffect, useRef } from 'react'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { clockText, useSecondsLeft } from '../../shared/lib/countdown.ts'
import type { HoldView } from '../lib/use-hold.ts'

interface HoldCountdownProps {
  readonly view: HoldView
  readonly onTimeOver: () => void
}

/**
 * How long the seats are still held, by the server's interval. Screen readers announce it twice, not every
 * second.
 */
export function HoldCountdown({ view, onTimeOver }: HoldCountdownProps) {
  const { t, f } = useI18n()
  const seconds = useSecondsLeft(view.end)
  const isOver = seconds === 0
  const onOver = useRef(onTimeOver)
  onOver.current = onTimeOver
  useEffect(() => {
    if (isOver) onOver.current()
  }, [isOver])
  const whole = (Date.parse(view.hold.expires_at) - Date.parse(view.hold.created_at)) / 1000
  const level = seconds <= 15 ? 'countdown-last' : seconds <= 60 ? 'countdown-late' : ''
  return (
    <div className={`countdown ${level}`}>
      <p className="countdown-text">
        <span>{t.hold.left}</span> <strong role="timer">{clockText(seconds, f.number)}</strong>
      </p>
      <progress
        className="countdown-bar"
        max={whole}
        value={Math.min(whole, seconds)}
        aria-label={t.hold.left}
      />
      <p className="sr-only" role="status">
        {seconds <= 15 ? t.hold.secondsLeft : seconds <= 60 ? t.hold.minuteLeft : ''}
        {seconds <= 60 && view.hold.extension_ms !== null && ` ${t.hold.extendable}`}
      </p>
    </div>
  )
}
