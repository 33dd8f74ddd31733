import { type ReactNode, useEffect, useRef } from 'react'

/** Whether a page was shown before: the first one leaves the focus where the browser puts it. */
let hasShownPage = false

interface PageProps {
  readonly title: string
  /** The heading, where it is not the title. */
  readonly heading?: ReactNode
  /** Names the screen; a new one moves the focus to its heading, so that a screen reader says where one is. */
  readonly screen: string
  readonly className?: string
  readonly children: ReactNode
}

/** A page or screen with its title; moves focus and scroll to its top when it is new. */
export function Page({ title, heading = title, screen, className = '', children }: PageProps) {
  const headingRef = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Holdfast`
  }, [title])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen is what this waits for
  useEffect(() => {
    if (hasShownPage) {
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
