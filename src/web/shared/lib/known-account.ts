const place = 'holdfast.account'

/**
 * Whether somebody has signed in with this browser, as far as it knows. A hint alone, so that a guest's pages
 * do not ask for what only accounts have; the server knows by the cookie.
 */
export function hasAccount(): boolean {
  try {
    return localStorage.getItem(place) !== null
  } catch {
    return false
  }
}

export function noteAccount(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(place, 'yes')
    else localStorage.removeItem(place)
  } catch {
    // Without storage nothing is offered, and nothing is lost.
  }
}
