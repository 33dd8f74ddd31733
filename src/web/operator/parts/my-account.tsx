import { useTexts } from '../i18n/texts.tsx'
import { useMe, useSignOut } from '../lib/session.tsx'
import { Preferences } from './preferences.tsx'

/** Who is signed in and what they may do; language, appearance, and the way out. */
export function MyAccount() {
  const t = useTexts()
  const { member, rights } = useMe()
  const signOut = useSignOut()
  return (
    <details className="account-menu">
      <summary aria-label={`${t.me.label}: ${member.name}`}>{member.name}</summary>
      <div className="account-sheet card">
        <p>
          <strong>{member.name}</strong>
          <br />
          <span className="quiet">{member.email}</span>
        </p>
        <p>{member.roles.map((role) => t.me.roles[role] ?? role).join(', ')}</p>
        <details>
          <summary>{t.me.mayDo}</summary>
          <ul className="right-list">
            {[...rights].map((right) => (
              <li key={right}>
                <code>{right}</code>
              </li>
            ))}
          </ul>
        </details>
        <Preferences />
        <div className="actions">
          <button type="button" className="button" onClick={() => void signOut('here')}>
            {t.me.signOut}
          </button>
          <button type="button" className="button" onClick={() => void signOut('everywhere')}>
            {t.me.signOutEverywhere}
          </button>
        </div>
      </div>
    </details>
  )
}
