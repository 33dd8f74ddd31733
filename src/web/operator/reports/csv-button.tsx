import { useState } from 'react'
import { useTexts } from '../i18n/texts.tsx'
import { downloadCsv } from '../lib/download.ts'

interface CsvButtonProps {
  readonly path: string
  readonly fileName: string
  /** What it downloads, where there are several. */
  readonly label?: string
}

/** Downloads a list as CSV, and says so if that fails. */
export function CsvButton({ path, fileName, label }: CsvButtonProps) {
  const t = useTexts()
  const [isFailed, setIsFailed] = useState(false)
  const name = label === undefined ? {} : { 'aria-label': `${t.reports.csv}: ${label}` }
  return (
    <>
      <button
        type="button"
        className="button"
        {...name}
        onClick={() => void downloadCsv(path, fileName).then((isDone) => setIsFailed(!isDone))}
      >
        {t.reports.csv}
      </button>
      {isFailed && <p role="alert">{t.reports.failed}</p>}
    </>
  )
}
