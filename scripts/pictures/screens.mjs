// The screens of the web pages by name: each function opens its screen on a new page. They find elements by
// selector, not by text, so the same steps work in every language.

const party = ['Ada Lindqvist', 'Noor Haddad']

/** The functions that open each screen of this railway. */
export function screensOf(railway) {
  return {
    ...searchScreens(railway),
    ...seatScreens(railway),
    ...saleScreens(railway),
    ...bookingScreens(railway),
  }
}

const shows = (page, selector) => page.locator(selector).first().waitFor()

/** The server no longer answers this address. */
const cutOff = (page, address) => page.route(address, (route) => route.abort())

/** The first date, from this date on, that falls on this day of the week (0: Sunday). */
function dayOnOrAfter(date, dayOfWeek) {
  const day = new Date(`${date}T12:00:00Z`)
  while (day.getUTCDay() !== dayOfWeek) day.setUTCDate(day.getUTCDate() + 1)
  return day.toISOString().slice(0, 10)
}

function searchScreens({ url, trip, date }) {
  const search = (page) => page.goto(url).then(() => shows(page, '.search-form'))
  const results = async (page, query = `${trip}&party=2`) => {
    await page.goto(`${url}/trains?${query}`)
    await shows(page, '.run-card')
    await shows(page, '.calendar-day')
  }
  const typing = (text, selector) => async (page) => {
    await search(page)
    await page.locator('.station-field input').first().fill(text)
    await shows(page, selector)
  }
  return {
    search,
    'search-typing': typing('o', '.options [role="option"]'),
    'search-unknown': typing('Atlantis', '.options-none'),
    'search-missing': async (page) => {
      await search(page)
      await page.locator('.search-form [type="submit"]').click()
      await shows(page, '.field-error')
    },
    results: (page) => results(page),
    'results-filtered': async (page) => {
      await results(page)
      await page.locator('.filters select').nth(0).selectOption('price')
      await page.locator('.filters select').nth(1).selectOption('FIRST')
      await page.locator('.filters select').nth(2).selectOption('afternoon')
    },
    'results-filtered-away': async (page) => {
      await results(page)
      await page.locator('.filters select').nth(1).selectOption('SLEEPER')
      await page.locator('.filters select').nth(2).selectOption('morning')
      await shows(page, '.notice')
    },
    // Trains from the airport to the spa run only on weekends.
    'results-no-day': async (page) => {
      await page.goto(`${url}/trains?from=ARA&to=THL&date=${dayOnOrAfter(date, 2)}&party=1`)
      await shows(page, '.empty')
      await shows(page, '.calendar-day')
    },
    'results-unknown': async (page) => {
      await page.goto(`${url}/trains?from=ZZZ&to=NOH&date=${date}&party=1`)
      await shows(page, '.notice-problem')
    },
    'results-unreachable': async (page) => {
      await cutOff(page, '**/api/train_runs?*')
      await page.goto(`${url}/trains?${trip}&party=2`)
      await shows(page, '.notice-problem')
    },
    'results-none': async (page) => {
      await page.goto(`${url}/trains?from=ISF&to=TDL&date=2030-01-01&party=1`)
      await shows(page, '.empty')
    },
    'results-loading': async (page) => {
      await page.route('**/api/train_runs?*', () => undefined)
      await page.goto(`${url}/trains?${trip}&party=2`)
      await shows(page, '.skeleton-bar')
    },
    lost: async (page) => {
      await page.goto(`${url}/nowhere`)
      await shows(page, '.message-page')
    },
    'lost-booking': async (page) => {
      await page.goto(`${url}/tickets/AAAAAAAAAAAAAAAAAAAAAA`)
      await shows(page, '.message-page')
    },
  }
}

