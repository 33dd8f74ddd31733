import { useI18n } from '../i18n/i18n.tsx'

/** Gray bars in place of content that is still loading, so that nothing jumps. */
export function Skeleton({ rows, className = '' }: { readonly rows: number; readonly className?: string }) {
  const { t } = useI18n()
  return (
    <div className={`skeleton ${className}`} role="status">
      <span className="sr-only">{t.common.loading}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all the same
        <div key={index} className="skeleton-bar" />
      ))}
    </div>
  )
}

export function PageSkeleton() {
  return (
    <div className="page">
      <Skeleton rows={5} className="skeleton-page" />
    </div>
  )
}
