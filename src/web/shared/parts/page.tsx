import { type ReactNode, useEffect, useRef } from 'react'
import { brand } from '../lib/brand.ts'

/** Whether a page was shown before. The first page leaves the focus where the browser puts it. */
let hasShownPage = false
/** Who is quick may have left the first page before it was shown. */
const firstPath = location.pathname

interface PageProps {
  readonly title: string
  /** The heading, if it differs from the title. */
  readonly heading?: ReactNode
  /** Names the screen. A new screen moves the focus to its heading, so that a screen reader announces it. */
  readonly screen: string
  readonly className?: string
  readonly children: ReactNode
}

/** A page or screen with its title. A new one moves focus and scroll position to its top. */
export function Page({ title, heading = title, screen, className = '', children }: PageProps) {
  const headingRef = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${brand.name}`
  }, [title])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen is what this waits for
  useEffect(() => {
    if (hasShownPage || location.pathname !== firstPath) {
      scrollTo(0, 0)
      headingRef.current?.focus({ preventScroll: true })
    }
    hasShownPage = true
  }, [screen])
  return (
    <div className={`page ${className}`}>
      <h1 ref={headingRef} tabIndex={-1}>
        {heading}
      </h1>
      {children}
    </div>
  )
}