function seatScreens({ url, trip, runs, holdElsewhere }) {
  const seats =
    (run, { count = 2, travelClass = 'SECOND', coach } = {}) =>
    async (page) => {
      await page.goto(`${url}/trains/${run}/seats?${trip}&party=${count}&class=${travelClass}`)
      await shows(page, '.seat-free')
      if (coach !== undefined) await page.locator('[role="tab"]').nth(coach).click()
      await page.waitForTimeout(300)
    }
  const chosen = async (page) => {
    await seats(runs.express)(page)
    await chooseSeats(page, 2)
  }
  return {
    'seats-saloon': chosen,
    'seats-first': seats(runs.express, { travelClass: 'FIRST' }),
    'seats-accessible': seats(runs.intercity, { coach: 2 }),
    'seats-restaurant': seats(runs.intercity, { coach: 1 }),
    'seats-compartments': seats(runs.intercity, { coach: 3 }),
    'seats-double': seats(runs.regional, { coach: 1 }),
    'seats-sleeper': seats(runs.night, { travelClass: 'SLEEPER', coach: 0 }),
    'seats-couchettes': seats(runs.night, { travelClass: 'COUCHETTE', coach: 2 }),
    'seats-nine': seats(runs.express, { count: 9 }),
    'seats-list': async (page) => {
      await seats(runs.express)(page)
      await page.locator('.view-switch input').nth(1).check()
    },
    'seats-for-us': async (page) => {
      await seats(runs.express, { count: 4, travelClass: 'FIRST' })(page)
      await page.locator('.wishes .button').click()
      await page.locator('.dock-open').click()
    },
    'seats-offline': async (page) => {
      await chosen(page)
      await page.context().setOffline(true)
      await page.waitForTimeout(300)
    },
    'seats-legend': async (page) => {
      await seats(runs.intercity, { coach: 2 })(page)
      await page.locator('.seat-legend summary').click()
    },
    'seats-taken': async (page) => {
      await chosen(page)
      await holdElsewhere([await lastChosen(page)])
      await shows(page, '.seat-notice-loss')
    },
    'seats-refused': async (page) => {
      await cutOff(page, '**/seats/events?*')
      await chosen(page)
      await holdElsewhere([await lastChosen(page)])
      await page.locator('.chosen-foot .primary').click()
      await shows(page, '.notice-problem')
    },
    'seats-focus': async (page) => {
      await chosen(page)
      await page.locator('.seat-chosen').first().focus()
      for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key)
    },
    'seats-unreachable': async (page) => {
      await cutOff(page, '**/api/**/seats?*')
      await page.goto(`${url}/trains/${runs.express}/seats?${trip}&party=2`)
      await shows(page, '.notice-problem')
    },
    'seats-loading': async (page) => {
      await page.route('**/api/**/seats?*', () => undefined)
      await page.goto(`${url}/trains/${runs.express}/seats?${trip}&party=2`)
      await shows(page, '.skeleton-bar')
    },
  }
}

/** The number of the seat chosen last, as requests write it. */
async function lastChosen(page) {
  const kept = await page.evaluate(() =>
    Object.entries(sessionStorage).find(([name]) => name.startsWith('holdfast.choices.')),
  )
  return JSON.parse(kept[1]).at(-1).seatNumber
}

