import { Component, type ReactNode } from 'react'
import { useI18n } from '../i18n/i18n.tsx'

interface CrashState {
  readonly hasCrashed: boolean
}

/** Replaces a page that crashed or could not be fetched, and says what to do. */
export class CrashScreen extends Component<{ readonly children: ReactNode }, CrashState> {
  override state: CrashState = { hasCrashed: false }

  static getDerivedStateFromError(): CrashState {
    return { hasCrashed: true }
  }

  override render() {
    return this.state.hasCrashed ? <CrashText /> : this.props.children
  }
}

function CrashText() {
  const { t } = useI18n()
  return (
    <div className="page message-page" role="alert">
      <h1>{t.problems.heading}</h1>
      <p>{t.problems.crash}</p>
      <div className="actions">
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {t.problems.reload}
        </button>
        <a className="button" href="/">
          {t.lost.home}
        </a>
      </div>
    </div>
  )
}
