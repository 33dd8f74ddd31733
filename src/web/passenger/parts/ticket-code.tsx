import { useRef } from 'react'
import type { Ticket } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { useTicketTexts } from '../lib/ticket-texts.ts'
import { useAwakeScreen } from '../lib/use-awake-screen.ts'

interface CodeProps {
  readonly ticket: Ticket
}

/** The code that is checked on the train; a tap fills the screen with it and keeps the screen on. */
export function TicketCode({ ticket }: CodeProps) {
  const t = useTicketTexts()
  const common = useI18n().t.common
  const dialog = useRef<HTMLDialogElement>(null)
  const screen = useAwakeScreen()
  const open = () => {
    dialog.current?.showModal()
    screen.keepOn()
  }
  return (
    <figure className="ticket-code">
      <button type="button" aria-label={t.enlarge} onClick={open}>
        <CodeDrawing ticket={ticket} />
      </button>
      <figcaption>{t.show}</figcaption>
      <dialog ref={dialog} className="ticket-code-large no-print" onClose={screen.letGo} aria-label={t.show}>
        <CodeDrawing ticket={ticket} />
        <form method="dialog">
          <button type="submit" className="button">
            {common.close}
          </button>
        </form>
      </dialog>
    </figure>
  )
}

/** The place of a code that is still on its way: as large as it will be, so that nothing below it moves. */
export function AwaitedCode() {
  const t = useTicketTexts()
  return (
    <figure className="ticket-code ticket-code-awaited">
      <Skeleton rows={1} className="skeleton-code" />
      <figcaption>{t.show}</figcaption>
    </figure>
  )
}

/** Black on white whatever the theme, with a margin that separates it from what is around. */
function CodeDrawing({ ticket: { booking_id: booking, symbol } }: CodeProps) {
  const t = useTicketTexts()
  const size = symbol.modules + 2 * margin
  return (
    <svg
      className="code-drawing"
      viewBox={`${-margin} ${-margin} ${size} ${size}`}
      role="img"
      aria-label={t.codeOf(booking)}
      shapeRendering="crispEdges"
    >
      <rect x={-margin} y={-margin} width={size} height={size} fill="#ffffff" />
      <path d={symbol.path} fill="#000000" />
    </svg>
  )
}

/** In modules. */
const margin = 3