function saleScreens(railway) {
  const held = (page, count = 2) => holdSeats(page, railway, count)
  const filled = (page) => fillIn(page, railway)
  const paid = (token, selector) => async (page) => {
    await filled(page)
    await pay(page, token)
    await shows(page, selector)
  }
  /** The page this long after the seats were held, by its own clock. */
  const after = (seconds) => async (page) => {
    await page.clock.install()
    await held(page)
    // Keeps the page from asking the server, for which no time has passed.
    await cutOff(page, '**/api/seat_holds/*')
    await page.clock.fastForward(seconds * 1_000)
  }
  const runOut = async (page) => {
    await held(page)
    railway.letHoldsRunOut()
    await page.reload()
    await shows(page, '.seats-again .primary')
  }
  return {
    checkout: filled,
    'checkout-minute': after(75),
    'checkout-seconds': after(108),
    expired: runOut,
    'expired-nearest': async (page) => {
      const wanted = await held(page)
      railway.letHoldsRunOut()
      await railway.holdElsewhere([wanted])
      await page.reload()
      await shows(page, '.seats-again .primary')
    },
    released: async (page) => {
      await held(page)
      const address = page.url()
      await page.locator('.change-seats .button').click()
      await shows(page, '.seat-free')
      await page.goto(address)
      await shows(page, '.seats-again .primary')
    },
    'checkout-missing': async (page) => {
      await held(page, 1)
      await page.locator('.pay').click()
      await shows(page, '.field-error')
    },
    paying: paid('tok_slow_4000', '.progress'),
    declined: paid('tok_declined', '.seats-again .primary'),
    'declined-funds': paid('tok_insufficient_funds', '.seats-again .primary'),
    'too-late': paid('tok_late_ok_60000', '.seats-again .primary'),
    'paying-unreachable': async (page) => {
      await filled(page)
      await cutOff(page, '**/api/bookings')
      await pay(page, 'tok_ok')
      await shows(page, '.progress')
      await page.waitForTimeout(1_500)
    },
    'timed-out': paid('tok_timeout', '.seats-again .primary'),
  }
}

function bookingScreens(railway) {
  const booked = async (page) => {
    await fillIn(page, railway)
    await pay(page, 'tok_ok')
    await shows(page, '.ticket')
    await shows(page, '.booked-coaches figure')
  }
  const quoted = async (page, choice = 1) => {
    await booked(page)
    const choices = page.locator('.cancel-step input')
    for (let index = 0; index < (await choices.count()); index++)
      await choices.nth(index).setChecked(choice === 'all' || index === choice)
    await page.locator('.cancel-step .button').click()
    await shows(page, '.quote')
  }
  return {
    booking: booked,
    'booking-quote': (page) => quoted(page),
    'booking-partly': async (page) => {
      await quoted(page)
      await page.locator('.quote ~ .actions .danger').click()
      await shows(page, '.ticket-partly')
    },
    'booking-cancelled': async (page) => {
      await quoted(page, 'all')
      await page.locator('.quote ~ .actions .danger').click()
      await shows(page, '.badge-cancelled')
    },
    ticket: async (page) => {
      await booked(page)
      await page.goto(await page.locator('.private-link input').inputValue())
      await shows(page, '.ticket')
    },
    // Paper looks the same in every theme.
    'ticket-print': async (page) => {
      await booked(page)
      await page.emulateMedia({ media: 'print' })
    },
    bookings: async (page) => {
      await booked(page)
      await page.goto(`${railway.url}/bookings`)
      await shows(page, '.booking-card')
    },
    'bookings-empty': async (page) => {
      await page.goto(`${railway.url}/bookings`)
      await shows(page, '.empty')
    },
  }
}

async function chooseSeats(page, count) {
  const free = page.locator('.seat-free')
  const first = Math.min(7, (await free.count()) - count)
  for (let chosen = 0; chosen < count; chosen++) await free.nth(first).click()
}

/** Goes from a new page to the form; returns the seat chosen last. */
async function holdSeats(page, { url, trip, runs }, count) {
  await page.goto(`${url}/trains/${runs.express}/seats?${trip}&party=${count}&class=SECOND`)
  await shows(page, '.seat-free')
  await chooseSeats(page, count)
  const last = await lastChosen(page)
  await page.locator('.chosen-foot .primary').click()
  await shows(page, '.checkout-form')
  return last
}

async function fillIn(page, railway) {
  await holdSeats(page, railway, party.length)
  for (const [index, name] of party.entries()) {
    await page.locator(`#name-${index}`).fill(name)
    await page.locator(`#age-${index}`).fill(String(34 + index))
    await page.locator(`input[name=gender-${index}]`).nth(index).check()
  }
}

async function pay(page, token) {
  await page.locator(`input[name=outcome][value=${token}]`).check()
  await page.locator('.pay').click()
}
